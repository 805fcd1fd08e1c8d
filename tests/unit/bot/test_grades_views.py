"""The page of grades: every line in both languages, and as many as a town can have."""

from __future__ import annotations

import pytest

from bot.workshops.grades import FEATURE, views
from services.kernel.localized import LANGUAGES
from services.kernel.time import Moment
from services.living import offices
from services.standing import agencies
from services.workshops import grades
from services.workshops.grades import Graded, GradeTable
from tests.unit.bot.money_looks import check, check_words

KEEPERS: dict[str, agencies.Agency | offices.Office] = {
    **agencies.catalogue(),
    **offices.catalogue(),
}
ALL = tuple(
    Graded(keeper=name, title=one.title, kept=1_000, broken=1_000, grade="D")
    for name, one in KEEPERS.items()
)
HALL = Graded(keeper="town_hall", title=None, kept=1, broken=0, grade=None)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_keeper_of_a_town_fits_on_the_page(language: str):
    for lines in ((), (HALL,), (*ALL, HALL)):
        table = GradeTable(Moment(90_000), lines, grades.catalogue().provenance)
        [text] = check(views.table(table), language)
        assert all(one.title is None or str(getattr(one.title, language)) for one in lines)
        assert text.count("•") == len(lines)
    check_words(FEATURE, (grades.GradesOff(),), language)
