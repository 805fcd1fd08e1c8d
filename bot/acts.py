"""What handlers return: the verb to run and the view that shows its result. Nothing runs here.

A handler parses and names a verb; the runtime checks the right to it, runs it inside the one
transaction of the update and turns the view's replies into outbox rows (ADR-0002).
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, Concatenate, Generic, ParamSpec, TypeVar

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.filters.callback_data import CallbackData
from aiogram.types import Chat, TelegramObject
from aiogram.types import Message as Typed
from aiogram.utils.magic_filter import MagicFilter

from bot.replies import Here, Message, RemoveButtons, Replies, Reply, say
from services.kernel.errors import Outdated
from services.kernel.town import Town, UnitOfWork

C = TypeVar("C", bound=CallbackData)
D = TypeVar("D", bound=UnitOfWork)
P = ParamSpec("P")
T = TypeVar("T")
Parse = TypeVar("Parse", bound="Callable[[str], Act]")


class Access(StrEnum):
    """Who may come into a router, and what its verbs are handed."""

    ANYONE = "anyone"  # a unit of work, with or without a known person
    AT_HOME = "at_home"  # the town the visitor lives in, even a closed one; else a unit of work
    PARTICIPANT = "participant"  # the town the visitor lives in
    FACILITATOR = "facilitator"  # a unit of work; the role was granted
    WORKSHOP = "workshop"  # the town the visitor runs; the role was granted
    ADMIN = "admin"  # a unit of work; the role was granted


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """A verb to run with the actor's unit of work or town, and the view of its result."""

    run: Callable[[Any], Any]
    view: Callable[[Any], Replies | Reply]
    name: str = ""  # of the verb, for the audit log
    while_paused: bool = False
    reads: bool = False
    for_runners: bool = False
    is_words: bool = False

    def in_words(self) -> Act:
        """Plain words: where the bot has just asked for some, they are the answer instead."""
        return replace(self, is_words=True)

    def also_runners(self) -> Act:
        """What its people see of the town is shown to whoever runs it and lives in none, too."""
        return replace(self, for_runners=True)

    def also_paused(self, *, reads: bool = True) -> Act:
        """Allowed while the facilitator has paused the town: reading, leaving, help.

        What only reads is answered once when it is asked again before its answer has left.
        """
        return replace(self, while_paused=True, reads=reads)


@dataclass(frozen=True, slots=True)
class Verb(Generic[T]):
    run: Callable[[Any], T]
    name: str

    def show(self, view: Callable[[T], Replies | Reply]) -> Act:
        return Act(run=self.run, view=view, name=self.name)


def act(verb: Callable[Concatenate[D, P], T], *args: P.args, **kwargs: P.kwargs) -> Verb[T]:
    """Name a service verb and its arguments: `act(wallet.look).show(views.wallet)`."""
    named: object = args[1] if verb is at_town else verb
    return Verb(lambda place: verb(place, *args, **kwargs), getattr(named, "__name__", ""))


def at_town(
    town: Town,
    workshop_id: int,
    verb: Callable[Concatenate[Town, P], T],
    *args: P.args,
    **kwargs: P.kwargs,
) -> T:
    """A button works in the town that its card shows. Raises `Outdated`."""
    if town.workshop_id != workshop_id:
        raise Outdated
    return verb(town, *args, **kwargs)


@dataclass(frozen=True, slots=True)
class Admission:
    """An act and who may do it; what serves a right (`is_right`) is answered without delay."""

    access: Access
    act: Act
    is_right: bool = False

    def only_once(self) -> Admission:
        """The same in the place of the question, or else at least its buttons are gone."""

        def view(result: Any) -> Replies:  # noqa: ANN401 - whatever the verb answers
            shown = self.act.view(result)
            replies = shown if isinstance(shown, tuple) else (shown,)
            return (*map(_in_place, replies), RemoveButtons(say("intentions.done")))

        return replace(self, act=replace(self.act, view=view))


def _in_place(reply: Reply) -> Reply:
    if isinstance(reply, Message) and isinstance(reply.to, Here):
        return replace(reply, in_place=True)
    return reply


class GuardedRouter(Router):
    """A router that says who may come in. Deny by default: without access none can be made."""

    def __init__(self, name: str, *, access: Access, is_right: bool = False) -> None:
        super().__init__(name=name)
        self.access, self.is_right = access, is_right
        self.typed: list[tuple[str, Callable[[str], Act]]] = []  # what each command does, by words
        for observer in (
            self.message,
            self.edited_message,
            self.callback_query,
            self.my_chat_member,
        ):
            observer.middleware(self._admit)

    def command(
        self, *names: str, magic: MagicFilter | None = None, where: MagicFilter | None = None
    ) -> Callable[[Parse], Parse]:
        """What a command does, by the words after it; `magic` is asked of these, `where` of all."""

        def hear(parse: Parse) -> Parse:
            async def typed(_: TelegramObject, command: CommandObject) -> Act:
                return parse((command.args or "").strip())

            self.message(Command(*names, magic=magic), *filter(None, [where]))(typed)
            self.typed += [(name, parse) for name in names]
            return parse

        return hear

    def always(self, name: str, does: Act, *, magic: MagicFilter | None = None) -> None:
        """A command that does the same whatever words come after it."""
        self.command(name, magic=magic)(lambda _: does)

    def button(self, kind: type[C], does: Callable[[C], Act]) -> None:
        """What a press of such a button does, by what the button carries."""

        async def pressed(_: TelegramObject, callback_data: C) -> Act:
            return does(callback_data)

        self.callback_query(kind.filter())(pressed)

    async def _admit(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:  # noqa: ANN401 - aiogram's own "unhandled" mark passes through
        result = await handler(event, data)
        if not isinstance(result, Act):
            return result
        return Admission(self.access, result, self.is_right)


async def as_typed(command: str, message: Typed, root: Router, data: dict[str, Any]) -> Any:  # noqa: ANN401 - whatever the command's room answers
    """What a command answers that was meant and not typed."""
    meant = Typed(
        message_id=message.message_id,
        date=datetime.fromtimestamp(0, tz=UTC),
        chat=Chat(id=message.chat.id, type="private"),
        from_user=message.from_user,
        text=f"/{command}",
    )
    return await root.propagate_event("message", meant, **{**data, "unheard": False})
