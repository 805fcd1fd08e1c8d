"""Who may talk to the sandbox: this machine, and pages the sandbox itself has served.

Stops DNS rebinding (a foreign Host) and other sites' pages (a foreign Origin or Sec-Fetch-Site) on
every path; only a link to the web chat may be followed from elsewhere.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from http import HTTPStatus
from urllib.parse import urlsplit

from aiohttp import web

from sandbox.messenger.errors import ControlError

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
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
    own = f"http://{request.host}"
    site = request.headers.get("Sec-Fetch-Site", "none")
    return request.headers.get("Origin", own) == own and site in {"same-origin", "none"}


def _follows_a_link(request: web.Request) -> bool:
    return (
        request.path == "/"
        and request.method == "GET"
        and request.headers.get("Sec-Fetch-Dest") == "document"
    )


@web.middleware
async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse strangers, and write refusals of the control API as JSON."""
    if not is_loopback(request.host):
        return web.json_response({"error": "this Host is not served"}, status=403)
    if not (_same_origin(request) or _follows_a_link(request)):
        return web.json_response({"error": "this Origin is not served"}, status=403)
    if request.path.startswith(("/bot", "/file/")):
        return await handler(request)
    try:
        response = await handler(request)
    except ControlError as error:
        response = web.json_response({"error": error.text, **error.more}, status=error.status)
        if error.status == HTTPStatus.TOO_MANY_REQUESTS:
            # A connection left open would cost what was just refused.
            response.force_close()
    except web.HTTPException as error:
        response = web.json_response({"error": error.reason}, status=error.status)
    if not response.prepared:
        response.headers.update(_POLICY)
    return response
