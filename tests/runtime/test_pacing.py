"""The schedule alone: limits in every window, order, priorities, holds. No program, no clock."""

from __future__ import annotations

import heapq
from collections import Counter, defaultdict
from collections.abc import Hashable
from dataclasses import dataclass
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.replies import Priority
from bot.runtime.pacing import COPIES_PER_S, Meter, Schedule

TELEGRAM_PER_S = 30
GROUP_PER_MINUTE = 18
PRIVATE_BURST = 3
SOON = 1e-6


@dataclass(frozen=True, slots=True)
class Item:
    """Something to send, and where it waits."""

    number: int
    at: float
    chat: int
    priority: int
    card: str | None = None

    @property
    def queue(self) -> Hashable:
        return self.chat if self.card is None else (self.chat, self.card)


@dataclass(frozen=True, slots=True)
class Hold:
    """A request to wait: of one chat, or of all."""

    at: float
    seconds: float
    chat: int | None


@dataclass(frozen=True, slots=True)
class Gone:
    """An item that has left."""

    at: float
    item: Item


def drive(
    items: list[Item], holds: list[Hold], latency_s: float, card_s: float = 0.0
) -> list[Gone]:
    """Run a schedule as the sender does, in simulated time, until nothing waits."""
    schedule: Schedule[Item] = Schedule()
    events: list[Item | Hold] = [*items, *holds]
    events.sort(key=lambda event: event.at)
    out: list[tuple[float, int, Hashable, float]] = []
    gone: list[Gone] = []
    now = 0.0
    while True:
        while events and events[0].at <= now:
            _apply(schedule, events.pop(0), now)
        while out and out[0][0] <= now:
            _, _, queue, not_before = heapq.heappop(out)
            schedule.release(queue, now, not_before=not_before)
        while (taken := schedule.next(now)) is not None:
            gone.append(Gone(now, taken[1]))
            end = now + latency_s
            pause = end + card_s if taken[1].card is not None else 0.0
            heapq.heappush(out, (end, len(gone), taken[0], pause))
        wake = schedule.wake_at(now)
        times = [event.at for event in events[:1]] + [end for end, *_ in out[:1]]
        times += [] if wake is None else [max(wake, now + 0.0005)]
        if not times:
            assert not any(queue.items for queue in schedule._queues.values())
            return gone
        now = max(now, min(times))


def _apply(schedule: Schedule[Item], event: Item | Hold, now: float) -> None:
    if isinstance(event, Item):
        schedule.put(event, chat=event.chat, priority=event.priority, queue=event.queue)
    elif event.chat is None:
        schedule.hold_all(now + event.seconds)
    else:
        schedule.hold_chat(event.chat, now + event.seconds)


def most_within(times: list[float], seconds: float) -> int:
    """The most that left in any window of this length."""
    return max(
        (sum(1 for t in times if start <= t < start + seconds - SOON) for start in times), default=0
    )


def broken_limits(gone: list[Gone]) -> list[str]:
    """Every limit that was broken, in words."""
    broken = []
    if most_within([g.at for g in gone], 1.0) > TELEGRAM_PER_S:
        broken.append("overall")
    by_chat: dict[int, list[float]] = defaultdict(list)
    for g in gone:
        by_chat[g.item.chat].append(g.at)
    for chat, times in by_chat.items():
        if chat < 0 and most_within(times, 60.0) > GROUP_PER_MINUTE:
            broken.append(f"group {chat}")
        for seconds in (1, 5, 20):
            if chat > 0 and most_within(times, float(seconds)) > PRIVATE_BURST + seconds:
                broken.append(f"private {chat} in {seconds} s")
    return broken


chats = st.sampled_from([1, 2, 3, 4, -1, -2])
items_drawn = st.lists(
    st.builds(
        Item,
        number=st.just(0),
        at=st.floats(0, 40),
        chat=chats,
        priority=st.sampled_from(list(Priority)[1:]),
        card=st.sampled_from([None, None, None, "gala:1", "gala:2"]),
    ),
    max_size=120,
).map(lambda items: [Item(n, i.at, i.chat, i.priority, i.card) for n, i in enumerate(items)])
holds_drawn = st.lists(
    st.builds(Hold, at=st.floats(0, 40), seconds=st.floats(0.1, 30), chat=st.none() | chats),
    max_size=6,
)


