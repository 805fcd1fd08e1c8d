"""Takes updates in by webhook: the secret is checked, the update stored, then 200 (ADR-0002)."""

from __future__ import annotations

import asyncio
import hmac
import resource
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing

import structlog
from aiohttp import web
from typing_extensions import override

from bot.runtime.receiver import Intake
from scoring.jsontext import read_json
from services.kernel.errors import Retryable

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the header's name
BODY_MAX = 1024 * 1024
BODY_S = 10.0  # a whole body, however slowly its bytes come; Telegram sends it at once
CONNECTIONS_MAX = 1000  # Telegram opens a hundred at most
GRACE_S = 1.0  # for requests that are open at a stop

log = structlog.get_logger()


def webhook_app(
    intakes: dict[str, Intake], secret: str, *, patience_s: float = BODY_S
) -> web.Application:
    """An application that takes updates at `/telegram/<bot id>`. The secret is required."""
    if not secret:
        raise ValueError("a webhook needs a secret token")
    expected = secret.encode()

    async def take(request: web.Request) -> web.Response:
        # Bytes, because compare_digest raises on text that is not ASCII.
        given = request.headers.get(SECRET_HEADER, "").encode("utf-8", "surrogateescape")
        if not hmac.compare_digest(given, expected):
            return web.Response(status=401)
        intake = intakes.get(request.match_info["bot_id"])
        if intake is None:
            return web.Response(status=404)
        try:
            async with asyncio.timeout(patience_s):
                body = await request.read()
        except TimeoutError:
            return web.Response(status=408)  # the server then ends the connection by itself
        try:
            update = read_json(body)
        except ValueError:
            log.warning("unreadable_update", bytes=request.content_length)
            return web.Response()  # a retry would bring the same: say yes, keep nothing
        try:
            await intake.take([update])
        except Retryable:
            return web.Response(status=503, headers={"Retry-After": "1"})
        return web.Response()

    app = web.Application(client_max_size=BODY_MAX)
    app.router.add_post("/telegram/{bot_id}", take)
    return app


@asynccontextmanager
async def listening(app: web.Application, port: int, most: int | None = None) -> AsyncIterator[int]:
    """Serve on this machine; the port. One connection too many is closed unheard."""
    router = most or _room()
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=GRACE_S)
    await runner.setup()
    served = runner.server

    def connection() -> asyncio.Protocol:
        if served is None or len(served.connections) >= router:
            return _Closed()
        handler: asyncio.Protocol = served()
        return handler

    try:
        loop = asyncio.get_running_loop()
        with closing(await loop.create_server(connection, "127.0.0.1", port)) as listener:
            yield int(listener.sockets[0].getsockname()[1])
    finally:
        await runner.cleanup()


def _room() -> int:
    """Half of the files that this process may open: the rest is for the town's own work."""
    files, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return CONNECTIONS_MAX if files == resource.RLIM_INFINITY else min(CONNECTIONS_MAX, files // 2)


class _Closed(asyncio.Protocol):
    @override
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        transport.close()
