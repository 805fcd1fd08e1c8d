"""The Bot API's door: `/bot<token>/<method>` in, Telegram's answer out.

Brings together parsing, faults, limits and methods; holds none of their rules.
"""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Protocol, cast

from aiohttp import web

from sandbox.botapi.bodies import read_request
from sandbox.botapi.faults import Faults
from sandbox.botapi.journal import Journal, Line
from sandbox.botapi.limits import Limits
from sandbox.botapi.methods.access import Call, as_chat_id
from sandbox.messenger.errors import ApiError, too_many_requests
from sandbox.places import WORLD, file_response
from sandbox.settings import looks_real

if TYPE_CHECKING:
    from aiogram.methods import GetUpdates

    from sandbox.botapi.faults import Strike
    from sandbox.botapi.methods.registry import Entry, Model
    from sandbox.messenger.people import Bot
    from sandbox.messenger.shapes import Json
    from sandbox.messenger.world import World

_NGINX = (
    "<html>\r\n<head><title>{0}</title></head>\r\n<body>\r\n<center><h1>{0}</h1></center>\r\n"
    "<hr><center>nginx/1.18.0</center>\r\n</body>\r\n</html>\r\n"
)
_REASONS = {500: "Internal Server Error", 502: "Bad Gateway", 503: "Service Unavailable"}
_LONGEST_POLL_S = 50
_BATCH = 100
_OK = b'{"ok":true,"result":true}'


class Checked(Protocol):
    """`sandbox.botapi.calls.checked`."""

    def __call__(self, name: str, values: Json, *, strict: bool) -> tuple[Entry, Model]: ...


def _import_models() -> Checked:
    from sandbox.botapi.calls import checked

    return checked


