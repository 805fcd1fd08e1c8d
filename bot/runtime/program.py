"""The runtime put together: bots, inbox, workers, senders, scheduler; start, run, stop.

One installation can be entered by several at once: the real Telegram and the
seats of the browser among them. They share the database and the towns.
"""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import structlog
from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import User

from bot.runtime.board import Board
from bot.runtime.cards import CardRedrawer
from bot.runtime.clock import SystemClock, take_up
from bot.runtime.database import Database
from bot.runtime.jobs import Work
from bot.runtime.menus import MenuKeeper
from bot.runtime.painter import Painter
from bot.runtime.perform import Outgoing, Performer
from bot.runtime.receiver import ALLOWED_UPDATES, Intake, Polling
from bot.runtime.registry import Registry
from bot.runtime.scheduler import Scheduler
from bot.runtime.sender import Sender
from bot.runtime.settling import Settling
from bot.runtime.supervisor import Supervisor
from bot.runtime.transport import Sent, Transport, pause_s
from bot.runtime.worker import Worker
from services.modules import MODULES, Module, Wiring

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from bot.features import Feature
    from bot.runtime.transport import Outcome
    from services.kernel.time import Clock

ASSETS = Path(__file__).parents[2] / "seeds"
DRAIN_S = 4.0  # of the ten seconds a stop may take
MENU_S = 2.0
WEBHOOK_PAUSE_S = 2.0
WEBHOOK_PAUSE_MAX_S = 30.0

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class BotSettings:
    """Where one bot's API is, who the bot is, and whether the server limits what it may send.

    Without a webhook it polls.
    """

    api_base: str
    token: str = field(repr=False)
    webhook_url: str = ""
    webhook_secret: str = field(default="", repr=False)
    limits: bool = field(default=True, kw_only=True)


class NoBot(ConnectionError):
    """The Bot API at an address does not know the bot, or does not answer."""

    def __init__(self, api_base: str, outcome: Outcome) -> None:
        super().__init__(f"the Bot API at {api_base} answers {outcome}")
        self.api_base = api_base
        self.outcome = outcome


@dataclass(slots=True, kw_only=True)
class BotInstance:
    """One bot at work."""

    settings: BotSettings
    transport: Transport
    bot: Bot
    intake: Intake
    polling: Polling
    worker: Worker
    sender: Sender
    menus: MenuKeeper
    settling: Settling
    cards: CardRedrawer

    @property
    def bot_id(self) -> int:
        """The bot's number."""
        return self.transport.bot_id


