"""The payroll's letter: every state in both languages, and what is typed about it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.replies import Answer, Message, Redraw, To
from bot.standing.payrolls import FEATURE, handlers, views
from services.kernel.errors import Usage
from services.kernel.localized import LANGUAGES
from services.kernel.money import Money
from services.kernel.time import Moment
from services.kernel.town import ParticipantId
from services.standing import payrolls
from services.standing.payrolls import Payroll, PayrollDue, PayrollEnded
from tests.unit.bot.money_looks import HOSTILE, check, check_words

ANA = ParticipantId("a" * 16)
OPEN = Payroll(
    payroll_id=7,
    employer=ANA,
    employer_name=HOSTILE,
    shop=None,
    workers=tuple(ParticipantId(f"w{number}") for number in range(3)),
    wage=Money(15_00),
    due=Moment(90_000),
    is_reported=False,
    is_paid=False,
)
LATE = replace(OPEN, is_reported=True)
PAID = replace(LATE, is_paid=True)
REFUSALS = (
    payrolls.NobodyToEmploy(),
    payrolls.NoPayroll(),
    payrolls.EmployerCannotPay(name=HOSTILE, balance=Money(1), needed=Money(45_00)),
)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_look_fits_and_no_name_becomes_markup(language: str):
    for replies in (views.due(PayrollDue(OPEN)), views.mine((OPEN, LATE, PAID)), views.mine(())):
        assert check(replies, language)
    check_words(FEATURE, REFUSALS, language)


def test_the_letter_is_the_employers_alone_and_can_be_paid_also_late():
    for one, buttons in ((OPEN, 1), (LATE, 1), (PAID, 0)):
        card = views.card(one)
        assert (card.to, card.card, len(card.keyboard)) == (To(ANA), "payroll:7", buttons)


@pytest.mark.parametrize(("language", "word"), [("en", "list"), ("zh", "名单")])
def test_the_letter_does_not_say_that_one_will_be_listed(language: str, word: str):
    for text in check(views.mine((OPEN, LATE)), language):
        assert word not in text.lower()


def test_what_is_paid_is_a_toast_and_the_letter_drawn_anew():
    [toast] = views.paid(PAID)
    assert isinstance(toast, Answer)
    assert views.ended(PayrollEnded(PAID)) == (Redraw("payroll:7"),)
    [none] = views.mine(())
    assert isinstance(none, Message)


@pytest.mark.parametrize(("typed", "verb"), [("", "mine"), ("PAY", "pay"), ("发薪", "pay")])
def test_what_the_employer_types(typed: str, verb: str):
    assert handlers.wages(typed).name == verb


def test_anything_else_is_told_how():
    with pytest.raises(Usage):
        handlers.wages("later")
