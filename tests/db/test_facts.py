"""Facts are written once, read in order, and never changed."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from services.kernel.time import DAY_S
from services.people.facts import Fact, facts_of, record


def test_facts_come_back_as_they_were_written(world):
    with world.acting("ana") as town:
        record(
            town,
            Fact(town.actor.pid, "paid", 800, counterpart=world.ids["bo"]),
            Fact(world.ids["bo"], "was_paid", 800, counterpart=town.actor.pid, purpose="rent"),
        )
        when = town.now
    (paid,) = world.facts_of("ana")
    assert (paid.kind, paid.amount, paid.counterpart, paid.at) == ("paid", 800, "p1-bo", when)
    assert (paid.source, paid.purpose) == ("super_app", "payment"), "as the catalogue says"
    assert paid.recipients == "platform,raters"
    assert [(f.kind, f.purpose) for f in world.facts_of("bo")] == [("was_paid", "rent")]


def test_no_facts_are_no_rows(world):
    with world.acting("ana") as town:
        record(town)
    assert world.facts_of("ana") == []


def test_facts_are_read_oldest_first_and_up_to_a_time(world):
    for kind in ("joined", "paid", "listed"):
        with world.acting("ana") as town:
            record(town, Fact(town.actor.pid, kind))
        world.forward(days=1)
    with world.office() as town:
        seen = facts_of(town, world.ids["ana"], until=town.now - 2 * DAY_S)
    assert world.fact_kinds("ana") == ["joined", "paid", "listed"]
    assert [fact.kind for fact in seen] == ["joined", "paid"]
    numbers = [fact.fact_id for fact in world.facts_of("ana")]
    assert numbers == sorted(numbers)


def test_two_acts_may_leave_the_same_fact_but_one_act_only_once(world):
    for _ in range(2):
        with world.acting("ana") as town:
            record(town, Fact(town.actor.pid, "paid", 1))
    assert world.fact_kinds("ana") == ["paid", "paid"]
    with world.acting("ana", key="777:5") as town:
        record(town, Fact(town.actor.pid, "paid", 2))
    with pytest.raises(IntegrityError), world.acting("ana", key="777:5") as town:
        record(town, Fact(town.actor.pid, "paid", 2))
    assert len(world.facts_of("ana")) == 3


def test_a_key_is_unique_in_its_workshop_only(town_of):
    for world in (town_of("ana"), town_of("ana")):
        with world.acting("ana") as town:
            record(town, Fact(town.actor.pid, "joined", key="joined:ana"))
        assert world.fact_kinds("ana") == ["joined"]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE facts SET amount = 9",
        "UPDATE facts SET is_true = NOT is_true",
        "DELETE FROM facts",
        "TRUNCATE facts CASCADE",
        "REPLACE INTO facts SELECT * FROM facts",
    ],
)
def test_no_hand_changes_a_fact(world, statement):
    if statement.startswith("TRUNCATE") and world.engine.dialect.name == "sqlite":
        statement = "DELETE FROM facts WHERE true"  # SQLite's own truncation
    if statement.startswith("REPLACE") and world.engine.dialect.name == "postgresql":
        statement = "INSERT INTO facts SELECT * FROM facts"
    with world.acting("ana") as town:
        record(town, Fact(town.actor.pid, "paid", 800))
    before = world.facts_of("ana")
    with pytest.raises(IntegrityError), world.engine.begin() as conn:
        conn.execute(text(statement))
    assert world.facts_of("ana") == before
