"""When scores are computed: on an agency's day of the month, and when the facilitator asks.

Agencies that judge at each application are left out of the calendar: they compute when somebody
asks them. A run goes through the town some people at a time, a unit of work each, all as of one
moment; so the town is never held up for long, and each person hears of all agencies at once.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import ColumnElement, select, update

from services.kernel.audit_log import note
from services.kernel.schema import insert_new
from services.kernel.time import HOUR_S, TownTime, calendar_date, next_time_of_day
from services.kernel.timers import set_timer
from services.kernel.town import STEWARDS, Event, ParticipantId, Town, WorkshopId, require
from services.law import switchboard
from services.people.identity import PEOPLE
from services.standing import scores
from services.standing.agencies import Agency, catalogue, find, rated_among
from services.standing.rescoring.tables import rescorings


@dataclass(frozen=True, slots=True)
class RescoringEnded(Event):
    """A run has gone through the whole town. What moved for whom is told by the scores."""

    workshop_id: WorkshopId
    rescoring_id: int
    why: str
    at: TownTime


RESCORE_NIGHT = "rescore_night"  # the timers' kinds
RESCORE = "rescore"
NIGHT_AT_S = 3 * HOUR_S
PEOPLE_AT_A_TIME = 5  # by all agencies: about a third of a second on two cores
ON_ITS_DAY = "date"
ON_DEMAND = "demand"


@dataclass(frozen=True, slots=True)
class Run:
    """One rescoring: which agencies, as of when, and how far it has come."""

    rescoring_id: int
    why: str
    agencies: tuple[Agency, ...]
    at: TownTime
    scores: int
    is_done: bool


def start_nights(town: Town) -> None:
    """Let the calendar begin; once per town, however often it is said."""
    set_timer(town, RESCORE_NIGHT, "", due=next_time_of_day(town.now, NIGHT_AT_S))


def night(town: Town, subject: str) -> None:
    """A timer's verb: begin what this day's calendar asks for, and wait for the next night."""
    if due := due_today(town):
        _begin(town, due, ON_ITS_DAY)
    set_timer(town, RESCORE_NIGHT, subject, due=next_time_of_day(town.now, NIGHT_AT_S))


def due_today(town: Town) -> list[Agency]:
    """The agencies whose day it is, by the law of this moment.

    Of a long leap of the clock only the last time of each agency is lived through.
    """
    by_law = int(switchboard.value(town, switchboard.Switch.RESCORING_DAY))
    # A timer's own `now` is its due time, which may be long past.
    today, present = calendar_date(town.now), calendar_date(town.workshop.clock.at(town.wall_ms))
    if (today.replace(day=1) + timedelta(days=31)).replace(day=min(today.day, 28)) <= present:
        return []  # its next time has come, too
    return [one for one in catalogue().values() if day_of(one, by_law) == today.day]


def day_of(one: Agency, by_law: int) -> int | None:
    """The day of the month on which an agency rescores; None where it does at each application."""
    if isinstance(one.rescoring, int):
        return one.rescoring
    return by_law if one.rescoring == "law" else None


def rescore(town: Town, typed: str = "") -> Run:
    """Have one agency, or all of them, compute anew as of now. Twice the same update is once.

    Raises `NotAllowed`, `NoSuchAgency`.
    """
    require(town, *STEWARDS)
    chosen = [find(typed)] if typed.strip() else list(catalogue().values())
    if kept := _runs(town, rescorings.c.key == town.key):
        return kept[0]
    note(town, "rescore", ",".join(one.agency_id for one in chosen), role=town.actor.role)
    return _begin(town, chosen, ON_DEMAND)


def step(town: Town, subject: str) -> None:
    """A timer's verb: rescore the next few people of a run."""
    number, after = subject.split(":", 1)
    run = look_at(town, int(number))
    people = _people_after(town, after)
    rated = {one.agency_id: rated_among(town, one.agency_id, people) for one in run.agencies}
    found = scores.evaluate_and_store_all(town, rated)
    given = sum(len(scored) for scored in found.values())
    is_done = len(people) < PEOPLE_AT_A_TIME
    town.conn.execute(
        update(rescorings)
        .where(rescorings.c.rescoring_id == run.rescoring_id)
        .values(scores=rescorings.c.scores + given, is_done=is_done)
    )
    if is_done:
        town.emit(RescoringEnded(town.workshop_id, run.rescoring_id, run.why, run.at))
    else:
        set_timer(town, RESCORE, f"{number}:{people[-1]}", due=town.now)


def look_at(town: Town, rescoring_id: int) -> Run:
    """How far a run of this town has come."""
    [run] = _runs(town, rescorings.c.rescoring_id == rescoring_id)
    return run


def _begin(town: Town, chosen: Iterable[Agency], why: str) -> Run:
    insert_new(
        town.conn,
        rescorings,
        workshop_id=town.workshop_id,
        why=why,
        agencies=" ".join(one.agency_id for one in chosen),
        town_s=town.now,
        key=town.key,
    )
    [run] = _runs(town, rescorings.c.key == town.key)
    set_timer(town, RESCORE, f"{run.rescoring_id}:", due=town.now)
    return run


def _people_after(town: Town, after: str) -> list[ParticipantId]:
    rows = town.conn.scalars(
        select(PEOPLE.c.participant_id)
        .where(PEOPLE.c.workshop_id == town.workshop_id, PEOPLE.c.participant_id > after)
        .order_by(PEOPLE.c.participant_id)
        .limit(PEOPLE_AT_A_TIME)
    )
    return [ParticipantId(who) for who in rows]


def _runs(town: Town, *where: ColumnElement[bool]) -> list[Run]:
    known, mine = catalogue(), rescorings.c.workshop_id == town.workshop_id
    return [
        Run(
            row.rescoring_id,
            row.why,
            tuple(known[name] for name in row.agencies.split() if name in known),
            TownTime(row.town_s),
            row.scores,
            is_done=bool(row.is_done),
        )
        for row in town.conn.execute(select(rescorings).where(mine, *where))
    ]
