"""The sandbox as one thing that starts and stops: HTTP server, webhooks, chats on the disk."""

from __future__ import annotations

import asyncio
import errno
import random
from pathlib import Path
from typing import TYPE_CHECKING

from aiohttp import web

from sandbox.botapi.gateway import Gateway, download
from sandbox.botapi.webhook import WebhookSender
from sandbox.control.routes import control_routes
from sandbox.control.running import GATEWAY
from sandbox.guard import Handler, guard
from sandbox.logs import Repeats
from sandbox.messenger.clock import Clock, SystemClock
from sandbox.messenger.errors import StartError
from sandbox.messenger.restoring import restore
from sandbox.messenger.tasks import TaskGroup
from sandbox.messenger.voting import close_due
from sandbox.messenger.world import World
from sandbox.places import WORLD
from sandbox.seats.routes import seat_routes

if TYPE_CHECKING:
    from sandbox.messenger.people import Bot
    from sandbox.settings import SandboxSettings

HOST = "127.0.0.1"
_BIGGEST_REQUEST = 52 * 1024 * 1024
_WEBCHAT = Path(__file__).parent / "webchat"
_GRACE_S = 1.0
_TICK_S = 0.5


class Sandbox:
    """A local Telegram: `await start()`, use `url`, `await stop()`."""

    def __init__(self, settings: SandboxSettings, clock: Clock | None = None) -> None:
        self.settings = settings
        self.world = World(settings, clock or SystemClock())
        self.gateway = Gateway(self.world)
        self.port = settings.port
        self._tasks = TaskGroup()
        self._senders: list[WebhookSender] = []
        self._runner: web.AppRunner | None = None
        self._repeats = Repeats(self.world.clock.monotonic)

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://{HOST}:{self.port}"

    async def start(self) -> None:
        """Bind to this machine and serve; `StartError` says why it cannot."""
        restore(self.world, self.settings.state)
        runner = web.AppRunner(self._app(), access_log=None, shutdown_timeout=_GRACE_S)
        await runner.setup()
        try:
            await web.TCPSite(runner, HOST, self.settings.port).start()
        except OSError as error:
            await runner.cleanup()
            self.world.storage.close()
            raise _port_refused(self.settings.port, error) from None
        self._runner = runner
        self._repeats.attach()
        self.port = int(runner.addresses[0][1])
        for bot in self.world.bots.values():
            self._attach(bot).restart()
        self.world.on_new_bot = self._attach
        self._tasks.spawn(self._keep_time(), "ends of polls")

    async def stop(self) -> None:
        """End all streams and polls, then the server."""
        self.world.events.close()
        for bot in self.world.bots.values():
            bot.updates.close()
        await self._tasks.cancel()
        for sender in self._senders:
            await sender.close()
        if self._runner is not None:
            await self._runner.cleanup()
        self.world.storage.close()
        self._repeats.detach()

    def _attach(self, bot: Bot) -> WebhookSender:
        chance = random.Random(bot.id)  # noqa: S311 - spreads retries, guards nothing
        sender = WebhookSender(bot, self.gateway, self._tasks, chance)
        self._senders.append(sender)
        return sender

    async def _keep_time(self) -> None:
        """End polls when their time has come."""
        while True:
            await asyncio.sleep(_TICK_S)
            close_due(self.world)

    def _app(self) -> web.Application:
        app = web.Application(middlewares=[guard, saved], client_max_size=_BIGGEST_REQUEST)
        app[WORLD] = self.world
        app[GATEWAY] = self.gateway
        app.router.add_route("*", "/bot{token:[^/]+}/{method:.*}", self.gateway.handle)
        app.router.add_get("/file/bot{token:[^/]+}/{path:.+}", download)
        app.add_routes(seat_routes())
        app.add_routes(control_routes())
        app.router.add_get("/", _page)
        if _WEBCHAT.is_dir():
            app.router.add_static("/webchat/", _WEBCHAT)
        return app


@web.middleware
async def saved(request: web.Request, handler: Handler) -> web.StreamResponse:
    """What a request has changed is on the disk before its answer leaves."""
    try:
        return await handler(request)
    finally:
        request.app[WORLD].storage.save()


def _port_refused(port: int, error: OSError) -> StartError:
    if error.errno == errno.EADDRINUSE:
        return StartError(
            f"port {port} is in use by another program: stop that one, or choose another port"
        )
    return StartError(f"port {port} cannot be opened ({error.strerror}): choose another port")


async def _page(_request: web.Request) -> web.StreamResponse:
    """The web chat."""
    return web.FileResponse(_WEBCHAT / "index.html", headers={"Cache-Control": "no-cache"})
