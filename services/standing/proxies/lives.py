"""What people really are, and what their lives leave behind for machines to read.

The truth is drawn from the town's secret and a person's name: it is stored nowhere, changes never,
and no agency can read it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.kernel.seeds import PER_MILLE
from services.kernel.time import day_number
from services.kernel.town import Randomness
from services.people.facts import Fact, record
from services.people.identity import neighbours
from services.standing.proxies.catalogue import catalogue

if TYPE_CHECKING:
    from services.kernel.town import Town
    from services.people.identity import Neighbour
    from services.standing.proxies.catalogue import Habit


MARKET = "market"  # shops and game houses, which sell what they see to everybody who rates


def has_trait(town: Town, name: str, trait: str) -> bool:
    """The simulator's ground truth about somebody of the town."""
    chance = Randomness(town.workshop.secret, f"trait|{trait}|{name}")
    return chance.below(PER_MILLE) < catalogue().traits[trait].per_mille


def draw_traits(town: Town) -> None:
    """Let this day's habits leave their facts, of residents: participants live themselves."""
    day = day_number(town.now)
    found = [
        fact
        for someone in neighbours(town)
        if someone.is_resident
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
    amount = chance.between(*habit.amount)
    return Fact(who, habit.fact, amount, source=MARKET, key=f"habit:{habit.fact}:{who}:{day}")