class Program:
    """The bot program. `start`, then `failed()` until a signal, then `stop`."""

    def __init__(
        self,
        database_url: str,
        secret: bytes,
        features: Callable[[Board], Iterable[Feature]],
        instances: Iterable[BotSettings],
        *,
        clock: Clock | None = None,
        modules: Iterable[Module] = MODULES,
    ) -> None:
        self.clock = clock or SystemClock()
        self.database = Database(database_url)
        self.board = Board(started_ms=self.clock.now_ms())
        self.registry = Registry(features(self.board))
        self.performer = Performer(self.registry, secret, Wiring(modules))
        self.painter = Painter()
        dispatcher = self.registry.dispatcher()
        work = Work(
            database=self.database,
            performer=self.performer,
            clock=self.clock,
            submit=self.submit,
            board=self.board,
        )
        self.scheduler = Scheduler(work, self.clock, self.board)
        self.instances: dict[int, BotInstance] = {}
        for settings in instances:
            instance = self._instance(settings, dispatcher)
            self.instances[instance.bot_id] = instance
        self._supervisor: Supervisor | None = None

    def submit(self, outgoing: Outgoing) -> None:
        """Hand committed calls and stale cards to the senders, due times to the scheduler."""
        self.scheduler.notice(outgoing.wakes)
        for bot_id, instance in self.instances.items():
            calls = [call for call in outgoing.calls if call.bot_id == bot_id]
            if calls:
                instance.sender.submit(calls)
            if outgoing.cards:
                instance.cards.notice(list(outgoing.cards))

    async def start(self) -> None:
        """Take up what an earlier run left, then start the bots."""
        self._supervisor = Supervisor()
        now_ms = self.clock.now_ms()
        self.board.moved_ms = await self.database.write(partial(take_up, now_ms=now_ms))
        for instance in self.instances.values():
            await self._introduce(instance)
            await instance.sender.start(self._supervisor)
            await instance.worker.start(self._supervisor)
            self.scheduler.schedule(f"menus {instance.bot_id}", MENU_S, instance.menus.keep)
        await self.scheduler.start(self.performer.wiring.jobs)
        for instance in self.instances.values():
            await self._open(instance)

    async def failed(self) -> None:
        """Wait for ever, or raise what a background task raised."""
        if self._supervisor is None:
            raise RuntimeError("start first")
        await self._supervisor.failed()

    async def stop(self) -> None:
        """Stop taking, finish what was taken, deliver what may go, close. Within ten seconds."""
        self.scheduler.stop()
        if self._supervisor is not None:
            for instance in self.instances.values():
                for task in self._supervisor.named(f"door {instance.bot_id}"):
                    task.cancel()
            await asyncio.gather(*(_drain(instance) for instance in self.instances.values()))
            await self._supervisor.stop()
        for instance in self.instances.values():
            await instance.transport.close()
            await instance.bot.session.close()
        await self.painter.close()
        await self.database.close()

    def _instance(self, settings: BotSettings, dispatcher: Dispatcher) -> BotInstance:
        server = TelegramAPIServer.from_base(settings.api_base)
        transport = Transport(
            server, settings.token, ASSETS, self.painter.png, limits=settings.limits
        )
        bot = Bot(settings.token, session=AiohttpSession(api=server))
        worker = Worker(
            bot,
            dispatcher,
            database=self.database,
            performer=self.performer,
            clock=self.clock,
            submit=self.submit,
        )
        intake = Intake(
            transport.bot_id,
            self.database,
            worker,
            clock=self.clock,
            board=self.board,
            submit=self.submit,
        )
        cards = CardRedrawer(transport.bot_id, self.database, self.performer, self.clock)
        settling = Settling(self.database, self.performer, self.clock, self.submit, cards.notice)
        sender = Sender(transport, self.database, settling, cards, self.clock)
        worker.allowance = sender.allowance
        return BotInstance(
            settings=settings,
            transport=transport,
            bot=bot,
            intake=intake,
            polling=Polling(transport, intake),
            worker=worker,
            sender=sender,
            menus=MenuKeeper(transport, self.database, self.registry),
            settling=settling,
            cards=cards,
        )

    async def _introduce(self, instance: BotInstance) -> None:
        """Learn the bot's username; deep links carry it. A wrong token is said at once."""
        outcome = await instance.transport.call("getMe", {})
        if not isinstance(outcome, Sent):
            raise NoBot(instance.settings.api_base, outcome)
        # Foreign servers leave out what Telegram never does: only what is needed is read.
        told = outcome.result if isinstance(outcome.result, dict) else {}
        username = told.get("username")
        instance.worker.username = username if isinstance(username, str) else ""
        # Or aiogram would ask for it itself, in the middle of an update with "/command@bot".
        instance.bot._me = User(
            id=instance.bot_id,
            is_bot=True,
            first_name=str(told.get("first_name") or ""),
            username=instance.worker.username or None,
        )

    async def _open(self, instance: BotInstance) -> None:
        supervisor = self._supervisor
        if supervisor is None:
            raise RuntimeError("start first")
        settings = instance.settings
        if settings.webhook_url:
            supervisor.spawn(_hang_out(instance), f"door {instance.bot_id}")
        else:
            await instance.transport.call("deleteWebhook", {"drop_pending_updates": False})
            supervisor.spawn(instance.polling.run(), f"door {instance.bot_id}")


async def _hang_out(instance: BotInstance) -> None:
    """Tell the API where to bring updates, as often as it takes: without this the bot is deaf."""
    settings = instance.settings
    params = {
        "url": settings.webhook_url,
        "secret_token": settings.webhook_secret,
        "allowed_updates": ALLOWED_UPDATES,
    }
    for tries in count(1):
        outcome = await instance.transport.call("setWebhook", params)
        if isinstance(outcome, Sent):
            return
        instance.intake.unheard(f"setWebhook: {outcome}")
        await asyncio.sleep(
            pause_s(outcome, tries, first_s=WEBHOOK_PAUSE_S, most_s=WEBHOOK_PAUSE_MAX_S)
        )


async def _drain(instance: BotInstance) -> None:
    """Finish what one bot has taken; confirm it last."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(DRAIN_S):
            await instance.worker.drain()
    await instance.sender.drain(DRAIN_S / 2)
    if not instance.settings.webhook_url:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(1):
                await instance.polling.confirm()
