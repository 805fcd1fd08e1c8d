"""Takes updates in by webhook: the secret is checked, the update stored, then 200 (ADR-0002)."""

from __future__ import annotations

import hmac
import json
from typing import TYPE_CHECKING

import structlog
from aiohttp import web

from services.kernel.errors import Retryable

if TYPE_CHECKING:
    from bot.runtime.receiver import Intake

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the header's name
BODY_MAX = 1024 * 1024

log = structlog.get_logger()


def webhook_app(intakes: dict[str, Intake], secret: str) -> web.Application:
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
        update = _update(await request.read())
        if update is None:
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


def _update(body: bytes) -> dict[str, object] | None:
    try:
        update = json.loads(body)
    except (ValueError, RecursionError):
        return None
    if not isinstance(update, dict):
        return None
    update_id = update.get("update_id")
    if not isinstance(update_id, int) or isinstance(update_id, bool) or abs(update_id) >= 2**63:
        return None
    return update
