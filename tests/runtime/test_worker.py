"""From an update to its end: order, refusals, bugs, obstacles, strangers, cancellation."""

from __future__ import annotations

import asyncio
import sqlite3
from collections import deque
from contextlib import closing
from functools import partial
from typing import Any

import pytest
from sqlalchemy import event, select

from bot.runtime.inbox import MAX_TRIES, Received, store
from bot.runtime.perform import Performer
from bot.runtime.tables import inbox
from bot.runtime.worker import Worker
from tests.runtime import tally
from tests.runtime.conftest import NewRig
from tests.runtime.tally import Press
from tests.support.runtime import Rig, sqlite_file
from tests.support.settling import BOT_ID

PEOPLE = ("ana", "bo", "cy", "di", "ed", "flo")
EACH = 25


async def out_of_order(rig: Rig) -> list[str]:
    """Who was not worked on in the order in which they wrote, all writing at once."""
    total = EACH * len(PEOPLE)

    async def write_all(name: str) -> None:
        for number in range(EACH):
            await rig.say(name, f"/note {number}")

    await asyncio.gather(*(write_all(name) for name in PEOPLE))
    await rig.until(lambda: len(rig.amounts("noted")) == total)
    return [name for name in PEOPLE if rig.amounts("noted", name) != list(range(EACH))]


@pytest.fixture
async def crowd(new_rig: NewRig, database_url: str) -> Rig:
    rig = await new_rig(database_url, PEOPLE)
    await rig.start()
    return rig


async def test_what_one_person_does_stays_in_order(crowd: Rig):
    assert await out_of_order(crowd) == []


async def test_working_on_everything_at_once_would_be_caught(
    new_rig: NewRig, sqlite_url: str, monkeypatch: pytest.MonkeyPatch
):
    def take(self: Worker, received: list[Any]) -> None:
        for number, one in enumerate(received):
            key = -number - 1
            while key in self._queues:
                key -= 1000
            self._queues[key] = deque([(one, self._parsed(one))])
            self._core.supervisor.spawn(late(self, key, len(received) - number), "updates")

    async def late(self: Worker, key: int, turns: int) -> None:
        for _ in range(turns):
            await asyncio.sleep(0)
        await self._work_off(key)

    monkeypatch.setattr(Worker, "take", take)
    rig = await new_rig(sqlite_url, PEOPLE)
    for number in range(EACH):
        await rig.say("ana", f"/note {number}")
    await rig.start()
    await rig.until(lambda: len(rig.amounts("noted")) == EACH)
    assert rig.amounts("noted", "ana") != list(range(EACH))


async def test_a_refusal_is_told_and_undoes_the_act(either: Rig):
    await either.say("ana", "/refuse 1")
    await either.until_async(lambda: either.heard("ana"))
    assert "older card" in (await either.heard("ana"))[0]
    assert either.inbox_states() == ["done"]
    assert either.amounts("counted") == []
    assert either.world.balance("ana") == 100_00
    await either.say("ana", "/count 2")
    await either.until(lambda: either.amounts("counted") == [2])
    assert either.world.balance("ana") == 100_00 - 1
    either.world.check_books()


async def test_a_refused_tap_is_answered_with_an_alert(rig: Rig):
    await rig.say("ana", "/keys 1")
    await rig.until_async(lambda: rig.heard("ana"))
    assert "older card" in await rig.tap("ana", Press(verb="refuse", number=1).pack())
    assert await rig.tap("ana", "gone:away") == (
        "That button leads nowhere. Open /menu for fresh ones."
    )
    assert await rig.tap("ana", Press(verb="count", number=3).pack()) == "day toast, 3"
    assert rig.amounts("counted") == [3]


async def effects_of_half_an_update(rig: Rig) -> tuple[list[int], int]:
    """A verb that breaks after money and fact: what is left of them, and what it cost."""
    await rig.say("ana", "/bug 1")
    await rig.until(lambda: "parked" in rig.inbox_states())
    return rig.amounts("counted"), 100_00 - rig.world.balance("ana")


async def test_a_poison_update_is_parked_and_the_others_go_on(rig: Rig):
    began = asyncio.create_task(effects_of_half_an_update(rig))
    for number in range(5):
        await rig.say("bo", f"/note {number}")
    await rig.until(lambda: rig.amounts("noted") == list(range(5)))
    assert await began == ([], 0)
    await rig.say("ana", "/note 9")  # behind the poison one, of the same person
    await rig.until(lambda: rig.amounts("noted", "ana") == [9])
    tries, incident = rig.rows(select(inbox.c.tries, inbox.c.incident).where(inbox.c.tries > 0))[0]
    assert tries == MAX_TRIES
    await rig.until_async(lambda: rig.heard("ana"))
    assert incident in (await rig.heard("ana"))[0]


