"""Start and stop: nothing is lost, nothing takes long, a bug in one place stops no other."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import closing, suppress
from itertools import count
from time import monotonic
from typing import Any

import pytest
from sqlalchemy import select, update

from bot.runtime import inbox
from bot.runtime.inbox import Received
from bot.runtime.instance import BotSettings
from bot.runtime.program import Program
from bot.runtime.receiver import Intake
from bot.runtime.sender import Sender
from services.kernel.engine import write_engine
from services.kernel.errors import Retryable
from services.kernel.jobs import Job
from services.kernel.timers import timers
from services.kernel.town import Town
from services.modules import Wiring
from services.people.identity.tables import persons
from tests.runtime.conftest import NewRig
from tests.runtime.tally import mark, tally, tally_module
from tests.support.runtime import TOKEN, Rig, sqlite_file
from tests.support.settling import BOT_ID
from tests.support.world import Builder

PEOPLE = tuple(f"p{number}" for number in range(20))
EACH = 10
STOP_S = 10.0


@pytest.fixture
async def crowd(new_rig: NewRig, database_url: str) -> Rig:
    rig = await new_rig(database_url, PEOPLE)
    await rig.start()
    return rig


async def lost_by_a_stop(
    rig: Rig, stop: Callable[[], Awaitable[None]] | None = None
) -> tuple[int, float]:
    """Updates without effect after a stop in the middle of 200 and a restart; how long it took."""
    await rig.stop()
    for number in range(EACH):
        for name in PEOPLE:
            await rig.say(name, f"/{'count' if number == 0 else 'note'} {number}")
    await rig.start()
    await rig.until(lambda: rig.amounts("counted"))
    began = monotonic()
    await (stop or rig.stop)()
    took = monotonic() - began
    await rig.start()
    await rig.until(lambda: rig.unconfirmed() == [])
    await rig.instance.worker.drain()
    lost = 0
    for name in PEOPLE:
        done = rig.amounts("counted", name) + rig.amounts("noted", name)
        assert done == sorted(set(done))  # nothing twice, nothing out of order
        lost += EACH - len(done)
    return lost, took


async def test_a_stop_amid_two_hundred_updates_loses_none(crowd: Rig):
    lost, took = await lost_by_a_stop(crowd)
    assert lost == 0
    assert took <= STOP_S
    await crowd.until(lambda: crowd.calls() == ["sent"] * len(PEOPLE))
    crowd.world.check_books()


async def test_working_from_memory_would_be_caught(
    new_rig: NewRig, sqlite_url: str, monkeypatch: pytest.MonkeyPatch
):
    """What aiogram's own polling does: confirm, work in tasks, and forget them at a stop."""

    async def take(self: Intake, updates: list[dict[str, Any]]) -> None:
        self._worker.take([Received(BOT_ID, raw["update_id"], raw) for raw in updates])

    async def hasty_stop() -> None:
        await rig.instance.polling.confirm()
        await rig.crash()

    monkeypatch.setattr(Intake, "take", take)
    monkeypatch.setattr(inbox, "finish", lambda *_: None)
    rig = await new_rig(sqlite_url, PEOPLE)
    await rig.start()
    lost, _ = await lost_by_a_stop(rig, hasty_stop)
    assert lost > 0


async def test_a_stop_is_quick_although_the_database_is_locked(rig: Rig):
    with closing(sqlite3.connect(sqlite_file(rig.url), isolation_level=None)) as other:
        await rig.say("ana", "/count 1")
        await rig.until_done(1)
        other.execute("BEGIN IMMEDIATE")
        await rig.say("ana", "/count 2")
        await rig.say("bo", "/count 3")
        began = monotonic()
        await rig.stop()
        assert monotonic() - began <= STOP_S
        other.execute("ROLLBACK")
    await rig.start()
    await rig.until(lambda: sorted(rig.amounts("counted")) == [1, 2, 3])


async def test_a_stop_is_quick_although_the_messenger_is_silent(rig: Rig):
    await rig.faults({"kind": "timeout", "methods": ["sendMessage"], "seconds": 60})
    for number in range(5):
        await rig.say("ana", f"/count {number}")
        await rig.say("bo", f"/count {number}")
    await rig.until(lambda: rig.inbox_states() == ["done"] * 10 and "sending" in rig.calls())
    began = monotonic()
    await rig.stop()
    assert monotonic() - began <= STOP_S
    assert len(rig.amounts("counted")) == 10


