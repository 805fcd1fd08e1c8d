"""What the synthetic town and the replays look like: the adopted one, and the heat map."""

from __future__ import annotations

import pytest

from bot.arguments import Go
from bot.replies import Message
from bot.standing.agencies import heat_views
from bot.words import Read, words_for
from bot.workshops.adoptions import views
from bot.workshops.adoptions.views import AdoptOne, LetGo
from services.kernel.localized import LANGUAGES
from services.kernel.time import DAY_S, TownTime
from services.law.switchboard import Switch, Value
from services.standing.agencies import catalogue
from services.standing.rescoring import Cell, HeatMap
from services.workshops import adoptions, lab
from services.workshops.adoptions import Adopted, AdoptionPage, LawLived, LifeMoved, life_under
from tests.support.narrowing import presses

AT = TownTime(3 * DAY_S)
SEVERAL: dict[Switch, tuple[Value, Value]] = {
    Switch.KIN: ("on", "off"),
    Switch.PETTY: ("on", "off"),
    Switch.RESCORING_DAY: (1, 9),
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_everybody_who_can_be_adopted_is_introduced_and_shown_under_any_law(language: str):
    words, every = words_for(language), tuple(adoptions.catalogue().values())
    (page,) = views.page(AdoptionPage(None, every))
    assert isinstance(page, Message)
    assert presses(page.keyboard[:-1]) == [AdoptOne(one=one.adoptee_id) for one in every]
    usual, kind = lab.law_with([]), lab.law_with(["kin=off", "petty=off", "friends=off"])
    for one in every:
        assert one.words.in_(language) in words.html(page.text).replace("&#x27;", "'")
        now, then = life_under(one, usual), life_under(one, kind)
        moved = LifeMoved.between(now, then)
        assert LifeMoved.between(now, now).is_nothing
        assert moved.turned_round == LifeMoved.between(then, now)
        laws = [LawLived(AT, SEVERAL, moved), LawLived(AT, SEVERAL, LifeMoved((), (), None))]
        (lived,) = views.page(AdoptionPage(Adopted(one, then, tuple(laws)), ()))
        assert isinstance(lived, Message)
        assert presses(lived.keyboard[:1]) == [LetGo(), Go(command="motion")]
        assert len(words.html(lived.text)) < 4096


def cell(kind: str, hundredths: int, moved: int, *, is_struck: bool = False) -> Cell:
    city = catalogue()["city_credit_office"]
    numbers = {"people": 20, "moved": moved, "hundredths": hundredths, "scale": 200}
    return Cell(kind=kind, agency=city, is_struck=is_struck, **numbers)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_heat_map_says_in_words_what_it_shows(language: str):
    words, city = words_for(language), catalogue()["city_credit_office"]
    cells = (
        *(cell("jaywalking", 1_250, 20), cell("tax_late", 40, 3), cell("spitting", 3, 1)),
        *(cell("donation", 0, 0), cell("library_late", 210, 9, is_struck=True)),
    )
    (page,) = heat_views.page(Read(HeatMap(AT, (city,), cells, 2, 1), words))
    assert isinstance(page, Message)
    assert page.picture is not None
    told = words.html(page.text)
    for points in ("<b>12</b>", "<b>0.4</b>", "<b>&lt;0.1</b>", "<b>2.1</b>"):
        assert points in told
    assert told.index("12") < told.index("2.1") < told.index("0.4"), "the strongest first"
    svg = page.picture.svg
    assert svg.count("stroke-dasharray") == 1, "struck by the law"
    assert ">12</text>" in svg
    assert ">0</text>" not in svg, "what moves nobody has no row"
    (empty,) = heat_views.page(Read(HeatMap(AT, (city,), cells[3:4], 0, 0), words))
    assert isinstance(empty, Message)
    assert empty.picture is None
