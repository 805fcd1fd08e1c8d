"""What people really are, and what their lives leave behind for machines to read.

The truth is drawn from the town's secret and a person's name: it is stored nowhere, changes never,
and no agency can read it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.kernel.time import day_number
from services.kernel.town import Randomness
from services.living.proxies.catalogue import PER_MILLE, catalogue
from services.people.facts import Fact, record
from services.people.identity import neighbours

if TYPE_CHECKING:
    from services.kernel.town import Town
    from services.living.proxies.catalogue import Habit
    from services.people.identity import Neighbour


def has_trait(town: Town, name: str, trait: str) -> bool:
    """The simulator's ground truth about somebody of the town."""
    chance = Randomness(town.workshop.secret, f"trait|{trait}|{name}")
    return chance.below(PER_MILLE) < catalogue().traits[trait]


def draw_traits(town: Town) -> None:
    """Let this day's habits leave their facts."""
    day = day_number(town.now)
    found = [
        fact
        for someone in neighbours(town)
        for habit in catalogue().habits
        if (fact := _left_behind(town, someone, habit, day)) is not None
    ]
    record(town, *found)


def _left_behind(town: Town, someone: Neighbour, habit: Habit, day: int) -> Fact | None:
    chance = Randomness(town.workshop.secret, f"habit|{habit.fact}|{someone.name}|{day}")
    is_so = has_trait(town, someone.name, habit.trait)
    if chance.below(PER_MILLE) >= (habit.with_per_mille if is_so else habit.without_per_mille):
        return None
    who = someone.participant_id
    amount = chance.between(habit.least, habit.most)
    return Fact(who, habit.fact, amount, key=f"habit:{habit.fact}:{who}:{day}")