async def test_a_wrong_token_is_said_at_once_and_the_program_still_ends(rig: Rig):
    await rig.stop()
    instance = BotSettings(rig.sandbox.url, TOKEN.replace("RUNTIME", "WRONG") + "x")
    program = Program(
        rig.url, b"", lambda _: (tally(),), [instance], wiring=Wiring((tally_module(),))
    )
    await rig.faults({"kind": "error", "status": 401, "methods": ["getMe"]})
    with pytest.raises(ConnectionError) as refused:
        await program.start()
    assert "WRONG" not in str(refused.value)
    await program.stop()
    await program.stop()


async def test_a_timer_that_breaks_is_put_off_and_the_others_run(rig: Rig):
    await rig.say("ana", "/soon -1")
    await rig.until_done(1)
    await rig.say("ana", "/soon 5")
    await rig.until(lambda: rig.amounts("timed") == [5])
    assert rig.amounts("never") == []
    (left,) = rig.rows(select(timers))
    assert (left.kind, left.tries, left.trouble) == ("tally_broken", 1, "ZeroDivisionError")
    assert left.retry_ms > rig.clock.ms


async def test_a_job_that_breaks_in_one_town_runs_in_the_others(new_rig: NewRig, sqlite_url: str):
    towns: list[int] = []

    def verb(town: Town) -> None:
        if town.workshop_id == min(towns):
            mark("never")(town, "1")
            raise ZeroDivisionError
        mark("swept")(town, "1")

    jobs = (Job("sweeping", 1, verb),)
    rig = await new_rig(sqlite_url, modules=(tally_module(*jobs),))
    towns += [rig.world.workshop_id, second_town(rig)]
    await rig.start()

    def swept_twice() -> bool:
        rig.pass_ms(1_000)
        return len(rig.amounts("swept")) >= 2

    await rig.until(swept_twice)
    assert rig.amounts("never") == []


def second_town(rig: Rig) -> int:
    """Another workshop in the same database; its person is another bot's."""
    with rig.eye.begin() as conn:
        conn.execute(update(persons).values(bot_id=BOT_ID + 1))
    engine = write_engine(rig.url)
    builder = Builder(engine, rig.url, rig.clock, count(2))
    world = builder("cy")
    engine.dispose()
    return world.workshop_id


async def test_work_in_the_background_that_dies_ends_the_program(rig: Rig):
    program = rig.program
    assert program is not None

    async def die() -> None:
        raise Retryable("nobody expects this here")

    program.supervisor.spawn(die(), "dying")
    with pytest.raises(Retryable):
        await program.failed()
    await rig.stop()


async def overheard(sender: Sender) -> list[int]:
    """At which turn of the loop after good news a cancelled sender goes on as if nothing was."""
    missed = []
    for turns in range(8):
        waiting = asyncio.create_task(sender._next())
        await asyncio.sleep(0)  # now it waits for news; what is tried are the moments after them
        sender._news.set()
        for _ in range(turns):
            await asyncio.sleep(0)
        waiting.cancel()
        await asyncio.wait([waiting], timeout=0.2)
        if not waiting.done():
            missed.append(turns)
            waiting.cancel()
        with suppress(asyncio.CancelledError):
            await waiting
    return missed


@pytest.fixture
def unstarted(rig: Rig) -> Sender:
    """A sender of which nothing runs but what a test calls."""
    instance = rig.instance
    return Sender(instance.sender._core, instance.transport, instance.settling, instance.cards)


async def test_a_stop_amid_good_news_is_heard(unstarted: Sender):
    assert await overheard(unstarted) == []


async def test_overhearing_it_would_be_caught(unstarted: Sender, monkeypatch: pytest.MonkeyPatch):
    async def as_wait_for_did() -> None:  # asyncio.wait_for, before Python 3.12
        while True:
            unstarted._news.clear()
            try:
                await unstarted._news.wait()
            except asyncio.CancelledError:
                if not unstarted._news.is_set():
                    raise

    monkeypatch.setattr(unstarted, "_next", as_wait_for_did)
    assert await overheard(unstarted) != []
