"""Control calls about the sandbox itself: faults, limits, log, readiness."""

from __future__ import annotations

from aiohttp import web

from sandbox.botapi.faults import Plan
from sandbox.botapi.gateway import Gateway
from sandbox.places import WORLD
from sandbox.seats.asking import Asked, number, read

GATEWAY: web.AppKey[Gateway] = web.AppKey("gateway")
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
