"""Messages of conversations into the topics of one bot's private chats.

A topic is made when it is first needed. The topic that comes back is compared: what cannot stand in
its own stands in the flat chat, where it says from whom it is, and never in somebody else's.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from zlib import crc32

import structlog

from bot.runtime import conversations
from bot.runtime.core import Core
from bot.runtime.outbox import OutboxCall
from bot.runtime.transport import Outcome, Refused, Sent, Transport, Wait

AGAIN_MS = 600_000  # a topic that was lost is made anew after so long, not with every message
COLOURS = (7322096, 16766590, 13338331, 9367192, 16749490, 16478047)  # the messenger's own
NAME_MAX = 128

log = structlog.get_logger()
Send = Callable[[OutboxCall], Awaitable[Outcome]]


class Topics:
    def __init__(self, core: Core, transport: Transport) -> None:
        self.are_on = False  # as the messenger says of the bot
        self._database = core.database
        self._clock = core.clock
        self._registry = core.performer.registry
        self._transport = transport
        self._not_before: dict[tuple[int, str], int] = {}

    async def deliver(self, call: OutboxCall, send: Send) -> Outcome:
        """Send a call into its conversation's topic, or else flat."""
        if not (self.are_on and call.talk and call.chat_id > 0):
            return await send(call)
        thread = await self._thread(call)
        if isinstance(thread, Wait):
            return thread
        if thread is None:
            return await send(call)
        outcome = await send(replace(call, params=call.params | {"message_thread_id": thread}))
        if isinstance(outcome, Refused) and _is_about_topics(outcome):
            await self._lose(call)
            return await send(call)
        if isinstance(outcome, Sent) and (landed := _topic_of(outcome.result)) != thread:
            await self._lose(call)
            if landed is not None:
                await self._take_back(call, outcome)
                return await send(call)
        return outcome

    async def _thread(self, call: OutboxCall) -> int | Wait | None:
        """The topic's number; None where none can be had now."""
        place = (call.bot_id, call.chat_id, call.talk)
        found = await self._database.read(lambda c: conversations.thread_of(c, *place))
        if found is not None:
            return found
        now_ms, chat = self._clock.now_ms(), call.chat_id
        if any(now_ms < self._not_before.get((chat, of), 0) for of in (call.talk, "")):
            return None
        title = await self._database.read(lambda c: self._registry.talk_title(c, call.talk))
        if not title:
            return None
        colour = COLOURS[crc32(call.talk.encode()) % len(COLOURS)]
        made = {"chat_id": chat, "name": title[:NAME_MAX], "icon_color": colour}
        outcome = await self._transport.call("createForumTopic", made)
        if isinstance(outcome, Wait):
            return outcome
        told = outcome.result if isinstance(outcome, Sent) else None
        thread = told.get("message_thread_id") if isinstance(told, dict) else None
        if not isinstance(thread, int):
            self._not_before[chat, ""] = now_ms + AGAIN_MS
            return None
        await self._database.write(lambda c: conversations.keep_topic(c, *place, thread))
        return thread

    async def _lose(self, call: OutboxCall) -> None:
        log.warning("topic_lost", chat=call.chat_id)
        self._not_before[call.chat_id, call.talk] = self._clock.now_ms() + AGAIN_MS
        place = (call.bot_id, call.chat_id, call.talk)
        await self._database.write(lambda c: conversations.drop_topic(c, *place))

    async def _take_back(self, call: OutboxCall, sent: Sent) -> None:
        """It stands where somebody else is talked to: away with it."""
        message = {"chat_id": call.chat_id, "message_id": sent.result["message_id"]}
        await self._transport.call("deleteMessage", message)


def _topic_of(message: object) -> int | None:
    """Where a message stands; None is the general topic."""
    if not isinstance(message, dict) or not message.get("is_topic_message"):
        return None
    thread = message.get("message_thread_id")
    return thread if isinstance(thread, int) else None


def _is_about_topics(refused: Refused) -> bool:
    described = refused.description.casefold()
    return "thread" in described or "topic" in described
