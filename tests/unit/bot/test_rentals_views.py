"""Rentals as people see them: every look, in every language, and no more than the law grants."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.living.rentals import FEATURE, counter_views, views
from bot.replies import Answer, Message, Redraw, To
from bot.words import words_for
from services.kernel.localized import LANGUAGES, Localized
from services.kernel.money import Fen, Money
from services.kernel.time import Moment, TownTime
from services.kernel.town import ParticipantId
from services.living import rentals
from services.living.rentals import Checked, Ending, Ground, Order, OrderState, Out, Shelf
from services.standing.scores import Eligibility
from tests.support.narrowing import packed
from tests.unit.bot.money_looks import HOSTILE, check, check_words

ANA = ParticipantId("a" * 16)
CAR = rentals.things()["car"]
CREATED = Order(
    7,
    ANA,
    "car",
    CAR,
    650,
    OrderState.CREATED,
    CAR.terms,
    TownTime(2_592_000),
    None,
    None,
    (),
    has_deposit=False,
    started=None,
    due=None,
    lost=None,
    ending=None,
    charged=Fen(0),
)
ASKED = replace(CREATED, score_id=3, score=561, grounds=tuple(Ground))
IN_USE = replace(
    CREATED,
    state=OrderState.IN_USE,
    started=TownTime(0),
    due=TownTime(90_000),
    lost=TownTime(180_000),
)
DONE = replace(IN_USE, state=OrderState.DONE, ending=Ending.LATE, charged=Fen(11_000))
OWED = replace(DONE, state=OrderState.OWED)
REASON = Localized(en="Something costs points.", zh="有一项扣分。")
GATE = Eligibility(gate="car", at_least=650, passes=False, score=561, score_id=3, reasons=None)
REVOKED = replace(IN_USE, state=OrderState.REVOKED)
ORDERS = {
    "created": CREATED,
    "asked": ASKED,
    "in use": IN_USE,
    "in use on a deposit": replace(IN_USE, has_deposit=True),
    "revoked": replace(CREATED, state=OrderState.REVOKED),
    "expired": replace(CREATED, state=OrderState.EXPIRED),
    **{f"done {e}": replace(DONE, ending=e) for e in Ending},
    **{f"done {e} on a deposit": replace(DONE, ending=e, has_deposit=True) for e in Ending},
    **{f"owed {e}": replace(OWED, ending=e) for e in Ending},
    "numbered": replace(CREATED, order_no="A-17|*"),
    "let off": replace(OWED, reason=rentals.GOODWILL),
    "lowered": replace(OWED, reason=HOSTILE[:50]),
    "found": replace(DONE, found=True),
    "found and owed": replace(OWED, found=True, reason=rentals.GOODWILL),
    "paid elsewhere": replace(DONE, paid_elsewhere=True),
}
SHELF = rentals.Shelf(
    tuple(rentals.Offer(name, thing, 520) for name, thing in rentals.things().items()),
    Out((IN_USE,), (OWED,)),
)
LOOKS = {
    "shelf": views.shelf(SHELF),
    "empty hands": views.shelf(Shelf(SHELF.offers, Out((), ()))),
    **{f"card {name}": (views.card(order),) for name, order in ORDERS.items()},
    "passed": views.checked(Checked(IN_USE, replace(GATE, passes=True))),
    "asked": views.checked(Checked(ASKED, GATE)),
    "asked with reasons": views.checked(Checked(ASKED, replace(GATE, reasons=(REASON,) * 4))),
    "deposited": views.deposited(IN_USE),
    "cancelled": views.cancelled(CREATED),
    "returned": views.returned(DONE),
    "paid": views.paid(DONE),
    "a choice": views.brought(Out((IN_USE, IN_USE), (OWED,))),
    "told moved": views.moved(rentals.RentalMoved(IN_USE)),
    "told due": views.told_due(rentals.RentalDue(IN_USE)),
    "told ended": views.told_ended(rentals.RentalEnded(DONE)),
    "told owed": views.told_ended(rentals.RentalEnded(OWED)),
    "counter": counter_views.counter(((HOSTILE, IN_USE), (HOSTILE, OWED))),
    "empty counter": counter_views.counter(()),
    "let off": views.lowered(OWED),
    "brought": views.found(DONE),
    **{
        f"did {o.state}": counter_views.acted(o)
        for o in (OWED, DONE, replace(IN_USE, state=OrderState.REVOKED))
    },
    "did debit": counter_views.acted(replace(OWED, debit_until=TownTime(90_000))),
    **{
        f"merchant {news}": counter_views.told_by_merchant(
            rentals.MerchantActed(replace(OWED, reason=HOSTILE[:50]), news)
        )
        for news in rentals.News
    },
    "told paid": views.moved(rentals.RentalMoved(DONE)),
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("look", LOOKS)
def test_every_look_renders(look, language):
    assert check(LOOKS[look], language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_refusals_and_menu_have_words(language):
    refusals = (
        rentals.NoSuchThing(typed=HOSTILE[:40], known=", ".join(rentals.things())),
        rentals.RentalOver(),
        rentals.NothingOut(),
        rentals.OrderNoTaken(order_no="x" * 32, thing=CAR.title),
        rentals.BadOrderNo(limit=32),
        rentals.OnlyLower(amount=Money(888)),
        rentals.ReasonNeeded(limit=50),
        rentals.DebitRunning(until=Moment(90_000)),
    )
    check_words(FEATURE, refusals, language)


def test_a_card_offers_what_its_state_allows():
    wanted = {
        "created": ["rc:7", "rx:7"],
        "asked": ["rd:7", "rc:7", "rx:7"],
        "in use": ["rb:7"],
        "in use on a deposit": ["rb:7"],
        **{f"owed {e}": ["rp:7"] for e in Ending},
        "owed late": ["rp:7", "rl:7"],
        "owed lost": ["rp:7", "rf:7"],
        "done lost": ["rf:7"],
        "done lost on a deposit": ["rf:7"],
        "numbered": ["rc:7", "rx:7"],
        **{name: ["rp:7"] for name in ("let off", "lowered", "found and owed")},
    }
    for name, order in ORDERS.items():
        message = views.card(order)
        assert packed(message) == wanted.get(name, [])
        assert (message.to, message.card) == (To(ANA), "rental:7")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_card_tells_threshold_score_and_generic_reasons(language):
    (seen,) = check((views.card(ASKED),), language)
    assert "650" in seen
    assert "561" in seen
    assert "¥150.00" in seen
    assert seen.count("• ") == len(Ground)


@pytest.mark.parametrize("language", LANGUAGES)
def test_reasons_and_the_way_up_are_told_where_the_law_grants_them(language):
    assert [type(one) for one in LOOKS["asked"]] == [Answer]
    toast, why = LOOKS["asked with reasons"]
    assert isinstance(toast, Answer)
    assert packed(why) == ["go:lift car"]
    assert getattr(REASON, language) in check((why,), language)[0]
    unpaid = replace(ASKED, grounds=(Ground.UNPAID,))
    assert len(views.checked(Checked(unpaid, replace(GATE, reasons=(REASON,))))) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_receipt_says_what_came_back(language):
    order = replace(DONE, has_deposit=True)
    redraw, message = views.told_ended(rentals.RentalEnded(order))
    assert redraw == Redraw("rental:7")
    (seen,) = check((message,), language)
    assert "¥110.00" in seen
    assert "¥40.00" in seen
    _, owed = views.told_ended(rentals.RentalEnded(OWED))
    assert packed(owed) == ["rp:7", "rl:7"]


def test_the_list_shows_price_fund_and_gate_of_each():
    (message,) = LOOKS["empty hands"]
    assert isinstance(message, Message)
    seen = words_for("en").html(message.text)
    for thing in rentals.things().values():
        assert thing.title.en in seen
        assert str(thing.risk_fund.fen // 100) in seen
    assert seen.count("without a deposit from 520") == len(SHELF.offers)
    assert packed(message) == [*(f"rs:{name}" for name in rentals.things()), "go:home"]
    assert packed(LOOKS["shelf"][0])[-3:] == ["rb:7", "rp:7", "go:home"]


@pytest.mark.parametrize("number", ["0", "-1", str(2**63), "x", ""])
def test_forged_numbers_of_orders_are_none(number):
    for kind in (views.Confirm, views.PayDeposit, views.GiveBack, views.PayOrder):
        with pytest.raises((ValueError, TypeError)):
            kind.unpack(f"{kind.__prefix__}:{number}")
