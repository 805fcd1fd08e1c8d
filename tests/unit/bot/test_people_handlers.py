"""What is typed becomes an act, or a word on how to type it."""

from __future__ import annotations

import pytest
from aiogram.types import Message, User

from bot.acts import Access
from bot.social.calls import handlers as calls
from bot.social.messaging import handlers as messaging
from bot.standing.courts.handlers import router as courts_room
from bot.standing.lists.handlers import router as lists_room
from bot.standing.scores.handlers import router as scores_room
from services.kernel.errors import Usage
from tests.support.handed import typed, written

PERSON = User(id=5, is_bot=False, first_name="Ana")


@pytest.mark.parametrize("args", [None, "", "bo", "  bo  "])
async def test_a_message_without_words_is_answered_by_how_to_type_it(args: str | None):
    with pytest.raises(Usage) as usage:
        await typed(messaging.router, "msg", args)
    assert usage.value.fields == {"command": "msg"}


async def test_reading_is_allowed_while_paused_and_acting_is_not():
    sent = await typed(messaging.router, "msg", "bo hello there")
    ringing = await typed(calls.router, "call", "bo")
    choosing = await typed(calls.router, "call", None)
    assert not sent.while_paused
    assert not ringing.while_paused
    assert choosing.while_paused
    assert (await typed(calls.router, "hangup")).while_paused


@pytest.mark.parametrize(
    ("message", "is_heard"),
    [
        (written("hello"), True),
        (written("你好"), True),
        (written("/hello"), False),
        (written(None), False),
        (written("hello", chat="group"), False),
        (written("hello", chat="supergroup"), False),
    ],
)
def test_the_line_hears_plain_words_in_private_only(message: Message, is_heard: bool):
    assert bool(calls.PLAIN_WORDS.resolve(message)) is is_heard


def test_all_of_it_is_for_people_of_a_town():
    routers = (messaging.router, calls.router, calls.line, courts_room, lists_room, scores_room)
    assert {router.access for router in routers} == {Access.PARTICIPANT}
