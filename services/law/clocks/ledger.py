"""The ledger of clocks: what happened is written down, and what is due follows from it alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping

from sqlalchemy import select

from services.kernel.errors import RuleError
from services.kernel.schema import AnyRow, insert_new
from services.kernel.town import Town
from services.law.clocks.catalogue import catalogue
from services.law.clocks.counting import Act, Entry, Reading, read
from services.law.clocks.tables import clock_entries


class ClockOver(RuleError):
    """There is no clock that runs there: none was started, or it has been decided."""


class ClockStopped(RuleError):
    """The clock is stopped already."""


class ClockRuns(RuleError):
    """The clock is not stopped."""


class NotLengthened(RuleError):
    """This stage may not be lengthened, or was before."""


def start(town: Town, subject: str, clock: str, stage: str) -> None:
    """Begin a stage of a clock; what ran for the subject before has ended."""
    catalogue()[clock].stages[stage]  # a name that is none is a bug
    _write(town, subject, (clock, stage), Act.START)


def pause(town: Town, subject: str, reason: str) -> None:
    """Stop the clock for a reason of the catalogue. Raises `ClockOver`, `ClockStopped`."""
    one = _running(town, subject)
    if one.is_paused:
        raise ClockStopped
    _write(town, subject, (one.clock, one.stage), Act.PAUSE, reason)


def resume(town: Town, subject: str) -> None:
    """Set it going again. Raises `ClockOver`, `ClockRuns`."""
    one = _running(town, subject)
    if not one.is_paused:
        raise ClockRuns
    _write(town, subject, (one.clock, one.stage), Act.RESUME)


def extend(town: Town, subject: str, reason: str) -> Reading:
    """Lengthen the stage, once. Raises `ClockOver`, `NotLengthened`."""
    one = _running(town, subject)
    if not one.may_extend:
        raise NotLengthened
    _write(town, subject, (one.clock, one.stage), Act.EXTEND, reason)
    return _running(town, subject)


def decide(town: Town, subject: str) -> None:
    """The stage ends here, in time or not; where no clock runs nothing is written."""
    one = current(town, subject)
    if one is not None and one.ended is None:
        _write(town, subject, (one.clock, one.stage), Act.DECIDE)


def current(town: Town, subject: str) -> Reading | None:
    """The newest stage of a subject."""
    found = stages(town, (subject,)).get(subject)
    return found[-1] if found else None


def stages(
    town: Town, subjects: Collection[str] | None = None
) -> Mapping[str, tuple[Reading, ...]]:
    """All stages by subject (of the whole town where none is named), each as it stands now."""
    at = clock_entries.c
    query = select(clock_entries).where(at.workshop_id == town.workshop_id)
    if subjects is not None:
        query = query.where(at.subject.in_(subjects))
    found = defaultdict[str, list[list[AnyRow]]](list)
    for row in town.conn.execute(query.order_by(at.subject, at.turn)):
        if row.act == Act.START:
            found[row.subject].append([])
        found[row.subject][-1].append(row)
    known = catalogue()
    return {
        subject: tuple(
            read(known[rows[0].clock], rows[0].stage, [_entry(row) for row in rows], town.now)
            for rows in parts
        )
        for subject, parts in found.items()
    }


def _entry(row: AnyRow) -> Entry:
    return Entry(Act(row.act), row.town_s, row.reason)


def _running(town: Town, subject: str) -> Reading:
    one = current(town, subject)
    if one is None or one.ended is not None:
        raise ClockOver
    return one


def _write(town: Town, subject: str, of: tuple[str, str], act: Act, reason: str = "") -> None:
    at = clock_entries.c
    mine = (at.workshop_id == town.workshop_id, at.subject == subject)
    turns = len(town.conn.scalars(select(at.turn).where(*mine)).all())
    insert_new(
        town.conn,
        clock_entries,
        workshop_id=town.workshop_id,
        subject=subject,
        clock=of[0],
        stage=of[1],
        act=act,
        reason=reason,
        town_s=town.now,
        turn=turns + 1,
    )
