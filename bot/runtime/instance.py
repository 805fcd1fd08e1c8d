"""One bot at work: its transport, and the parts that take in, work off and send."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from itertools import count

from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import User

from bot.runtime.cards import CardRedrawer
from bot.runtime.core import Core, within
from bot.runtime.menus import MenuKeeper
from bot.runtime.painter import Painter
from bot.runtime.receiver import ALLOWED_UPDATES, Intake, Polling
from bot.runtime.sender import Sender
from bot.runtime.settling import Settling
from bot.runtime.transport import Outcome, Sent, Transport, pause_s
from bot.runtime.worker import Worker

DRAIN_S = 4.0  # of the ten seconds a stop may take
CONFIRM_S = 1.0
WEBHOOK_PAUSE_S = 2.0
WEBHOOK_PAUSE_MAX_S = 30.0


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


class BotInstance:
    def __init__(
        self, settings: BotSettings, core: Core, dispatcher: Dispatcher, painter: Painter
    ) -> None:
        server = TelegramAPIServer.from_base(settings.api_base)
        self._settings = settings
        self._supervisor = core.supervisor
        self._listener: asyncio.Task[None] | None = None
        self.transport = Transport(server, settings.token, painter.paint, limits=settings.limits)
        self.bot_id = self.transport.bot_id
        self.bot = Bot(settings.token, session=AiohttpSession(api=server))
        self.cards = CardRedrawer(core, self.bot_id)
        self.settling = Settling(core, self.cards.notice)
        self.sender = Sender(core, self.transport, self.settling, self.cards)
        self.worker = Worker(core, self.bot, dispatcher, self.sender.allowance)
        self.intake = Intake(core, self.bot_id, self.worker)
        self.polling = Polling(self.transport, self.intake)
        self.menus = MenuKeeper(core, self.transport)

    async def start(self) -> None:
        """Take up what an earlier run left. Raises `NoBot`."""
        await self._introduce()
        await self.sender.start()
        await self.worker.start()

    async def listen(self) -> None:
        if self._settings.webhook_url:
            listening = self._set_webhook()
        else:
            await self.transport.call("deleteWebhook", {"drop_pending_updates": False})
            listening = self.polling.run()
        self._listener = self._supervisor.spawn(listening, f"listener {self.bot_id}")

    async def drain(self) -> None:
        """Take no more, finish what was taken, confirm it last."""
        if self._listener is not None:
            self._listener.cancel()
        await within(DRAIN_S, self.worker.drain())
        await self.sender.drain(DRAIN_S / 2)
        if not self._settings.webhook_url:
            await within(CONFIRM_S, self.polling.confirm())

    async def close(self) -> None:
        await self.transport.close()
        await self.bot.session.close()

    async def _introduce(self) -> None:
        """Learn the bot's username; deep links carry it. A wrong token is said at once."""
        outcome = await self.transport.call("getMe", {})
        if not isinstance(outcome, Sent):
            raise NoBot(self._settings.api_base, outcome)
        # Foreign servers leave out what Telegram never does: only what is needed is read.
        told = outcome.result if isinstance(outcome.result, dict) else {}
        username = told.get("username")
        self.worker.username = username if isinstance(username, str) else ""
        has_topics = told.get("has_topics_enabled") is True
        self.sender.topics.are_on = self.worker.has_topics = has_topics
        # Or aiogram would ask for it itself, in the middle of an update with "/command@bot".
        self.bot._me = User(
            id=self.bot_id,
            is_bot=True,
            first_name=str(told.get("first_name") or ""),
            username=self.worker.username or None,
        )

    async def _set_webhook(self) -> None:
        """Tell the API where to bring updates, as often as it takes: without this we are deaf."""
        params = {
            "url": self._settings.webhook_url,
            "secret_token": self._settings.webhook_secret,
            "allowed_updates": ALLOWED_UPDATES,
        }
        for tries in count(1):
            outcome = await self.transport.call("setWebhook", params)
            if isinstance(outcome, Sent):
                return
            self.intake.unheard(f"setWebhook: {outcome}")
            await asyncio.sleep(
                pause_s(outcome, tries, first_s=WEBHOOK_PAUSE_S, most_s=WEBHOOK_PAUSE_MAX_S)
            )
