"""A resident's days: each midnight the coming day is planned; a new town is settled with
the twelve of `seeds/residents.yaml` and as many more as it is to have."""

from __future__ import annotations

from collections.abc import Mapping

from services.kernel.seeds import PER_MILLE, PERCENT
from services.kernel.time import DAY_S, HOUR_S, TownTime, day_number
from services.kernel.timers import set_timer
from services.kernel.town import Randomness, Town
from services.living import errands
from services.living.residents.acts import RESIDENT_ACT
from services.living.residents.folk import Resident, happens, residents, script
from services.living.residents.silence import sum_up
from services.living.seats import free_character, settle

RESIDENT_DAY = "resident_day"  # the timer's kind
WAKES_AT_S = 7 * HOUR_S
SLEEPS_AT_S = 23 * HOUR_S
LIVED_THROUGH_S = 14 * DAY_S  # of a long leap only the last days are lived, the rest is summed up


def move_in(town: Town) -> None:
    """Settle the residents of a new town and begin their days. Twice is once."""
    if residents(town):
        return
    roles = script().roles
    for role in roles:
        settle(town, role.in_(town.workshop.language), habit=role.habit)
    for number in range(town.residents - len(roles)):
        settle(town, free_character(town), habit=roles[number % len(roles)].habit)
    new_day(town, "")


def new_day(town: Town, _: str) -> None:
    """A timer's verb: everybody makes plans for the rest of this day; so again at midnight."""
    for someone in residents(town):
        plan_for(town, someone)
    midnight = town.now - town.now % DAY_S + DAY_S
    present = town.workshop.clock.at(town.wall_ms)
    remembered = present - present % DAY_S - LIVED_THROUGH_S
    due = TownTime(max(midnight, remembered))
    sum_up(town, TownTime(midnight), due)
    set_timer(town, RESIDENT_DAY, str(day_number(due)), due=due)


def plan_for(town: Town, someone: Resident) -> None:
    """Set what one resident will do in the rest of this day, by the chance of that day."""
    if someone.plays_for_points:  # by a chance apart, so that all else stays
        _plan_acts(town, someone, "plays", {"plays": PERCENT})
    _plan_acts(town, someone, "day", someone.habit.a_day)
    _plan_errands(town, someone)


def _plan_errands(town: Town, someone: Resident) -> None:
    """The services that somebody will use today, by their own files; by a chance apart."""
    midnight = town.now - town.now % DAY_S
    chance = Randomness(town.workshop.secret, f"errands|{someone.name}|{day_number(town.now)}")
    for service in errands.services().values():
        will = chance.below(PER_MILLE) < service.used.rate(someone.habit_name)
        at = midnight + chance.between(WAKES_AT_S, SLEEPS_AT_S)
        if will and at > town.now:
            about = f"uses:{someone.participant_id}:{service.service_id}"
            set_timer(town, RESIDENT_ACT, about, due=at)


def _plan_acts(town: Town, someone: Resident, label: str, percents: Mapping[str, int]) -> None:
    day = day_number(town.now)
    midnight = town.now - town.now % DAY_S
    chance = Randomness(town.workshop.secret, f"{label}|{someone.name}|{day}")
    for action, percent in percents.items():
        at = midnight + chance.between(WAKES_AT_S, SLEEPS_AT_S)
        if happens(chance, percent) and at > town.now:
            set_timer(town, RESIDENT_ACT, f"{action}:{someone.participant_id}:{day}", due=at)
