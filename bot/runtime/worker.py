"""Takes updates from the inbox to their end: done, told no, or parked. One at a time per chat.

A handler only parses; everything that counts happens in `Performer`, in one transaction. What goes
wrong is one of three: the town says no (told), the database was in the way (tried again), a bug
(tried a few times, then parked where /health shows it).
"""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import replace
from functools import partial
from uuid import uuid4

import structlog
from aiogram import Bot, Dispatcher
from aiogram.dispatcher.event.bases import UNHANDLED
from aiogram.types import Update
from pydantic import ValidationError

from bot.acts import Access, Admission, act
from bot.replies import Answer, Message, RemoveMessage, Replies, say
from bot.runtime import inbox
from bot.runtime.admission import completed, filled, is_storable, order_key, with_plain_command
from bot.runtime.allowance import SLOWLY, Allowance
from bot.runtime.core import Core
from bot.runtime.inbox import MAX_TRIES, AlreadyDone, Received
from bot.runtime.perform import Cause, Outgoing, WordsAnswer
from services.kernel.errors import NotInTown, Retryable, RuleError, TownPaused, Unheard
from services.people.identity import known

RETRY_PAUSE_S = 0.05
RETRY_PAUSE_MAX_S = 5.0

log = structlog.get_logger()


class Worker:
    def __init__(self, core: Core, bot: Bot, dispatcher: Dispatcher, allowance: Allowance) -> None:
        self._core = core
        self._bot = bot
        self._dispatcher = dispatcher
        self._allowance = allowance
        self._queues: dict[int, deque[tuple[Received, Update | None]]] = {}
        self._held: set[int] = set()
        self._idle = asyncio.Event()
        self._idle.set()
        self.username = ""
        self.has_topics = False

    async def start(self) -> None:
        """Take up what an earlier run had stored but not done."""
        self.take(await self._core.database.read(partial(inbox.undone, bot_id=self._bot.id)))

    def take(self, received: list[Received]) -> None:
        """Work on stored updates; those of one chat stay in order, one already held is not two."""
        for one in received:
            if one.update_id in self._held:
                continue
            self._held.add(one.update_id)
            update = self._parsed(one)
            key = 0 if update is None else order_key(update)
            queue = self._queues.get(key)
            if queue is None:
                self._queues[key] = deque([(one, update)])
                self._idle.clear()
                self._core.supervisor.spawn(self._work_off(key), "updates")
            else:
                queue.append((one, update))

    async def drain(self) -> None:
        await self._idle.wait()

    async def _work_off(self, key: int) -> None:
        queue = self._queues[key]
        while queue:
            received, update = queue[0]
            await self._finish(received, update)
            queue.popleft()
            self._held.discard(received.update_id)
        del self._queues[key]
        if not self._queues:
            self._idle.set()

    async def _finish(self, received: Received, update: Update | None) -> None:
        cause = self._cause(received, update)
        tries, pause = received.tries, RETRY_PAUSE_S
        while True:
            try:
                return self._core.submit(await self._attempt(cause, update))
            except AlreadyDone:
                return None
            except Retryable as obstacle:
                log.warning("obstructed", reason=str(obstacle), update=cause.key)
            except Exception as error:  # a bug of ours must not stop the other updates
                tries += 1
                incident = uuid4().hex[:8]
                log.exception("update_failed", update=cause.key, incident=incident, tries=tries)
                if await self._gave_up(cause, incident, at_once=isinstance(error, Unreadable)):
                    return None
            await asyncio.sleep(pause)
            pause = min(pause * 2, RETRY_PAUSE_MAX_S)

    async def _attempt(self, cause: Cause, update: Update | None) -> Outgoing:
        if update is None:
            raise Unreadable
        performer = self._core.performer
        admission: Admission | Replies = ()  # as long as what was typed is not understood
        try:
            meant: Admission | Replies | None
            if self._is_too_fast(cause):
                cause, admission = self._slowly(cause)
            else:
                admission = await self._admission(cause, update)
            work = partial(performer.update, cause=cause, admission=admission)
            try:
                return await self._core.database.write(work)
            except WordsAnswer as words:
                cause = replace(cause, answers=words.asked)
                update = completed(update, words.asked)
                cause = filled(cause, update)
                meant = await self._admission(cause, update)
            except (Unheard, NotInTown, TownPaused) as why:
                meant = None if cause.command else await self._understood(update, why)
                if meant is None:
                    raise
            admission = meant
            work = partial(performer.update, cause=cause, admission=meant)
            return await self._core.database.write(work)
        except RuleError as refusal:
            log.info("refused", code=refusal.code, update=cause.key)
            work = partial(performer.refusal, cause=cause, error=refusal, admission=admission)
            return await self._core.database.write(work)

    def _is_too_fast(self, cause: Cause) -> bool:
        visitor = cause.visitor
        return bool(cause.typed and visitor and self._allowance.is_spent(visitor.tg_user_id))

    def _slowly(self, cause: Cause) -> tuple[Cause, Admission]:
        replies: Replies = (Answer(say("slowly_tap"), alert=True),)
        if not cause.query_id and cause.visitor is not None:
            chat_id = cause.visitor.tg_user_id
            replies = self._allowance.refuse(chat_id, cause.update_id, cause.typed)
        told = act(known).show(lambda _: replies).also_paused()
        return replace(cause, typed=SLOWLY), Admission(Access.ANYONE, told)

    async def _admission(self, cause: Cause, update: Update) -> Admission | Replies:
        if cause.visitor is None:
            return _tidied(update)
        answer = await self._dispatcher.feed_update(self._bot, update)
        if isinstance(answer, Admission):
            return answer
        if answer is not UNHANDLED and answer is not None:
            raise TypeError(f"a handler returned {type(answer).__name__}, not an Act")
        return await self._understood(update) or _fallback(update)

    async def _understood(self, update: Update, why: RuleError | None = None) -> Admission | None:
        """What words that nobody took, or so refused, may mean: they are offered once more."""
        answer = await self._dispatcher.feed_update(self._bot, update, unheard=why or True)
        return answer if isinstance(answer, Admission) else None

    async def _gave_up(
        self, cause: Cause, incident: str, *, at_once: bool, in_words: bool = True
    ) -> bool:
        write, park = self._core.database.write, self._core.performer.parked
        try:
            tries = await write(lambda c: inbox.failed_once(c, cause.bot_id, cause.update_id))
            if tries < MAX_TRIES and not at_once:
                return False
            self._core.submit(await write(lambda c: park(c, cause, incident, in_words=in_words)))
        except Retryable:
            return False
        except AlreadyDone:
            return True
        except Exception:  # nor may parking stop the others: once more without words, or not at all
            log.exception("parking_failed", update=cause.key, in_words=in_words)
            return not in_words or await self._gave_up(
                cause, incident, at_once=True, in_words=False
            )
        return True

    def _cause(self, received: Received, update: Update | None) -> Cause:
        cause = Cause(
            bot_id=received.bot_id,
            update_id=received.update_id,
            wall_ms=self._core.clock.now_ms(),
            bot_username=self.username,
            has_topics=self.has_topics,
        )
        return cause if update is None else filled(cause, update)

    def _parsed(self, received: Received) -> Update | None:
        try:
            raw = with_plain_command(received.payload)
            update = Update.model_validate(raw, context={"bot": self._bot})
        except ValidationError:
            return None
        return update if is_storable(received.payload) else None


class Unreadable(Exception):
    """An update that is none, or has numbers that nothing can keep: trying again cannot help."""


def _tidied(update: Update) -> Replies:
    """That home is pinned anew, which the messenger notes in the chat each time, tells nobody."""
    message = update.message
    if message is None or message.pinned_message is None or message.chat.type != "private":
        return ()
    return (RemoveMessage(message.message_id),)


def _fallback(update: Update) -> Replies:
    if update.callback_query is not None:
        return (Answer(say("unknown_button"), alert=True),)
    message = update.message
    if message is None or message.chat.type != "private":
        return ()
    return (Message(say("not_understood")),)
