"""Delivers calls of one bot: answers at once, messages within the messenger's limits.

Every call ends as sent, failed, unknown or dropped. A message is marked `sending` before it
leaves; one whose outcome nobody saw is sent again only if it is a receipt: hearing of one's own act
twice is harmless, a person's words or the town's news twice are not.
"""

from __future__ import annotations

import asyncio
from collections.abc import Hashable
from dataclasses import replace
from time import monotonic

import structlog

from bot.replies import Priority
from bot.runtime import displays, outbox
from bot.runtime.allowance import Allowance
from bot.runtime.attachments import by_file_id
from bot.runtime.cards import CardRedrawer
from bot.runtime.composing import simpler, undelivered
from bot.runtime.core import Core, within
from bot.runtime.displays import DisplayedCard
from bot.runtime.outbox import Mark, OutboxCall
from bot.runtime.pacing import CARD_EVERY_S, Schedule
from bot.runtime.settling import Settling, sent
from bot.runtime.topics import Topics
from bot.runtime.transport import (
    FORBIDDEN,
    Again,
    Moved,
    Outcome,
    Refused,
    Sent,
    Transport,
    Unseen,
    Wait,
    pause_s,
)
from services.kernel.errors import Retryable
from services.people.identity import set_blocked

ANSWER_LIFE_MS = 15_000  # after that the messenger has given up waiting
ANSWER_AGAIN_S = 0.2
ANSWER_AGAIN_MAX_S = 3.0
ANSWERERS = 12
IN_FLIGHT_MAX = 8
TRIES_MAX = 12
STOP_FLIGHT_S = 2.0
BACKOFF_MAX_S = 30.0
NOT_MODIFIED = "message is not modified"
WAITING_CHATS = 3  # so many chats told to wait at once mean that all must

log = structlog.get_logger()


