"""Payments as people see them: every view, in every language, with hostile names."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.arguments import go
from bot.money.transfers import FEATURE, views
from bot.replies import Answer, Message, Redraw, Show, To
from services.kernel.localized import LANGUAGES
from services.kernel.money import Fen, Money
from services.kernel.paging import Page
from services.kernel.time import TownTime
from services.kernel.town import AccountId, ParticipantId
from services.money.transfers import (
    KeyboardSpent,
    NoteTooLong,
    Payee,
    Payment,
    PaymentOver,
    PaymentState,
    PayToSelf,
    TransferAccepted,
    TransferDeclined,
    TransferExpired,
    TransferOffered,
)
from services.people.identity import Neighbour
from tests.support.narrowing import packed
from tests.unit.bot.money_looks import HOSTILE, check, check_words

ANA, BO = ParticipantId("a" * 16), ParticipantId("b" * 40)
PAYMENT = Payment(
    payment_id=7,
    state=PaymentState.OFFERED,
    payer=ANA,
    payer_name=HOSTILE,
    receiver=BO,
    receiver_name=HOSTILE,
    amount=Fen(888),
    note=HOSTILE,
    hold=AccountId(1),
    minutes=5,
    due=TownTime(90_000),
)
OTHERS = tuple(
    Neighbour(participant_id=who, name=name, trade="", wallet=AccountId(1), is_resident=True)
    for who, name in ((ANA, HOSTILE), (BO, "Bo"))
)
BACK, LATE = (replace(PAYMENT, state=s) for s in (PaymentState.DECLINED, PaymentState.EXPIRED))
NONCE = "0123456789ab"

LOOKS = {
    "payees": views.payees(Page(OTHERS, 1, 3, 50)),
    "one page": views.payees(Page((), 0, 1, 0)),
    "amounts": views.amounts(Payee(BO, HOSTILE, NONCE)),
    "offered_by_button": views.offered_by_button(PAYMENT),
    "accepted": views.answered(replace(PAYMENT, state=PaymentState.ACCEPTED)),
    "declined": views.answered(BACK),
    **{f"receipt_{s}": (views.receipt(replace(PAYMENT, state=s)),) for s in PaymentState},
    **{f"request_{s}": (views.request(replace(PAYMENT, state=s, note="")),) for s in PaymentState},
    "told_offered": views.told_offered(TransferOffered(PAYMENT)),
    "told_accepted": views.told_over(TransferAccepted(PAYMENT)),
    "told_declined": views.told_over(TransferDeclined(BACK)),
    "told_expired": views.told_over(TransferExpired(LATE)),
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("look", LOOKS)
def test_every_look_renders(look, language):
    assert check(LOOKS[look], language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_refusals_usage_and_menu_have_words(language):
    refusals = (
        PayToSelf(),
        NoteTooLong(limit=100, length=10_000),
        PaymentOver(name=HOSTILE),
        KeyboardSpent(name=HOSTILE, amount=Money(666)),
    )
    check_words(FEATURE, refusals, language)


def test_the_receiver_is_asked_with_buttons_while_it_waits():
    (asked,) = views.told_offered(TransferOffered(PAYMENT))
    assert isinstance(asked, Message)
    assert (asked.to, asked.card) == (To(BO), "payment:7")
    assert packed(asked) == ["ty:7", "tn:7"]
    for state in set(PaymentState) - {PaymentState.OFFERED}:
        assert packed(views.request(replace(PAYMENT, state=state))) == ["go:home"]


def test_a_second_tap_repeats_only_the_toast():
    first = views.offered_by_button(PAYMENT)
    second = views.offered_by_button(replace(PAYMENT, again=True))
    assert second == first[:1]
    assert isinstance(first[1], Message)
    assert first[1].card == "paid:7"


def test_how_a_payment_ended_is_told_once():
    once = (Redraw("payment:7"), Show("paid:7", to=To(ANA), once=True))
    for event in (TransferAccepted(PAYMENT), TransferDeclined(BACK), TransferExpired(LATE)):
        assert views.told_over(event) == once


def test_accepting_is_answered_by_a_toast_and_leaves_nothing_to_accept():
    (answer, left) = views.answered(replace(PAYMENT, state=PaymentState.ACCEPTED))
    assert isinstance(answer, Answer)
    assert isinstance(left, Message)
    assert (left.in_place, left.card, left.keyboard) == (True, None, ((go("home"),),))


def test_looking_at_a_payment_from_home_leaves_its_card_where_it_hangs():
    looked = views.shown(PAYMENT)
    assert (looked.in_place, looked.card) == (True, None)
    assert looked.keyboard == (*views.request(PAYMENT).keyboard, (go("home"),))


@pytest.mark.parametrize(
    "forged",
    [
        "ta:bo:-5:0123456789ab",
        "ta:bo:0:0123456789ab",
        "ta:bo:1e3:0123456789ab",
        "ta:bo:1_0:0123456789ab",
        "ta:bo: 1:0123456789ab",
        "ta:bo:3.0:0123456789ab",
        "ta:bo:١:0123456789ab",
        f"ta:bo:{10**27}:0123456789ab",
        "ta:bo:666:nonce",
        "ta:b o:666:0123456789ab",
    ],
)
def test_forged_amounts_are_no_amounts(forged):
    with pytest.raises(ValueError, match="PayAmount"):
        views.PayAmount.unpack(forged)


@pytest.mark.parametrize("number", ["0", "-1", str(2**63), str(10**27), "x", ""])
def test_forged_numbers_of_payments_are_none(number):
    for kind in (views.AcceptPayment, views.DeclinePayment):
        with pytest.raises((ValueError, TypeError)):
            kind.unpack(f"{kind.__prefix__}:{number}")
