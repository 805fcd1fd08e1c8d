"""What is typed becomes an act, or a word on how to type it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from aiogram.filters import CommandObject
from aiogram.types import Chat, Message, User

from bot.acts import Access
from bot.social.calls import handlers as calls
from bot.social.messaging import handlers as messaging
from bot.standing.courts.handlers import router as courts_room
from bot.standing.lists.handlers import router as lists_room
from bot.standing.scores.handlers import router as scores_room
from services.kernel.errors import Usage

PERSON = User(id=5, is_bot=False, first_name="Ana")


def typed(text: str | None, chat: str = "private") -> Message:
    return Message(
        message_id=1,
        date=datetime.fromtimestamp(0, tz=UTC),
        chat=Chat(id=5, type=chat),
        from_user=PERSON,
        text=text,
    )


@pytest.mark.parametrize("args", [None, "", "bo", "  bo  "])
async def test_a_message_without_words_is_answered_by_how_to_type_it(args: str | None):
    with pytest.raises(Usage) as usage:
        await messaging.write(typed("/msg"), CommandObject(command="msg", args=args))
    assert usage.value.fields == {"command": "msg"}


async def test_reading_is_allowed_while_paused_and_acting_is_not():
    written = await messaging.write(typed(""), CommandObject(command="msg", args="bo hello there"))
    ringing = await calls.call(typed(""), CommandObject(command="call", args="bo"))
    choosing = await calls.call(typed(""), CommandObject(command="call", args=None))
    assert not written.while_paused
    assert not ringing.while_paused
    assert choosing.while_paused
    assert (await calls.hang_up_any(typed(""))).while_paused


@pytest.mark.parametrize(
    ("message", "is_heard"),
    [
        (typed("hello"), True),
        (typed("你好"), True),
        (typed("/hello"), False),
        (typed(None), False),
        (typed("hello", chat="group"), False),
        (typed("hello", chat="supergroup"), False),
    ],
)
def test_the_line_hears_plain_words_in_private_only(message: Message, is_heard: bool):
    assert bool(calls.PLAIN_WORDS.resolve(message)) is is_heard


def test_all_of_it_is_for_people_of_a_town():
    routers = (messaging.router, calls.router, calls.line, courts_room, lists_room, scores_room)
    assert {router.access for router in routers} == {Access.PARTICIPANT}
