"""Messages, in every language, with names that try to be markup."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.arguments import Chat
from bot.replies import Button, Message, Priority, Replies, Say, To
from bot.social.messaging import FEATURE, views
from bot.words import words_for
from services.kernel.localized import LANGUAGES
from services.kernel.paging import Page
from services.kernel.time import TownTime
from services.kernel.town import AccountId, ParticipantId
from services.people.identity import Neighbour
from services.social.messaging import (
    TEXT_MAX,
    ChatLine,
    Conversation,
    Enclosure,
    Kind,
    MessageCorrected,
    MessageSent,
)
from tests.unit.bot.money_looks import HOSTILE, check_escaped

ANA, BO = ParticipantId("p1-ana"), ParticipantId("p1-bo")
TEXT_CHARACTERS_MAX = 4096


def message(replies: Replies) -> Message:
    [only] = replies
    assert isinstance(only, Message)
    return only


SENT = MessageSent(
    sender=ANA, sender_name=HOSTILE, receiver=BO, receiver_name=HOSTILE, text=HOSTILE
)
HERE = Conversation(
    nonce="0" * 12,
    other=Neighbour(
        participant_id=BO, name=HOSTILE, trade=HOSTILE, wallet=AccountId(1), is_resident=False
    ),
)
LINE = ChatLine(other=HERE.other, is_friend=True, kind=Kind.VOICE, unread=2, at=TownTime(5))
EVERYTHING: list[Replies] = [
    views.sent(SENT),
    views.received(SENT),
    *(
        views.received(replace(SENT, enclosure=Enclosure(kind=kind, handle="1,2", bot_id=1)))
        for kind in Kind
    ),
    views.corrected(MessageCorrected(HOSTILE, HOSTILE, frozenset())),
    views.opened(HERE)[-1:],
    views.opened(replace(HERE, has_topic=True))[-1:],
    views.left(HOSTILE),
    views.pay(HERE),
    views.envelope(HERE),
    views.chats(Page((LINE, replace(LINE, is_mine=True, unread=0)), 0, 2, 2)),
    views.chats(Page((replace(LINE, at=None, unread=0),), 0, 1, 1)),
    views.chats(Page((), 0, 1, 0)),
]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("replies", EVERYTHING)
def test_every_look_has_words_and_no_name_becomes_markup(replies: Replies, language: str):
    words = words_for(language)
    for reply in replies:
        assert isinstance(reply, Message)
        check_escaped(words.html(reply.text))
        for row in reply.keyboard:
            for button in row:
                assert words.plain(button.label)


def test_a_message_goes_to_its_receiver_and_says_how_to_answer():
    got = message(
        views.received(
            MessageSent(
                sender=ANA, sender_name="Ana", receiver=BO, receiver_name="Bo", text="hello"
            )
        )
    )
    assert (got.to, got.priority) == (To(BO), Priority.CHAT)
    [[answer]] = got.keyboard
    assert isinstance(answer, Button)
    assert answer.data == Chat(who=ANA)
    assert got.talk == f"p:{ANA}"


def test_where_the_conversation_is_open_nothing_is_added():
    event = replace(SENT, in_view=True, aside=False)
    assert message(views.received(event)).keyboard == ()
    assert views.sent(event) == ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_longest_message_of_the_worst_letters_still_fits(language: str):
    got = message(
        views.received(
            MessageSent(
                sender=ANA, sender_name="Ana", receiver=BO, receiver_name="Bo", text='"' * TEXT_MAX
            )
        )
    )
    assert len(words_for(language).html(got.text)) <= TEXT_CHARACTERS_MAX


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_command_is_described(language: str):
    for command in FEATURE.commands:
        assert words_for(language).plain(Say(f"command.{command.name}"))
