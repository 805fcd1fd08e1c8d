"""Advisers as people see them: every look in both languages, with the longest there can be."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.replies import Message
from bot.standing.advisers import FEATURE, views
from services.kernel.localized import LANGUAGES, Localized
from services.kernel.money import Fen, Money
from services.kernel.time import Moment, TownTime
from services.kernel.town import ParticipantId
from services.money.merchants import Sale
from services.social.ratings import Repute, Stars
from services.standing import advisers
from services.standing.advisers import AdviserLine, Market, Offer, Spent, TipTable, Told
from services.standing.scores import Explanation
from tests.support.narrowing import one_message
from tests.unit.bot.money_looks import HOSTILE, check, check_words

TITLE = Localized(en="Tencent Credit", zh="腾讯征信")
SAID = Repute(TITLE, Stars((0, 0, 0, 0, 7)), (HOSTILE * 4,) * 3)
OFFERS = tuple(
    Offer(adviser=one, agency=TITLE, repute=SAID, owner=TITLE if one.owner else None)
    for one in advisers.catalogue().values()
)
MARKET = Market(offers=OFFERS, closed=((TITLE, TITLE),), is_free=True, nonce="a" * 12)
SALE = Sale(
    sale_id=1, merchant_id="post", merchant=TITLE, keeper=ParticipantId("k" * 16),
    keeper_name=HOSTILE, customer=ParticipantId("a" * 16), customer_name=HOSTILE,
    amount=Fen(900), platform="wechat_pay", place=TITLE, what="", at=TownTime(0), code="S1-ABCDEF",
)  # fmt: skip
TOLD = Told(
    title=TITLE, agency=TITLE, says=TITLE, is_deed=False, friend=None, is_done=False,
    provenance="contested", fee=Money(900), sale=SALE,
)  # fmt: skip
LINE = AdviserLine(
    title=TITLE, owner=TITLE, agency=TITLE, spent=Money(10**9), right=10**6, wrong=10**6,
    promised=10**6, done=10**6,
)  # fmt: skip
LAWS = tuple(Spent(law, 10**6, Money(10**9)) for law in Explanation)
LOOKS = {
    "market": views.market(MARKET),
    "empty": views.market(Market(offers=(), closed=(), is_free=False, nonce="a" * 12)),
    "heard": views.heard(advisers.AdvisersHeard(tuple(advisers.catalogue().values()))),
    "tip": views.told(TOLD),
    "deed": views.told(replace(TOLD, is_deed=True)),
    "part": views.told(replace(TOLD, friend=HOSTILE)),
    "promised": views.told(replace(TOLD, says=None)),
    "removed": views.told(replace(TOLD, says=None, is_done=True)),
    "table": views.table(TipTable(Moment(0), 9, (LINE, replace(LINE, owner=None)) * 3, LAWS)),
    "nothing": views.table(TipTable(Moment(0), 0, (), ())),
}
REFUSALS = (
    advisers.NoSuchAdviser(),
    advisers.AdviserForbidden(title=TITLE, owner=TITLE),
    advisers.NothingToTell(title=TITLE),
    advisers.OnNoList(title=TITLE),
    advisers.NotOurList(title=TITLE, owner=TITLE),
    advisers.TooLittleLeft(price=Money(2_000), keeps=Money(2_000)),
)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("look", LOOKS)
def test_every_look_can_be_sent(look: str, language: str):
    assert check(LOOKS[look], language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_menu_and_refusals_have_words(language: str):
    check_words(FEATURE, REFUSALS, language)


def test_only_who_promises_a_removal_has_a_button_for_it():
    message = one_message(views.market(MARKET))
    assert isinstance(message, Message)
    data = [button.data for row in message.keyboard for button in row if hasattr(button, "data")]
    tips = [one.adviser for one in data if isinstance(one, views.BuyTip)]
    removals = [one.adviser for one in data if isinstance(one, views.BuyRemoval)]
    assert tips == list(advisers.catalogue())
    assert removals == ["ferry", "clear_sky"]
