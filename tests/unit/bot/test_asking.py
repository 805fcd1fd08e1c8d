"""What a screen asks in words, the next typed line answers: how much, for whom, in how many."""

from __future__ import annotations

import re

from bot.arguments import AskWords, Words
from bot.money.envelopes import views as envelopes
from bot.money.transfers import views as transfers
from bot.replies import Button, Message, Replies
from bot.social.calls import views as calls
from bot.social.messaging import views as messaging
from bot.social.requests import views as requests
from services.kernel.money import Fen
from services.kernel.paging import Page
from services.kernel.town import AccountId, ParticipantId
from services.money.envelopes import Draft
from services.money.transfers import Payee
from services.people.identity import Neighbour
from services.social.messaging import Conversation
from services.social.requests import Asking
from tests.unit.bot.test_all_words import entries

NONCE = "ab" * 6
BO = Neighbour(
    participant_id=ParticipantId("p1"), name="Bo", trade="x", wallet=AccountId(1), is_resident=False
)
HERE = Page((BO,), 0, 1, 1)
TALK = Conversation(other=BO, nonce=NONCE)
# By the key of what is asked: the screen that asks it.
ASKING: dict[str, tuple[Replies, AskWords]] = {
    "calls.whom": (calls.whom(HERE), AskWords(what=Words.CALLEE)),
    "messaging.pay_whom": (messaging.pay(TALK), AskWords(what=Words.PAY, about="Bo")),
    "messaging.envelope_whom": (
        messaging.envelope(TALK),
        AskWords(what=Words.ENVELOPE_FOR, about="Bo"),
    ),
    "red_envelopes.choose_amount": (envelopes.amounts(Fen(5)), AskWords(what=Words.ENVELOPE)),
    "red_envelopes.choose_shares": (
        envelopes.shares(Draft(Fen(888), NONCE)),
        AskWords(what=Words.SHARES, about="8.88"),
    ),
    "requests.choose": (requests.contacts((BO,)), AskWords(what=Words.PAYER)),
    "requests.choose_amount": (
        requests.amounts(Asking(BO.participant_id, "Bo", NONCE)),
        AskWords(what=Words.REQUEST, about="Bo"),
    ),
    "transfers.choose_person": (transfers.payees(HERE), AskWords(what=Words.PAYEE)),
    "transfers.choose_amount": (
        transfers.amounts(Payee(BO.participant_id, "Bo", NONCE)),
        AskWords(what=Words.PAY, about="Bo"),
    ),
}
# Answered by buttons, or by whatever is typed, or no question.
BY_BUTTON = {"groups.candidates", "groups.whom_to_put_out", "intentions.nothing"}
BY_BUTTON |= {"power.raters", "consent.all"}
ASKS = re.compile(r"\b(?:How much (?:for|shall|do)|How much\?|Whom do)\b")


def test_whatever_asks_how_much_or_whom_takes_the_next_line_as_the_answer():
    for key, (replies, asks) in ASKING.items():
        (shown,) = replies
        assert isinstance(shown, Message)
        assert (getattr(shown.text, "key", ""), shown.asks) == (key, asks)
        buttons = [one for row in shown.keyboard for one in row if isinstance(one, Button)]
        typed = [one.data for one in buttons if isinstance(one.data, AskWords)]
        assert all(one == asks or one.what is Words.FOR_ONE for one in typed), key


def test_no_question_of_that_kind_is_asked_elsewhere():
    asked = {
        key
        for key, (text, *_) in entries("en")
        if ASKS.search(text) and not key.startswith("intentions.ask_")
    }
    assert asked <= set(ASKING) | BY_BUTTON
