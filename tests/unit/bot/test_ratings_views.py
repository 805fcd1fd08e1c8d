"""Ratings as people see them: every look, in both languages, with hostile names and words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.replies import Message, ToFacilitator, say
from bot.social.ratings import FEATURE, handlers, views
from bot.words import words_for
from services.kernel.errors import Usage
from services.kernel.localized import LANGUAGES, Localized
from services.kernel.money import Money
from services.kernel.time import TownTime
from services.kernel.town import ParticipantId
from services.social import ratings
from services.social.ratings import DealNoted, DealOpened, Given, Repute, Side, Stars, Waiting
from tests.support.narrowing import packed
from tests.unit.bot.money_looks import HOSTILE, check, check_words

ANA, BO = ParticipantId("a" * 16), ParticipantId("b" * 40)
TITLE = Localized(en="Umbrella, Dry Lane", zh="雨伞，晴巷雨伞铺")
ASKED = Side(
    deal_id=7,
    who=ANA,
    is_customer=True,
    other=BO,
    other_name=HOSTILE,
    service="",
    title=None,
    what=HOSTILE,
    due=TownTime(90_000),
    waits=True,
    is_open=False,
    is_returned=False,
    mine=None,
    theirs=None,
)
HALF = replace(ASKED, mine=Given(4, None, ""))
SEALED = replace(ASKED, waits=False, mine=Given(4, 2, HOSTILE))
OPEN = replace(SEALED, is_open=True, theirs=Given(None, 5, HOSTILE))
HIRED = replace(ASKED, other=None, other_name="", title=TITLE, what="", service="dry_lane")
SIDES = {
    "asked": ASKED,
    "half": HALF,
    "sealed": SEALED,
    "open": OPEN,
    "theirs alone": replace(OPEN, mine=None),
    "nobody's": replace(OPEN, mine=None, theirs=None),
    "returned": replace(OPEN, theirs=None, is_returned=True),
    "hired": HIRED,
    "bought of somebody": replace(ASKED, title=TITLE),
    "provider": replace(ASKED, is_customer=False),
}
FEW = Repute(HOSTILE, Stars((1, 0, 0, 0, 0)), ())
MANY = Repute(HOSTILE, Stars((1, 0, 0, 4, 100)), (HOSTILE,) * 3)
BOMBED = ratings.RatingBombed(BO, HOSTILE, 6, Stars((0,) * 5), Stars((6, 0, 0, 0, 0)))
LOOKS = {
    **{f"card {name}": (views.card(side),) for name, side in SIDES.items()},
    **{f"tapped {name}": views.rated(side) for name, side in SIDES.items()},
    "again": views.rated(replace(SEALED, again=True)),
    "typed": views.rated_by_name(SEALED),
    "waiting": views.waiting(Waiting(tuple(SIDES.values()), FEW)),
    "nothing waits": views.waiting(Waiting((), replace(FEW, stars=Stars((0,) * 5)))),
    "repute": views.repute(MANY),
    "repute of a shop": views.repute(replace(MANY, name=TITLE)),
    "told asked": views.asked(DealNoted((ASKED, HIRED))),
    "bombed": views.bombed(BOMBED),
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("look", LOOKS)
def test_every_look_renders(look, language):
    assert check(LOOKS[look], language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_refusals_and_menu_have_words(language):
    refusals = (
        ratings.RateSelf(),
        ratings.NoDeal(name=HOSTILE, amount=Money(100)),
        ratings.RatingOver(),
        ratings.WordTooLong(limit=100, length=101),
        ratings.NobodyToBomb(),
    )
    check_words(FEATURE, refusals, language)


def test_a_card_asks_for_what_is_missing_and_for_nothing_else():
    asks = {
        "asked": "vs",
        "half": "vp",
        "provider": "vp",
        "hired": "vs",
        "bought of somebody": "vs",
    }
    for name, side in SIDES.items():
        stars = views.card(side).keyboard[:1]
        wanted = [f"{asks[name]}:7:{n}" for n in ratings.STARS] if name in asks else []
        assert packed(Message(say("as_is"), keyboard=stars)) == wanted
    assert views.opened(DealOpened((OPEN,))) == (views.rated(OPEN)[1],)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_word_with_markup_is_quoted_and_the_average_comes_with_the_fifth(language):
    (card,) = check((views.card(OPEN),), language)
    assert card.count("<blockquote>") == 3
    assert "★★★★★" in card
    few, many = (check(views.repute(one), language)[0] for one in (FEW, MANY))
    assert "1.00" not in few
    assert "4.92" in many
    assert "1★ 1" in few


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_facilitator_hears_what_a_bomb_did(language):
    report, line = views.bombed(BOMBED)
    assert isinstance(report, Message)
    assert report.to == ToFacilitator()
    told, _ = check((report, line), language)
    assert all(part in told for part in ("6", "–", "1.00"))


@pytest.mark.parametrize("typed", ["Linden 0", "Linden 6", "Linden 5 9", f"Linden {'1' * 99}"])
def test_there_are_one_to_five_stars(typed):
    with pytest.raises(Usage):
        handlers.rate(typed)


def test_a_service_is_called_by_its_title():
    shown = views.card(replace(ASKED, what="food"))
    assert "🍜 Food delivery" in words_for("en").html(shown.text)
    assert "🍜 外卖" in words_for("zh").html(shown.text)


def test_a_residents_word_is_read_in_ones_language_and_a_persons_as_it_was_written():
    for word, chinese in (
        ("Any time again.", "下次还找。"),
        ("下次还找。", "下次还找。"),
        ("ok!", "ok!"),
    ):
        (shown,) = views.repute(replace(FEW, words=(word,)))
        assert isinstance(shown, Message)
        assert chinese in words_for("zh").html(shown.text)
