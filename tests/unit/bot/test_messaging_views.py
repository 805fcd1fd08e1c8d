"""Messages and the directory, in every language, with names that try to be markup."""

from __future__ import annotations

import pytest

from bot.messaging import FEATURE, views
from bot.messaging.callbacks import FriendsPage, Meet, Reach
from bot.replies import Answer, Button, Lane, Message, Replies, Say, To, TypeButton
from bot.words import LANGUAGES, words_for
from services.calls import Call, CallId, State
from services.kernel.town import AccountId, ParticipantId
from services.messaging import TEXT_MAX, Directory, MessageSent, Sent
from services.people import Neighbour

ANA, BO = ParticipantId("p1-ana"), ParticipantId("p1-bo")
HOSTILE = "<a href='x'>&{y}\u202e"
TEXT_CHARACTERS_MAX = 4096
LONGEST_ID = "p" * 40


def neighbour(name: str = "Bo") -> Neighbour:
    return Neighbour(ParticipantId(LONGEST_ID), name, "baker", AccountId(1), is_resident=False)


def message(replies: Replies) -> Message:
    [only] = replies
    assert isinstance(only, Message)
    return only


CALL = Call(CallId(1), ANA, "Ana", BO, HOSTILE, State.RINGING, False, None, None)
EVERYTHING: list[Replies] = [
    views.sent(Sent(HOSTILE)),
    views.received(MessageSent(ANA, HOSTILE, BO, "Bo", HOSTILE)),
    views.directory(Directory((), 0, 1, 0)),
    views.directory(Directory((neighbour(HOSTILE),), 0, 1, 1)),
    views.directory(Directory((neighbour(HOSTILE),) * 30, 1, 2, 31)),
    views.person(neighbour(HOSTILE)),
    views.called(CALL),
]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("replies", EVERYTHING)
def test_every_look_has_words_and_no_name_becomes_markup(replies: Replies, language: str):
    words = words_for(language)
    for reply in replies:
        assert isinstance(reply, Message | Answer)
        assert "<a href" not in words.html(reply.text)
        assert "\u202e" not in words.html(reply.text)
        for row in reply.keyboard if isinstance(reply, Message) else ():
            for button in row:
                assert words.plain(button.label)


def test_a_message_goes_to_its_receiver_and_says_how_to_answer():
    got = message(views.received(MessageSent(ANA, "Ana", BO, "Bo", "hello")))
    assert (got.to, got.lane) == (To(BO), Lane.CHAT)
    [[answer]] = got.keyboard
    assert isinstance(answer, TypeButton)
    assert answer.words == "/msg Ana "


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_longest_message_of_the_worst_letters_still_fits(language: str):
    got = message(views.received(MessageSent(ANA, "Ana", BO, "Bo", '"' * TEXT_MAX)))
    assert len(words_for(language).html(got.text)) <= TEXT_CHARACTERS_MAX


def test_a_person_can_be_called_written_to_and_paid():
    buttons = [b for row in message(views.person(neighbour())).keyboard for b in row]
    assert [b.data for b in buttons if isinstance(b, Button)] == [Reach(who=LONGEST_ID)]
    assert [b.words for b in buttons if isinstance(b, TypeButton)] == ["/msg Bo ", "/pay Bo 8.88"]


def test_pages_turn_round():
    last = message(views.directory(Directory((neighbour(),), 1, 2, 31)))
    assert isinstance(last.keyboard[-1][0], Button)
    assert last.keyboard[-1][0].data == FriendsPage(page=0)
    single = message(views.directory(Directory((neighbour(),), 0, 1, 1)))
    assert [type(b.data) for row in single.keyboard for b in row if isinstance(b, Button)] == [Meet]


def test_buttons_fit_into_what_the_messenger_carries():
    for data in (Meet(who=LONGEST_ID), Reach(who=LONGEST_ID), FriendsPage(page=99)):
        assert len(data.pack().encode()) <= 64


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_command_is_described(language: str):
    for command in FEATURE.commands:
        assert words_for(language).plain(Say(f"command.{command.name}"))
    assert words_for(language).plain(Say("usage.msg"))
