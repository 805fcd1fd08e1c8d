"""How the bot wants its updates: webhook settings, and the polling that excludes them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from sandbox.messenger.errors import bad_request
from sandbox.messenger.people import Webhook

if TYPE_CHECKING:
    from aiogram.methods import Close, DeleteWebhook, GetWebhookInfo, LogOut, SetWebhook

    from sandbox.botapi.methods.access import Call
    from sandbox.messenger.shapes import Json

_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
_CONNECTIONS = 100
_PORTS = frozenset({80, 88, 443, 8443})


def set_webhook(call: Call, method: SetWebhook) -> bool:
    """Post updates to an address from now on; an empty address stops that."""
    queue = call.bot.updates
    if not method.url:
        return _unset(call, drop=method.drop_pending_updates is True)
    _check_url(method.url)
    if method.secret_token is not None and not _SECRET.fullmatch(method.secret_token):
        raise bad_request("secret token contains unallowed characters")
    connections = 40 if method.max_connections is None else method.max_connections
    if not 1 <= connections <= _CONNECTIONS:
        connections = min(max(connections, 1), _CONNECTIONS)
    if method.drop_pending_updates:
        queue.forget(list(queue.pending))
    queue.set_allowed(method.allowed_updates)
    call.bot.webhook = Webhook(method.url, method.secret_token or None, connections)
    call.bot.serving = True
    queue.webhook_set = True
    queue.wake()
    call.world.storage.keep(call.bot)
    if queue.on_webhook is not None:
        queue.on_webhook()
    return True


def delete_webhook(call: Call, method: DeleteWebhook) -> bool:
    """Back to polling."""
    return _unset(call, drop=method.drop_pending_updates is True)


def get_webhook_info(call: Call, _method: GetWebhookInfo) -> Json:
    """What is set, what waits, what went wrong last."""
    hook, queue = call.bot.webhook, call.bot.updates
    queue.expire()
    info: Json = {
        "url": hook.url,
        "has_custom_certificate": False,
        "pending_update_count": len(queue.pending),
    }
    if hook.url:
        info["max_connections"] = hook.max_connections
        info["ip_address"] = "127.0.0.1"
    if hook.last_error is not None:
        info["last_error_message"] = hook.last_error
        info["last_error_date"] = hook.last_error_date
    if queue.allowed is not None:
        info["allowed_updates"] = sorted(queue.allowed)
    return info


def end_session(_call: Call, _method: LogOut | Close) -> bool:
    """`logOut` and `close`: nothing to end here."""
    return True


def _unset(call: Call, *, drop: bool) -> bool:
    queue = call.bot.updates
    if drop:
        queue.forget(list(queue.pending))
    call.bot.webhook = Webhook()
    queue.webhook_set = False
    call.world.storage.keep(call.bot)
    return True


def _check_url(url: str) -> None:
    """HTTPS on Telegram's ports; on this machine also plain HTTP and any port."""
    parts = urlsplit(url)
    if parts.hostname in {"127.0.0.1", "localhost"}:
        return
    if parts.scheme != "https":
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if (parts.port or 443) not in _PORTS:
        raise bad_request("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")
    raise bad_request("bad webhook: the sandbox posts to this machine only")
