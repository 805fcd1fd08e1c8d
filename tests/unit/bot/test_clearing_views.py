"""The regulator's view as it looks, blank and filled, with hostile names."""

from __future__ import annotations

import pytest

from bot.money.clearing import FEATURE, handlers, views
from bot.words import words_for
from services.kernel.errors import Usage
from services.kernel.localized import LANGUAGES, Localized
from services.kernel.money import Fen
from services.kernel.paging import Page
from services.kernel.time import TownTime
from services.kernel.town import ParticipantId
from services.money import clearing
from services.money.clearing import Feed, Flow, PlotBegun, RegulatorAppointed, SuspectNamed
from tests.support.handed import named, typed
from tests.unit.bot.money_looks import HOSTILE, check, check_words

BO = ParticipantId("b" * 16)
WORST = Localized(en=HOSTILE, zh=HOSTILE)
AT = TownTime(90_000)
ROWS = (
    Flow(AT, Fen(888)),
    Flow(AT, Fen(888), HOSTILE, WORST, WORST),
    Flow(AT, Fen(888), HOSTILE, HOSTILE),
)
FULL = Feed(
    is_cleared=True,
    rows=Page(ROWS, 0, 2, 15),
    blank=1,
    evasive=((WORST, 12, 4, Fen(11_000)), (HOSTILE, 1, 1, Fen(1))),
    tally=(2, (1, 1), (3, 0)),
)
EMPTY = Feed(is_cleared=False, rows=Page((), 0, 1, 0), blank=0, evasive=(), tally=None)


def suspect(*, is_right: bool) -> SuspectNamed:
    return SuspectNamed(
        accuser=BO, suspect_name=HOSTILE, culprit_name=HOSTILE, front=WORST, is_right=is_right
    )


LOOKS = {
    "full": views.feed(FULL),
    "empty": views.feed(EMPTY),
    "appointed": views.appointed(RegulatorAppointed(BO)),
    "told": views.told_appointed(RegulatorAppointed(BO)),
    "dismissed": views.told_dismissed(clearing.RegulatorDismissed(BO)),
    "tip": views.told_tip(PlotBegun((BO,))),
    "right": views.told_named(suspect(is_right=True)),
    "wrong": views.told_named(suspect(is_right=False)),
}
REFUSALS = (
    clearing.NotRegulator(),
    clearing.AlreadyWatching(name="Bo"),
    clearing.NoRegulator(),
    clearing.NoPlot(),
    clearing.NamedBefore(name="Bo"),
)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_look_renders_and_has_words(language: str):
    for replies in LOOKS.values():
        check(replies, language)
    check_words(FEATURE, REFUSALS, language)


def test_a_blank_row_names_nobody_and_no_place():
    text = words_for("en").html(views._row(Flow(AT, Fen(888))))
    assert "¥8.88" in text
    assert text.count("——") == 2


async def test_what_is_typed_is_read():
    assert named(await typed(handlers.appointers, "regulator", "Bo")) == (clearing.appoint, "Bo")
    assert named(await typed(handlers.accusers, "accuse", "Bo")) == (clearing.accuse, "Bo")
    with pytest.raises(Usage):
        await typed(handlers.accusers, "accuse", "")
