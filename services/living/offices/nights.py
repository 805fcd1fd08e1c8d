"""The nightly job: the day's incidents happen, and what is due is reported.

The same seed tells the same story: chance comes from the town's secret, names and days alone.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from typing import TypeAlias

from sqlalchemy import select, update

from services.kernel.schema import insert_new
from services.kernel.seeds import PER_MILLE
from services.kernel.time import DAY_S, HOUR_S, TownTime, day_number, next_time_of_day
from services.kernel.timers import set_timer
from services.kernel.town import ParticipantId, Randomness, Town
from services.living.offices.catalogue import Office, Report, catalogue
from services.living.offices.tables import office_incidents
from services.people.facts import Fact, record
from services.people.identity import PEOPLE
from services.standing.agencies import closed_sources, enrol_residents, members

OFFICE_FEED = "office_feed"  # the timer's kind
NIGHT_AT_S = 22 * HOUR_S
LIVED_THROUGH_S = 14 * DAY_S  # of a long leap only the last days are lived, as residents do
MOST_A_DAY = 2  # incidents of one person
PURPOSE = "duty"


@dataclass(frozen=True, slots=True)
class Inhabitant:
    """A resident, to whom things happen. What is known of participants, they did themselves."""

    participant_id: ParticipantId
    name: str
    habit: str


Known: TypeAlias = dict[Inhabitant, None]  # in their order, and quickly found


def start_nights(town: Town) -> None:
    """Let the nights begin; once per town, however often it is said."""
    set_timer(town, OFFICE_FEED, "", due=next_time_of_day(town.now, NIGHT_AT_S))


def night(town: Town, subject: str) -> None:
    """A timer's verb: the day's incidents, the reports that are due, and the next night."""
    enrol_residents(town)
    simulate_day(town)
    report(town)
    following = next_time_of_day(town.now, NIGHT_AT_S)
    present = town.workshop.clock.at(town.wall_ms)
    remembered = next_time_of_day(present - LIVED_THROUGH_S, NIGHT_AT_S)
    set_timer(town, OFFICE_FEED, subject, due=TownTime(max(following, remembered)))


def simulate_day(town: Town) -> None:
    """Let this day's incidents happen. Twice is once."""
    inhabitants = _inhabitants(town)
    known = _known(town, inhabitants)
    for who in inhabitants:
        chance = Randomness(town.workshop.secret, f"offices|{who.name}|{day_number(town.now)}")
        for office, report in _day_of(who, known, chance):
            _write_down(town, known[office.office_id], who, chance, (office, report))


def report(town: Town) -> None:
    """Tell what is due; a closed office keeps its files until it opens again."""
    rows = town.conn.execute(
        select(office_incidents)
        .where(
            office_incidents.c.workshop_id == town.workshop_id,
            office_incidents.c.reported_town_s.is_(None),
            office_incidents.c.due_town_s <= town.now,
            office_incidents.c.office.not_in(sorted(closed_sources(town))),
        )
        .order_by(office_incidents.c.incident_id)
        .with_for_update()
    ).all()
    known = catalogue()
    record(
        town,
        *(
            Fact(
                row.named,
                row.kind,
                row.amount,
                source=row.office,
                purpose=PURPOSE,
                recipients=known[row.office].feeds,
                is_true=row.named == row.who,
                key=f"office:{row.key}",
            )
            for row in rows
        ),
    )
    if rows:
        town.conn.execute(
            update(office_incidents)
            .where(office_incidents.c.incident_id.in_([row.incident_id for row in rows]))
            .values(reported_town_s=town.now)
        )


def _day_of(
    who: Inhabitant, known: Mapping[str, Known], chance: Randomness
) -> list[tuple[Office, Report]]:
    """What happens to one person on one day: some draws, each from all that may happen."""
    may_happen, up_to = _what_may_happen(who.habit)
    draws = [chance.below(PER_MILLE * MOST_A_DAY) for _ in range(MOST_A_DAY)]
    found = [may_happen[bisect_right(up_to, one)] for one in draws if one < up_to[-1]]
    return [one for one in found if who in known[one[0].office_id]]


@cache
def _what_may_happen(habit: str) -> tuple[list[tuple[Office, Report]], list[int]]:
    """What may happen to somebody of a habit, and its chances in 1000 a day, added up."""
    offices = catalogue().values()
    all_of_it = [(office, report) for office in offices for report in office.reports]
    return all_of_it, list(accumulate(report.rate(habit) for _, report in all_of_it))


def _write_down(
    town: Town,
    inhabitants: Known,
    who: Inhabitant,
    chance: Randomness,
    found: tuple[Office, Report],
) -> None:
    office, report = found
    amount = chance.between(*report.amount)
    mistaken = chance.below(PER_MILLE) < office.in_law(town).error_per_mille
    named = _named(inhabitants, who, chance) if mistaken else who
    day = day_number(town.now)
    insert_new(
        town.conn,
        office_incidents,
        workshop_id=town.workshop_id,
        office=office.office_id,
        kind=report.kind,
        amount=amount,
        who=who.participant_id,
        named=named.participant_id,
        happened_town_s=town.now,
        due_town_s=town.now + office.delay_days * DAY_S,
        key=f"{office.office_id}:{report.kind}:{who.participant_id}:{day}",
    )


def _named(inhabitants: Known, who: Inhabitant, chance: Randomness) -> Inhabitant:
    """Somebody else, for whom this person was taken; where nobody else lives, the person."""
    others = [one for one in inhabitants if one != who]
    return chance.pick(others) if others else who


def _inhabitants(town: Town) -> list[Inhabitant]:
    rows = town.conn.execute(
        select(PEOPLE.c.participant_id, PEOPLE.c.name, PEOPLE.c.habit)
        .where(PEOPLE.c.workshop_id == town.workshop_id, PEOPLE.c.person_id.is_(None))
        .order_by(PEOPLE.c.name_key)
    )
    return [Inhabitant(*row) for row in rows]


def _known(town: Town, inhabitants: Sequence[Inhabitant]) -> Mapping[str, Known]:
    """Of whom each feeder may write: offices of all, a company of those whom it rates."""
    everybody = dict.fromkeys(inhabitants)
    found: dict[str, Known] = {}
    for office in catalogue().values():
        found[office.office_id] = everybody
        if not office.is_office:
            rated = set(members(town, office.feeds))
            found[office.office_id] = dict.fromkeys(
                one for one in inhabitants if one.participant_id in rated
            )
    return found
