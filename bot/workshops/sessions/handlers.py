"""What people type and press on their way in and out. Parses; rules are the service's."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from aiogram import F, Router, filters
from aiogram.enums import ChatMemberStatus, ChatType
from aiogram.types import CallbackQuery, Chat, ChatMemberUpdated, Message

from bot.acts import Access, Act, Admission, GuardedRouter, act
from bot.arguments import Go, Meant
from bot.features import Command, Feature, Waiting
from bot.replies import nothing, say
from bot.workshops.sessions import seconds, views
from bot.workshops.sessions.views import AUTO, Agree, AgreeAnew, Decline, Leave, ShowTerms, Speak
from services.kernel.errors import Usage
from services.kernel.localized import LANGUAGES
from services.kernel.town import Town
from services.kernel.towns import TownBlanked, TownShown
from services.living import seats
from services.people import identity
from services.workshops import sessions
from services.workshops.sessions import opening, queries

ways = GuardedRouter("ways", access=Access.ANYONE)


@ways.callback_query(Meant.filter())
async def mean(query: CallbackQuery, **data: Any) -> Any:  # noqa: ANN401 - whatever the command's room answers
    """The same for one reading of several: when one was chosen, the others are gone."""
    answer = await go(query, **data)
    return answer.only_once() if isinstance(answer, Admission) else answer


@ways.callback_query(Go.filter())
async def go(
    query: CallbackQuery, callback_data: Go | Meant, event_router: Router, **data: object
) -> Any:  # noqa: ANN401 - whatever the command's room answers
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
AT_THE_DOOR = act(queries.visitor_status).show(views.at_the_door)
groups = GuardedRouter("groups", access=Access.ANYONE)


@visitors.command("start", where=IN_PRIVATE)
def start(words: str) -> Act:
    """Come in by a deep link, to live in a town or to help run it."""
    if words.startswith(seconds.LINK):
        return seconds.by_link(words)
    return act(seats.knock, words).show(views.knocked)


@visitors.command("join")
def join(words: str) -> Act:
    if not words:
        raise Usage(command="join")
    return act(seats.knock, words).show(views.knocked)


visitors.button(Agree, lambda tap: act(seats.join, tap.code).show(views.joined))
visitors.button(Decline, lambda _: act(queries.visitor_status).show(views.declined))
visitors.button(ShowTerms, lambda _: act(seats.my_terms).show(views.terms).also_paused())
visitors.button(AgreeAnew, lambda _: act(seats.agree_anew).show(views.agreed_anew).also_paused())
visitors.always("privacy", act(queries.visitor_status).show(views.privacy).also_paused())


@visitors.command("language")
def language(words: str) -> Act:
    """`/language en`, `/language zh`, `/language auto`; or the languages to choose from."""
    if not words:
        return act(queries.visitor_status).show(views.languages).also_paused()
    if words.lower() not in (*LANGUAGES, AUTO):
        raise Usage(command="language")
    return _speak(words.lower())


LEAVE, STAY = act(seats.leave).show(views.left), act(seats.my_seat).show(views.stayed)
visitors.button(Speak, lambda tap: _speak(tap.language))
visitors.always("leave", act(seats.my_seat).show(views.ask_leave))
visitors.button(Leave, lambda tap: LEAVE if tap.sure else STAY)


def _speak(language: str) -> Act:
    chosen = None if language == AUTO else language
    return act(identity.choose_language, chosen).show(views.spoken)


@groups.my_chat_member(IN_PRIVATE)
async def instance(update: ChatMemberUpdated) -> Act:
    """A person blocked the bot, or took that back."""
    blocked = update.new_chat_member.status not in PRESENT
    return act(identity.note_block, blocked=blocked).show(nothing)


@groups.my_chat_member(F.new_chat_member.status.in_(PRESENT))
async def came(update: ChatMemberUpdated) -> Act:
    title = update.chat.title or ""
    return act(opening.added_to_group, update.chat.id, title).show(nothing)


@groups.my_chat_member()
async def went(update: ChatMemberUpdated) -> Act:
    return act(identity.drop_group, update.chat.id).show(nothing)


@groups.message(F.new_chat_members)
async def entered(message: Message) -> Act:
    came_in = [user.id for user in message.new_chat_members or ()]
    return act(identity.note_in_group, message.chat.id, *came_in).show(nothing)


@groups.message(F.left_chat_member)
async def left(message: Message) -> Act:
    gone = [user.id for user in (message.left_chat_member,) if user]
    return act(identity.note_in_group, message.chat.id, *gone, are_in=False).show(nothing)


@groups.message(filters.Command("start"))
async def start_in_group(message: Message) -> Act:
    """The "add to a group" link ends in a /start inside the group."""
    title = message.chat.title or ""
    return act(opening.added_to_group, message.chat.id, title).show(nothing)


def waits(town: Town) -> Iterator[Waiting]:
    if seats.owes_terms(town):
        yield Waiting(say("waits.terms"), ShowTerms())


FEATURE = Feature(
    name="workshops",
    routers=(visitors, groups, ways, seconds.runners, seconds.newcomers),
    commands=(
        Command("join", Access.ANYONE, rank=5),
        Command("language", Access.ANYONE, rank=82),
        Command("privacy", Access.ANYONE, rank=85),
        Command("leave", Access.PARTICIPANT, rank=90),
        Command("cofacilitate", Access.WORKSHOP, rank=29),
    ),
    event_views={
        sessions.GroupBound: views.group_bound,
        sessions.TownPaused: views.paused,
        sessions.TownResumed: views.resumed,
        sessions.TownForwarded: views.forwarded,
        TownBlanked: views.blanked,
        TownShown: views.shown_again,
        sessions.SecondCame: seconds.told_came,
        sessions.FacilitatorWent: seconds.told_went,
        sessions.WorkshopShut: views.shut,
        sessions.WorkshopReopened: views.reopened,
        sessions.Announced: views.announced,
        identity.WordsErased: views.erased,
    },
    waits=(waits,),
)
