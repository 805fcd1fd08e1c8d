"""Rigs: a sandbox, a town and the program. SQLite unless a test asks for both engines."""

from __future__ import annotations

import logging
import shutil
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack
from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Any, TypeAlias

import pytest
import structlog
from sqlalchemy import insert, make_url

from bot.all_features import TOWN, whole
from bot.features import Feature
from bot.runtime.board import Board
from glasstown import logs
from services.modules import MODULES
from services.people.identity.tables import grants
from tests.runtime.tally import tally, tally_module
from tests.support.clock import ManualClock
from tests.support.runtime import Rig, _open_chat, rig_at
from tests.support.settling import BOT_ID, FACILITATOR_TG_USER_ID

NewRig: TypeAlias = Callable[..., Awaitable[Rig]]


@pytest.fixture(autouse=True, scope="module")
def free_routers() -> None:
    """aiogram's routers have one parent: they are free for the next file's programs."""
    _free()


def _free() -> None:
    for feature in TOWN:
        for router in feature.routers:
            router._parent_router = None


@pytest.fixture(autouse=True)
def plain_logs() -> Iterator[None]:
    """Log lines as the program writes them: its tracebacks show no variables."""
    structlog.configure(
        processors=[
            structlog.stdlib.add_log_level,
            structlog.processors.format_exc_info,
            structlog.processors.KeyValueRenderer(),
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
    yield
    structlog.reset_defaults()


@pytest.fixture
def logged(monkeypatch: pytest.MonkeyPatch) -> Iterator[StringIO]:
    """Log lines of every library, as the program writes them."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    written = StringIO()
    with monkeypatch.context() as patched:
        patched.setattr(sys, "stderr", written)
        logs.set_up_logs("INFO")
    yield written
    root.handlers[:] = handlers
    root.setLevel(level)


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    path = tmp_path / "town.db"
    shutil.copy(sqlite_template, path)
    return f"sqlite:///{path}"


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> Iterator[str]:
    if request.param == "sqlite":
        yield request.getfixturevalue("sqlite_url")
        return
    server = request.getfixturevalue("postgres")
    template = make_url(request.getfixturevalue("postgres_template")).database
    with server.lend(template) as url:
        yield url


@pytest.fixture
async def new_rig(clock: ManualClock) -> AsyncIterator[NewRig]:
    """Makes rigs: `rig = await new_rig(url, names=("ana",), limits=True)`; not started yet."""
    async with AsyncExitStack() as stack:

        async def make(url: str, names: tuple[str, ...] = ("ana", "bo"), **chosen: Any) -> Rig:
            features = chosen.pop("features", lambda _board: (tally(),))
            chosen.setdefault("modules", (tally_module(),))
            return await stack.enter_async_context(rig_at(url, clock, features, names, **chosen))

        yield make


@pytest.fixture
async def rig(new_rig: NewRig, sqlite_url: str) -> Rig:
    """A started program on SQLite, with ana and bo in town."""
    made = await new_rig(sqlite_url)
    await made.start()
    return made


@pytest.fixture
async def either(new_rig: NewRig, database_url: str) -> Rig:
    """The same on both engines."""
    made = await new_rig(database_url)
    await made.start()
    return made


@pytest.fixture
async def town(new_rig: NewRig, sqlite_url: str) -> AsyncIterator[Rig]:
    """Fay runs the town in which Ana and Bo live."""
    _free()  # another test of the file may have had a program of its own
    rig = await new_rig(sqlite_url, features=_whole, modules=(*MODULES, tally_module()))
    number = FACILITATOR_TG_USER_ID + 1
    rig.world.visitors["fay"] = replace(rig.world.visitors["ana"], tg_user_id=number)
    with rig.eye.begin() as conn:
        row = {"bot_id": BOT_ID, "tg_user_id": number, "role": "facilitator", "granted_ms": 0}
        conn.execute(insert(grants).values(**row))
    await rig.post("people", id=number, first_name="Fay")
    _open_chat(rig.sandbox, number)
    await rig.start()
    yield rig
    _free()


def _whole(_board: Board) -> tuple[Feature, ...]:
    return (tally(), *whole())
