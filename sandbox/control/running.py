"""Control calls about the sandbox itself: faults, limits, log, readiness, events."""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress

from aiohttp import web

from sandbox.control.asking import Asked, number, read
from sandbox.faults import Plan
from sandbox.gateway import WORLD, Gateway

GATEWAY: web.AppKey[Gateway] = web.AppKey("gateway")
_HEARTBEAT_S = 15.0
_LOG_LINES = 1000


class LimitSwitch(Asked):
    """Are Telegram's sending limits kept?"""

    enabled: bool


async def state(request: web.Request) -> web.Response:
    """`GET /control/state`: 200 once a bot polls or has a webhook."""
    world = request.app[WORLD]
    serving = [bot for bot in world.bots.values() if bot.serving]
    shown = [
        {
            "id": bot.id,
            "username": bot.username,
            "webhook": bool(bot.webhook.url),
            "pending_updates": len(bot.updates.pending),
        }
        for bot in serving
    ]
    body = {"serving": bool(serving), "bots": shown}
    return web.json_response(body, status=200 if serving else 503)


async def get_faults(request: web.Request) -> web.Response:
    """`GET /control/faults`."""
    return web.json_response(request.app[GATEWAY].faults.as_json())


async def put_faults(request: web.Request) -> web.Response:
    """`PUT /control/faults`: a new plan, from its beginning."""
    gateway = request.app[GATEWAY]
    gateway.faults.set(await read(request, Plan))
    return web.json_response(gateway.faults.as_json())


async def put_limits(request: web.Request) -> web.Response:
    """`PUT /control/limits`."""
    asked = await read(request, LimitSwitch)
    request.app[GATEWAY].limits.enabled = asked.enabled
    return web.json_response({"enabled": asked.enabled})


async def log(request: web.Request) -> web.Response:
    """`GET /control/log?method=&chat=&limit=`."""
    limit = number(request, "limit")
    lines = request.app[GATEWAY].journal.as_json(
        method=request.query.get("method"),
        chat=number(request, "chat"),
        limit=_LOG_LINES if limit is None else max(limit, 1),
    )
    return web.json_response(lines)


async def clear_log(request: web.Request) -> web.Response:
    """`DELETE /control/log`."""
    request.app[GATEWAY].journal.clear()
    return web.json_response({})


async def events(request: web.Request) -> web.StreamResponse:
    """`GET /control/events`: server-sent events until one side goes."""
    response = web.StreamResponse(
        headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"}
    )
    line = request.transport
    if line is None:
        return response
    listening = request.app[WORLD].events.listen(request.remote or "", line)
    with suppress(ConnectionError), listening as queue:
        await response.prepare(request)
        await response.write(b": hello\n\n")
        while (text := await _next_line(queue)) is not None:
            await response.write(text)
    return response


async def _next_line(queue: asyncio.Queue[dict[str, object] | None]) -> bytes | None:
    """The next event, a heartbeat after a silence, or None at the end."""
    try:
        async with asyncio.timeout(_HEARTBEAT_S):
            event = await queue.get()
    except TimeoutError:
        return b": still here\n\n"
    return None if event is None else f"data: {json.dumps(event)}\n\n".encode()