async def test_committing_in_two_halves_would_be_caught(rig: Rig, monkeypatch: pytest.MonkeyPatch):
    """A verb whose effects are committed apart from the end of its update."""
    update = Performer.update

    def first_half(self: Performer, conn: Any, cause: Any, admission: Any) -> Any:
        try:
            return update(self, conn, cause, admission)
        except ZeroDivisionError:
            conn.exec_driver_sql("RELEASE job")
            conn.exec_driver_sql("SAVEPOINT job")
            raise

    monkeypatch.setattr(Performer, "update", first_half)
    assert await effects_of_half_an_update(rig) != ([], 0)


HUGE = 2**80


def of_huge_numbers(own: dict[str, Any]) -> list[dict[str, Any]]:
    """Updates that look like a person's own word, each with a number that no column holds."""
    sender, chat = own["from"], own["chat"]
    told = [
        {"message": own | {"chat": chat | {"id": HUGE}}},
        {"message": own | {"chat": chat | {"id": -HUGE}, "from": sender | {"id": HUGE}}},
        {"message": own | {"from": sender | {"id": str(HUGE)}}},  # read as a number all the same
        {"message": own | {"message_id": HUGE}},
        {"callback_query": {"id": "1", "from": sender | {"id": HUGE}, "chat_instance": "1"}},
        {"my_chat_member": {"chat": chat | {"id": -HUGE}, "from": sender, "date": HUGE}},
    ]
    return [{"update_id": number, **one} for number, one in enumerate(told, start=100)]


async def test_numbers_out_of_range_are_put_aside_and_stop_nobody(either: Rig):
    await either.say("ana", "/note 1")
    await either.until_done(1)
    huge = of_huge_numbers(either.updates[0]["message"])
    await either.instance.intake.take([*huge, {"update_id": HUGE}, {"update_id": None}])
    await either.say("ana", "/note 2")
    await either.until(lambda: either.amounts("noted") == [1, 2])
    await either.until(lambda: either.inbox_states().count("parked") == len(huge))
    await either.crash()
    await either.start()
    await either.say("ana", "/note 3")
    await either.until(lambda: either.amounts("noted") == [1, 2, 3])
    assert either.calls() == []


