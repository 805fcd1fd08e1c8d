"""A program without doors, on a machine whose clocks move only when told.

    async with keeping(url, machine) as keeper:
        await keeper.set_timer("bell", in_ms=2_000)
        await keeper.pass_ms(2_000)
        assert keeper.rung == ["bell"]

Nothing waits for wall time: the scheduler is asked to look, and what it starts is awaited.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import pytest
from sqlalchemy import insert

from bot.runtime.clock import SystemClock
from bot.runtime.perform import Outgoing
from bot.runtime.program import Program
from bot.runtime.scheduler import Scheduler
from services.kernel.engine import write_engine
from services.kernel.jobs import Job
from services.kernel.time import DAY_S, TOWN_OPENS_AT, Clock
from services.kernel.timers import set_timer, timers
from services.kernel.town import Town, UnitOfWork, WorkshopId
from services.modules import Module, Wiring
from tests.support.clock import FIRST_MS
from tests.support.settling import RATE, new_workshop

SETTLED_S = 120  # of real time, on a machine that does much else


class Machine:
    """A machine's two clocks: the wall's can be set, the other only counts what passes."""

    def __init__(self) -> None:
        self.wall_ms = FIRST_MS
        self.passed_ms = 0

    def pass_ms(self, ms: int) -> None:
        """Time passes."""
        self.wall_ms += ms
        self.passed_ms += ms

    def set_by(self, ms: int) -> None:
        """Somebody sets the wall clock; or the machine has slept, which only that clock counts."""
        self.wall_ms += ms

    def clock(self) -> SystemClock:
        """The clock of a program that starts now."""
        return SystemClock(lambda: self.wall_ms, lambda: self.passed_ms)


async def settled(scheduler: Scheduler) -> None:
    """Wait until every job that was due has ended, and what those ends have made due."""
    quiet = 0
    async with asyncio.timeout(SETTLED_S):  # or a job that never ends would be waited for for ever
        while quiet < 4:  # turns of the loop: a wake is asked for in one and done in another
            executors = scheduler._scheduler._executors.values()
            if running := [f for executor in executors for f in executor._pending_futures]:
                await asyncio.wait(running)
                quiet = 0
            await asyncio.sleep(0)
            quiet += 1


def warnings_of(caplog: pytest.LogCaptureFixture) -> list[str]:
    """What APScheduler has complained of."""
    return [r.getMessage() for r in caplog.records if r.name.startswith("apscheduler")]


@dataclass(slots=True)
class Keeper:
    """The program, its towns, and what rang in them."""

    url: str
    machine: Machine
    jobs: tuple[Job, ...] = ()
    clock_of: Callable[[Machine], Clock] = Machine.clock
    rung: list[str] = field(default_factory=list)
    towns: list[WorkshopId] = field(default_factory=list)
    broken: set[str] = field(default_factory=set)  # subjects whose timers fail
    daily: int = 0  # how many times a "daily" timer sets itself again
    program: Program | None = None
    rings: asyncio.Queue[str] = field(default_factory=asyncio.Queue)  # as they come
    _loop: asyncio.AbstractEventLoop = field(default_factory=asyncio.get_running_loop)

    def make(self) -> Program:
        """A program by the machine's clock, not started yet."""
        bells = {"bell": self._ring, "daily": self._daily}
        modules = (Module(name="bells", timers=bells), Module(name="work", jobs=self.jobs))
        clock = self.clock_of(self.machine)
        self.program = Program(
            self.url, b"keeper", lambda _: (), [], clock=clock, wiring=Wiring(modules)
        )
        return self.program

    async def start(self) -> None:
        """Start, or start again."""
        await (self.program or self.make()).start()
        await settled(self.scheduler)

    async def stop(self) -> None:
        """Stop, if it runs."""
        program, self.program = self.program, None
        if program is not None:
            await program.stop()

    @property
    def running(self) -> Program:
        """The program that runs."""
        assert self.program is not None
        return self.program

    @property
    def scheduler(self) -> Scheduler:
        """Its scheduler."""
        return self.running.scheduler

    def found(self, count: int, bell_ms: int | None = None, kind: str = "bell") -> None:
        """New towns in which a town day is a minute; a timer is set in each."""
        engine = write_engine(self.url)
        with engine.begin() as conn:
            for _ in range(count):
                number = len(self.towns) + 1
                self.towns.append(new_workshop(conn, number, number, self.machine.wall_ms))
                if bell_ms is not None:
                    due = TOWN_OPENS_AT + bell_ms * RATE // 1000
                    bell = {"kind": kind, "subject": "1", "due_town_s": due}
                    conn.execute(insert(timers).values(workshop_id=self.towns[-1], **bell))
        engine.dispose()

    async def in_town(
        self, verb: Callable[[Town], Any], town: int = 0, *, settle: bool = True
    ) -> None:
        """One unit of work of a town's office, told to the scheduler as any other."""
        now_ms = self.running.clock.now_ms()
        performed = partial(
            self.running.performer.office,
            workshop_id=self.towns[town],
            key=f"test:{now_ms}",
            wall_ms=now_ms,
            verb=verb,
        )
        self.running.submit(await self.running.database.write(performed))
        if settle:
            await settled(self.scheduler)

    async def at_desk(self, verb: Callable[[UnitOfWork], Any], *, settle: bool = True) -> None:
        """One unit of work of an admin."""

        def work(conn: Any) -> Outgoing:
            uow = UnitOfWork(conn, self.running.clock.now_ms(), "test", b"")
            verb(uow)
            return Outgoing(wakes=tuple(uow.wakes))

        self.running.submit(await self.running.database.write(work))
        if settle:
            await settled(self.scheduler)

    async def set_timer(
        self, subject: str, *, in_ms: int, town: int = 0, kind: str = "bell", settle: bool = True
    ) -> None:
        """A timer that is due when so much wall time has passed."""

        def verb(town: Town) -> None:
            set_timer(town, kind, subject, due=town.now + in_ms * RATE // 1000)

        await self.in_town(verb, town, settle=settle)

    async def pass_ms(self, ms: int, *, steps: int = 1) -> None:
        """Let time pass, and the scheduler look after each of these steps."""
        for _ in range(steps):
            self.machine.pass_ms(ms // steps)
            await self.look()

    async def look(self) -> None:
        """Wake the scheduler, as its own timer would."""
        self.scheduler._scheduler.wakeup()
        await settled(self.scheduler)

    def _ring(self, town: Town, subject: str) -> None:
        self._heard(subject)
        if subject in self.broken:
            raise ZeroDivisionError

    def _heard(self, subject: str) -> None:
        self.rung.append(subject)
        self._loop.call_soon_threadsafe(self.rings.put_nowait, subject)

    def _daily(self, town: Town, subject: str) -> None:
        self._heard(f"{town.workshop_id}:{subject}")
        if int(subject) < self.daily:
            due = town.now + DAY_S
            set_timer(town, "daily", str(int(subject) + 1), due=due)


@asynccontextmanager
async def keeping(
    url: str,
    machine: Machine,
    towns: int = 1,
    bell_ms: int | None = None,
    kind: str = "bell",
    **chosen: Any,
) -> AsyncIterator[Keeper]:
    """A started keeper of some towns on a migrated database; it ends with the block."""
    keeper = Keeper(url, machine, **chosen)
    keeper.found(towns, bell_ms, kind)
    await keeper.start()
    try:
        yield keeper
    finally:
        await keeper.stop()
