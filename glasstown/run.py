"""The program on a Bot API server: migrate, start the bots, run until told to stop."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from hashlib import sha256
from secrets import token_bytes

from alembic.util import CommandError
from sqlalchemy import make_url
from sqlalchemy.exc import SQLAlchemyError

from bot.all_features import features
from bot.runtime.instance import BotSettings, NoBot
from bot.runtime.program import Program
from bot.runtime.transport import Refused
from bot.runtime.webhook import listening, webhook_app
from glasstown.settings import Settings
from glasstown.start import CannotStart, no_database, port_taken, unusable
from migrations import migrate
from services.kernel.town import Role, derived_secret
from services.modules import Wiring
from services.people.identity import grant_role
from services.standing.scores import read_documents

SECRET_BYTES = 32
TOKEN_HELP = "Set TELEGRAM_TOKEN to the token that BotFather gave you"  # noqa: S105 - words


async def run(settings: Settings) -> None:
    """Run on Telegram until cancelled."""
    if settings.telegram_token is None:
        raise CannotStart(
            "TELEGRAM_TOKEN is missing", "Set it to the token that BotFather gave you"
        )
    instance = BotSettings(
        settings.telegram_api,
        settings.telegram_token.get_secret_value(),
        settings.webhook_url,
        settings.webhook_secret.get_secret_value(),
    )
    async with program(settings, [instance]) as running, webhook(settings, running):
        await running.failed()


@asynccontextmanager
async def program(settings: Settings, instances: list[BotSettings]) -> AsyncIterator[Program]:
    """The bot program between its start and its clean end."""
    prepare(settings)
    secret = root_secret(settings)
    wiring = Wiring(human_wait_s=settings.human_wait_s, residents=settings.residents)
    running = Program(settings.database_url, secret, features, instances, wiring=wiring)
    try:
        try:
            await running.start()
        except NoBot as error:
            raise _no_bot(error) from error
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
    app = webhook_app(intakes, settings.webhook_secret.get_secret_value())
    async with AsyncExitStack() as stack:
        try:
            await stack.enter_async_context(listening(app, settings.port))
        except OSError as error:
            raise port_taken(settings.port, error) from error
        yield


def _no_bot(error: NoBot) -> CannotStart:
    outcome = error.outcome
    if isinstance(outcome, Refused):
        return CannotStart(
            f"the Bot API at {error.api_base} refuses the token ({outcome.description})",
            TOKEN_HELP,
        )
    return CannotStart(
        f"the Bot API at {error.api_base} does not answer ({outcome})",
        "Look whether this machine reaches it, or correct TELEGRAM_API",
    )


def prepare(settings: Settings) -> None:
    """Read what the town judges by, and bring the schema up to date. Raises `CannotStart`."""
    read_documents()
    file = settings.database_file()
    if file is not None:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        migrate(settings.database_url)
    except (SQLAlchemyError, sqlite3.Error, CommandError) as error:
        why = getattr(error, "orig", None) or error
        raise no_database(file or make_url(settings.database_url), why) from error


def root_secret(settings: Settings) -> bytes:
    """The installation's root of chance: from SEED, or made once and kept beside the data."""
    if settings.seed is not None:
        return derived_secret("seed", settings.seed)
    folder = settings.sandbox_state.parent
    file = folder / "secret"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not file.exists():
            fresh = folder / "secret.new"
            fresh.touch(mode=0o600)
            fresh.write_bytes(token_bytes(SECRET_BYTES))
            fresh.replace(file)
        return sha256(file.read_bytes()).digest()
    except OSError as error:
        raise unusable(folder, error) from error
