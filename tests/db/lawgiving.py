"""Steps that tests of scores share: making law, leaving facts, asking."""

from __future__ import annotations

from typing import Any

from services.law import switchboard
from services.people.facts import Fact, record
from services.standing import scores
from tests.support.world import World


def enact(world: World, switch: str, value: str) -> None:
    """The facilitator makes law, in force from now."""
    with world.facilitating() as town:
        switchboard.enact(town, switch, value)


def remember(world: World, name: str, *kinds: str, amount: int = 100, **of: Any) -> None:
    """A public register says just now that somebody did these things; `source` names another."""
    of = {"source": "town_hall", **of}
    with world.acting(name) as town:
        record(town, *(Fact(world.ids[name], kind, amount=amount, **of) for kind in kinds))


def look(world: World, name: str = "ana", agency: str = scores.PAY_SCORE) -> scores.ScorePage:
    """Somebody looks at a score."""
    with world.acting(name) as town:
        return scores.my_page(town, agency)
