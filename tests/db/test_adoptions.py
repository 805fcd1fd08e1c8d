"""Adopting a resident of the synthetic town: one life for all, judged by the law of the town."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from services.living import seats
from services.people.facts import FACTS
from services.workshops import adoptions, lab, votes
from services.workshops.adoptions import Adopted, LifeMoved, NobodyToAdopt
from services.workshops.adoptions.tables import adoptions as rows
from tests.db.lawgiving import enact
from tests.support.moving import acting
from tests.support.world import Builder, World


@pytest.fixture
def world(town_of: Builder) -> World:
    return town_of("ana", "bo")


def adopt(world: World, typed: str = "", who: str = "ana") -> Adopted | None:
    with world.acting(who) as town:
        return adoptions.adopt(town, typed).mine


def adopted(world: World, typed: str = "", who: str = "ana") -> Adopted:
    found = adopt(world, typed, who)
    assert found is not None
    return found


def kept(world: World) -> list[str]:
    with world.engine.connect() as conn:
        return list(conn.scalars(select(rows.c.resident)))


def test_one_of_some_is_adopted_exchanged_and_let_go_and_nothing_is_recorded(world: World):
    with world.acting("ana") as town:
        others = adoptions.adopt(town).others
    assert len(others) == len(adoptions.catalogue()) >= 3
    assert adopted(world, "Kite").one.adoptee_id == "kite"
    assert adopted(world, "顶针").one.adoptee_id == "thimble"
    assert adopted(world).one.adoptee_id == "thimble"
    assert adopt(world, who="bo") is None
    with world.acting("ana") as town:
        assert adoptions.let_go(town).mine is None
        assert adoptions.let_go(town).others == others
    assert kept(world) == []
    with world.engine.connect() as conn:
        assert conn.scalar(select(FACTS.c.fact_id).where(FACTS.c.kind.like("adopt%"))) is None


def test_a_name_that_nobody_has_is_refused_with_those_who_can_be_adopted(world: World):
    with pytest.raises(NobodyToAdopt) as refused, world.acting("ana") as town:
        adoptions.adopt(town, "bo")
    assert "Kite" in str(refused.value.fields["known"])


def test_the_year_is_what_the_lab_makes_of_it_under_the_law_in_force(world: World):
    enact(world, "petty", "off")
    mine = adopted(world, "teacup")
    assert mine == adopted(world, "teacup", who="bo"), "the same for everybody"
    law = lab.law_with(["petty=off"])
    judged = lab.judge(adoptions.year_of(), law)
    for agency, score in mine.life.scores.items():
        assert judged.rated[agency][mine.one.number]
        assert score == judged.scores[agency][mine.one.number]
    assert mine.life.listed == judged.listed[mine.one.number] > 0
    assert mine.life.doors == {d: n[mine.one.number] for d, n in judged.doors.items()}


def test_each_change_of_law_tells_what_it_did(world: World):
    assert adopted(world, "kite").laws == ()
    enact(world, "petty", "off")
    world.forward(days=1)
    enact(world, "kin", "off")
    kin, petty = adopted(world).laws
    assert list(kin.turned.values()) == [("on", "off")]
    [(door, before, after)] = kin.moved.doors
    assert (door.door_id, after) == ("private_school", 0)
    assert before > 0, "closed for a parent's debt"
    assert not petty.moved.doors
    assert {agency.agency_id for agency, *_ in petty.moved.scores} == {"city_credit_office"}


def test_a_motion_tells_what_it_would_do_and_did_to_the_adopted_one(world: World):
    def told() -> LifeMoved:
        with world.uow(world.visitors["ana"]) as uow:
            found = votes.forecast(uow, number).adopted
        assert found is not None
        return found[1]

    with world.facilitating() as town:
        number = votes.put(town, [("kin", "off")]).number
    with world.uow(world.visitors["ana"]) as uow:
        assert votes.forecast(uow, number).adopted is None
    adopt(world, "kite")
    would = told()
    assert [door.door_id for door, *_ in would.doors] == ["private_school"]
    with world.facilitating() as town:
        votes.open_vote(town, number)
    for who in ("ana", "bo"):
        with world.acting(who) as town:
            votes.cast(town, number, votes.Choice.YES)
    assert told() == would


def test_who_leaves_leaves_the_adopted_one(world: World):
    adopt(world, "kite")
    adopt(world, "quilt", who="bo")
    with acting(world, world.visitors["ana"]) as (uow, _):
        seats.leave(uow)
    assert kept(world) == ["quilt"]
