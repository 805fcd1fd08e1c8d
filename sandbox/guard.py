"""Who may talk to the sandbox: this machine, and pages the sandbox itself has served.

Stops DNS rebinding (a foreign Host) and other sites' scripts (a foreign Origin).
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from aiohttp import web

from sandbox.errors import ControlError

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_SAFE = frozenset({"GET", "HEAD"})
_POLICY = {
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:; "
        "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def is_loopback(host: str) -> bool:
    """Does a Host header name this machine?"""
    try:
        return urlsplit(f"//{host}").hostname in _LOOPBACK
    except ValueError:
        return False


def _same_origin(request: web.Request) -> bool:
    origin = request.headers.get("Origin")
    if origin is None:
        return request.headers.get("Sec-Fetch-Site", "none") in {"same-origin", "none"}
    return origin == f"http://{request.host}"


@web.middleware
async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse strangers, and write refusals of the control API as JSON."""
    if not is_loopback(request.host):
        return web.json_response({"error": "this Host is not served"}, status=403)
    is_bot_api = request.path.startswith(("/bot", "/file/"))
    # A bot's methods change things by GET too; browsers have no business there at all.
    if (is_bot_api or request.method not in _SAFE) and not _same_origin(request):
        return web.json_response({"error": "this Origin is not served"}, status=403)
    if is_bot_api:
        return await handler(request)
    try:
        response = await handler(request)
    except ControlError as error:
        response = web.json_response({"error": error.text}, status=error.status)
    except web.HTTPException as error:
        response = web.json_response({"error": error.reason}, status=error.status)
    if not response.prepared:
        response.headers.update(_POLICY)
    return response
