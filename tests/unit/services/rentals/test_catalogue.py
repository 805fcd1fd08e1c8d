"""The catalogue of things to hire: the shipped file, and what is refused with what to write."""

from __future__ import annotations

from pathlib import Path

import pytest

from scoring import BadDocument, load_actions
from scoring.settings import Gate
from services.kernel.time import DAY_S
from services.living.rentals import NoSuchThing, catalogue, charge, things
from services.living.rentals.catalogue import SEEDS, find
from services.standing.scores import gates

WELCOME_FEN = 200_00


def test_every_thing_of_the_paper_is_there_with_its_gate():
    assert list(things()) == ["umbrella", "power_bank", "hotel", "car"]
    asked = {name: gates()[thing.gate].at_least for name, thing in things().items()}
    assert asked == {"umbrella": 520, "power_bank": 550, "hotel": 600, "car": 650}
    assert all(isinstance(gates()[thing.gate], Gate) for thing in things().values())
    assert catalogue().expires.after_days == 30


def test_whoever_has_just_come_can_live_with_the_prices():
    for thing in things().values():
        assert thing.risk_fund.fen < WELCOME_FEN
        whole = charge(thing.terms, thing.due_days * DAY_S, is_late=False)
        assert whole <= WELCOME_FEN // 2


def test_what_lift_says_of_hiring_is_true_of_the_cheapest_thing():
    action = load_actions(SEEDS.parent / "scores/actions.yaml").actions["hire_and_return"]
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


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("gate: umbrella", "gate: moon", "no gate is called moon. Instead: umbrella, power_bank"),
        ("fen: 3000}\n    due", "fen: 1100}\n    due", "fen: 1500 or more, or lower prices"),
        ("name: DEPOSIT", "name: GIFT", "Instead: one of 'DEPOSIT', 'ADVANCE' or 'CASH_DEPOSIT'"),
        ("due_days: 3", "due_days: 0", "Instead: 1 or more"),
        ("due_days: 3", "due_days: 1.5", "1.5"),
        ("per: day", "per: week", "Instead: one of 'day' or 'hour'"),
        ("    provenance: reported_once\n", "", "Instead: add this field"),
        ("provenance: reported_once\n", "provenance: rumour\n", "Instead: one of"),
        ("invented_name: true", "invented: true", "Instead: add this field"),
        ("rentals/1", "rentals/2", "Instead: one of 'rentals/1'"),
    ],
)
def test_a_file_that_is_wrong_is_refused_with_what_to_write(tmp_path: Path, old, new, told):
    text = SEEDS.read_text("utf-8")
    assert old in text
    path = tmp_path / "rentals.yaml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(BadDocument) as refused:
        catalogue(path)
    assert told in str(refused.value)
    assert str(refused.value).startswith("rentals.yaml, line ")
