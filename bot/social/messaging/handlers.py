"""Conversations: opening one, speaking in it, leaving it. Parses; rules are the service's.

`line` hears plain words and whatever else is sent, and must come after every other router.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache, partial
from typing import Any

from aiogram import F, Router
from aiogram.dispatcher.event.bases import UNHANDLED
from aiogram.enums import ChatType, ContentType
from aiogram.types import CallbackQuery, Message

from bot.acts import Access, Act, Admission, GuardedRouter, act, as_typed
from bot.arguments import Chat, WriteIt
from bot.features import Command, Feature
from bot.replies import nothing, say
from bot.social.messaging import views
from bot.social.messaging.views import KEYS, ChatsPage, LeaveChat
from bot.words import words_for
from services.kernel.errors import Outdated
from services.kernel.localized import LANGUAGES
from services.people.identity import name_of
from services.social import messaging
from services.social.messaging import Enclosure, Kind, MessageCorrected, MessageSent

router = GuardedRouter("messaging", access=Access.PARTICIPANT)
line = GuardedRouter("line", access=Access.PARTICIPANT)

PRIVATE = F.chat.type == ChatType.PRIVATE
PLAIN_WORDS = F.text & ~F.text.startswith("/") & PRIVATE
CARRIED = {
    ContentType.PHOTO: Kind.PHOTO,
    ContentType.VOICE: Kind.VOICE,
    ContentType.STICKER: Kind.STICKER,
    ContentType.DOCUMENT: Kind.DOCUMENT,
    ContentType.LOCATION: Kind.PLACE,
    ContentType.VENUE: Kind.PLACE,
}
# What else people send, by the words that say why it is not carried and what to do instead.
NOT_CARRIED = {
    ContentType.VIDEO: "film",
    ContentType.VIDEO_NOTE: "film",
    ContentType.ANIMATION: "film",
    ContentType.LIVE_PHOTO: "film",
    ContentType.AUDIO: "music",
    ContentType.CONTACT: "contact",
    ContentType.POLL: "poll",
    ContentType.CHECKLIST: "poll",
    ContentType.DICE: "game",
    ContentType.GAME: "game",
    **dict.fromkeys(
        (
            *(ContentType.STORY, ContentType.PAID_MEDIA, ContentType.GIVEAWAY, ContentType.INVOICE),
            *(ContentType.RICH_MESSAGE, ContentType.UNKNOWN),
        ),
        "other",
    ),
}
ENDING_MAX = 5
CALLS_OFF = {"cancel", "取消"}  # alone; what also people say to each other goes to them
SIGN_MAX = 2  # characters of the sign that a key's name begins with


@router.command("msg")
def write(words: str) -> Act:
    """`/msg NAME text`; `/msg NAME` opens the conversation, `/msg` lists them."""
    match words.split(maxsplit=1):
        case [name, text]:
            return act(messaging.send, name, text).show(views.sent)
        case [name]:
            return act(messaging.open_by_name, name).show(views.opened)
        case _:
            return CHATS


CHATS = act(messaging.chats).show(views.chats).also_paused()
router.always("chats", CHATS)
router.button(ChatsPage, lambda tap: act(messaging.chats, tap.page).show(views.chats).also_paused())
router.button(Chat, lambda tap: act(messaging.open_with, tap.who).show(views.opened))


@router.callback_query(WriteIt.filter())
async def write_it(tap: CallbackQuery, callback_data: WriteIt) -> Act:
    """The words stand under the question, which is the bot's own message."""
    question = tap.message.text if isinstance(tap.message, Message) else None
    words = (question or "").partition("\n\n")[2]
    if not words:
        raise Outdated
    return act(messaging.send, callback_data.name, words).show(views.written)


_ACTS = {
    "call": act(messaging.ring_here).show(nothing),  # the event of the ringing call shows it
    "pay": act(messaging.current).show(views.pay),
    "envelope": act(messaging.current).show(views.envelope),
    "leave": act(messaging.leave).show(views.left).also_paused(reads=False),
}
router.button(LeaveChat, lambda _: _ACTS["leave"])
PRESSED = {words_for(lang).plain(KEYS[key]): _ACTS[key] for lang in LANGUAGES for key in KEYS}


# The app's own keys, by their names in any language: a whole line that is nothing else is for it.
APP = ("home", "more", "hand", "help", "hangup", "chats", "services", "score", "wallet", "town")
MORE_NAMES = {"raise my hand": "hand", "raise hand": "hand", "menu": "home", "菜单": "home"}