@settings(max_examples=150, deadline=None)
@given(items=items_drawn, holds=holds_drawn, latency_s=st.sampled_from([0.0, 0.03, 0.7]))
def test_whatever_comes_everything_leaves_within_the_limits_and_in_order(
    items: list[Item], holds: list[Hold], latency_s: float
):
    gone = drive(items, holds, latency_s, card_s=3.0)
    assert Counter(g.item.number for g in gone) == Counter(range(len(items)))
    assert broken_limits(gone) == []
    arrived = sorted(items, key=lambda item: item.at)
    for queue in {item.queue for item in items}:
        left = [g.item.number for g in gone if g.item.queue == queue]
        assert left == [item.number for item in arrived if item.queue == queue]
    for g in gone:
        for hold in holds:
            if hold.chat in (None, g.item.chat):
                assert not hold.at < g.at < hold.at + hold.seconds - 0.04 - SOON
    for queue in {item.queue for item in items if item.card is not None}:
        times = [g.at for g in gone if g.item.queue == queue]
        assert all(b - a >= 3.0 - SOON for a, b in pairwise(times))


def rush(chat: int, number: int = 100) -> list[Item]:
    return [Item(n, 0.0, chat, Priority.BROADCAST) for n in range(number)]


def test_a_rush_runs_close_to_the_limits():
    everybody = [Item(n, 0.0, n + 1, Priority.BROADCAST) for n in range(1000)]
    gone = drive(everybody, [], latency_s=0.05)
    assert broken_limits(gone) == []
    assert gone[-1].at <= 1.1 * 1000 / TELEGRAM_PER_S
    group = drive(rush(-1, 36), [], latency_s=0.05)
    assert most_within([g.at for g in group], 60.0) >= GROUP_PER_MINUTE - 1
    person = drive(rush(1, 20), [], latency_s=0.05)
    assert person[-1].at <= 20


