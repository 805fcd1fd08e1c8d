"""What people type and press on their way in and out. Parses; rules are the service's."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from aiogram import F, Router
from aiogram.enums import ChatMemberStatus, ChatType
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, Chat, ChatMemberUpdated, Message

from bot.acts import Access, Act, GuardedRouter, act
from bot.arguments import Go
from bot.workshops.sessions import views
from bot.workshops.sessions.views import AUTO, Agree, Decline, Leave, Speak
from services.kernel.errors import Usage
from services.kernel.localized import LANGUAGES
from services.living import seats
from services.people import identity
from services.workshops.sessions import opening, queries

ways = GuardedRouter("ways", access=Access.ANYONE)


@ways.callback_query(Go.filter())
async def go(query: CallbackQuery, callback_data: Go, event_router: Router, **data: Any) -> Any:  # noqa: ANN401 - whatever the command's room answers
    """Hand the command to its room, as if the person had typed it in their private chat."""
    typed = Message(
        message_id=0,
        date=datetime.fromtimestamp(0, tz=UTC),
        chat=Chat(id=query.from_user.id, type="private"),
        from_user=query.from_user,
        text=f"/{callback_data.command}",
    )
    root = list(event_router.chain_head)[-1]
    return await root.propagate_event("message", typed, **data)


IN_PRIVATE = F.chat.type == ChatType.PRIVATE
PRESENT = frozenset({ChatMemberStatus.MEMBER, ChatMemberStatus.ADMINISTRATOR})

visitors = GuardedRouter("visitors", access=Access.ANYONE)
groups = GuardedRouter("groups", access=Access.ANYONE)


@visitors.message(Command("start"), IN_PRIVATE)
async def start(_: Message, command: CommandObject) -> Act:
    """Come in by a deep link, or look at the door."""
    code = (command.args or "").strip()
    if not code:
        return act(queries.visitor_status).show(views.home)
    return act(seats.knock, code).show(views.knocked)


@visitors.message(Command("join"))
async def join(_: Message, command: CommandObject) -> Act:
    if not command.args:
        raise Usage(command="join")
    return act(seats.knock, command.args).show(views.knocked)


@visitors.callback_query(Agree.filter())
async def agree(_: CallbackQuery, callback_data: Agree) -> Act:
    return act(seats.join, callback_data.code).show(views.joined)


@visitors.callback_query(Decline.filter())
async def decline(_: CallbackQuery) -> Act:
    return act(queries.visitor_status).show(views.declined)


@visitors.message(Command("help"))
async def help_(_: Message) -> Act:
    """What this person can do here."""
    return act(queries.visitor_status).show(views.help_page)


@visitors.message(Command("menu"))
async def menu(_: Message) -> Act:
    return act(queries.visitor_status).show(views.home)


@visitors.message(Command("privacy"))
async def privacy(_: Message) -> Act:
    """What is kept about a person, and for how long."""
    return act(queries.visitor_status).show(views.privacy)


@visitors.message(Command("language"))
async def language(_: Message, command: CommandObject) -> Act:
    """`/language en`, `/language zh`, `/language auto`; or the languages to choose from."""
    typed = (command.args or "").strip().lower()
    if not typed:
        return act(queries.visitor_status).show(views.languages)
    if typed not in (*LANGUAGES, AUTO):
        raise Usage(command="language")
    return _speak(typed)


@visitors.callback_query(Speak.filter())
async def speak(_: CallbackQuery, callback_data: Speak) -> Act:
    return _speak(callback_data.language)


@visitors.message(Command("leave"))
async def ask_leave(_: Message) -> Act:
    """Ask once before a seat is given up."""
    return act(seats.my_seat).show(views.ask_leave)


@visitors.callback_query(Leave.filter(F.sure))
async def leave(_: CallbackQuery) -> Act:
    return act(seats.leave).show(views.left)


@visitors.callback_query(Leave.filter())
async def stay(_: CallbackQuery) -> Act:
    return act(seats.my_seat).show(views.stayed)


def _speak(language: str) -> Act:
    chosen = None if language == AUTO else language
    return act(identity.choose_language, chosen).show(views.spoken)


@groups.my_chat_member(IN_PRIVATE)
async def instance(update: ChatMemberUpdated) -> Act:
    """A person blocked the bot, or took that back."""
    blocked = update.new_chat_member.status not in PRESENT
    return act(identity.note_block, blocked=blocked).show(views.silence)


@groups.my_chat_member(F.new_chat_member.status.in_(PRESENT))
async def came(update: ChatMemberUpdated) -> Act:
    title = update.chat.title or ""
    return act(opening.added_to_group, update.chat.id, title).show(views.silence)


@groups.my_chat_member()
async def went(update: ChatMemberUpdated) -> Act:
    return act(identity.drop_group, update.chat.id).show(views.silence)


@groups.message(Command("start"))
async def start_in_group(message: Message) -> Act:
    """The "add to a group" link ends in a /start inside the group."""
    title = message.chat.title or ""
    return act(opening.added_to_group, message.chat.id, title).show(views.silence)
