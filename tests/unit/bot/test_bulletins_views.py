"""The month's bulletin as the town reads it."""

from __future__ import annotations

import pytest

from bot.replies import Message, News, Replies
from bot.standing.bulletins import views
from bot.words import words_for
from services.kernel.localized import LANGUAGES
from services.kernel.money import Fen, Money
from services.kernel.time import DAY_S, Moment
from services.kernel.town import WorkshopId
from services.standing.bulletins import Bulletin, BulletinPublished, Case
from services.standing.listings import Colour
from tests.unit.bot.money_looks import HOSTILE, TEXT_MAX, check_escaped

CASES = tuple(
    Case(colour=colour, agency=agency, days=days, is_over=days > 1, owed=owed)
    for colour, agency, owed in (
        (Colour.BLACK, "court", Money(Fen(60_00))),
        (Colour.BLACK, "court", None),
        (Colour.RED, "town_hall", None),
    )
    for days in (1, 9)
)


def found(cases: tuple[Case, ...], citizen: str | None) -> Bulletin:
    return Bulletin(
        month="2015-01",
        at=Moment(31 * DAY_S),
        cases=cases,
        has_citizen=citizen is not None,
        citizen=citizen or "",
    )


LOOKS = [
    views.bulletin(found(cases, citizen))
    for cases in ((), CASES)
    for citizen in (None, "", HOSTILE)
]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("look", LOOKS)
def test_every_look_has_words_and_fits_into_a_message(look: Replies, language: str):
    [message] = look
    assert isinstance(message, Message)
    html = words_for(language).html(message.text)
    check_escaped(html)
    assert len(html) <= TEXT_MAX


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_towns_card_tells_of_it_in_a_line_or_two(language: str):
    assert views.published(BulletinPublished(WorkshopId(1))) == (News(),)
    told = list(views.news([found(CASES, None), found(CASES, HOSTILE), found((), "")]))
    assert len(told) == 5
    for line in told:
        check_escaped(words_for(language).html(line))