@pytest.mark.parametrize("items", [rush(-1), rush(1), [Item(n, 0, n + 1, 3) for n in range(200)]])
def test_not_counting_would_be_caught(items: list[Item], monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(Meter, "spend", lambda *_: None)
    assert broken_limits(drive(items, [], latency_s=0.0)) != []


def test_lanes_go_first_when_several_chats_wait():
    late_but_first = Item(50, 1.0, 99, Priority.RECEIPT)
    crowd = [Item(n, 0.0, n + 1, Priority.BROADCAST) for n in range(50)]
    gone = drive([*crowd, late_but_first], [], latency_s=0.0)
    at = next(g.at for g in gone if g.item is late_but_first)
    assert at - 1.0 <= 2 / 28
    assert max(g.at for g in gone) > at


def copies(seats: int) -> list[Item]:
    """A card that changes all the time, in every chat."""
    items = [(at, chat) for at in range(0, 60, 3) for chat in range(1, seats + 1)]
    return [Item(n, at, chat, Priority.COPY, "town:1") for n, (at, chat) in enumerate(items)]


def waited(gone: list[Gone], chat: int) -> float:
    return max(g.at - g.item.at for g in gone if g.item.chat == chat and g.item.card is None)


def test_copies_of_a_card_take_half_and_no_answer_waits_for_them():
    answers = [Item(9_000 + n, 1.0 + n, 7, Priority.RECEIPT) for n in range(40)]
    told = [Item(9_900 + n, 40.0, 999, Priority.CHAT) for n in range(2)]
    told += [Item(9_910, 40.1, 999, Priority.COPY, "town:1"), Item(9_911, 40.4, 999, 1)]
    gone = drive([*copies(200), *answers, *told], [], latency_s=0.05, card_s=3.0)
    drawn = [g.at for g in gone if g.item.card is not None and g.at < 60]
    assert COPIES_PER_S * 55 <= len(drawn) <= COPIES_PER_S * 60 + 2
    assert waited(gone, 7) <= 2 / 28 + SOON
    assert waited(gone, 999) <= 3 / 28, "a copy leaves room in its chat"
    first = {chat: next(g.at for g in gone if g.item.chat == chat) for chat in range(1, 201)}
    assert max(first.values()) <= 200 / COPIES_PER_S + 1


def test_what_could_not_be_sent_goes_first_when_it_comes_back():
    schedule: Schedule[str] = Schedule()
    for name in ("first", "second"):
        schedule.put(name, chat=1, priority=Priority.CHAT)
    taken = schedule.next(0.0)
    assert taken == (1, "first")
    assert schedule.next(0.0) is None  # its queue is out: nothing overtakes it
    schedule.put_back("first", queue=1, priority=Priority.CHAT)
    schedule.release(1, 0.1, not_before=5.0)
    assert schedule.next(4.9) is None
    assert schedule.wake_at(4.9) == 5.0
    assert schedule.next(5.0) == (1, "first")
    schedule.release(1, 5.0)
    assert schedule.next(5.1) == (1, "second")


def test_a_held_chat_holds_up_nobody_else():
    gone = drive(
        [Item(0, 1.0, 1, Priority.CHAT), Item(1, 1.0, 2, Priority.CHAT)], [Hold(0.5, 30.0, 1)], 0.0
    )
    assert [(g.item.number, round(g.at, 2)) for g in gone] == [(1, 1.0), (0, 30.5)]


def test_everybody_waits_when_all_must():
    gone = drive(
        [Item(n, 1.0, n + 1, Priority.CHAT) for n in range(3)], [Hold(0.5, 10.0, None)], 0.0
    )
    assert all(g.at >= 10.5 - 0.04 for g in gone)


def test_what_limits_nobody_any_more_is_forgotten():
    schedule: Schedule[int] = Schedule()
    now = 0.0
    for chat in range(1, 5_001):
        now += 1.0
        schedule.put(chat, chat=chat, priority=Priority.RECEIPT)
        schedule.put(chat, chat=chat, priority=Priority.BROADCAST, queue=(chat, "card"))
        schedule.hold_chat(-chat, now + 5)
        while (taken := schedule.next(now)) is not None:
            schedule.release(taken[0], now, not_before=now + 3)
    kept = (schedule._meters, schedule._held, schedule._queues)
    assert all(len(table) < 200 for table in kept), [len(table) for table in kept]
    assert all(table for table in kept), "what still limits somebody is kept"


def test_a_server_that_counts_nothing_is_sent_all_at_once_until_it_asks_to_wait():
    schedule: Schedule[Item] = Schedule(counted=False)
    for item in (*rush(1, 50), *rush(-1, 50)):
        schedule.put(item, chat=item.chat, priority=item.priority)
    for _ in range(98):
        queue, _ = schedule.next(0.0) or pytest.fail("something waits")
        schedule.release(queue, 0.0)
    schedule.hold_chat(-1, 5.0)
    assert (schedule.next(4.9), schedule.wake_at(4.9)) == (None, 5.0)
    schedule.hold_all(8.0)
    assert schedule.next(7.9) is None
    assert schedule.next(8.0) is not None


def test_what_waits_before_an_answer_in_its_chat_goes_before_others_news():
    schedule: Schedule[str] = Schedule()
    for chat in range(1, 41):
        schedule.put(f"news {chat}", chat=chat, priority=Priority.BROADCAST)
    schedule.put("answer", chat=40, priority=Priority.RECEIPT)
    gone: list[str] = []
    now = 0.0
    while len(gone) < 41:
        taken = schedule.next(now)
        if taken is not None:
            gone.append(taken[1])
            schedule.release(taken[0], now)
        now += 0.01
    assert gone[:2] == ["news 40", "answer"]
    assert gone[2:] == [f"news {chat}" for chat in range(1, 40)]
