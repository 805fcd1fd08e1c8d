"""Families come with the persona, are dated, and what one did is told of the others."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from scoring import DAY_S
from services.living.residents import move_in
from services.living.residents.beginnings import know_each_other
from services.social import kin
from services.social.friends.tables import friendships
from services.social.kin import KinArrived, Relation
from services.social.kin.seeding import families
from services.social.kin.tables import kin_ties
from services.standing import listings
from tests.support.world import Builder, World


def test_a_tie_is_seen_from_both_ends_and_dated(world: World):
    ids = world.ids
    with world.office() as town:
        assert kin.tie(town, ids["ana"], Relation.CHILD, ids["bo"])
        assert not kin.tie(town, ids["bo"], Relation.PARENT, ids["ana"]), "the same tie, turned"
        assert kin.tie(town, ids["cy"], Relation.SPOUSE, ids["bo"])
        assert not kin.tie(town, ids["bo"], Relation.SPOUSE, ids["cy"])
        bo = {one.name: one.relation for one in kin.kin_of(town, ids["bo"])}
        ana = {one.name: one.relation for one in kin.kin_of(town, ids["ana"])}
        assert kin.kin_of(town, ids["ana"], town.now - 1) == []
    assert bo == {"Ana": Relation.CHILD, "Cy": Relation.SPOUSE}
    assert ana == {"Bo": Relation.PARENT}


def test_a_relatives_listing_is_told_of_the_family_only(world: World):
    ids = world.ids
    with world.office() as town:
        kin.tie(town, ids["bo"], Relation.PARENT, ids["ana"])
        listings.enter(town, "court", listings.Colour.BLACK, ids["bo"], basis="judgment:1")
        listings.enter(town, "hall", listings.Colour.RED, ids["bo"], basis="praise")
    listed = world.now()
    world.forward(days=2)
    with world.office() as town:
        listings.lift(town, "court", basis="judgment:1")
        listings.strike_lifted(town)
        now = kin.standing_facts(town, ids.values(), town.now)
        then = kin.standing_facts(town, ids.values(), listed)
    assert [(f.kind, f.counterpart) for f in then[ids["ana"]]] == [("kin_listed", ids["bo"])]
    assert {f.kind: f.at for f in now[ids["ana"]]} == {
        "kin_listed": listed,
        "kin_delisted": world.now(),
    }
    assert now[ids["bo"]] == now[ids["cy"]] == []


def test_a_listing_from_before_the_tie_counts_from_the_tie_on(world: World):
    ids = world.ids
    with world.office() as town:
        listings.enter(town, "court", listings.Colour.BLACK, ids["bo"], basis="judgment:1")
    world.forward(days=3)
    with world.office() as town:
        kin.tie(town, ids["ana"], Relation.SPOUSE, ids["bo"])
        [fact] = kin.standing_facts(town, [ids["ana"]], town.now)[ids["ana"]]
    assert fact.at == world.now()


def arrivals(town_of: Builder, count: int) -> tuple[World, list[str]]:
    """A town into which newcomers come one by one; each is somebody's relative or nobody's."""
    names = [f"n{number:02d}" for number in range(count)]
    world = town_of(*names, residents=("rui", "sol"))
    for name in names:
        with world.office() as town:
            kin.arrive(town, world.ids[name], name.title(), town.now)
    return world, names


def test_newcomers_bring_one_tie_at_the_most_and_families_stay_families(town_of: Builder):
    world, names = arrivals(town_of, 40)
    ties = world.rows(select(kin_ties))
    assert 8 <= len(ties) <= 24, "about 40 percent"
    assert len(world.emitted(KinArrived)) == len(ties)
    with world.office() as town:
        everybody = kin.families_of(town, world.ids.values())
    for family in everybody.values():
        relations = [one.relation for one in family]
        assert relations.count(Relation.SPOUSE) <= 1
        assert relations.count(Relation.PARENT) <= 2
    with world.office() as town:
        for name in names:
            if everybody[world.ids[name]]:
                assert kin.arrive(town, world.ids[name], name.title(), town.now) is None


def test_the_file_of_families_is_sound():
    read = families()
    assert 0 < read.newcomers.related_percent < 100
    married = [row for row in read.residents if row.tie is Relation.SPOUSE]
    spouses = [habit for row in married for habit in (row.one, row.other)]
    assert len(spouses) == len(set(spouses))


def test_the_first_residents_know_each_other_once(town_of: Builder):
    world = town_of("ana")
    with world.office() as town:
        move_in(town)
        know_each_other(town)
    first = (world.rows(select(friendships)), world.rows(select(kin_ties)))
    assert len(first[1]) == len(families().residents)
    assert 12 <= len(first[0]) <= 24
    with world.office() as town:
        know_each_other(town)
    assert (world.rows(select(friendships)), world.rows(select(kin_ties))) == first


@pytest.mark.parametrize(
    ("one", "other", "relation"),
    [("ana", "bo", "parent"), ("ana", "ana", "spouse"), ("ana", "cy", "cousin")],
)
def test_the_database_refuses_a_tie(world: World, one: str, other: str, relation: str):
    ids = world.ids
    with world.office() as town:
        kin.tie(town, ids["ana"], Relation.PARENT, ids["bo"])
    with pytest.raises(IntegrityError), world.engine.begin() as conn:
        conn.execute(
            kin_ties.insert().values(
                workshop_id=world.workshop_id,
                one=ids[one],
                other=ids[other],
                tie=relation,
                since_town_s=DAY_S,
            )
        )
