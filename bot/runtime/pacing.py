"""Who is sent to next: priority, order within a chat, the messenger's limits. Pure of any I/O.

Times are monotonic seconds handed in. A queue is one chat, or one card (whose edits wait for
nobody); both spend the limits of their chat.
"""

from __future__ import annotations

import heapq
from collections import deque
from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from bot.replies import Priority

T = TypeVar("T")

OVERALL_PER_S = 28  # Telegram speaks of 30; the rest is room for a jittery network
COPIES_PER_S = OVERALL_PER_S // 2  # of it for cards that are drawn again in many chats
PRIVATE_PER_S, PRIVATE_BURST = 1, 3
GROUP_EVERY_S, GROUP_BURST = 4.0, 3  # at most 18 in any minute, of the 20 allowed
CARD_EVERY_S = 3.0
PRUNE_EVERY_S = 60.0


@dataclass(slots=True)
class Meter:
    """A rate limit by the generic cell rate algorithm: one each `every_s`, `burst` at once."""

    every_s: float
    burst: int
    theoretical: float = 0.0  # when the next one is due if all came evenly

    def free_at(self) -> float:
        return self.theoretical - self.every_s * (self.burst - 1)

    def spend(self, now: float) -> None:
        self.theoretical = max(self.theoretical, now) + self.every_s


@dataclass(slots=True)
class _Queue(Generic[T]):
    chat: int
    items: deque[tuple[int, int, T]] = field(default_factory=deque)  # priority, number, item
    not_before: float = 0.0
    state: str = "idle"  # idle | listed | out | blocked
    rank: int = 0  # the best priority in it: what waits before an answer goes with it
    ticket: int = 0  # of its latest listing; earlier ones count no more


