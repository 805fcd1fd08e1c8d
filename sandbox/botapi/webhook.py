"""Posting updates to a bot's webhook, as stubbornly and as orderly as Telegram does.

One update of a queue is under way at a time (a person's taps, or one chat); a refusal is retried at
once, then after 2 s, doubling to a minute or two, until the update is too old.
"""

from __future__ import annotations

import asyncio
from collections import deque
from email import message_from_bytes
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

import aiohttp

from sandbox.botapi.bodies import json_values
from sandbox.botapi.methods.access import Call
from sandbox.messenger.errors import ApiError

if TYPE_CHECKING:
    import random

    from sandbox.botapi.gateway import Gateway
    from sandbox.messenger.people import Bot
    from sandbox.messenger.shapes import Json
    from sandbox.messenger.tasks import TaskGroup
    from sandbox.messenger.updates import Update

_SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - a header's name
_ANSWER_S = 60
_FIRST_WAIT_S = 2.0
_WAIT_CAP_S = (60.0, 120.0)
_LONGEST_RETRY_AFTER_S = 3600.0
_MULTIPLE_CHOICES = 300


class WebhookSender:
    """Delivers one bot's updates while it has a webhook."""

    def __init__(self, bot: Bot, gateway: Gateway, tasks: TaskGroup, chance: random.Random) -> None:
        self._bot = bot
        self._gateway = gateway
        self._tasks = tasks
        self._random = chance
        self._queues: dict[str, deque[Update]] = {}
        self._slots = asyncio.Semaphore(bot.webhook.max_connections)
        self._session: aiohttp.ClientSession | None = None
        self._taken: set[int] = set()
        bot.updates.on_add = self.push
        bot.updates.on_webhook = self.restart

    def restart(self) -> None:
        """A webhook was set: everything that waits goes there."""
        self._slots = asyncio.Semaphore(self._bot.webhook.max_connections)
        for update in self._bot.updates.batch(len(self._bot.updates.pending)):
            if all(update not in queue for queue in self._queues.values()):
                self.push(update)

    def push(self, update: Update) -> None:
        """A new update; without a webhook it only waits for a poller."""
        if not self._bot.updates.webhook_set:
            return
        queue = self._queues.get(update.key)
        if queue is not None:
            queue.append(update)
            return
        self._queues[update.key] = deque([update])
        self._tasks.spawn(self._drain(update.key), f"webhook {update.key}")

    async def close(self) -> None:
        """Close the connections; the tasks belong to the task group."""
        if self._session is not None:
            await self._session.close()

    async def _drain(self, key: str) -> None:
        """Deliver one queue until it is empty, then end."""
        queue = self._queues[key]
        try:
            while queue and self._bot.updates.webhook_set:
                window = min(len(queue), self._gateway.faults.plan.updates.window)
                taken = [queue.popleft() for _ in range(window)]
                for update in self._gateway.faults.deal(taken):
                    await self._deliver(update)
                for update in taken:
                    self._settle(update)
        finally:
            del self._queues[key]

    async def _deliver(self, update: Update) -> None:
        """Try until it is taken, too old, or the webhook is gone."""
        wait = 0.0
        clock = self._gateway.world.clock
        while self._is_due(update):
            async with self._slots:
                error, retry_after = await self._post(update)
            if error is None:
                break
            self._bot.webhook.last_error = error
            self._bot.webhook.last_error_date = int(clock.now())
            self._gateway.world.storage.keep(self._bot)
            await asyncio.sleep(wait if retry_after is None else retry_after)
            cap = self._random.uniform(*_WAIT_CAP_S)
            wait = min(wait * 2, cap) if wait else _FIRST_WAIT_S
        else:
            return
        self._taken.add(update.id)

    def _settle(self, update: Update) -> None:
        """Forget an update once every copy of it was taken; one that was not keeps waiting."""
        if update.id in self._taken:
            self._taken.discard(update.id)
            self._bot.updates.drop(update.id)

    def _is_due(self, update: Update) -> bool:
        queue = self._bot.updates
        alive = update.expires_at > self._gateway.world.clock.now()
        return queue.webhook_set and update.id in queue.pending and alive

    async def _post(self, update: Update) -> tuple[str | None, float | None]:
        """One try: what went wrong, if anything, and how long the bot asks to wait."""
        hook = self._bot.webhook
        headers = {"Content-Type": "application/json"}
        if hook.secret_token is not None:
            headers[_SECRET_HEADER] = hook.secret_token
        session = self._open_session()
        try:
            async with session.post(
                hook.url, data=update.text.encode(), headers=headers, allow_redirects=False
            ) as response:
                body = await response.read()
                if not response.ok or response.status >= _MULTIPLE_CHOICES:
                    words = f"Wrong response from the webhook: {response.status} {response.reason}"
                    return words, _retry_after(response.headers.get("Retry-After"))
                content_type = response.headers.get("Content-Type", "")
        except TimeoutError:
            return "Read timeout expired", None
        except aiohttp.ClientError as error:
            return f"Connection failed: {type(error).__name__}", None
        await self._run_reply(body, content_type)
        return None, None

    async def _run_reply(self, body: bytes, content_type: str) -> None:
        """A method in the reply's body is executed; nobody hears how it went."""
        try:
            values = _reply_values(body, content_type)
        except ApiError:
            return
        name = values.pop("method", None)
        if not isinstance(name, str) or name.lower() in {"getupdates", "setwebhook"}:
            return
        call = Call(self._gateway.world, self._bot)
        await self._gateway.run_silently(call, name, values)

    def _open_session(self) -> aiohttp.ClientSession:
        if self._session is None:
            timeout = aiohttp.ClientTimeout(total=_ANSWER_S)
            self._session = aiohttp.ClientSession(timeout=timeout)
        return self._session


def _retry_after(header: str | None) -> float | None:
    try:
        return min(max(float(header or ""), 0.0), _LONGEST_RETRY_AFTER_S)
    except ValueError:
        return None


def _reply_values(body: bytes, content_type: str) -> Json:
    if not body:
        return {}
    if content_type.startswith("multipart/form-data"):
        return _multipart_values(body, content_type)
    if content_type.startswith("application/x-www-form-urlencoded"):
        return dict(reversed(parse_qsl(body.decode("utf-8", "replace"))))
    return json_values(body)


def _multipart_values(body: bytes, content_type: str) -> Json:
    """The text fields of a multipart reply; files in replies are left to real requests."""
    message = message_from_bytes(f"Content-Type: {content_type}\r\n\r\n".encode() + body)
    values: Json = {}
    for part in message.walk():
        name = part.get_param("name", header="content-disposition")
        payload = part.get_payload(decode=True)
        if isinstance(name, str) and isinstance(payload, bytes):
            values[name] = payload.decode("utf-8", "replace")
    return values