class Gateway:
    """Answers bots."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.faults = Faults(world.settings.seed)
        self.limits = Limits(world.clock, enabled=world.settings.limits)
        self.journal = Journal()
        self._checked: asyncio.Future[Checked] | None = None

    async def _models(self) -> Checked:
        """Imported at the first call of a bot: it takes seconds, in which people are served."""
        if self._checked is None:
            self._checked = asyncio.get_running_loop().run_in_executor(None, _import_models)
        return await asyncio.shield(self._checked)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """One request of a bot."""
        token, name = request.match_info["token"], request.match_info["method"]
        if request.method not in {"GET", "POST"}:
            return refuse(ApiError(501, "Not Implemented"))
        if looks_real(token):
            return refuse(ApiError(401, "Unauthorized: the sandbox refuses tokens of real bots"))
        try:
            bot = self.world.bot_of_token(token)
            values, uploads = await read_request(request)
            name = name or str(values.get("method", ""))
        except ApiError as error:
            return refuse(error)
        except web.HTTPRequestEntityTooLarge:
            return refuse(ApiError(413, "Request Entity Too Large"))
        return await self._answer(request, Call(self.world, bot, uploads), name, values)

    async def _answer(
        self, request: web.Request, call: Call, name: str, values: Json
    ) -> web.StreamResponse:
        started = self.world.clock.monotonic()
        chat = as_chat_id(values.get("chat_id"))
        topic = as_chat_id(values.get("message_thread_id"))
        strike = self.faults.strike(name, chat, topic) if self.faults.plan.rules else None
        unknown: tuple[str, ...] = ()
        response: web.StreamResponse | None = None
        if strike is not None and not strike.rule.after_processing:
            response = await self._hurt(request, strike)
            if strike.rule.kind == "general":
                values.pop("message_thread_id", None)
        if response is None:
            try:
                body, unknown = await self.execute(call, name, values)
                response = web.Response(body=body, content_type="application/json")
            except ApiError as error:
                response = refuse(error)
        if strike is not None and strike.rule.after_processing:
            response = await self._hurt(request, strike) or response
        took_ms = (self.world.clock.monotonic() - started) * 1000
        fault = None if strike is None else strike.rule.kind
        self.journal.add(
            Line(
                self.world.clock.now(),
                call.bot.id,
                name,
                response.status,
                chat,
                took_ms,
                fault,
                unknown,
            )
        )
        return response

    async def execute(self, call: Call, name: str, values: Json) -> tuple[bytes, tuple[str, ...]]:
        """Run a method; its answer as it goes over the wire, and the parameters nobody knows."""
        checked = await self._models()
        entry, method = checked(name, values, strict=self.world.settings.strict)
        unknown = tuple(method.model_extra or ())
        if entry.handler is None:
            return await self._poll(call.bot, cast("GetUpdates", method)), unknown
        if entry.limited:
            self._check_limits(call.bot, entry, method)
        result = entry.handler(call, method)
        if result is True:
            return _OK, unknown
        return _success(self.world.files.as_seen_by(call.bot.id, result)), unknown

    async def run_silently(self, call: Call, name: str, values: Json) -> None:
        """A method given in a webhook's reply: it leaves a line in the journal and nothing else."""
        status = 200
        try:
            await self.execute(call, name, values)
        except ApiError as error:
            status = error.code
        chat = as_chat_id(values.get("chat_id"))
        line = Line(self.world.clock.now(), call.bot.id, name, status, chat, 0.0, None, ())
        self.journal.add(line)

    def _check_limits(self, bot: Bot, entry: Entry, method: Model) -> None:
        chat_id = as_chat_id(getattr(method, "chat_id", None))
        album = getattr(method, "media", None)
        count = len(album) if isinstance(album, list) else 1
        if chat_id is not None:
            self.limits.check(bot.id, chat_id, is_edit=entry.limited == "edit", count=count)

    async def _poll(self, bot: Bot, method: GetUpdates) -> bytes:
        bot.serving = True
        bot.updates.set_allowed(method.allowed_updates)
        limit = min(max(method.limit or _BATCH, 1), _BATCH)
        timeout_s = min(max(method.timeout or 0, 0), _LONGEST_POLL_S)
        found = await bot.updates.poll(offset=method.offset, limit=limit, timeout_s=timeout_s)
        dealt = self.faults.deal(found)
        return b'{"ok":true,"result":[%s]}' % ",".join(one.text for one in dealt).encode()

    async def _hurt(self, request: web.Request, strike: Strike) -> web.StreamResponse | None:
        """What the bot gets instead of its answer; None if it gets the answer after all."""
        rule = strike.rule
        if rule.kind == "general":
            return None
        if rule.kind == "slow":
            await asyncio.sleep(rule.seconds)
            return None
        if rule.kind == "retry_after":
            return refuse(too_many_requests(strike.retry_after))
        if rule.kind == "error":
            words = rule.description or _REASONS.get(rule.status, "Bad Request")
            return refuse(ApiError(rule.status, words))
        if rule.kind == "html":
            title = f"{rule.status} {_REASONS.get(rule.status, 'Error')}"
            html = _NGINX.format(title)
            return web.Response(status=rule.status, text=html, content_type="text/html")
        if rule.kind == "timeout":
            await asyncio.sleep(rule.seconds)
        return _hang_up(request)


def refuse(error: ApiError) -> web.Response:
    """A refusal as Telegram sends it."""
    wait = (error.parameters or {}).get("retry_after")
    headers = {} if wait is None else {"Retry-After": str(wait)}
    return web.json_response(error.as_json(), status=error.code, headers=headers)


def _success(result: object) -> bytes:
    return b'{"ok":true,"result":%s}' % json.dumps(result, ensure_ascii=False).encode(
        "utf-8", "surrogatepass"
    )


def _hang_up(request: web.Request) -> web.StreamResponse:
    """Close the connection without a word."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response(status=499)


async def download(request: web.Request) -> web.StreamResponse:
    """`/file/bot<token>/<path>`."""
    world: World = request.app[WORLD]
    token = request.match_info["token"]
    try:
        bot = world.bot_of_token(token)
    except ApiError as error:
        return refuse(error)
    stored = world.files.by_path.get((bot.id, request.match_info["path"]))
    if stored is None:
        return refuse(ApiError(404, "Not Found"))
    contents = world.files.contents.find(stored.unique_id)
    return file_response(contents, "application/octet-stream")
