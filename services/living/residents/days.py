"""A resident's days: each midnight the coming day is planned; a new town is settled with twelve."""

from __future__ import annotations

from collections.abc import Mapping

from services.kernel.seeds import PERCENT
from services.kernel.time import DAY_S, HOUR_S, TownTime, day_number
from services.kernel.timers import set_timer
from services.kernel.town import Randomness, Town
from services.living.residents.acts import RESIDENT_ACT
from services.living.residents.folk import Resident, happens, residents, script
from services.living.seats import settle

RESIDENT_DAY = "resident_day"  # the timer's kind
WAKES_AT_S = 7 * HOUR_S
SLEEPS_AT_S = 23 * HOUR_S
LIVED_THROUGH_S = 14 * DAY_S  # of a long leap only the last days are lived, the rest is silence


def move_in(town: Town) -> None:
    """Settle the twelve residents of a new town and begin their days. Twice is once."""
    if residents(town):
        return
    for role in script().roles:
        settle(town, role.in_(town.workshop.language), habit=role.habit)
    new_day(town, "")


def new_day(town: Town, _: str) -> None:
    """A timer's verb: everybody makes plans for the rest of this day; so again at midnight."""
    for someone in residents(town):
        plan_for(town, someone)
    midnight = town.now - town.now % DAY_S + DAY_S
    present = town.workshop.clock.at(town.wall_ms)
    remembered = present - present % DAY_S - LIVED_THROUGH_S
    due = TownTime(max(midnight, remembered))
    set_timer(town, RESIDENT_DAY, str(day_number(due)), due=due)


def plan_for(town: Town, someone: Resident) -> None:
    """Set what one resident will do in the rest of this day, by the chance of that day."""
    if someone.plays_for_points:  # by a chance apart, so that all else stays
        _plan_acts(town, someone, "plays", {"plays": PERCENT})
    _plan_acts(town, someone, "day", someone.habit.a_day)


def _plan_acts(town: Town, someone: Resident, label: str, percents: Mapping[str, int]) -> None:
    day = day_number(town.now)
    midnight = town.now - town.now % DAY_S
    chance = Randomness(town.workshop.secret, f"{label}|{someone.name}|{day}")
    for action, percent in percents.items():
        at = midnight + chance.between(WAKES_AT_S, SLEEPS_AT_S)
        if happens(chance, percent) and at > town.now:
            set_timer(town, RESIDENT_ACT, f"{action}:{someone.participant_id}:{day}", due=at)
