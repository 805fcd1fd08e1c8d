"""Messages, in every language, with names that try to be markup."""

from __future__ import annotations

import pytest

from bot.replies import CopyTextButton, Message, Priority, Replies, Say, To
from bot.social.messaging import FEATURE, views
from bot.words import words_for
from services.kernel.localized import LANGUAGES
from services.kernel.town import ParticipantId
from services.social.messaging import TEXT_MAX, MessageSent
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
EVERYTHING: list[Replies] = [
    views.sent(SENT),
    views.received(SENT),
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
    assert isinstance(answer, CopyTextButton)
    assert answer.words == "/msg Ana "


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
    assert words_for(language).plain(Say("usage.msg"))
