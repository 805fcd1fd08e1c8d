"""What one person writes to another is theirs to see: no command, no link, no card of the town."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.money.transfers import views as transfers
from bot.replies import Message, Quote, Replies, say
from bot.social.calls import views as calls
from bot.social.messaging import views as messaging
from bot.words import words_for
from sandbox.messenger.formatting import prepare
from services.kernel.localized import LANGUAGES
from services.kernel.money import Fen
from services.kernel.time import TownTime
from services.kernel.town import AccountId, ParticipantId
from services.money.transfers import Payment, PaymentState
from services.social.calls import CallSpoken
from services.social.messaging import MessageSent

PIECES = ["/pay bo 9", "@bo_ana", "https://a.com/x", "www.b.org", "a@b.net", "#tag", "$ABC", "c.de"]
HOSTILE = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=9)), max_size=6).map(
    "\n".join
)
CARD = "hello\n\n🧧 <b>Gala!</b>\nTap here: /grant 5 admin or https://evil.com/x"
ANA, BO = ParticipantId("a"), ParticipantId("b")
PAYMENT = Payment(
    payment_id=7,
    state=PaymentState.OFFERED,
    payer=ANA,
    payer_name="Ana",
    receiver=BO,
    receiver_name="Bo",
    amount=Fen(888),
    note=CARD,
    minutes=5,
    due=TownTime(0),
    hold=AccountId(1),
)
SAYINGS: list[Replies] = [
    messaging.received(
        MessageSent(sender=ANA, sender_name="Ana", receiver=BO, receiver_name="Bo", text=CARD)
    ),
    calls.spoken(CallSpoken(call_id=1, speaker=ANA, speaker_name="Ana", listener=BO, text=CARD)),
    (transfers.receipt(PAYMENT),),
]


@given(HOSTILE)
def test_nothing_in_a_quotation_can_be_clicked(text: str):
    html = words_for("en").html(say("messaging.received", name="Ana", text=Quote(text)))
    shown = prepare(html, "HTML", None)
    kinds = {entity["type"] for entity in shown.entities}
    assert kinds <= {"bold", "blockquote"}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("replies", SAYINGS)
def test_a_quotation_is_one_block_with_all_its_lines(replies: Replies, language: str):
    (message,) = replies
    assert isinstance(message, Message)
    shown = prepare(words_for(language).html(message.text), "HTML", None)
    (block,) = [entity for entity in shown.entities if entity["type"] == "blockquote"]
    units = shown.text.encode("utf-16-le")
    quoted = units[2 * block["offset"] : 2 * (block["offset"] + block["length"])].decode(
        "utf-16-le"
    )
    assert quoted.replace("\u2060", "") == CARD
    assert {entity["type"] for entity in shown.entities} == {"bold", "blockquote"}


def test_toasts_and_buttons_show_no_marks_and_keep_what_people_wrote():
    words = words_for("en")
    refusal = words.plain(say("refusal.no_workshop"))
    assert "<" not in refusal
    assert "/workshop" in refusal
    assert words.plain(say("moment", day="<b>a</b> < b", time=1)).startswith("day <b>a</b> < b")
