"""One call of the Bot API and how it ended. No waiting, no trying again: the sender decides that.

Plain HTTP instead of aiogram's `Bot(method)`: the outbox holds calls as JSON, and a 502 page of a
proxy, a reset before and a timeout after the request must be told apart (ADR-0006).
"""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import aiohttp

from bot.runtime.painter import NoPicture

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from aiogram.client.telegram import TelegramAPIServer

ANSWER_TIMEOUT_S = 20
TOO_MANY = 429
SERVER_FAULT = 500
FORBIDDEN = 403


@dataclass(frozen=True, slots=True)
class Sent:
    """The API did it; `result` is what it gave back."""

    result: Any


@dataclass(frozen=True, slots=True)
class Wait:
    """The API did nothing and names the seconds to wait."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Again:
    """The API is out of order; the call was not done, or doing it twice is what servers of
    its kind expect."""

    reason: str


@dataclass(frozen=True, slots=True)
class Unseen:
    """The call left, its answer never came: nobody knows whether it was done."""

    reason: str


@dataclass(frozen=True, slots=True)
class Refused:
    """The API will never do it."""

    code: int
    description: str


@dataclass(frozen=True, slots=True)
class Moved:
    """The group has become another chat."""

    chat_id: int


Outcome = Sent | Wait | Again | Unseen | Refused | Moved


class Transport:
    """Calls of one bot. The token stays in here: outcomes and logs never carry it."""

    def __init__(
        self,
        server: TelegramAPIServer,
        token: str,
        assets: Path,
        draw: Callable[[str], Awaitable[bytes]],
    ) -> None:
        self._server = server
        self._token = token
        self._assets = assets
        self._draw = draw
        self._http: aiohttp.ClientSession | None = None

    @property
    def bot_id(self) -> int:
        """The number before the token's colon."""
        return int(self._token.partition(":")[0])

    async def call(
        self, method: str, params: dict[str, Any], *, timeout_s: float = ANSWER_TIMEOUT_S
    ) -> Outcome:
        """Make one call."""
        if self._http is None:
            self._http = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=64), json_serialize=_compact
            )
        url = self._server.api_url(self._token, method)
        timeout = aiohttp.ClientTimeout(total=timeout_s, sock_connect=10)
        try:
            body = await self._body(params)
        except NoPicture as error:
            return Again(f"no picture: {error}")
        try:
            async with self._http.post(url, timeout=timeout, **body) as response:
                text = (await response.read()).decode("utf-8", "replace")
                return _outcome(response.status, text)
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError):
            return Again("no connection")
        except (aiohttp.ClientError, TimeoutError, ConnectionError) as error:
            return Unseen(type(error).__name__)  # never str(error): it may carry the token's URL

    async def close(self) -> None:
        """Close all connections."""
        if self._http is not None:
            await self._http.close()

    async def _body(self, params: dict[str, Any]) -> dict[str, Any]:
        plain = {name: value for name, value in params.items() if not name.startswith("$")}
        if len(plain) == len(params):
            return {"json": plain}
        form = aiohttp.FormData()
        for name, value in plain.items():
            form.add_field(name, value if isinstance(value, str) else _compact(value))
        if file := params.get("$file"):
            content = base64.b64decode(file["base64"])
            form.add_field(file["field"], content, filename=file["name"])
        if picture := params.get("$picture"):
            content = await self._draw(picture["svg"])
            form.add_field(picture["field"], content, filename=picture["name"])
        if asset := params.get("$asset"):
            content = (self._assets / asset).read_bytes()
            form.add_field(params["$field"], content, filename=Path(asset).name)
        return {"data": form}


def _compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _outcome(status: int, text: str) -> Outcome:
    try:
        body = json.loads(text)
    except ValueError:
        body = None
    if not isinstance(body, dict):
        return Again(f"status {status} without an answer")  # a proxy's page, not the API's word
    if body.get("ok") is True:
        return Sent(body.get("result"))
    return _fault(status, body)


def _fault(status: int, body: dict[str, Any]) -> Outcome:
    hints = body.get("parameters") or {}
    if "migrate_to_chat_id" in hints:
        return Moved(int(hints["migrate_to_chat_id"]))
    code = int(body.get("error_code") or status)
    if code == TOO_MANY:
        return Wait(float(hints.get("retry_after") or 1))
    if code >= SERVER_FAULT:
        return Again(f"status {code}")
    return Refused(code, str(body.get("description") or ""))
