"""One call of the Bot API and how it ended. No waiting, no trying again: the sender decides that.

Plain HTTP instead of aiogram's `Bot(method)`: the outbox holds calls as JSON, and a 502 page of a
proxy, a reset before and a timeout after the request must be told apart (ADR-0006).
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

import aiohttp
import structlog
from aiogram.client.telegram import TelegramAPIServer

from bot.arguments import leaves
from bot.runtime.attachments import UNCLEAN, Attachment, Fetch, Paint, content_of, field_of
from bot.runtime.painter import NoPicture, Unclean

ANSWER_TIMEOUT_S = 20
FILE_S = 30  # to fetch a file
FILE_MAX = 10_000_000  # bytes
TOO_MANY = 429
NOTHING_TO_CHANGE = "message is not modified"  # it shows already what it was to show
SERVER_FAULT = 500
FORBIDDEN = 403
REASON_MAX = 200
KINDS_MAX = 200  # of refusals that are told apart; a server that makes up more is heard less
QUOTED = re.compile(r"""(?<!\w)(["'`“‘«]).*["'`”’»](?!\w)""", re.DOTALL)
WORD = re.compile(r"\w+")

log = structlog.get_logger()


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


class Unfetched(Exception):
    """A file cannot be had; `outcome` is how asking for it ended."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(str(outcome))
        self.outcome = outcome


class Transport:
    """Calls of one bot. The token stays in here: outcomes and logs never carry it."""

    def __init__(
        self,
        server: TelegramAPIServer,
        token: str,
        paint: Paint,
        *,
        limits: bool = True,
    ) -> None:
        self.bot_id = int(token.partition(":")[0])
        self.limits = limits  # whether the server counts what it is sent
        self._server = server
        self._token = token
        self._paint = paint
        self.fetch: Fetch = lambda _, handle: self.file(handle)
        self._http: aiohttp.ClientSession | None = None
        self._refusals: set[tuple[str, str]] = set()

    async def call(
        self,
        method: str,
        params: dict[str, Any],
        attachment: Attachment | None = None,
        *,
        timeout_s: float = ANSWER_TIMEOUT_S,
    ) -> Outcome:
        if self._http is None:
            self._http = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=64), json_serialize=_compact
            )
        url = self._server.api_url(self._token, method)
        timeout = aiohttp.ClientTimeout(total=timeout_s, sock_connect=10)
        try:
            body = await self._body(params, attachment)
        except NoPicture as error:
            return Again(f"no picture: {error}")
        except Unfetched as unfetched:
            return unfetched.outcome
        except Unclean:
            return Refused(400, UNCLEAN)
        try:
            async with self._http.post(url, timeout=timeout, **body) as response:
                text = (await response.read()).decode("utf-8", "replace")
            outcome = _outcome(response.status, text)
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError):
            return Again("no connection")
        except (aiohttp.ClientError, TimeoutError, ConnectionError) as error:
            return Unseen(type(error).__name__)  # never str(error): it may carry the token's URL
        if isinstance(outcome, Refused):
            self._note(method, outcome, params)
        return outcome

    async def file(self, file_id: str) -> bytes:
        """What somebody sent this bot. Raises `Unfetched`."""
        told = await self.call("getFile", {"file_id": file_id})
        if isinstance(told, Unseen):
            told = Again(told.reason)
        path = told.result.get("file_path") if isinstance(told, Sent) else None
        if not isinstance(path, str) or self._http is None:
            raise Unfetched(told if not isinstance(told, Sent) else Refused(400, "no file"))
        url = self._server.file_url(self._token, path)
        try:
            async with self._http.get(url, timeout=aiohttp.ClientTimeout(FILE_S)) as response:
                found = await response.content.read(FILE_MAX + 1)
                while len(found) <= FILE_MAX and (more := await response.content.read(FILE_MAX)):
                    found += more
        except (aiohttp.ClientError, TimeoutError, ConnectionError) as error:
            raise Unfetched(Again(type(error).__name__)) from None
        if not response.ok or len(found) > FILE_MAX:
            raise Unfetched(Refused(400, f"no file: status {response.status}, {len(found)} bytes"))
        return found

    async def close(self) -> None:
        if self._http is not None:
            await self._http.close()

    def _note(self, method: str, refused: Refused, params: dict[str, Any]) -> None:
        """Say once a kind what the API refuses and why, in none of the words that people wrote."""
        described = refused.description.replace(self._token.partition(":")[2], "…")
        reason = _impersonal(described, params)
        if (method, reason) not in self._refusals and len(self._refusals) < KINDS_MAX:
            self._refusals.add((method, reason))
            log.warning("refused", method=method, code=refused.code, reason=reason)

    async def _body(self, params: dict[str, Any], attachment: Attachment | None) -> dict[str, Any]:
        if attachment is None:
            return {"json": params}
        form = aiohttp.FormData()
        for name, value in params.items():
            form.add_field(name, value if isinstance(value, str) else _compact(value))
        filename, content = await content_of(attachment, self._paint, self.fetch)
        form.add_field(field_of(attachment), content, filename=filename)
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
    """What a refusal means; what a server leaves out or writes in its own way has a default."""
    hints = body.get("parameters")
    hints = hints if isinstance(hints, dict) else {}
    if moved_to := _number(hints.get("migrate_to_chat_id")):
        return Moved(moved_to)
    code = _number(body.get("error_code")) or status
    if code == TOO_MANY:
        return Wait(float(_number(hints.get("retry_after")) or 1))
    if code >= SERVER_FAULT:
        return Again(f"status {code}")
    description = str(body.get("description") or "")
    if NOTHING_TO_CHANGE in description:
        return Sent(None)
    return Refused(code, description)


def _number(value: object) -> int | None:
    return value if isinstance(value, int) and abs(value) < 2**63 else None


def _impersonal(description: str, params: object) -> str:
    """A description without what it may repeat of the call: quotations, numbers, sent words."""
    sent = " ".join(part for part in leaves(params) if isinstance(part, str))
    words = set(WORD.findall(sent))
    told = WORD.sub(
        # Chinese has no blanks between words: there a part of what was sent counts as well.
        lambda m: "…" if m[0] in words or (not m[0].isascii() and m[0] in sent) else m[0],
        re.sub(r"\d+", "#", QUOTED.sub("…", description)),
    )
    return told[:REASON_MAX]


def pause_s(outcome: object, tries: int, *, first_s: float, most_s: float) -> float:
    """Seconds until the next try: what the API names, or else `first_s` doubled by each try before
    this one (`tries` counts from 1), at most `most_s`."""
    if isinstance(outcome, Wait):
        return outcome.seconds
    return min(first_s * 2.0 ** min(tries - 1, 60), most_s)
