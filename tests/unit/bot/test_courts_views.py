"""The court's letter: what it says, what it keeps to itself."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.replies import Answer, Button, Message, Redraw, Replies, To
from bot.standing.courts import views
from bot.standing.courts.views import PayJudgment
from bot.words import words_for
from services.kernel.localized import LANGUAGES
from services.kernel.money import Money
from services.kernel.time import DAY_S, Moment, TownTime
from services.kernel.town import ParticipantId
from services.standing.courts import Judgment, JudgmentPaid, JudgmentServed
from tests.unit.bot.money_looks import HOSTILE, check_escaped

ANA = ParticipantId("p1-ana")
DUE = Moment(4 * DAY_S)
OPEN = Judgment(
    judgment_id=7,
    case="2015-0001",
    debtor=ANA,
    debtor_name=HOSTILE,
    amount=Money(60_00),
    due=DUE,
    enforced=None,
    paid=None,
)
PAID = replace(OPEN, paid=TownTime(DAY_S))
SERVED = JudgmentServed(OPEN)
EVERYTHING: list[Replies] = [
    views.served(SERVED),
    views.paid(PAID),
    views.settled(JudgmentPaid(PAID, by_debtor=False)),
    (views.card(OPEN),),
    (views.card(PAID),),
]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("replies", EVERYTHING)
def test_every_look_has_words_and_no_name_becomes_markup(replies: Replies, language: str):
    words = words_for(language)
    for reply in replies:
        if isinstance(reply, Message | Answer):
            html = words.html(reply.text)
            assert "¥60.00" in html
            check_escaped(html)


def test_the_letter_is_the_debtors_alone_and_can_be_paid():
    [letter] = views.served(SERVED)
    assert isinstance(letter, Message)
    assert (letter.to, letter.card) == (To(ANA), "judgment:7")
    [[button]] = letter.keyboard
    assert isinstance(button, Button)
    assert button.data == PayJudgment(judgment_id=7)
    assert views.card(OPEN) == letter
    assert views.card(PAID).keyboard == ()


@pytest.mark.parametrize(("language", "event_views"), [("en", "list"), ("zh", "榜")])
def test_the_letter_does_not_say_that_one_will_be_listed(language: str, event_views: str):
    [letter] = views.served(SERVED)
    assert isinstance(letter, Message)
    assert event_views not in words_for(language).html(letter.text).lower()


def test_who_paid_with_their_own_hand_gets_a_toast_and_no_message():
    event = JudgmentPaid(PAID, by_debtor=True)
    assert views.settled(event) == (Redraw("judgment:7"),)
    [toast] = views.paid(PAID)
    assert isinstance(toast, Answer)


def test_whoever_was_paid_for_is_told():
    event = JudgmentPaid(PAID, by_debtor=False)
    card, told = views.settled(event)
    assert card == Redraw("judgment:7")
    assert isinstance(told, Message)
    assert told.to == To(ANA)
