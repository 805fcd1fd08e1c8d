"""The wallet as people see it: every kind of movement, in every language."""

from __future__ import annotations

import pytest

from bot.money.wallet import FEATURE, views
from bot.replies import Replies
from bot.words import words_for
from services.kernel.localized import LANGUAGES
from services.kernel.money import Fen
from services.kernel.time import TownTime
from services.money.wallet import Line, Wallet
from tests.unit.bot.money_looks import HOSTILE, check, check_words

KINDS = (
    "payment",
    "payment_offer",
    "payment_back",
    "envelope",
    "envelope_share",
    "envelope_back",
    "gala_share",
    "welcome",
    "judgment_paid",
    "something_new",
)


def page(*lines: Line) -> Replies:
    return views.wallet(Wallet(Fen(9_112), lines))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["", HOSTILE])
@pytest.mark.parametrize("kind", KINDS)
def test_every_movement_has_words(kind, name, language):
    for amount in (888, -888):
        (html,) = check(page(Line(kind, Fen(amount), name, TownTime(40_000))), language)
        assert "¥8.88" in html


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_untouched_wallet_says_so(language):
    (html,) = check(page(), language)
    assert "¥91.12" in html
    check_words(FEATURE, (), language)


def test_known_movements_are_not_told_in_general_words():
    general = {"wallet.other_in", "wallet.other_out"}
    for kind in KINDS[:-1]:
        name = "Ana" if kind in views.NAMED else ""
        assert views.what(Line(kind, Fen(1), name, TownTime(0))).key not in general
    personal = views.what(Line("envelope", Fen(-7), "Bo", TownTime(0)))
    assert words_for("en").html(personal) == "your red envelope for Bo"
