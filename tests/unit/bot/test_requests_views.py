"""Requests for money as both sides see them, with hostile names; and how they are typed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.replies import Answer, Message, Redraw, To
from bot.social.requests import FEATURE, handlers, views
from bot.words import words_for
from services.kernel.errors import AmountUnreadable, Usage
from services.kernel.localized import LANGUAGES
from services.kernel.money import Fen, Money
from services.kernel.time import TownTime
from services.kernel.town import AccountId, ParticipantId
from services.people.identity import Neighbour
from services.social import requests
from services.social.requests import Asking, Bill, MoneyAsked, RequestEnded, Share, ShareState
from tests.support.handed import named, typed
from tests.unit.bot.money_looks import HOSTILE, check, check_words

ANA, BO = ParticipantId("a" * 16), ParticipantId("b" * 40)
SHARE = Share(
    share_id=7,
    payer=BO,
    payer_name=HOSTILE,
    amount=Fen(334),
    state=ShareState.ASKED,
    quiet=False,
    minutes=5,
)
OTHER = replace(SHARE, share_id=8, payer=ANA, amount=Fen(333), state=ShareState.PAID)
SPLIT = Bill(
    bill_id=3,
    asker=ANA,
    asker_name=HOSTILE,
    total=Fen(1000),
    own=Fen(333),
    note=HOSTILE,
    due=TownTime(90_000),
    shares=(SHARE, OTHER),
)
PLAIN = replace(SPLIT, own=Fen(0), total=Fen(334), note="", shares=(SHARE,))
FRIEND = Neighbour(participant_id=BO, name=HOSTILE, trade="", wallet=AccountId(1), is_resident=True)
LOOKS = {
    "contacts": views.contacts((FRIEND,)),
    "none": views.contacts(()),
    "amounts": views.amounts(Asking(BO, HOSTILE, "0123456789ab")),
    "asked": views.asked_by_button(PLAIN),
    "split": views.asked(SPLIT),
    "in a group": (views.in_group(SPLIT),),
    "told": views.told_asked(MoneyAsked(SPLIT, SHARE)),
    "reminded": views.told_reminded(requests.RequestReminded(PLAIN, SHARE)),
    "by its day": views.told_asked(MoneyAsked(PLAIN, replace(SHARE, minutes=0))),
    "from home": (views.shown((SPLIT, SHARE)),),
    "ended": views.told_ended(RequestEnded(SPLIT, OTHER)),
    "answers": (
        *views.paid(PLAIN),
        *views.declined(PLAIN),
        *views.hushed(PLAIN),
        *views.cancelled(PLAIN),
    ),
    **{
        f"request {state}": (views.request(SPLIT, replace(SHARE, state=state)),)
        for state in ShareState
    },
}
REFUSALS = (
    requests.RequestToSelf(),
    requests.RequestToAll(limit=20),
    requests.NotAContact(name="Bo"),
    requests.RequestsBlocked(name="Bo"),
    requests.TooManyRequests(limit=20),
    requests.SplitTooSmall(amount=Money(1), people=3),
    requests.RequestNoteTooLong(limit=100),
    requests.AskedOtherwise(name="Bo", amount=Money(1)),
    requests.RequestOver(name="Bo"),
)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_look_renders_and_has_words(language: str):
    for replies in LOOKS.values():
        check(replies, language)
    check_words(FEATURE, REFUSALS, language)


def test_the_payer_reads_what_a_tap_does_and_the_odd_fen_is_said():
    message = views.request(SPLIT, SHARE)
    text = words_for("en").html(message.text)
    assert "you will PAY ¥3.34" in text
    assert "does not divide" in text
    assert (message.to, message.card) == (To(BO), "request:7")
    assert views.request(SPLIT, replace(SHARE, state=ShareState.PAID)).keyboard == ()
    assert "divide" not in words_for("en").html(views.bill(PLAIN).text)


def test_an_answer_redraws_the_cards_of_all_and_only_money_is_news():
    told = views.told_ended(RequestEnded(SPLIT, OTHER))
    assert {one.card for one in told if isinstance(one, Redraw)} == {
        "bill:3", "bill_in_group:3", "request:7", "request:8"
    }  # fmt: skip
    assert isinstance(told[-1], Message)
    declined = replace(SHARE, state=ShareState.DECLINED)
    assert all(isinstance(one, Redraw) for one in views.told_ended(RequestEnded(SPLIT, declined)))
    assert isinstance(views.asked_by_button(PLAIN)[0], Answer)


@pytest.mark.parametrize(
    ("name", "args", "meant"),
    [
        ("request", "", (requests.contacts,)),
        ("request", "Magpie 12 lunch and tea", (requests.ask, "Magpie", 1200, "lunch and tea")),
        ("split", "30 Magpie, Dice", (requests.split, 3000, ["Magpie", "Dice"])),
        ("split", "30 喜鹊、骰子：晚饭", (requests.split, 3000, ["喜鹊", "骰子"], "晚饭")),
    ],
)
async def test_what_is_typed_is_read(name: str, args: str, meant: tuple[object, ...]):
    assert named(await typed(handlers.router, name, args)) == meant


@pytest.mark.parametrize(
    ("name", "args", "refusal"),
    [
        ("request", "Magpie", Usage),
        ("split", "", Usage),
        ("split", "30", Usage),
        ("split", "30 : dinner", Usage),
        ("split", "much Magpie", AmountUnreadable),
        ("request", "Magpie much", AmountUnreadable),
    ],
)
async def test_what_cannot_be_read_asks_nobody(name: str, args: str, refusal: type[Exception]):
    with pytest.raises(refusal):
        await typed(handlers.router, name, args)
