"""The runtime put together: bots, database, scheduler; start, run, stop.

One installation can be entered by several bots at once: the real Telegram and the
seats of the browser among them. They share the database and the towns.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from functools import partial

from bot.features import Feature
from bot.runtime.board import Board
from bot.runtime.clock import SystemClock, take_up
from bot.runtime.core import Core, Supervisor
from bot.runtime.database import Database
from bot.runtime.instance import BotInstance, BotSettings
from bot.runtime.painter import Painter
from bot.runtime.perform import Outgoing, Performer
from bot.runtime.registry import Registry
from bot.runtime.scheduler import Scheduler
from bot.runtime.transport import Refused, Unfetched
from services.kernel.time import Clock
from services.modules import Wiring

MENU_S = 2.0


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
        wiring: Wiring | None = None,
    ) -> None:
        self.clock = clock or SystemClock()
        self.database = Database(database_url)
        self.board = Board()
        registry = Registry(features(self.board))
        self.performer = Performer(registry, secret, wiring or Wiring())
        self.supervisor = Supervisor()
        self.painter = Painter()
        core = Core(
            database=self.database,
            performer=self.performer,
            clock=self.clock,
            board=self.board,
            supervisor=self.supervisor,
            submit=self.submit,
        )
        self.scheduler = Scheduler(core)
        dispatcher = registry.dispatcher()
        made = (BotInstance(each, core, dispatcher, self.painter) for each in instances)
        self.instances = {instance.bot_id: instance for instance in made}
        for instance in self.instances.values():
            instance.transport.fetch = self._fetch

    async def _fetch(self, bot_id: int, file_id: str) -> bytes:
        """A file that one of the bots was sent; no other bot knows it. Raises `Unfetched`."""
        holder = self.instances.get(bot_id)
        if holder is None:
            raise Unfetched(Refused(404, "no such bot"))
        return await holder.transport.file(file_id)

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
        """Take up what an earlier run left, then listen. Raises `NoBot`."""
        now_ms = self.clock.now_ms()
        self.board.moved_ms = await self.database.write(partial(take_up, now_ms=now_ms))
        for bot_id, instance in self.instances.items():
            await instance.start()
            self.scheduler.schedule(f"menus {bot_id}", MENU_S, instance.menus.keep)
        await self.scheduler.start(self.performer.wiring.jobs)
        for instance in self.instances.values():
            await instance.listen()

    async def failed(self) -> None:
        """Wait for ever, or raise what a background task raised."""
        await self.supervisor.failed()

    async def stop(self) -> None:
        """Stop taking, finish what was taken, deliver what may go, close. Within ten seconds."""
        self.scheduler.stop()
        await self.scheduler.ended()
        await asyncio.gather(*(instance.drain() for instance in self.instances.values()))
        await self.supervisor.stop()
        for instance in self.instances.values():
            await instance.close()
        await self.painter.close()
        await self.database.close()
