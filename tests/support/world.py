"""A living town for tests of services: people with money, a clock by hand, timers that run.

    def test_paying_moves_the_money(town_of):
        world = town_of("ana", "bo", timers={"transfer_expiry": expire})
        with world.acting("ana") as town:             # one unit of work; commits at the end,
            transfers.offer(town, "bo", Fen(800))     # rolls back when something is raised
        assert world.balance("ana") == 92_00
        world.forward(days=1)                         # town time; runs every timer that is due
        assert world.balance("ana") == 100_00
        assert world.told(TransferExpired)            # events of committed work, oldest first
        world.check_books()

Each unit of work has a fresh key; `world.acting("ana", key="7:1")` twice is a redelivered update.
One unit of work at a time: SQLite has one writer, so do not nest `acting` in `acting`.
`world.race(...)` runs several units of work at once, each on a connection of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from threading import Barrier
from typing import Any, TypeVar

import pytest
from sqlalchemy import Connection, Engine, update

from services.kernel import timers as due
from services.kernel.engine import write_engine
from services.kernel.errors import RuleError
from services.kernel.time import DAY_S, HOUR_S, MINUTE_S, TownClock, TownTime
from services.kernel.timers import TimerVerb, next_wake
from services.kernel.town import (
    AccountId,
    Actor,
    Event,
    ParticipantId,
    Role,
    Town,
    UnitOfWork,
    Visitor,
    WorkshopId,
    derived_secret,
    office,
)
from services.kernel.towns import workshops
from services.money import ledger
from services.people import facts, identity
from services.standing import complaints
from tests.support.clock import ManualClock
from tests.support.settling import new_workshop, settle, visitor_of

# For what lives through many days or counts chances: it sends an engine nothing that shorter tests
# beside it do not send to both.
ON_SQLITE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)

# Whatever decides a complaint has it looked at whether that was carried out.
ALWAYS = {complaints.ORDERS_DUE: complaints.check}

T = TypeVar("T")
E = TypeVar("E", bound=Event)


@dataclass(slots=True)
class Builder:
    """Makes workshops in one database; two of them must not know of each other."""

    engine: Engine
    url: str
    clock: ManualClock
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def __call__(
        self,
        *names: str,
        residents: tuple[str, ...] = (),
        fen: int = 100_00,
        timers: Mapping[str, TimerVerb] | None = None,
        seed: int = 1,
    ) -> World:
        """A workshop with participants of these names, and residents, with money each."""
        number = next(self._numbers)
        with self.engine.begin() as conn:
            workshop_id = new_workshop(conn, number, seed, self.clock.ms)
            rings = {**ALWAYS, **(timers or {})}
            world = World(self.engine, self.url, self.clock, workshop_id, rings)
            uow = UnitOfWork(conn, self.clock.ms, f"setting-up:{number}", derived_secret(seed))
            town = identity.office_town(uow, workshop_id, office())
            for index, name in enumerate((*names, *residents)):
                visitor = None if name in residents else visitor_of(name, number, index)
                world.ids[name], world.wallets[name] = settle(town, name, visitor, fen)
                if visitor is not None:
                    world.visitors[name] = visitor
        return world


@dataclass(slots=True)
class World:
    """One workshop's town and everything a test does to it."""

    engine: Engine
    url: str
    clock: ManualClock
    workshop_id: WorkshopId
    timers: dict[str, TimerVerb]
    ids: dict[str, ParticipantId] = field(default_factory=dict)
    wallets: dict[str, AccountId] = field(default_factory=dict)
    visitors: dict[str, Visitor] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)
    human_wait_s: int = 0  # so that moving the town's clock is enough
    _keys: Iterator[int] = field(default_factory=lambda: count(1))

    @contextmanager
    def acting(self, name: str, *, key: str | None = None) -> Iterator[Town]:
        """One unit of work of a participant or resident."""
        with self.engine.begin() as conn:
            town = self._seat(conn, name, key or self._key())
            yield town
        self.events += town.events

    @contextmanager
    def office(self, *, key: str | None = None) -> Iterator[Town]:
        """One unit of work of the town itself."""
        with self.engine.begin() as conn:
            town = self._town(conn, office(), key or self._key())
            yield town
        self.events += town.events

    @contextmanager
    def facilitating(self, *, key: str | None = None) -> Iterator[Town]:
        """One unit of work of the workshop's facilitator."""
        with self.engine.begin() as conn:
            actor = Actor(Role.FACILITATOR, "Fay")
            town = self._town(conn, actor, key or self._key())
            yield town
        self.events += town.events

    @contextmanager
    def uow(
        self, visitor: Visitor | None = None, *, key: str | None = None
    ) -> Iterator[UnitOfWork]:
        """One unit of work on the installation, by a visitor such as `world.visitors["ana"]`."""
        with self.engine.begin() as conn:
            uow = UnitOfWork(
                conn, self.clock.ms, key or self._key(), derived_secret("desk"), visitor
            )
            uow.human_wait_s = self.human_wait_s
            yield uow
        self.events += uow.events

    def race(self, *jobs: tuple[str, Callable[[Town], T]]) -> list[T | RuleError]:
        """Run units of work of several people at once; what each returned or was refused with.

        Anything but a refusal is raised.
        """
        start = Barrier(len(jobs))
        keys = [self._key() for _ in jobs]
        with ThreadPoolExecutor(len(jobs)) as threads:
            running = [
                threads.submit(self._compete, start, name, key, job)
                for key, (name, job) in zip(keys, jobs, strict=True)
            ]
            return [one.result() for one in running]

    def race_all_done(self, *jobs: tuple[str, Callable[[Town], T]]) -> list[T]:
        """The same where nobody is refused."""
        answers = self.race(*jobs)
        done = [one for one in answers if not isinstance(one, RuleError)]
        assert len(done) == len(answers), answers
        return done

    def forward(self, *, days: int = 0, hours: int = 0, minutes: int = 0, seconds: int = 0) -> None:
        """Move town time forward as the facilitator does, and run what has become due."""
        moved = days * DAY_S + hours * HOUR_S + minutes * MINUTE_S + seconds
        self.set_clock(lambda clock: clock.forwarded(self.clock.ms, moved))
        self.run_due()

    def pass_wall(self, *, ms: int) -> None:
        """Let wall time pass (town time follows at a day a minute) and run what is due."""
        self.clock.pass_ms(ms)
        self.run_due()

    def set_clock(self, change: Callable[[TownClock], TownClock]) -> None:
        """Change the town's clock, such as `lambda clock: clock.paused(world.clock.ms)`."""
        with self.office() as town:
            changed = change(town.workshop.clock)
            town.conn.execute(
                update(workshops)
                .where(workshops.c.workshop_id == self.workshop_id)
                .values(
                    anchor_wall_ms=changed.anchor_wall_ms,
                    anchor_town_s=changed.anchor_town_s,
                    running=changed.running,
                )
            )

    def run_due(self) -> None:
        """Run every due timer, earliest first, each in a unit of work and as of its due time."""
        while self._run_next():
            pass

    def now(self) -> TownTime:
        """Town time."""
        with self.office() as town:
            return town.now

    def emitted(self, kind: type[E]) -> list[E]:
        """Events of one kind that committed work has told, oldest first."""
        return [event for event in self.events if isinstance(event, kind)]

    def balance(self, name: str) -> int:
        """What is in somebody's wallet, in fen."""
        with self.office() as town:
            return ledger.balance(town, self.wallets[name])

    def facts_of(self, name: str) -> list[facts.StoredFact]:
        """Everything recorded of somebody, oldest first."""
        with self.office() as town:
            return facts.facts_of(town, self.ids[name])

    def fact_kinds(self, name: str) -> list[str]:
        """The kinds of somebody's facts, oldest first."""
        return [fact.kind for fact in self.facts_of(name)]

    def check_books(self) -> None:
        """Fail when any invariant of the books is broken."""
        with self.office() as town:
            assert ledger.audit(town.conn) == []

    def rows(self, query: Any) -> list[Any]:
        """The rows of a query of the test's own."""
        with self.engine.begin() as conn:
            return list(conn.execute(query))

    def _key(self) -> str:
        return f"test:{next(self._keys)}"

    def _town(self, conn: Connection, actor: Actor, key: str) -> Town:
        uow = UnitOfWork(
            conn,
            self.clock.ms,
            key,
            derived_secret("desk"),
            human_wait_s=self.human_wait_s,
        )
        return identity.office_town(uow, self.workshop_id, actor)

    def _seat(self, conn: Connection, name: str, key: str) -> Town:
        visitor = self.visitors.get(name)
        if visitor is not None:
            uow = UnitOfWork(
                conn,
                self.clock.ms,
                key,
                derived_secret("desk"),
                visitor,
                human_wait_s=self.human_wait_s,
            )
            return identity.participant_town(uow)
        town = self._town(conn, office(), key)
        return town.as_actor(identity.participant_actor(town, self.ids[name]), key=key)

    def _compete(
        self, start: Barrier, name: str, key: str, job: Callable[[Town], T]
    ) -> T | RuleError:
        engine = write_engine(self.url)
        try:
            with engine.connect() as conn:
                start.wait(timeout=30)
                with conn.begin():
                    town = self._seat(conn, name, key)
                    result = job(town)
        except RuleError as refusal:
            return refusal
        finally:
            engine.dispose()
        self.events += town.events
        return result

    def _run_next(self) -> bool:
        with self.office() as town:
            wake = next_wake(town.conn, self.workshop_id, self.clock.ms)
            timer = None if wake is None else due.take(town, wake.timer_id)
            if timer is None:
                return False
            town.key = f"timer:{timer.kind}:{timer.subject}:{timer.due}"
            town.now = timer.due
            self.timers[timer.kind](town, timer.subject)
            return True
