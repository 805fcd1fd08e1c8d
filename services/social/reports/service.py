"""One open report of one person about another; told again it is the same, with the newer words.

The town quotes nobody by itself: words are in a report only where the reporter put them.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select, update

from services.kernel.errors import RuleError
from services.kernel.schema import change_row, insert_new, live_row
from services.kernel.time import TownTime
from services.kernel.town import Event, ParticipantId, Role, Town, require
from services.people.facts import Fact, record
from services.people.identity import (
    Neighbour,
    WordsErased,
    by_id,
    by_name,
    lock_participant,
    with_names,
)
from services.social.reports.tables import reports

WORDS_MAX = 500  # characters
OPEN_MAX = 10  # of one person, at a time


class ReportSelf(RuleError):
    """Nobody reports themself."""


class ReportedWordsTooLong(RuleError):
    """More characters than `limit`; `typed` says how many."""


class TooManyReports(RuleError):
    """As many as `limit` of the actor's reports are not closed yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One report as the facilitator sees it."""

    report_id: int
    reporter_name: str
    reported: ParticipantId
    reported_name: str
    words: str  # "" where none were handed over
    made: TownTime
    is_open: bool


@dataclass(frozen=True, slots=True)
class ReportMade(Event):
    """Somebody told about somebody. `is_new`: not another word on what was told before."""

    report: Report
    is_new: bool


@dataclass(frozen=True, slots=True)
class ReportClosed(Event):
    """The facilitator has seen to it; `reporter` hears so."""

    report: Report
    reporter: ParticipantId


def report(town: Town, who: str, words: str = "") -> Report:
    """Tell the facilitator about somebody, by id.

    Raises `NobodyOfThatName`, `ReportSelf`, `ReportedWordsTooLong`, `TooManyReports`.
    """
    return _report(town, by_id(town, who), words)


def report_by_name(town: Town, name: str, words: str = "") -> Report:
    """The same by name."""
    return _report(town, by_name(town, name), words)


def waiting(town: Town) -> tuple[Report, ...]:
    """What is not closed yet, the oldest first. Raises `NotAllowed`."""
    require(town, Role.FACILITATOR)
    still = reports.c.workshop_id == town.workshop_id, reports.c.closed_town_s.is_(None)
    numbers = select(reports.c.report_id).where(*still).order_by(reports.c.report_id)
    return tuple(find_report(town, number) for number in town.conn.scalars(numbers).all())


def count_waiting(town: Town) -> int:
    """How many are not closed yet."""
    still = reports.c.workshop_id == town.workshop_id, reports.c.closed_town_s.is_(None)
    return town.conn.scalar(select(func.count()).select_from(reports).where(*still)) or 0


def _report(town: Town, other: Neighbour, words: str) -> Report:
    me, them = town.actor.pid, other.participant_id
    if me == them:
        raise ReportSelf
    if len(words) > WORDS_MAX:
        raise ReportedWordsTooLong(limit=WORDS_MAX, typed=len(words))
    lock_participant(town, me)
    mine = reports.c.reporter == me, reports.c.closed_town_s.is_(None)
    about = select(reports.c.report_id).where(*mine, reports.c.reported == them)
    is_new = town.conn.scalar(about) is None
    if is_new:
        if (town.conn.scalar(select(func.count()).where(*mine)) or 0) >= OPEN_MAX:
            raise TooManyReports(limit=OPEN_MAX)
        values = {"reporter": me, "reported": them, "words": words, "made_town_s": town.now}
        insert_new(town.conn, reports, workshop_id=town.workshop_id, **values)
        record(town, Fact(me, "person_reported", counterpart=them, recipients="facilitator"))
    number = town.conn.execute(about).scalar_one()
    if words and not is_new:
        change_row(town.conn, reports, number, words=words)
    made = find_report(town, number)
    town.emit(ReportMade(made, is_new))
    return made


def close(town: Town, report_id: int) -> Report:
    """See to it. Twice is once. Raises `NotAllowed`, `Outdated`."""
    require(town, Role.FACILITATOR)
    found = find_report(town, report_id)
    done = town.conn.execute(
        update(reports)
        .where(reports.c.report_id == report_id, reports.c.closed_town_s.is_(None))
        .values(closed_town_s=town.now, words="")
        .returning(reports.c.reporter)
    ).scalar_one_or_none()
    if done is None:
        return found
    closed = find_report(town, report_id)
    town.emit(ReportClosed(closed, done))
    return closed


def find_report(town: Town, report_id: int) -> Report:
    """A report of this town. Raises `Outdated`."""
    query = with_names(select(reports), reporter=reports.c.reporter, reported=reports.c.reported)
    mine = reports.c.workshop_id == town.workshop_id, reports.c.report_id == report_id
    row = live_row(town.conn, query.where(*mine))
    return Report(
        report_id=row.report_id,
        reporter_name=row.reporter_name,
        reported=row.reported,
        reported_name=row.reported_name,
        words=row.words,
        made=row.made_town_s,
        is_open=row.closed_town_s is None,
    )


def forget_reports(town: Town, who: ParticipantId) -> None:
    """Somebody left: what they handed over goes, as what others quoted of them has gone."""
    handed = reports.c.reporter == who, reports.c.words != ""
    changed = update(reports).where(*handed).values(words="").returning(reports.c.report_id)
    if numbers := town.conn.scalars(changed).all():
        town.emit(WordsErased(tuple(f"report:{number}" for number in numbers)))