class Sender:
    """The sender of one bot. `submit` never blocks and never fails."""

    def __init__(
        self, core: Core, transport: Transport, settling: Settling, cards: CardRedrawer
    ) -> None:
        self.allowance = Allowance()
        self.topics = Topics(core, transport)
        self._core = core
        self._transport = transport
        self._settling = settling
        self._cards = cards
        self._answers: asyncio.Queue[OutboxCall] = asyncio.Queue()
        self._schedule: Schedule[OutboxCall | DisplayedCard] = Schedule(counted=transport.limits)
        self._news = asyncio.Event()
        self._room = asyncio.Semaphore(IN_FLIGHT_MAX)
        self._open: set[str] = set()
        self._waiting: dict[str, list[OutboxCall]] = {}
        self._tries: dict[str, int] = {}
        self._told_to_wait: dict[int, float] = {}
        self._file_ids: dict[str, str] = {}
        self._stopping = False
        self._idle = asyncio.Event()  # set whenever the last open call has ended
        self._flying: set[asyncio.Task[None]] = set()

    async def start(self) -> None:
        """Take up what an earlier run owed, then deliver."""
        bot_id, spawn = self._transport.bot_id, self._core.supervisor.spawn
        self._file_ids = await self._core.database.read(lambda c: outbox.file_ids(c, bot_id))
        owed = await self._core.database.read(lambda c: outbox.owed(c, bot_id))
        for number in range(ANSWERERS):
            spawn(self._answer_forever(), f"answerer {bot_id}.{number}")
        spawn(self._send_forever(), f"sender {bot_id}")
        spawn(self._settling.run(self._ended), f"settler {bot_id}")
        spawn(self._cards.run(self._draw), f"cards {bot_id}")
        self.submit([call for call in owed if not self._forget(call)])
        self._cards.notice(None)

    def submit(self, calls: list[OutboxCall]) -> None:
        self._open.update(call.key for call in calls)
        if self._open:
            self._idle.clear()
        for call in calls:
            older = self.allowance.owe(call)
            if older is not None:
                self._schedule.discard(older, queue=older.chat_id)
                self._settling.put(Mark(older, "dropped", "answered anew"))
            self._admit(call)
        self._news.set()

    def _draw(self, card: DisplayedCard) -> None:
        # What is blanked does not wait until the same card may be drawn again.
        queue = (card.chat_id, card.card, card.priority is displays.AT_ONCE)
        self._schedule.put(card, chat=card.chat_id, priority=card.priority, queue=queue)
        self._news.set()

    async def drain(self, seconds: float) -> None:
        """Give what is due a last chance to leave; the rest stays in the outbox."""
        if self._open:
            await within(seconds, self._idle.wait())
        self._stopping = True
        if self._flying:
            await asyncio.wait(self._flying, timeout=STOP_FLIGHT_S)
        # A blocked database must not hold up the stop.
        await within(STOP_FLIGHT_S, self._settling.flush())

    def _ended(self, mark: Mark) -> None:
        """A call has ended: those that waited for it may go."""
        if mark.file is not None:
            asset, self._file_ids[asset] = mark.file
        self.allowance.ended(mark.call)
        key = mark.call.key
        self._open.discard(key)
        if not self._open:
            self._idle.set()
        self._tries.pop(key, None)
        for call in self._waiting.pop(key, ()):
            self._admit(call)
        self._news.set()

    def _forget(self, call: OutboxCall) -> bool:
        if call.resend and call.priority in (Priority.CHAT, Priority.BROADCAST):
            self._settling.put(Mark(call, "unknown", "stopped while sending"))
            return True
        return False

    def _admit(self, call: OutboxCall) -> None:
        early_ms = call.created_ms + call.held_ms - self._core.clock.now_ms()
        if call.held_ms and early_ms > 0:  # beside its chat's queue: nothing else waits for it
            asyncio.get_running_loop().call_later(early_ms / 1000, self._admit_held, call)
        elif call.waits_for and call.waits_for in self._open:
            self._waiting.setdefault(call.waits_for, []).append(call)
        elif call.priority is Priority.ANSWER:
            self._answers.put_nowait(call)
        else:
            self._schedule.put(call, chat=call.chat_id, priority=call.priority)

    def _admit_held(self, call: OutboxCall) -> None:
        self._admit(replace(call, held_ms=0))
        self._news.set()

    async def _answer_forever(self) -> None:
        while True:
            await self._answer(await self._answers.get())

    async def _answer(self, call: OutboxCall) -> None:
        tries = 0
        while self._core.clock.now_ms() - call.created_ms < ANSWER_LIFE_MS:
            outcome = await self._transport.call(call.method, call.params, timeout_s=10)
            if isinstance(outcome, Sent):
                return self._settling.put(Mark(call, "sent"))
            if isinstance(outcome, Refused):
                return self._settling.put(Mark(call, "failed", outcome.description))
            # Answering twice is harmless, so an unseen outcome is tried again too.
            if isinstance(outcome, Wait) and outcome.seconds * 1000 >= ANSWER_LIFE_MS:
                break
            tries += 1
            await asyncio.sleep(
                pause_s(outcome, tries, first_s=ANSWER_AGAIN_S, most_s=ANSWER_AGAIN_MAX_S)
            )
        return self._settling.put(Mark(call, "dropped", "too late"))

    async def _send_forever(self) -> None:
        while True:
            await self._room.acquire()
            taken = await self._next()
            flight = self._core.supervisor.spawn(self._deliver(*taken), "letter")
            self._flying.add(flight)
            flight.add_done_callback(self._flying.discard)

    async def _next(self) -> tuple[Hashable, OutboxCall | DisplayedCard]:
        while True:
            self._news.clear()
            now = monotonic()
            taken = None if self._stopping else self._schedule.next(now)
            if taken is not None:
                if isinstance(taken[1], OutboxCall):
                    self.allowance.leaves(taken[1])
                return taken
            wake = None if self._stopping else self._schedule.wake_at(now)
            await within(None if wake is None else max(wake - now, 0.0005), self._news.wait())

    async def _deliver(self, queue: Hashable, item: OutboxCall | DisplayedCard) -> None:
        not_before = 0.0
        try:
            if isinstance(item, DisplayedCard):
                not_before = await self._redraw(queue, item)
            else:
                not_before = await self._send(queue, item)
        except Retryable:
            self._schedule.put_back(item, queue=queue, priority=item.priority)
            not_before = monotonic() + 1
        except Exception:  # a call that cannot even be composed must not stop the others
            log.exception("letter_broken", queue=str(queue))
            if isinstance(item, OutboxCall):
                self._settling.put(Mark(item, "failed", "broken"))
        finally:
            self._schedule.release(queue, monotonic(), not_before=not_before)
            self._room.release()
            self._news.set()

    async def _redraw(self, queue: Hashable, item: DisplayedCard) -> float:
        outcome = await self._cards.redraw(self._transport, item)
        if isinstance(outcome, Wait | Again | Unseen):
            self._schedule.put_back(item, queue=queue, priority=item.priority)
            return self._pause(item.chat_id, f"card {queue}", outcome)
        if isinstance(outcome, Moved):
            await self._move(item.chat_id, outcome.chat_id)
        self._tries.pop(f"card {queue}", None)
        return monotonic() + CARD_EVERY_S

    async def _send(self, queue: Hashable, call: OutboxCall) -> float:
        if not await self._core.database.write(lambda c: outbox.mark_sending(c, call)):
            self._settling.put(Mark(call, "dropped", "town blanked"))
            return 0.0
        outcome = await self.topics.deliver(call, self._call)
        if isinstance(outcome, Refused) and NOT_MODIFIED in outcome.description:
            outcome = Sent({"message_id": call.params["message_id"]})  # it shows just that
        if isinstance(outcome, Sent):
            self._told_to_wait.pop(call.chat_id, None)
            self._settling.put(sent(call, outcome))
            return 0.0
        if isinstance(outcome, Refused):
            if outcome.code == FORBIDDEN and call.chat_id > 0:
                # They have shut the bot out: nothing is addressed to them until they come back.
                bot_id, chat = call.bot_id, call.chat_id
                await self._core.database.write(
                    lambda c: set_blocked(c, bot_id, chat, blocked=True)
                )
            return self._fail(queue, call, outcome.description)
        if isinstance(outcome, Moved):
            await self._move(call.chat_id, outcome.chat_id)
            moved = call.params | {"chat_id": outcome.chat_id}
            self._admit(replace(call, chat_id=outcome.chat_id, params=moved, resend=True))
            return 0.0
        if isinstance(outcome, Unseen) and call.priority is not Priority.RECEIPT:
            self._settling.put(Mark(call, "unknown", outcome.reason))
            return 0.0
        return self._again(queue, call, outcome)

    async def _call(self, call: OutboxCall) -> Outcome:
        held = by_file_id(call.params, call.attachment, self._file_ids, call.bot_id)
        if call.method != outbox.EDIT_METHOD:
            return await self._transport.call(call.method, *held)
        async with self._cards.turn_to_edit(call.chat_id):
            return await self._transport.call(call.method, *held)

    def _again(self, queue: Hashable, call: OutboxCall, outcome: Wait | Again | Unseen) -> float:
        if self._tries.get(call.key, 0) >= TRIES_MAX:
            if not isinstance(outcome, Unseen):
                return self._fail(queue, call, "gave up")
            self._settling.put(Mark(call, "unknown", "gave up"))
            return 0.0
        unseen = call.resend or isinstance(outcome, Unseen)
        self._schedule.put_back(replace(call, resend=unseen), queue=queue, priority=call.priority)
        return self._pause(call.chat_id, call.key, outcome)

    def _fail(self, queue: Hashable, call: OutboxCall, reason: str) -> float:
        """End a call that was refused, unless it can go plainer: flat, or as its words alone."""
        plainer = None if reason.startswith("Forbidden") else simpler(call)
        if plainer is None:
            notice = undelivered(call, reason, self._core.clock.now_ms())
            self._settling.put(Mark(call, "failed", reason, notice=notice))
        else:
            self._schedule.put_back(plainer, queue=queue, priority=call.priority)
        return 0.0

    def _pause(self, chat_id: int, key: str, outcome: Wait | Again | Unseen) -> float:
        now = monotonic()
        if isinstance(outcome, Wait):
            until = now + outcome.seconds
            self._schedule.hold_chat(chat_id, until)
            waiting = {chat: t for chat, t in self._told_to_wait.items() if t > now}
            self._told_to_wait = waiting | {chat_id: until}
            if len(self._told_to_wait) >= WAITING_CHATS:
                self._schedule.hold_all(until)
            return until
        tries = self._tries[key] = self._tries.get(key, 0) + 1
        return now + pause_s(outcome, tries, first_s=1, most_s=BACKOFF_MAX_S)

    async def _move(self, old: int, new: int) -> None:
        bot_id = self._transport.bot_id
        await self._core.database.write(lambda c: outbox.move_chat(c, bot_id, old, new))
