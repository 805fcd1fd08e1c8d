"""What handlers return: the verb to run and the view that shows its result. Nothing runs here.

A handler parses and names a verb; the runtime checks the right to it, runs it inside the one
transaction of the update and turns the view's replies into outbox rows (ADR-0002).
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Concatenate, Generic, ParamSpec, TypeVar

from aiogram import Router
from aiogram.types import TelegramObject

from bot.replies import Replies
from services.kernel.town import UnitOfWork

D = TypeVar("D", bound=UnitOfWork)
P = ParamSpec("P")
T = TypeVar("T")


class Access(StrEnum):
    """Who may come into a router, and what its verbs are handed."""

    ANYONE = "anyone"  # a unit of work, with or without a known person
    PARTICIPANT = "participant"  # the town the visitor lives in
    FACILITATOR = "facilitator"  # a unit of work; the role was granted
    WORKSHOP = "workshop"  # the town the visitor runs; the role was granted
    ADMIN = "admin"  # a unit of work; the role was granted


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """A verb to run with the actor's unit of work or town, and the view of its result."""

    run: Callable[[Any], Any]
    view: Callable[[Any], Replies]
    name: str = ""  # of the verb, for the audit log
    while_paused: bool = False
    reads: bool = False

    def also_paused(self, *, reads: bool = True) -> Act:
        """Allowed while the facilitator has paused the town: reading, leaving, help.

        What only reads is answered once when it is asked again before its answer has left.
        """
        return replace(self, while_paused=True, reads=reads)


@dataclass(frozen=True, slots=True)
class Verb(Generic[T]):
    run: Callable[[Any], T]
    name: str

    def show(self, view: Callable[[T], Replies]) -> Act:
        return Act(run=self.run, view=view, name=self.name)


def act(verb: Callable[Concatenate[D, P], T], *args: P.args, **kwargs: P.kwargs) -> Verb[T]:
    """Name a service verb and its arguments: `act(wallet.look).show(views.wallet)`."""
    return Verb(lambda place: verb(place, *args, **kwargs), getattr(verb, "__name__", ""))


@dataclass(frozen=True, slots=True)
class Admission:
    access: Access
    act: Act


class GuardedRouter(Router):
    """A router that says who may come in. Deny by default: without access none can be made."""

    def __init__(self, name: str, *, access: Access) -> None:
        super().__init__(name=name)
        self.access = access
        for observer in (self.message, self.callback_query, self.my_chat_member):
            observer.middleware(self._admit)

    async def _admit(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:  # noqa: ANN401 - aiogram's own "unhandled" mark passes through
        result = await handler(event, data)
        return Admission(self.access, result) if isinstance(result, Act) else result
