"""What facilitators type and press. Parses; rules are the services'."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from aiogram.enums import ChatType
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, Message

from bot.acts import Access, Act, GuardedRouter, act
from bot.arguments import topic_of, whole_number
from bot.workshops.panel import views
from bot.workshops.panel.views import HoldClock, MoveClock, RunCard
from services.kernel.errors import Outdated, Usage
from services.workshops import scenarios
from services.workshops.sessions import NotAGroup, clockwork, opening, queries

if TYPE_CHECKING:
    from services.kernel.town import Town

T = TypeVar("T")

facilitators = GuardedRouter("facilitators", access=Access.FACILITATOR)
panel = GuardedRouter("panel", access=Access.WORKSHOP)


@facilitators.message(Command("workshop"))
async def workshop(message: Message, command: CommandObject) -> Act:
    """Make, show, open, close, take over a workshop; or bind the group this is typed in."""
    word, _, rest = (command.args or "").strip().partition(" ")
    if word.lower() == "here":
        return _bind(message)
    acts = {
        "new": act(opening.open_new, rest).show(views.opened),
        "code": act(opening.invitation).show(views.opened),
        "open": act(opening.reopen, rest).show(views.reopened),
        "close": act(opening.close, rest).show(views.closed),
        "take": act(opening.take_over, rest).show(views.taken),
        "status": act(queries.my_status).show(views.status),
    }
    if word.lower() not in acts:
        raise Usage(command="workshop")
    return acts[word.lower()]


@panel.message(Command("panel"))
async def show(_: Message) -> Act:
    return act(scenarios.panel).show(views.panel)


@panel.message(Command("run"))
async def run(_: Message, command: CommandObject) -> Act:
    """Run a card by name; without one, show what there is."""
    if not command.args:
        return act(scenarios.panel).show(views.catalogue)
    return act(scenarios.run, command.args).show(views.ran)


@panel.callback_query(RunCard.filter())
async def run_card(_: CallbackQuery, callback_data: RunCard) -> Act:
    run_here = partial(scenarios.run, card_id=callback_data.card, turn=callback_data.turn)
    return act(at_town, callback_data.town, run_here).show(views.ran)


@panel.message(Command("pause"))
async def pause(_: Message) -> Act:
    return act(clockwork.pause).show(views.held)


@panel.message(Command("resume"))
async def resume(_: Message) -> Act:
    return act(clockwork.resume).show(views.held)


@panel.callback_query(HoldClock.filter())
async def hold(_: CallbackQuery, callback_data: HoldClock) -> Act:
    verb = clockwork.pause if callback_data.pause else clockwork.resume
    return act(at_town, callback_data.town, verb).show(views.held)


@panel.message(Command("forward"))
async def forward(_: Message, command: CommandObject) -> Act:
    days = whole_number((command.args or "").strip(), command="forward", digits=4)
    return act(clockwork.forward, days).show(views.moved)


@panel.callback_query(MoveClock.filter())
async def move(_: CallbackQuery, callback_data: MoveClock) -> Act:
    move_here = partial(scenarios.move_on, days=callback_data.days, turn=callback_data.turn)
    return act(at_town, callback_data.town, move_here).show(views.moved)


@panel.message(Command("say"))
async def announce(_: Message, command: CommandObject) -> Act:
    if not command.args:
        raise Usage(command="say")
    return act(clockwork.announce, command.args).show(views.announced)


def at_town(town: Town, workshop_id: int, verb: Callable[[Town], T]) -> T:
    """A panel's button works in the town that the panel shows. Raises `Outdated`."""
    if town.workshop_id != workshop_id:
        raise Outdated
    return verb(town)


def _bind(message: Message) -> Act:
    if message.chat.type == ChatType.PRIVATE:
        raise NotAGroup
    title = message.chat.title or ""
    return act(opening.bind_group, message.chat.id, title, topic_of(message)).show(views.bound)
