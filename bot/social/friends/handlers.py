"""Friends, and finding people. Parses; rules are the service's."""

from __future__ import annotations

from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, Message

from bot.acts import Access, Act, GuardedRouter, act
from bot.social.friends import cards, views
from bot.social.friends.views import Ask, CirclePage, End, Meet, Reach, Reply, TownPage
from services.kernel.errors import Usage
from services.social import calls, friends, messaging

router = GuardedRouter("friends", access=Access.PARTICIPANT)


@router.message(Command("friends"))
async def friends_command(_: Message, command: CommandObject) -> Act:
    """`/friends`, `/friends NAME`, `/friends add NAME`, `/friends remove NAME`."""
    match (command.args or "").split():
        case []:
            return act(friends.overview).show(views.circle).also_paused()
        case ["add", name]:
            return act(friends.ask, name).show(cards.asked_by_words)
        case ["remove", name]:
            return act(friends.unfriend_by_name, name).show(cards.ended_by_words)
        case [name]:
            return act(friends.meet_by_name, name).show(views.person).also_paused()
        case _:
            raise Usage(command="friends")


@router.callback_query(CirclePage.filter())
async def turn_page(_: CallbackQuery, callback_data: CirclePage) -> Act:
    return act(friends.overview, callback_data.page).show(views.circle).also_paused()


@router.callback_query(TownPage.filter())
async def directory(_: CallbackQuery, callback_data: TownPage) -> Act:
    return act(messaging.directory, callback_data.page).show(views.directory).also_paused()


@router.callback_query(Meet.filter())
async def meet(_: CallbackQuery, callback_data: Meet) -> Act:
    return act(friends.meet, callback_data.who).show(views.person).also_paused()


@router.callback_query(Reach.filter())
async def reach(_: CallbackQuery, callback_data: Reach) -> Act:
    return act(calls.ring_neighbour, callback_data.who).show(views.called)


@router.callback_query(Ask.filter())
async def ask(_: CallbackQuery, callback_data: Ask) -> Act:
    return act(friends.ask_neighbour, callback_data.who).show(cards.asked)


@router.callback_query(Reply.filter())
async def reply(_: CallbackQuery, callback_data: Reply) -> Act:
    verb = friends.accept if callback_data.yes else friends.decline
    return act(verb, callback_data.friendship_id).show(cards.replied)


@router.callback_query(End.filter())
async def end(_: CallbackQuery, callback_data: End) -> Act:
    """End a friendship, or take back what one asked."""
    return act(friends.unfriend, callback_data.friendship_id).show(cards.ended)
