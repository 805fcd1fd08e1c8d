"""Named points of the program at which a life can end: real functions, wrapped, never replaced.

Only the one point of an order is wrapped, so every other life runs the program as it is.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from inspect import iscoroutinefunction
from itertools import count
from threading import Timer
from typing import Any

from bot.runtime import database, displays, inbox, outbox
from bot.runtime.instance import BotInstance
from bot.runtime.perform import Performer
from bot.runtime.program import Program
from bot.runtime.receiver import Intake
from bot.runtime.transport import Transport
from bot.runtime.worker import Worker
from services import modules
from services.modules import Wiring
from services.money.envelopes import taking
from tests.chaos import breaches

SENDING = frozenset({"sendMessage", "sendPhoto", "sendVoice"})
ANSWERING = frozenset({"answerCallbackQuery"})
DRAWING = frozenset({"editMessageText"})
POLLING = frozenset({"getUpdates"})


@dataclass(frozen=True, slots=True)
class Point:
    """Before or after a function; `often`: about how many passages a short life sees."""

    owner: Any
    name: str
    after: bool
    often: int
    methods: frozenset[str] = frozenset()  # of the API, where the function is a call of it


POINTS = {
    # a restart
    "starting": Point(Program, "start", False, 1),
    "recovering_inbox": Point(inbox, "undone", True, 1),
    "recovering_outbox": Point(outbox, "owed", True, 1),
    "taking_up": Point(Worker, "start", True, 1),
    "opening": Point(BotInstance, "listen", False, 1),
    # an update
    "polled": Point(Transport, "call", True, 3, POLLING),
    "storing": Point(inbox, "store", True, 3),
    "stored": Point(Intake, "take", True, 3),
    "acting": Point(Performer, "update", False, 10),
    "share_counted": Point(taking, "count_down", True, 2),
    "share_paid": Point(taking, "_pay", True, 2),
    "before_done": Point(inbox, "finish", False, 10),
    "after_done": Point(inbox, "finish", True, 10),
    "posted": Point(outbox, "enqueue", True, 10),
    "committed": Point(database, "_tell", False, 15),
    # a call
    "leaving": Point(outbox, "mark_sending", True, 8),
    "sending": Point(Transport, "call", False, 6, SENDING),
    "sent": Point(Transport, "call", True, 6, SENDING),
    "answering": Point(Transport, "call", False, 6, ANSWERING),
    "answered": Point(Transport, "call", True, 6, ANSWERING),
    "settling": Point(outbox, "settle", True, 8),
    "drawing": Point(Transport, "call", False, 3, DRAWING),
    "drawn": Point(Transport, "call", True, 3, DRAWING),
    "card_noted": Point(displays, "drawn", True, 3),
    # the town by itself
    "timer_taken": Point(modules, "take", True, 1),
    "timer_run": Point(Performer, "timer", True, 1),
    "delivered": Point(Wiring, "run_delivered", True, 1),
}
IN_THE_GAP = "gap"  # of a breach; the program as it is has none
# PostgreSQL commits in a pool of threads instead of one writer's batches.
ON_POSTGRESQL = {"committed": Point(database.Database, "_transact", True, 30)}


def arm(point: str, passage: int, delay_ms: int = 0) -> None:
    """Die at the n-th passage of a point, or so many milliseconds after it."""
    passages = count(1)

    def pass_by() -> None:
        if next(passages) == passage:
            if delay_ms:
                Timer(delay_ms / 1000, die).start()
            else:
                die()

    gap = Point(breaches, "gap", False, 1) if point == IN_THE_GAP else None
    for chosen in filter(None, (gap, POINTS.get(point), ON_POSTGRESQL.get(point))):
        wrap(chosen, pass_by)


def die() -> None:
    """As from outside: no handler, no flush, no goodbye."""
    os.kill(os.getpid(), signal.SIGKILL)


def wrap(point: Point, pass_by: Callable[[], None]) -> None:
    """Have each passage of a point noticed."""
    real = getattr(point.owner, point.name)

    def counts(args: tuple[Any, ...]) -> bool:
        return not point.methods or args[1] in point.methods

    @wraps(real)
    async def waiting(*args: Any, **kwargs: Any) -> Any:
        if not point.after and counts(args):
            pass_by()
        result = await real(*args, **kwargs)
        if point.after and counts(args):
            pass_by()
        return result

    @wraps(real)
    def working(*args: Any, **kwargs: Any) -> Any:
        if not point.after and counts(args):
            pass_by()
        result = real(*args, **kwargs)
        if point.after and counts(args):
            pass_by()
        return result

    setattr(point.owner, point.name, waiting if iscoroutinefunction(real) else working)