class Schedule(Generic[T]):
    """Items waiting to be sent, in priorities; hands out the next one whose limits allow it.

    Where the server counts nothing (`counted` is false), only its requests to wait hold items back.
    """

    def __init__(self, *, counted: bool = True) -> None:
        self._counted = counted
        self._queues: dict[Hashable, _Queue[T]] = {}
        self._ready: list[tuple[int, int, int, Hashable]] = []
        self._later: list[tuple[float, int, Hashable]] = []  # by ticket
        self._meters: dict[int, Meter] = {}
        self._held: dict[int, float] = {}
        self._overall = Meter(1 / OVERALL_PER_S, 2)
        self._copies = Meter(1 / COPIES_PER_S, 2)
        self._number = self._tickets = 0
        self._prune_at = 0.0

    def put(self, item: T, *, chat: int, priority: int, queue: Hashable = None) -> None:
        """Add an item to the end of its queue (its chat, unless another is named)."""
        name = chat if queue is None else queue
        waiting = self._queues.setdefault(name, _Queue(chat))
        self._number += 1
        waiting.items.append((priority, self._number, item))
        if waiting.state == "idle" or (waiting.state == "listed" and priority < waiting.rank):
            self._list(name, waiting, now=0.0)

    def put_back(self, item: T, *, queue: Hashable, priority: int) -> None:
        """Return an item that could not be sent to the head of its queue, which is out."""
        self._number += 1
        self._queues[queue].items.appendleft((priority, -self._number, item))

    def discard(self, item: T, *, queue: Hashable) -> None:
        waiting = self._queues[queue]
        waiting.items = deque(entry for entry in waiting.items if entry[2] is not item)

    def next(self, now: float) -> tuple[Hashable, T] | None:
        """Take the next item; its queue is out until `release`. None when nothing may go now."""
        self._wake(now)
        if now >= self._prune_at:
            self._prune(now)
        if not self._ready or self._due_at() > now:
            return None
        name = heapq.heappop(self._ready)[-1]
        queue = self._queues[name]
        if self._counted:
            self._overall.spend(now)
            if queue.rank >= Priority.COPY:
                self._copies.spend(now)
            self._meter(queue.chat).spend(now)
        queue.state = "out"
        return name, queue.items.popleft()[2]

    def wake_at(self, now: float) -> float | None:
        """When to ask again; None when only a new item or a release can change anything."""
        self._wake(now)
        ahead = [later[0] for later in self._later[:1]]
        ahead += [max(now, self._due_at())] if self._ready else []
        return min(ahead, default=None)

    def release(self, queue: Hashable, now: float, *, not_before: float = 0.0) -> None:
        """The item taken from a queue has ended; the queue's next may go after `not_before`."""
        waiting = self._queues[queue]
        waiting.not_before = max(waiting.not_before, not_before)
        if waiting.items:
            self._list(queue, waiting, now)
        elif waiting.not_before <= now:
            del self._queues[queue]
        else:
            waiting.state = "idle"

    def hold_chat(self, chat: int, until: float) -> None:
        self._held[chat] = max(self._held.get(chat, 0.0), until)

    def hold_all(self, until: float) -> None:
        self._overall.theoretical = max(
            self._overall.theoretical, until + self._overall.every_s * (self._overall.burst - 1)
        )

    def _prune(self, now: float) -> None:
        """Forget limits that are free again and queues that wait for nothing: they say nothing."""
        self._prune_at = now + PRUNE_EVERY_S
        self._held = {chat: until for chat, until in self._held.items() if until > now}
        self._meters = {chat: m for chat, m in self._meters.items() if m.theoretical > now}
        self._queues = {
            name: queue
            for name, queue in self._queues.items()
            if queue.items or queue.state != "idle" or queue.not_before > now
        }

    def _meter(self, chat: int) -> Meter:
        if chat not in self._meters:
            # Private chats have positive ids, groups negative ones.
            private, group = (1 / PRIVATE_PER_S, PRIVATE_BURST), (GROUP_EVERY_S, GROUP_BURST)
            self._meters[chat] = Meter(*(private if chat > 0 else group))
        return self._meters[chat]

    def _due_at(self) -> float:
        """When the first of the ready may go; copies are the last of them."""
        is_copy = self._ready[0][0] >= Priority.COPY
        return max(self._overall.free_at(), self._copies.free_at() if is_copy else 0.0)

    def _list(self, name: Hashable, queue: _Queue[T], now: float) -> None:
        if not queue.items:  # all were taken back
            queue.state = "idle"
            return
        self._tickets += 1
        queue.state, queue.ticket = "listed", self._tickets
        queue.rank = min(priority for priority, _, _ in queue.items)
        free = self._free_at(queue)
        if free <= now:
            heapq.heappush(self._ready, (queue.rank, queue.items[0][1], queue.ticket, name))
        else:
            heapq.heappush(self._later, (free, queue.ticket, name))

    def _listed(self, name: Hashable, ticket: int) -> _Queue[T] | None:
        """A queue as it was listed; None when it has been taken or listed better since."""
        queue = self._queues.get(name)
        return queue if queue and (queue.state, queue.ticket) == ("listed", ticket) else None

    def _wake(self, now: float) -> None:
        while self._later and self._later[0][0] <= now:
            _, ticket, name = heapq.heappop(self._later)
            if queue := self._listed(name, ticket):
                self._list(name, queue, now)
        self._drop_held(now)

    def _free_at(self, queue: _Queue[T]) -> float:
        """When a queue's next may go; a copy leaves room for an answer in a person's chat."""
        meter = self._meter(queue.chat)
        yields = queue.rank >= Priority.COPY and queue.chat > 0
        free = meter.theoretical if yields else meter.free_at()
        return max(queue.not_before, self._held.get(queue.chat, 0.0), free)

    def _drop_held(self, now: float) -> None:
        """Move ready queues whose chat has been held or has spent its limit meanwhile."""
        while self._ready:
            _, _, ticket, name = self._ready[0]
            queue = self._listed(name, ticket)
            if queue is None:
                heapq.heappop(self._ready)
                continue
            if queue.items and self._free_at(queue) <= now:
                return
            heapq.heappop(self._ready)
            self._list(name, queue, now)
