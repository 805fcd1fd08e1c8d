"""A resident's days: each midnight the coming day is planned; a new town is settled with twelve."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.kernel.time import DAY_S, HOUR_S, TownTime, day_number
from services.kernel.timers import set_timer
from services.kernel.town import Randomness
from services.living.residents.acts import RESIDENT_ACT
from services.living.residents.folk import Resident, residents
from services.living.residents.habits import happens, script
from services.living.seats import settle

if TYPE_CHECKING:
    from services.kernel.town import Town

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
    plan_day(town)
    _plan_next(town)


def new_day(town: Town, _: str) -> None:
    """A timer's verb: it is midnight; everybody makes plans."""
    plan_day(town)
    _plan_next(town)


def plan_day(town: Town) -> None:
    """Set what each resident will do in the rest of this day."""
    for someone in residents(town):
        plan_for(town, someone)


def plan_for(town: Town, someone: Resident) -> None:
    """Set what one resident will do in the rest of this day, by the chance of that day."""
    day = day_number(town.now)
    midnight = town.now - town.now % DAY_S
    chance = Randomness(town.workshop.secret, f"day|{someone.name}|{day}")
    if someone.plays_for_points:
        plan_play(town, someone, midnight)
    for action, percent in someone.habit.a_day.items():
        at = midnight + chance.between(WAKES_AT_S, SLEEPS_AT_S)
        if happens(chance, percent) and at > town.now:
            subject = f"{action}:{someone.participant_id}:{day}"
            set_timer(town, RESIDENT_ACT, subject, due=at)


def plan_play(town: Town, someone: Resident, midnight: int) -> None:
    """Once a day somebody thinks of their points; by a chance apart, so that all else stays."""
    day = day_number(town.now)
    chance = Randomness(town.workshop.secret, f"plays|{someone.name}|{day}")
    at = midnight + chance.between(WAKES_AT_S, SLEEPS_AT_S)
    if at > town.now:
        set_timer(town, RESIDENT_ACT, f"plays:{someone.participant_id}:{day}", due=at)


def _plan_next(town: Town) -> None:
    midnight = town.now - town.now % DAY_S + DAY_S
    present = town.workshop.clock.at(town.wall_ms)
    remembered = present - present % DAY_S - LIVED_THROUGH_S
    due = TownTime(max(midnight, remembered))
    set_timer(town, RESIDENT_DAY, str(day_number(due)), due=due)
