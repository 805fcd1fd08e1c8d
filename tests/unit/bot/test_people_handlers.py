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
from services.social import messaging as services
from tests.support.handed import named, typed, written

PERSON = User(id=5, is_bot=False, first_name="Ana")


@pytest.mark.parametrize(
    ("args", "does"),
    [
        (None, services.chats),
        ("  bo  ", services.open_by_name),
        ("bo good morning", services.send),
    ],
)
async def test_a_message_without_words_opens_the_conversation(args: str | None, does: object):
    assert named(await typed(messaging.router, "msg", args))[0] is does


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
    assert bool(messaging.PLAIN_WORDS.resolve(message)) is is_heard


def test_all_of_it_is_for_people_of_a_town():
    routers = (messaging.router, calls.router, messaging.line, courts_room, lists_room, scores_room)
    assert {router.access for router in routers} == {Access.PARTICIPANT}
