"""A machine's clock is set, leaps, sleeps: nothing is lost, nothing happens twice, it is said."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from bot.health.report import Health, health
from bot.health.views import health as health_view
from bot.replies import Message
from bot.runtime import program as program_module
from bot.runtime.clock import AWAY_MAX_MS, BEAT_MS
from bot.words import words_for
from services.kernel.town import UnitOfWork
from tests.support.scheduling import Keeper, Machine, keeping

MINUTE_MS = 60_000
YEAR_MS = 365 * 24 * 60 * MINUTE_MS
JUMPS = [sign * size for size in (20 * MINUTE_MS, 5 * 60 * MINUTE_MS, YEAR_MS) for sign in (1, -1)]
SOON_MS, LATE_MS = 3_000, 40_000


class Trusting:
    """The seeded bug: time is whatever the wall clock says."""

    def __init__(self, machine: Machine) -> None:
        self._machine = machine

    def now_ms(self) -> int:
        return self._machine.wall_ms

    def jumped_ms(self) -> int:
        return 0


@pytest.fixture
def machine() -> Machine:
    return Machine()


async def set_two(keeper: Keeper) -> None:
    await keeper.set_timer("soon", in_ms=SOON_MS)
    await keeper.set_timer("late", in_ms=LATE_MS)


async def rung_around_a_jump(keeper: Keeper, jump_ms: int) -> list[list[str]]:
    """What has rung after the jump, when the first is due, and when both are."""
    await set_two(keeper)
    await keeper.pass_ms(2_000)
    keeper.machine.set_by(jump_ms)
    await keeper.look()
    seen = [[*keeper.rung]]
    for ms in (1_000, LATE_MS):
        await keeper.pass_ms(ms)
        seen.append([*keeper.rung])
    return seen


IN_ORDER = [[], ["soon"], ["soon", "late"]]


@pytest.mark.parametrize("jump_ms", JUMPS)
async def test_a_jump_while_the_program_runs_moves_no_due_time(
    sqlite_url: str, machine: Machine, jump_ms: int
):
    async with keeping(sqlite_url, machine) as keeper:
        assert await rung_around_a_jump(keeper, jump_ms) == IN_ORDER
        assert "set by" in told(await looked(keeper)), "and it is said"


@pytest.mark.parametrize("jump_ms", JUMPS)
async def test_trusting_the_wall_clock_would_be_caught(
    sqlite_url: str, machine: Machine, jump_ms: int
):
    async with keeping(sqlite_url, machine, clock_of=Trusting) as keeper:
        assert await rung_around_a_jump(keeper, jump_ms) != IN_ORDER


# A leap of some hours while the program is off looks like time off: the town has gone on meanwhile.
@pytest.mark.parametrize(
    ("jump_ms", "is_running"),
    [
        *((jump_ms, True) for jump_ms in JUMPS),
        *((jump_ms, False) for jump_ms in JUMPS if not 0 < jump_ms <= AWAY_MAX_MS),
    ],
)
async def test_a_jump_and_a_restart_move_no_due_time_either(
    sqlite_url: str, machine: Machine, jump_ms: int, is_running: bool
):
    async with keeping(sqlite_url, machine) as keeper:
        seen = await rung_around_a_restart(keeper, jump_ms, is_running=is_running)
        assert seen == IN_ORDER
        assert "went another way" in told(await looked(keeper))


async def rung_around_a_restart(
    keeper: Keeper, jump_ms: int, *, is_running: bool
) -> list[list[str]]:
    """The clock is set shortly before the stop, or while the program is off."""
    await set_two(keeper)
    await keeper.pass_ms(500)
    if is_running:
        keeper.machine.set_by(jump_ms)
        await keeper.running.scheduler._work.watch()
    else:
        await keeper.running.scheduler._work.watch()
        await keeper.stop()
        keeper.machine.set_by(jump_ms)
    await keeper.stop()
    before = [*keeper.rung]
    await keeper.start()
    seen = [before]
    for ms in (SOON_MS, LATE_MS):
        await keeper.pass_ms(ms)
        seen.append([*keeper.rung])
    return seen


@pytest.mark.parametrize("jump_ms", [j for j in JUMPS if j < 0])
async def test_trusting_it_across_a_restart_would_be_caught(
    sqlite_url: str, machine: Machine, jump_ms: int, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(program_module, "take_up", lambda _conn, now_ms: 0)
    async with keeping(sqlite_url, machine) as keeper:
        assert await rung_around_a_restart(keeper, jump_ms, is_running=False) != IN_ORDER


async def test_after_ordinary_downtime_the_town_has_gone_on(sqlite_url: str, machine: Machine):
    async with keeping(sqlite_url, machine) as keeper:
        await set_two(keeper)
        await keeper.stop()
        machine.pass_ms(SOON_MS)
        await keeper.start()
        assert keeper.rung == ["soon"]
        assert keeper.running.board.moved_ms == 0


async def test_a_town_stands_still_while_the_program_is_off_for_a_long_time(
    sqlite_url: str, machine: Machine
):
    async with keeping(sqlite_url, machine) as keeper:
        await keeper.set_timer("late", in_ms=LATE_MS)
        await keeper.stop()
        machine.pass_ms(AWAY_MAX_MS + BEAT_MS)
        await keeper.start()
        assert keeper.rung == []
        await keeper.pass_ms(LATE_MS)
        assert keeper.rung == ["late"]


async def test_town_time_never_goes_back_across_a_set_clock(sqlite_url: str, machine: Machine):
    times: list[int] = []
    async with keeping(sqlite_url, machine) as keeper:
        await keeper.pass_ms(BEAT_MS - 1, steps=3)  # the last beat is a while ago
        await keeper.in_town(lambda town: times.append(town.now))
        await keeper.stop()
        machine.set_by(-20 * MINUTE_MS)
        await keeper.start()
        await keeper.in_town(lambda town: times.append(town.now))
    assert times[0] <= times[1] <= times[0] + 2 * BEAT_MS * 1_440 // 1000


async def test_a_process_that_was_held_catches_up_once(sqlite_url: str, machine: Machine):
    """Stopped and let go on: both clocks have moved, and the scheduler wakes late."""
    async with keeping(sqlite_url, machine) as keeper:
        await set_two(keeper)
        await keeper.pass_ms(YEAR_MS // 365)
        assert keeper.rung == ["soon", "late"]


@pytest.fixture(params=["2026-03-29 00:59:59", "2026-10-25 00:59:59"])
def changing_hour(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """The last second (UTC) before clocks in Berlin change, on a machine that lives there."""
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    wall_ms = int(time.mktime(time.strptime(request.param, "%Y-%m-%d %H:%M:%S"))) * 1000
    monkeypatch.setenv("TZ", "Europe/Berlin")
    time.tzset()
    yield wall_ms
    monkeypatch.undo()
    time.tzset()


async def test_the_hour_that_is_there_twice_or_never_changes_nothing(
    sqlite_url: str, machine: Machine, changing_hour: int
):
    machine.wall_ms = changing_hour
    async with keeping(sqlite_url, machine) as keeper:
        assert await rung_around_a_jump(keeper, 0) == IN_ORDER


# ── what /health says ───────────────────────────────────────────────────────


async def looked(keeper: Keeper) -> Health:
    """What /health finds, after the clock has been looked at."""
    await keeper.pass_ms(BEAT_MS)
    program = keeper.running

    def work(conn):
        return health(UnitOfWork(conn, program.clock.now_ms(), "look", b""), program.board, ())

    return await program.database.read(work)


def told(report: Health) -> str:
    (message,) = health_view(report)
    assert isinstance(message, Message)
    return words_for("en").html(message.text)


async def test_all_is_well_while_it_is(sqlite_url: str, machine: Machine):
    async with keeping(sqlite_url, machine) as keeper:
        await set_two(keeper)
        assert "All is well" in told(await looked(keeper))


async def test_a_town_whose_timers_are_overdue_is_not_well(sqlite_url: str, machine: Machine):
    async with keeping(sqlite_url, machine) as keeper:
        await set_two(keeper)
        keeper.scheduler.stop()
        keeper.machine.pass_ms(MINUTE_MS)
        text = told(await looked(keeper))
        assert "All is well" not in text
        assert "2 overdue" in text
