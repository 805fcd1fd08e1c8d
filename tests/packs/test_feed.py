"""The quiet feed: what a town sends to somebody who does nothing, and to somebody who takes part.

The town lives by its timers; what is owed to each chat is read off the addressing, and arrives.
"""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Engine
from typing_extensions import override

from bot.acts import Access, Admission, act
from bot.arguments import screen
from bot.money.transfers.views import receipt
from bot.replies import Message, Reply, Show, say
from bot.runtime import displays
from bot.runtime.displays import HOME, TOWN, of_kind
from bot.runtime.outbox import Mark, OutboxCall, settle
from bot.runtime.perform import Outgoing
from services.kernel.engine import write_engine
from services.kernel.errors import TownClosed
from services.kernel.money import Fen
from services.kernel.time import day_number
from services.kernel.town import RESIDENTS, WorkshopId, office
from services.living.home import look
from services.money import envelopes, transfers
from services.money.wallet import statement
from services.people.identity import note_in_group, office_town, participant_town
from services.workshops import figures
from services.workshops.sessions import opening
from services.workshops.sessions.clockwork import announce
from tests.packs.play import BOT_ID, Play, desk_of, new_play

DAYS, DAY_MS = 3, 60_000


@dataclass(slots=True)
class Feed(Play):
    """A town whose messages arrive."""

    came: list[tuple[int, OutboxCall]] = field(default_factory=list)  # on which town day
    arrived: int = 0
    arrived_as: dict[str, int] = field(default_factory=dict)

    @override
    def hear(self, conn: Connection, owed: Outgoing | None) -> None:
        marks = []
        for call in () if owed is None else owed.calls:
            self.arrived += 1
            self.came.append((self.day(conn), call))
            number = call.params.get("message_id", self.arrived)
            self.arrived_as[call.key] = number
            marks.append(Mark(call, "sent", message_id=number))
        self.came += [(0, one) for one in settle(conn, marks, self.clock.ms).calls]

    def day(self, conn: Connection) -> int:
        town = WorkshopId(1)
        return day_number(office_town(desk_of(self, conn), town, office()).now)

    def lives(self, days: int) -> None:
        for _ in range(days * 24):
            self.clock.pass_ms(DAY_MS // 24)
            self.run_due()

    def new_to(self, chat: int) -> list[tuple[int, OutboxCall]]:
        return [one for one in self.came if one[1].chat_id == chat and "send" in one[1].method]


@pytest.fixture
def engine(sqlite_template: Path, tmp_path: Path) -> Iterator[Engine]:
    path = tmp_path / "town.db"
    shutil.copy(sqlite_template, path)
    made = write_engine(f"sqlite:///{path}")
    yield made
    made.dispose()


def feed_of(engine: Engine, residents: int = RESIDENTS) -> Feed:
    """A town with three people, on the morning after they came."""
    blank = new_play(engine, seed=7, language="en", residents=residents)
    made = Feed(engine, blank.clock, blank.performer, blank.facilitator, blank.people)
    made.workshop_id, made._updates = blank.workshop_id, blank._updates
    made.lives(1)
    made.came.clear()
    return made


@pytest.mark.parametrize("residents", [RESIDENTS, 40])
def test_whoever_does_nothing_hears_once_a_day_and_without_a_sound(engine: Engine, residents: int):
    feed = feed_of(engine, residents)
    feed.lives(DAYS)
    for person in feed.people:
        told = feed.new_to(person.tg_user_id)
        days = Counter(day for day, _ in told)
        assert days, "the town is not silent"
        assert max(days.values()) == 1, [(day, call.params) for day, call in told]
        loud = [call for _, call in told if not call.params.get("disable_notification")]
        assert len(loud) <= DAYS // 3, [call.params for call in loud]


def test_a_day_is_one_silent_card_a_chat_and_what_is_to_me_makes_a_sound(engine: Engine):
    feed = feed_of(engine)
    idle, giver, _ = feed.people
    for fen in (8_88, 6_66):
        feed.do(giver, Access.PARTICIPANT, envelopes.send, Fen(fen), 3)
    cards = [call for _, call in feed.new_to(idle.tg_user_id)]
    assert len(cards) == 1
    assert cards[0].card.startswith("town:")
    assert cards[0].params["disable_notification"]
    assert "¥8.88" in cards[0].params["text"]
    feed.came.clear()
    feed.do(giver, Access.PARTICIPANT, envelopes.send_to, feed.name_of(idle), Fen(5_00))
    (told,) = [call for _, call in feed.new_to(idle.tg_user_id)]
    assert "disable_notification" not in told.params
    pay = act(transfers.offer, feed.name_of(idle), Fen(3_00), "").show(receipt)
    for is_gone in (False, True):  # the receipt has given way to another screen
        feed.came.clear()
        feed.update(giver, Admission(Access.PARTICIPANT, pay))
        (paid,) = [call for _, call in feed.new_to(giver.tg_user_id)]
        if is_gone:
            with engine.begin() as conn:
                displays.cover(conn, BOT_ID, giver.tg_user_id, feed.arrived_as[paid.key])
        feed.do(idle, Access.PARTICIPANT, transfers.decline, int(paid.card.split(":")[1]))
        again = [call.card for _, call in feed.new_to(giver.tg_user_id)]
        assert again == [paid.card] * (1 + is_gone), "how it ended is told once"


def test_what_the_group_tells_is_not_told_to_its_members_again(engine: Engine):
    """Whoever was seen in the town's group reads the town there, until they leave it."""
    feed, square = feed_of(engine), -100_500
    member, other, giver = feed.people
    feed.do(feed.facilitator, Access.ANYONE, opening.added_to_group, square, "Square")
    feed.update(member, (), spoken_in=(square, None))

    def heard() -> list[int]:
        feed.came.clear()
        feed.do(feed.facilitator, Access.WORKSHOP, announce, "Tea is ready")
        feed.do(giver, Access.PARTICIPANT, envelopes.send, Fen(8_88), 3)
        return [len(feed.new_to(chat)) for chat in (square, member.tg_user_id, other.tg_user_id)]

    assert heard() == [2, 0, 2]
    feed.do(other, Access.PARTICIPANT, envelopes.send_to, feed.name_of(member), Fen(5_00))
    assert len(feed.new_to(member.tg_user_id)) == 1, "what is theirs alone comes to them"
    feed.do(member, Access.ANYONE, partial(note_in_group, are_in=False), square, member.tg_user_id)
    with engine.begin() as conn:
        over = set(of_kind(conn, feed.workshop_id, TOWN).values())
        for chat in (square, *(one.tg_user_id for one in feed.people)):
            for card in over:
                last = displays.DisplayedCard(BOT_ID, chat, card, feed.workshop_id, 1, 1)
                displays.take_down(conn, last)
    feed.lives(1)
    assert heard() == [2, 2, 2]
    (next_one,) = {call.card for _, call in feed.came if call.card.startswith("town:")} - over
    day = next_one.split(":")[1]
    assert next_one == f"town:{day}:{day}", "what was told on a card is not told on the next"


def test_home_is_pinned_without_a_sound_and_there_is_one(engine: Engine):
    blank = new_play(engine, seed=7, language="en")
    feed = Feed(engine, blank.clock, blank.performer, blank.facilitator, ())
    feed.workshop_id, feed._updates = blank.workshop_id, blank._updates
    ana = blank.people[0]
    with engine.begin() as conn:
        pid = participant_town(replace(desk_of(feed, conn), visitor=ana)).actor.pid
        old = of_kind(conn, feed.workshop_id, HOME)
    assert f"home:{pid}" in old.values()
    show = Admission(Access.PARTICIPANT, act(look).show(lambda _: Show(f"home:{pid}")))
    for _ in range(2):
        feed.update(ana, show)
    after = [call for _, call in feed.came if call.method in ("pinChatMessage", "deleteMessage")]
    assert [call.method for call in after] == ["pinChatMessage", "pinChatMessage", "deleteMessage"]
    assert all(call.params["disable_notification"] for call in after[:2])
    assert after[2].params["message_id"] == after[0].params["message_id"]


def test_a_screen_replaces_the_one_before_and_its_card_waits(engine: Engine):
    """The wallet opened from home stands in home's message; home comes back into it."""
    blank = new_play(engine, seed=7, language="en")
    feed = Feed(engine, blank.clock, blank.performer, blank.facilitator, ())
    feed.workshop_id, feed._updates = blank.workshop_id, blank._updates
    ana = blank.people[0]

    def pressed(view: Callable[[Any], Reply], message_id: int = 77) -> OutboxCall:
        feed.came.clear()
        seen = Admission(Access.PARTICIPANT, act(look).show(view).also_paused())
        feed.update(ana, seen.only_once(), query_id="q", pressed=(ana.tg_user_id, message_id))
        assert "editMessageReplyMarkup" not in {call.method for _, call in feed.came}
        (call,) = [call for _, call in feed.came if call.method == "editMessageText"]
        assert call.params["message_id"] == message_id
        return call

    home = "home:me"
    card = Message(say("menu.home"), card=home, in_place=True)
    assert pressed(lambda _: card).card == home
    pressed(lambda _: screen(say("home.more")))
    with engine.begin() as conn:
        displays.redraw(conn, feed.workshop_id, home)
        assert displays.stale_cards(conn, BOT_ID, [home]) == [], "another screen is shown"
    pressed(lambda _: card)
    with engine.begin() as conn:
        displays.redraw(conn, feed.workshop_id, home)
        assert [one.message_id for one in displays.stale_cards(conn, BOT_ID, [home])] == [77]
    pressed(lambda _: card, 78)
    moved = {call.method: call.params.get("message_id") for _, call in feed.came}
    assert (moved["pinChatMessage"], moved["deleteMessage"]) == (78, 77), "home has come here"


def test_a_closed_town_is_read_only_and_hands_everybody_their_story(engine: Engine):
    feed = feed_of(engine)
    feed.do(feed.facilitator, Access.FACILITATOR, opening.close)
    for person in feed.people:
        (told,) = [call for _, call in feed.new_to(person.tg_user_id)]
        assert "closed" in told.params["text"]
        assert "go:cards" in str(told.params["reply_markup"])
        feed.do(person, Access.AT_HOME, figures.read_deck, "proclamation", reads=True)
        feed.do(person, Access.PARTICIPANT, statement, reads=True)
        with pytest.raises(TownClosed):
            feed.do(person, Access.PARTICIPANT, envelopes.begin)