async def test_an_update_that_cannot_even_be_apologised_for_stops_nobody(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
):
    def speechless(*_: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("bot.runtime.perform.known", speechless)
    await rig.say("ana", "/bug 1")
    await rig.say("bo", "/note 1")
    await rig.until(lambda: rig.amounts("noted") == [1])
    await rig.until(lambda: rig.inbox_states() == ["parked", "done"])


async def test_a_poison_tap_is_answered_with_the_incident(rig: Rig):
    await rig.say("ana", "/keys 1")
    await rig.until_async(lambda: rig.heard("ana"))
    answer = await rig.tap("ana", Press(verb="bug", number=1).pack())
    incident = rig.rows(select(inbox.c.incident).where(inbox.c.state == "parked"))[0].incident
    assert incident in answer


async def test_poison_updates_of_many_do_not_hold_up_others(
    new_rig: NewRig, sqlite_url: str, monkeypatch: pytest.MonkeyPatch
):
    """Who comes last of a hundred is worked on with the first of each, not after them."""
    rig = await new_rig(sqlite_url, PEOPLE)
    await rig.start()
    for name in PEOPLE:
        await rig.say(name, "/note 0")
    await rig.until_done(len(PEOPLE))
    own = {rig.id_of(name): name for name in PEOPLE}
    words = {own[one["message"]["from"]["id"]]: one["message"] for one in rig.updates}
    worked_on: list[str] = []
    for verb in ("break_down", "note"):
        ordinary = getattr(tally, verb)
        monkeypatch.setattr(tally, verb, partial(_written_down, worked_on, ordinary))
    others = [name for name in PEOPLE if name != "bo"]
    queue = [words[name] | {"text": f"/bug {n}"} for name in others for n in range(20)]
    queue.append(words["bo"] | {"text": "/note 1"})
    await rig.instance.intake.take(
        [{"update_id": number, "message": one} for number, one in enumerate(queue, start=1000)]
    )
    await rig.until(lambda: rig.amounts("noted", "bo") == [0, 1])
    assert worked_on.index("note") <= 2 * len(others), worked_on
    assert rig.amounts("counted") == []


def _written_down(worked_on: list[str], verb: Any, town: Any, number: int) -> Any:
    worked_on.append(verb.__name__)
    return verb(town, number)


async def test_a_handler_that_returns_nonsense_is_a_bug_like_any_other(rig: Rig):
    await rig.say("ana", "/junk")
    await rig.say("ana", "/note 1")
    await rig.until(lambda: rig.amounts("noted") == [1])
    assert rig.inbox_states() == ["parked", "done"]


async def test_unknown_words_are_answered_in_private_and_met_with_silence_in_a_group(rig: Rig):
    square = await rig.group("ana", "bo")
    await rig.say("ana", "/nonsense", chat=square)
    await rig.say("ana", "/nonsense@sandbox_bot", chat=square)
    await rig.say("ana", "/nonsense")
    await rig.say("ana", "hello?")
    await rig.until_async(lambda: _heard_at_least(rig, "ana", 2))
    assert ["command" in (await rig.heard("ana"))[0], "/msg" in (await rig.heard("ana"))[1]]
    await rig.until(lambda: set(rig.inbox_states()) == {"done"})
    assert [m for m in await rig.messages("ana", square) if m["from"]["is_bot"]] == []


async def test_a_command_is_the_same_however_it_is_capitalised(rig: Rig):
    square = await rig.group("ana", "bo")
    await rig.say("ana", "/Note 1")
    await rig.say("ana", "/NOTE 2")
    await rig.say("ana", "/Note@Sandbox_Bot 3", chat=square)
    await rig.until(lambda: sorted(rig.amounts("noted")) == [1, 2, 3])


async def _heard_at_least(rig: Rig, name: str, number: int) -> bool:
    return len(await rig.heard(name)) >= number


async def strangers(rig: Rig) -> list[dict[str, Any]]:
    """Updates that carry a command but are nobody's own word."""
    await rig.say("ana", "/note 1")
    await rig.until_done(1)
    own = rig.updates[0]["message"]
    user = own["from"]
    bot = user | {"is_bot": True}
    chat = {"id": -100500, "type": "supergroup", "title": "Square"}
    origin = {"type": "hidden_user", "sender_user_name": "Ana", "date": own["date"]}
    told = [
        {"edited_message": own | {"edit_date": own["date"]}},
        {"channel_post": own | {"sender_chat": chat}},
        {"message": own | {"forward_origin": origin, "chat": chat}},
        {"message": own | {"sender_chat": chat, "chat": chat}},
        {"message": own | {"via_bot": bot | {"id": 5}}},
        {"message": own | {"from": bot}},
        {"message": {k: v for k, v in own.items() if k != "from"}},
        {"message": own | {"is_automatic_forward": True}},
        {"callback_query": {"id": "1", "from": bot, "chat_instance": "1", "data": "tally:note:9"}},
    ]
    return [{"update_id": number, **one} for number, one in enumerate(told, start=100)]


async def test_only_peoples_own_words_count(rig: Rig):
    foreign = await strangers(rig)
    before = len(await rig.messages("ana"))
    await rig.instance.intake.take(foreign)
    await rig.until_done(1 + len(foreign))
    assert rig.amounts("noted") == [1]
    assert len(await rig.messages("ana")) == before
    assert rig.inbox_states() == ["done"] * (1 + len(foreign))


async def test_listening_to_anybody_would_be_caught(rig: Rig, monkeypatch: pytest.MonkeyPatch):
    foreign = await strangers(rig)
    monkeypatch.setattr("bot.runtime.admission._own_word", lambda _message: True)
    await rig.instance.intake.take(foreign)
    await rig.until_done(1 + len(foreign))
    assert len(rig.amounts("noted")) > 1


@pytest.mark.parametrize("moment", ["before_cursor_execute", "handle_error"])
async def test_a_database_locked_by_another_process_delays_and_loses_nothing(rig: Rig, moment: str):
    """Released while the driver waits, or when it has waited in vain: then it is tried again."""
    assert rig.program is not None
    engine = rig.program.database._engine
    seen: list[str] = []
    with closing(sqlite3.connect(sqlite_file(rig.url), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        event.listen(engine, moment, lambda *_: seen.append(moment))
        await rig.say("ana", "/note 1")
        await rig.say("ana", "/note 2")
        await rig.until(lambda: seen)
        assert rig.amounts("noted") == []
        other.execute("ROLLBACK")
    await rig.until(lambda: rig.amounts("noted") == [1, 2])
    assert rig.inbox_states() == ["done", "done"]
    assert await rig.heard("ana") == []  # no error was told


async def cancelled_at(rig: Rig, step: int) -> bool:
    """Work on an update and cancel it after so many turns of the loop; whether it ended itself."""
    worker, program = rig.instance.worker, rig.program
    assert program is not None
    raw = {**rig.updates[0], "update_id": 1000 + step}
    raw["message"] = raw["message"] | {"text": f"/count {step}"}
    now_ms = rig.clock.now_ms()
    await program.database.write(lambda c: store(c, BOT_ID, [raw], now_ms))
    received = Received(BOT_ID, raw["update_id"], raw)
    task = asyncio.create_task(worker._finish(received, worker._parsed(received)))
    for _ in range(step):
        await asyncio.sleep(0)
    ended = task.done()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    return ended


async def test_cancelling_anywhere_leaves_no_open_transaction_and_no_half_effect(rig: Rig):
    await rig.say("ana", "/note 1")
    await rig.until_done(1)
    program, step, ended = rig.program, 0, False
    assert program is not None
    while not ended:
        ended = await cancelled_at(rig, step)
        # The next job of the writer begins a transaction: it would fail inside an open one.
        await program.database.write(lambda c: c.execute(select(1)).one())
        step += 1
    done = rig.rows(select(inbox.c.update_id).where(inbox.c.state == "done"))
    whole = [row.update_id - 1000 for row in done if 1000 <= row.update_id < 100_000]
    assert sorted(rig.amounts("counted")) == sorted(whole)
    assert rig.world.balance("ana") == 100_00 - len(whole)
    assert 0 < len(whole) <= step
    assert step > 4
    rig.world.check_books()
    await rig.crash()
    await rig.start()  # what was cancelled is worked on now
    await rig.until(lambda: sorted(rig.amounts("counted")) == list(range(step)))


async def effects_of_two_programs(rig: Rig) -> tuple[list[int], list[int]]:
    """The same twenty-four updates brought to two programs on one database at once."""
    rig.webhook_url, rig.webhook_secret = "http://127.0.0.1:1/", "a-secret-of-enough-length"
    first = await rig.start()
    first_intake = rig.instance.intake
    second = await rig.start()
    for number in range(6):
        for name in ("ana", "bo"):
            await rig.say(name, f"/count {number}")
            await rig.say(name, f"/note {number}")
    for start in range(0, 24, 6):
        part = rig.updates[start : start + 10]
        await asyncio.gather(first_intake.take(part), rig.instance.intake.take(part))
    await asyncio.gather(*(p.instances[BOT_ID].worker.drain() for p in (first, second)))
    await rig.until(lambda: set(rig.calls()) == {"sent"}, patience_s=60)
    await first.stop()
    rig.world.check_books()
    return sorted(rig.amounts("counted")), sorted(rig.amounts("noted"))


async def test_two_programs_on_one_database_do_everything_once(new_rig: NewRig, database_url: str):
    rig = await new_rig(database_url)
    expected = sorted([*range(6), *range(6)])
    assert await effects_of_two_programs(rig) == (expected, expected)
    assert rig.world.balance("ana") == 100_00 - 6
    assert len(await rig.heard("ana")) == 6


async def test_two_programs_that_do_not_ask_who_was_first_would_be_caught(
    new_rig: NewRig, sqlite_url: str, monkeypatch: pytest.MonkeyPatch
):
    done = inbox.update().values(state="done")
    monkeypatch.setattr("bot.runtime.inbox.finish", lambda conn, *_: conn.execute(done))
    rig = await new_rig(sqlite_url)
    rig.webhook_url, rig.webhook_secret = "http://127.0.0.1:1/", "a-secret-of-enough-length"
    first = await rig.start()
    first_worker = rig.instance.worker
    await rig.start()
    await rig.say("ana", "/note 1")
    received = [Received(BOT_ID, raw["update_id"], raw) for raw in rig.updates]
    first_worker.take(received)
    rig.instance.worker.take(received)
    await asyncio.gather(first_worker.drain(), rig.instance.worker.drain())
    await first.stop()
    assert rig.amounts("noted") == [1, 1]
