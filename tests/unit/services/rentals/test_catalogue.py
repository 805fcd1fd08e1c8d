"""The catalogue of things to hire, as it is shipped."""

from __future__ import annotations

import pytest

from scoring.settings import Gate
from services.kernel.time import DAY_S
from services.living.rentals import NoSuchThing, catalogue, charge, things
from services.living.rentals.catalogue import find
from services.standing.scores import gates
from services.standing.scores.documents import actions

WELCOME_FEN = 200_00


def test_every_thing_of_the_paper_is_there_with_its_gate():
    asked = {name: gates()[thing.gate].at_least for name, thing in things().items()}
    paper = {"umbrella": 520, "power_bank": 550, "hotel": 600, "car": 650}
    assert asked == paper | {"bicycle": 550, "camera": 650}
    assert all(isinstance(gates()[thing.gate], Gate) for thing in things().values())
    assert catalogue().expires.after_days == 30


def test_whoever_has_just_come_can_live_with_the_prices():
    for thing in things().values():
        assert thing.risk_fund.fen < WELCOME_FEN
        whole = charge(thing.terms, thing.due_days * DAY_S, is_late=False)
        assert whole <= WELCOME_FEN // 2


def test_what_lift_says_of_hiring_is_true_of_the_cheapest_thing():
    action = actions().actions["hire_and_return"]
    cheapest = min(charge(t.terms, action.days * DAY_S, is_late=False) for t in things().values())
    assert cheapest == action.price_fen


def test_names_that_no_source_gives_are_marked():
    assert all(thing.provider.invented_name for thing in things().values())


@pytest.mark.parametrize("typed", ["umbrella", " UMBRELLA ", "雨伞", "Umbrella"])
def test_things_are_found_by_any_of_their_names(typed):
    assert find(typed)[0] == "umbrella"


def test_a_thing_that_is_not_there_is_refused_with_those_that_are():
    with pytest.raises(NoSuchThing) as refused:
        find("x" * 99)
    assert refused.value.fields == {"typed": "x" * 40, "known": ", ".join(things())}
