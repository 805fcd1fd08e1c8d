"""A pack that plays itself: a town from a seed, its cards run in order, its residents left to live.

Everything goes through the house's own door (`Performer`: rights, verb, reactions, views, letters)
with a clock by hand. Only the messenger is missing: letters are written and never sent.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Any

from sqlalchemy import Connection, Engine, select

from bot.acts import Access, Admission, act
from bot.all_features import features
from bot.replies import Replies
from bot.runtime import inbox
from bot.runtime.board import Board
from bot.runtime.perform import Cause, Outgoing, Performer
from bot.runtime.registry import Registry
from services.kernel.errors import RuleError
from services.kernel.time import DAY_S, HOUR_S
from services.kernel.timers import next_wake
from services.kernel.town import RESIDENTS, Role, UnitOfWork, Visitor, WorkshopId, derived_secret
from services.kernel.towns import workshops
from services.living import seats
from services.modules import Wiring
from services.money import clearing, envelopes
from services.money.envelopes.tables import envelopes as envelope_rows
from services.people.identity import grant_role, participant_town
from services.standing import scores
from services.workshops import scenarios
from services.workshops.sessions import opening
from tests.support.clock import ManualClock

BOT_ID = 777
DAYS = 5
WALL_MS_AN_HOUR = HOUR_S * 1000 // opening.RATE

Verb = Callable[..., Any]


@dataclass(slots=True)
class Play:
    """One town being played."""

    engine: Engine
    clock: ManualClock
    performer: Performer
    facilitator: Visitor
    people: tuple[Visitor, ...]
    workshop_id: WorkshopId = field(init=False)
    refused: list[str] = field(default_factory=list)
    _updates: Iterator[int] = field(default_factory=lambda: count(1))

    def do(
        self, who: Visitor, access: Access, verb: Verb, *given: object, reads: bool = False
    ) -> None:
        """One update of somebody. Raises what the town refuses with."""
        done = act(verb, *given).show(nothing)
        self.update(who, Admission(access, done.also_paused() if reads else done))

    def update(self, who: Visitor, admission: Admission | Replies, **cause: Any) -> None:
        """One update of somebody, such as a press of a button."""
        number, now_ms = next(self._updates), self.clock.now_ms()
        with self.engine.begin() as conn:
            inbox.store(conn, BOT_ID, [{"update_id": number}], now_ms)
            came = Cause(bot_id=BOT_ID, update_id=number, wall_ms=now_ms, visitor=who, **cause)
            self.hear(conn, self.performer.update(conn, came, admission))

    def hear(self, conn: Connection, owed: Outgoing | None) -> None:
        """What is owed to the chats: nobody looks."""

    def open(self) -> None:
        """The facilitator makes the workshop, and people take their seats."""
        with self.engine.begin() as conn:
            who, wall_ms = self.facilitator.tg_user_id, self.clock.now_ms()
            grant_role(conn, BOT_ID, who, Role.FACILITATOR, wall_ms=wall_ms)
        self.do(self.facilitator, Access.FACILITATOR, opening.open_new)
        with self.engine.begin() as conn:
            row = conn.execute(select(workshops.c.workshop_id, workshops.c.code)).one()
        self.workshop_id = WorkshopId(row.workshop_id)
        for person in self.people:
            self.do(person, Access.ANYONE, seats.join, row.code)

    def play(self) -> None:
        """Run every card in its order, some hours apart, and live five town days.

        Somebody watches for the regulator, or no plot to wash money could be begun.
        """
        watcher = self.name_of(self.people[0])
        self.do(self.facilitator, Access.WORKSHOP, clearing.appoint, watcher)
        hours, cards = DAYS * DAY_S // HOUR_S, scenarios.cards()
        apart = hours // (len(cards) + 1)
        coming = {number * apart: card for number, card in enumerate(cards, 1)}
        for hour in range(hours):
            if card := coming.pop(hour, None):
                self.do(self.facilitator, Access.WORKSHOP, scenarios.run, card.card_id)
            self.clock.pass_ms(WALL_MS_AN_HOUR)
            self.run_due()
            self._tap()
        assert not coming

    def name_of(self, who: Visitor) -> str:
        """Whom they play in the town."""
        with self.engine.begin() as conn:
            return participant_town(replace(desk_of(self, conn), visitor=who)).actor.name

    def run_due(self) -> None:
        """Every timer that is due, as the scheduler does."""
        now_ms = self.clock.now_ms()
        while True:
            with self.engine.begin() as conn:
                wake = next_wake(conn, self.workshop_id, now_ms)
                if wake is None or wake.wall_ms > now_ms:
                    return
                owed = self.performer.timer(conn, self.workshop_id, wake.timer_id, now_ms)
                self.hear(conn, owed)

    def ask_scores(self) -> None:
        """Everybody asks for their score."""
        for person in self.people:
            self.do(person, Access.PARTICIPANT, scores.my_page)

    def _tap(self) -> None:
        """People open what there is to open; a refusal (all gone) is a part of the game."""
        with self.engine.begin() as conn:
            query = select(envelope_rows.c.envelope_id, envelope_rows.c.kind)
            laid = conn.execute(query.where(envelope_rows.c.state == "open")).all()
        for person in self.people:
            for number, kind in laid:
                verb = envelopes.tap if kind == "gala" else envelopes.open_share
                try:
                    self.do(person, Access.PARTICIPANT, verb, number)
                except RuleError as refusal:
                    self.refused.append(refusal.code)


def nothing(_: object) -> tuple[()]:
    """The view of somebody who does not look."""
    return ()


def new_play(engine: Engine, *, seed: int, language: str, residents: int = RESIDENTS) -> Play:
    """A town of this seed before its first day, in an empty database."""
    registry = Registry(features(Board()))
    facilitator = Visitor(
        bot_id=BOT_ID, tg_user_id=8_001, first_name="Fay", username=None, language=language
    )
    people = tuple(
        Visitor(
            bot_id=BOT_ID,
            tg_user_id=9_000 + n,
            first_name=f"P{n}",
            username=None,
            language=language,
        )
        for n in range(3)
    )
    performer = Performer(registry, derived_secret("seed", seed), Wiring(residents=residents))
    made = Play(engine, ManualClock(), performer, facilitator, people)
    made.open()
    return made


def desk_of(made: Play, conn: Any) -> UnitOfWork:
    """A desk to look at the town from."""
    return UnitOfWork(conn, made.clock.now_ms(), "look", b"")
