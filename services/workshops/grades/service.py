"""Grading those who grade: what offices and companies promised, and whether they kept it.

Only what can be seen is counted: reports in time, what had to be taken back, complaints and
questions that were answered. What truly happened is not asked here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select

from services.kernel.errors import RuleError
from services.kernel.localized import Localized
from services.kernel.seeds import PERCENT
from services.kernel.time import DAY_S, Moment
from services.kernel.town import Town, UnitOfWork
from services.law import switchboard
from services.law.switchboard import Switch
from services.living import offices
from services.people.facts import FACT_STRUCK, FACTS, STRUCK_KEY
from services.people.identity import own_town
from services.standing import agencies, complaints
from services.standing.complaints import ComplaintState
from services.workshops import questions
from services.workshops.grades.catalogue import catalogue


class GradesOff(RuleError):
    """The law in force grades no office."""

    opened_by = "office_grades on"


TOWN_HALL = "town_hall"
KEPT, BROKEN = True, False


@dataclass(frozen=True, slots=True, kw_only=True)
class Graded:
    """One keeper of promises. `title` is None of the town hall; `grade` of too few promises."""

    keeper: str
    title: Localized | None
    kept: int
    broken: int
    grade: str | None


@dataclass(frozen=True, slots=True)
class GradeTable:
    """All whom there was something to grade for, the worst first."""

    at: Moment
    lines: tuple[Graded, ...]
    provenance: str


def grades(uow: UnitOfWork) -> GradeTable:
    """How well each of one's own town keeps its word. Raises `NotInTown`, `GradesOff`."""
    town = own_town(uow)
    if not switchboard.is_on(town, Switch.OFFICE_GRADES):
        raise GradesOff
    bands, counted = catalogue(), Counter(_promises(town))
    lines = []
    for keeper in dict.fromkeys(keeper for keeper, _ in counted):
        kept, broken = counted[keeper, KEPT], counted[keeper, BROKEN]
        grade = bands.of(kept, broken)
        title = _keepers().get(keeper)
        lines.append(Graded(keeper=keeper, title=title, kept=kept, broken=broken, grade=grade))
    lines.sort(key=_worst_first)
    return GradeTable(Moment(town.now), tuple(lines), bands.provenance)


def _worst_first(one: Graded) -> tuple[bool, int, str]:
    return one.grade is None, PERCENT * one.kept // (one.kept + one.broken), one.keeper


def _promises(town: Town) -> Iterator[tuple[str, bool]]:
    """Every promise whose day has come: whose it was, and whether it was kept."""
    yield from offices.promptness(town)
    for source in _taken_back(town):
        yield source, BROKEN
    answer_s = catalogue().answer_days * DAY_S
    for one in complaints.of_town(town):
        if one.state is not ComplaintState.OPEN:
            yield one.agency_id, one.state is ComplaintState.DISMISSED
        ended = None if one.decided is None else one.decided.town_s
        yield from _answered(town, one.opened.town_s, ended, answer_s)
    for asked, ended in questions.answer_times(town):
        yield from _answered(town, asked, ended, answer_s)


def _answered(
    town: Town, asked: int, ended: int | None, within_s: int
) -> Iterator[tuple[str, bool]]:
    """The town hall's promise of an answer; of an open one only once its days are over."""
    last = asked + within_s
    if ended is not None or town.now > last:
        yield TOWN_HALL, ended is not None and ended <= last


def _taken_back(town: Town) -> Iterator[str]:
    """Which office or agency said each thing that has been struck. What the app writes down of its
    own, such as stars that were taken back, is nobody's word.
    """
    at = FACTS.c
    here = at.workshop_id == town.workshop_id
    struck = town.conn.scalars(select(at.key).where(here, at.kind == FACT_STRUCK))
    keys = [key.removeprefix(STRUCK_KEY) for key in struck]
    yield from town.conn.scalars(
        select(at.source).where(here, at.key.in_(keys), at.source.in_(_keepers()))
    )


def _keepers() -> dict[str, Localized]:
    rating = {name: one.title for name, one in agencies.catalogue().items()}
    return rating | {name: one.title for name, one in offices.catalogue().items()}
