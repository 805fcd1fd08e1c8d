"""The program on a Bot API server: migrate, start the bots, run until told to stop."""

from __future__ import annotations

import asyncio
import signal
from contextlib import asynccontextmanager
from functools import partial
from hashlib import sha256
from pathlib import Path
from secrets import token_bytes
from typing import TYPE_CHECKING

from aiohttp import web
from sqlalchemy import make_url

from bot.all_features import features
from bot.runtime.program import BotSettings, Program
from bot.runtime.webhook import webhook_app
from migrations import migrate
from services.kernel.town import Role, derived_secret
from services.people.identity import grant_role
from services.standing.scores import read_documents

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from glasstown.settings import Settings

SECRET_BYTES = 32


async def run(settings: Settings) -> None:
    """Run on Telegram until SIGINT or SIGTERM."""
    if settings.telegram_token is None:
        raise SystemExit("TELEGRAM_TOKEN: set it to the token that BotFather gave you")
    instance = BotSettings(
        settings.telegram_api,
        settings.telegram_token.get_secret_value(),
        settings.webhook_url,
        settings.webhook_secret.get_secret_value(),
    )
    async with program(settings, [instance]) as running, webhook(settings, running):
        await until_stopped(running)


@asynccontextmanager
async def program(settings: Settings, instances: list[BotSettings]) -> AsyncIterator[Program]:
    """The bot program between its start and its clean end."""
    prepare(settings)
    running = Program(settings.database_url, root_secret(settings), features, instances)
    try:
        await running.start()
        for admin in settings.admins:
            await appoint(running, admin, Role.ADMIN)
        yield running
    finally:
        await running.stop()


async def appoint(running: Program, tg_user_id: int, role: Role) -> None:
    """Give a role to a numeric id at every bot."""
    wall_ms = running.clock.now_ms()
    for bot_id in running.instances:
        await running.database.write(
            partial(grant_role, bot_id=bot_id, tg_user_id=tg_user_id, role=role, wall_ms=wall_ms)
        )


@asynccontextmanager
async def webhook(settings: Settings, running: Program) -> AsyncIterator[None]:
    """Listen for updates where a webhook is set; nothing otherwise."""
    if not settings.webhook_url:
        yield
        return
    intakes = {str(bot_id): instance.intake for bot_id, instance in running.instances.items()}
    runner = web.AppRunner(
        webhook_app(intakes, settings.webhook_secret.get_secret_value()), access_log=None
    )
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", settings.port).start()
    try:
        yield
    finally:
        await runner.cleanup()


async def until_stopped(running: Program) -> None:
    """Wait for SIGINT or SIGTERM, or raise what broke in the background."""
    loop = asyncio.get_running_loop()
    stopped = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopped.set)
    waiting = {asyncio.ensure_future(stopped.wait()), asyncio.ensure_future(running.failed())}  # noqa: TID251 - the program's own last wait
    done, rest = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    for task in rest:
        task.cancel()
    for task in done:
        task.result()


def prepare(settings: Settings) -> None:
    """Read what the town judges by, make the place of the data, bring the schema up to date."""
    read_documents()
    url = make_url(settings.database_url)
    if url.get_backend_name() == "sqlite" and url.database:
        Path(url.database).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    migrate(settings.database_url)


def root_secret(settings: Settings) -> bytes:
    """The installation's root of chance: from SEED, or made once and kept beside the data."""
    if settings.seed is not None:
        return derived_secret("seed", settings.seed)
    folder = settings.sandbox_state.parent
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    file = folder / "secret"
    if not file.exists():
        fresh = folder / "secret.new"
        fresh.touch(mode=0o600)
        fresh.write_bytes(token_bytes(SECRET_BYTES))
        fresh.replace(file)
    return sha256(file.read_bytes()).digest()