@cache
def app_keys() -> dict[str, str]:
    """Which command the name of a key stands for, with the key's sign or without."""
    labels = {words_for(lang).plain(say(f"menu.{one}")): one for lang in LANGUAGES for one in APP}
    bare = {_bare(label): one for label, one in labels.items()}
    found = {one: one for one in APP} | labels | bare | MORE_NAMES
    return {name.casefold(): one for name, one in found.items()}


def _bare(label: str) -> str:
    sign, _, name = label.partition(" ")
    return name if len(sign) <= SIGN_MAX else label


def command_in(typed: str) -> str | None:
    """The command of a key of the app that a line names; a raised hand with what comes after it."""
    keys, line = app_keys(), typed.strip()
    name, _, words = line.replace("：", ":", 1).partition(":")
    if words.strip() and keys.get(name.strip().casefold()) == "hand":
        return f"hand {words.strip()}"
    return keys.get(line.casefold())


@line.message(PLAIN_WORDS)
async def talk(message: Message, event_router: Router, **data: Any) -> Any:  # noqa: ANN401 - whatever the command's room answers
    """Plain words in a private chat go to whom they answer, or to whom one is talking; but what is
    the name of a key of the app and nothing else, and answers nobody, presses it.
    """
    text = message.text or ""
    key = command_in(text)
    if key is not None and message.reply_to_message is None:
        answer = await as_typed(key, message, list(event_router.chain_head)[-1], data)
        if isinstance(answer, Admission) and key != "help":
            return replace(answer, act=answer.act.in_words())
        if answer is not UNHANDLED:
            return answer
    elsewhere = message.reply_to_message is not None or message.is_topic_message
    if text.strip().casefold() in CALLS_OFF and not elsewhere:
        return act(messaging.call_off, text).show(views.not_said).in_words().also_paused()
    return PRESSED.get(text.strip()) or act(messaging.say, text).show(views.sent).in_words()


@line.edited_message(PLAIN_WORDS)
async def correct(message: Message) -> Act:
    return act(messaging.correct, message.text or "").show(nothing).also_paused(reads=False)


@line.message(PRIVATE, F.content_type.in_(set(CARRIED)))
async def carry(message: Message) -> Act:
    """Pictures, voices, stickers, files and places go the same way."""
    kind = CARRIED[ContentType(message.content_type)]
    bot = message.bot
    enclosed = _FOUND[kind](message)(kind=kind, bot_id=bot.id if bot else 0)
    return act(messaging.say, message.caption or "", enclosed).show(views.sent).in_words()


@line.message(PRIVATE, F.content_type.in_(set(NOT_CARRIED)))
async def refuse(message: Message) -> Act:
    kind = NOT_CARRIED[ContentType(message.content_type)]
    return act(messaging.refuse_kind, say(f"messaging.not_carried_{kind}")).show(nothing)


def _photo(message: Message) -> Callable[..., Enclosure]:
    largest = (message.photo or [])[-1]
    sides = (largest.width, largest.height)
    return partial(Enclosure, handle=largest.file_id, size=largest.file_size or 0, sides=sides)


def _file(message: Message) -> Callable[..., Enclosure]:
    found = message.voice or message.sticker or message.document
    assert found is not None  # noqa: S101 - the content type says so
    _, dot, ending = str(getattr(found, "file_name", None) or "").rpartition(".")
    plain = ending.isascii() and ending.isalnum() and len(ending) <= ENDING_MAX
    return partial(
        Enclosure,
        handle=found.file_id,
        size=found.file_size or 0,
        ending=ending.lower() if dot and plain else "",
    )


def _place(message: Message) -> Callable[..., Enclosure]:
    place = message.venue.location if message.venue else message.location
    assert place is not None  # noqa: S101 - the content type says so
    return partial(Enclosure, handle=f"{place.latitude},{place.longitude}")


_FOUND: dict[Kind, Callable[[Message], Callable[..., Enclosure]]] = {
    Kind.PHOTO: _photo,
    Kind.VOICE: _file,
    Kind.STICKER: _file,
    Kind.DOCUMENT: _file,
    Kind.PLACE: _place,
}

FEATURE = Feature(
    name="messaging",
    routers=(router, line),
    commands=(
        Command("chats", Access.PARTICIPANT, rank=39),
        Command("msg", Access.PARTICIPANT, rank=40),
    ),
    event_views={MessageSent: views.received, MessageCorrected: views.corrected},
    talks={"p": name_of},
    in_talks=messaging.in_talks,
)
