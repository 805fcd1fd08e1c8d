"""Services, cards and data as people see them: every look renders, in each language, and fits."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.living import privacy as privacy_feature
from bot.living import services as services_feature
from bot.living.privacy import views as private
from bot.living.services import views
from bot.replies import Message
from bot.words import Read, words_for
from services.kernel.localized import LANGUAGES
from services.kernel.money import Fen
from services.kernel.paging import Page
from services.kernel.time import DAY_S, TownTime
from services.kernel.town import ParticipantId
from services.law import clocks
from services.living import errands, privacy
from services.living.errands import Departure, Errand, ErrandState, OptOuts, services
from services.living.residents import SilentDays
from services.money import platforms
from services.people.facts import StoredFact, kinds
from tests.support.narrowing import packed
from tests.unit.bot.money_looks import HOSTILE, check, check_words

ANA = ParticipantId("a" * 16)
ALL = tuple(services().values())


def errand(name="taxi", picked=(), state=ErrandState.OPEN):
    service = services()[name]
    done = state not in (ErrandState.OPEN, ErrandState.ASKED, ErrandState.DROPPED)
    return Errand(
        errand_id=7,
        who=ANA,
        service=service,
        options=service.options(picked),
        state=state,
        paid=Fen(900),
        code="S7-KKKKKK",
        score=561,
        used=TownTime(90_000) if done else None,
        due=TownTime(180_000),
        has_deposit=False,
    )


CARDS = {
    **{f"{name} at first": errand(name) for name in services()},
    "one question": errand("taxi", ("market",)),
    "asked": errand("hotel", ("suite",), ErrandState.ASKED),
    "dropped": errand(state=ErrandState.DROPPED),
    "done": errand("taxi", ("market", "shared"), ErrandState.DONE),
    "says": errand("news", ("town",), ErrandState.DONE),
    "earned": errand("job", ("roof",), ErrandState.DONE),
    "out": errand("loan", ("small",), ErrandState.OUT),
    "late": errand("doctor", ("book", "back"), ErrandState.LATE),
}
HELD = tuple(
    platforms.Holding(one, Fen(900), is_left)
    for one, is_left in zip(platforms.catalogue().values(), (False, True), strict=True)
)
GONE = Departure("taxi", TownTime(90_000), 2)
PRICE = errands.Price(
    what="taxi", service=services()["taxi"], lost=1, uses=3, paid=Fen(2_700), scores=(), left=None
)
ACCOUNT = replace(PRICE, what="account", service=None, lost=len(ALL), scores=(ALL[0].title,))
CROWD = tuple((place, 3) for place in errands.places().values())
FIELDS = tuple((one.title, "12") for one in privacy.first_fields().fields)
ENTRIES = tuple(
    privacy.Entry(
        StoredFact(1, ANA, kind, TownTime(9), 1, "x", HOSTILE[:9], "service", "platform", kind),
        kinds().get(kind),
        "high",
        read_by=(privacy.Reading("pay_score", 2, TownTime(9)),),
    )
    for kind in (*kinds(), "a_new_one")
)
AUCTIONS = {
    "nothing asked": (privacy.Auction((), None), ()),
    "once": (privacy.Auction((privacy.Moment(3, 3, None),), None), ()),
    "twice": (
        privacy.Auction((privacy.Moment(3, 1, Fen(5_000)),) * 2, privacy.Pairs(1, 1, 0)),
        (errands.Tally("taxi", 2, 1, 4), errands.Tally("account", 1, 0, 0)),
    ),
}


WITHDRAWN = tuple(
    clocks.read(
        clocks.catalogue()["gdpr"],
        "withdrawal",
        [clocks.Entry(clocks.Act.START, 0), *ends],
        9 * DAY_S,
    )
    for ends in ((), (clocks.Entry(clocks.Act.DECIDE, DAY_S),))
)


def a_page(items: tuple[privacy.Entry, ...]) -> Page[privacy.Entry]:
    return Page(items=items, number=0, pages=3 if items else 1, total=len(items))


def looks(language):
    words = words_for(language)
    card = privacy.IdentityCard(HOSTILE, "nurse", FIELDS, ((ALL[0].title, 3),))
    return {
        "shelf": views.shelf(errands.Shelf(ALL, frozenset({"taxi"}), (CARDS["out"],))),
        **{name: (views.card(one),) for name, one in CARDS.items()},
        **{f"moved to {s}": views.moved(replace(CARDS["late"], state=s)) for s in ErrandState},
        "late told": views.told_late(errands.ErrandLate(CARDS["late"])),
        "crowd": views.chosen(Read(errands.Chosen(CARDS["done"], CROWD), words)),
        "summed up": views.summed_up(SilentDays(3, 340, 600)),
        "missed": views.started(errands.Missed(ALL[0], GONE)),
        "nothing left": views.opt_outs(OptOuts((), ALL, HELD)),
        "things left": views.opt_outs(OptOuts((GONE, replace(GONE, what="account")), ALL, HELD)),
        "from home": (views.shown(CARDS["out"]),),
        "price": views.price(PRICE),
        "price of all": views.price(ACCOUNT),
        "left": views.left(replace(PRICE, left=GONE)),
        "back": views.left(ACCOUNT),
        "card": private.card(Read(card, words)),
        "new card": private.card(Read(replace(card, used=()), words)),
        "data": private.data(
            (Page(items=ENTRIES[:8], number=0, pages=3, total=20), WITHDRAWN, WITHDRAWN)
        ),
        "no data": private.data((a_page(()), (), ())),
        **{
            f"withdrawal {done}": private.withdrawal_done(privacy.WithdrawalDone(ANA, *done))
            for done in ((512, 540), (None, None))
        },
        "held": private.held(privacy.ErasureHeld(ANA, 7, 1)),
        "goes on": private.goes_on(privacy.ErasureGoesOn(ANA)),
        "purged": private.purged(privacy.FactsPurged(("utility_late",), 3, 2, 4)),
        "leaked": private.leaked(privacy.IdLeaked(ANA, FIELDS, 2)),
        "asked": private.asked(privacy.PrivacyAsked(1)),
        "asked again": private.asked(privacy.PrivacyAsked(2)),
        "sealed": private.sealed(privacy.Sealed(1, again=False)),
        "sealed before": private.sealed(privacy.Sealed(1, again=True)),
        **{name: private.worth(found) for name, found in AUCTIONS.items()},
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_look_renders(language):
    for name, replies in looks(language).items():
        assert check(replies, language), name


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_of_fact_has_a_line(language):
    for entry in ENTRIES:
        assert check(private.data((a_page((entry,)), (), ())), language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_refusals_and_menu_have_words(language):
    title = ALL[0].title
    refusals = (
        errands.NoSuchService(typed=HOSTILE[:20], known="taxi"),
        errands.StillOut(title=title),
        errands.NotLeft(),
        errands.NothingChosen(),
        errands.SellerShort(seller=title),
        errands.ClosedToday(service=title),
    )
    check_words(services_feature.FEATURE, refusals, language)
    ours = (privacy.AccountLeft(), privacy.DataSecret(), privacy.AskedTwice())
    check_words(privacy_feature.FEATURE, ours, language)


def test_a_shelf_is_two_in_a_row_and_a_receipt_one_line():
    (shelf,) = views.shelf(errands.Shelf(ALL, frozenset(), ()))
    assert isinstance(shelf, Message)
    assert max(len(row) for row in shelf.keyboard) == 2
    receipt = words_for("en").plain(views.card(CARDS["done"]).text).strip()
    assert "\n" not in receipt
    assert "¥9.00" in receipt
    assert "S7-KKKKKK" in receipt
    assert views.card(CARDS["done"]).keyboard == ()


def test_a_card_offers_what_its_state_allows():
    assert packed(views.card(CARDS["one question"])) == [
        "ev2:7:1:shared",
        "ev2:7:1:comfort",
        "ev4:7",
    ]
    assert packed(views.card(CARDS["asked"])) == ["ev3:7", "ev4:7"]
    assert packed(views.card(CARDS["out"])) == ["ev5:7"]


@pytest.mark.parametrize("forged", ["0:0:a", "7:9:a", "7:0:A", "7:0:<b>", "x:0:a"])
def test_forged_buttons_are_none(forged):
    with pytest.raises((ValueError, TypeError)):
        views.Choose.unpack(f"ev2:{forged}")
