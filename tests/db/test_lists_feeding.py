"""No score feeds itself through a list: who reads what lists write, in every shipped file."""

from __future__ import annotations

from itertools import product

import pytest
from sqlalchemy import select

from services.people.facts.tables import facts
from services.social import kin
from services.standing import agencies, listings
from services.standing.listings import Colour
from services.standing.lists.service import TOWN_HALL
from services.standing.scores import PAY_SCORE
from services.standing.scores.documents import actions, kinds
from tests.support.world import World

COMPANIES = tuple(one for one in agencies.catalogue().values() if one.lists)


def read_by(document_id: str) -> set[str]:
    """Every kind of fact that a document reads, whatever its version."""
    ownership_records = [d for d in agencies.library().documents.values() if d.id == document_id]
    assert ownership_records
    return {
        kind
        for score_document in ownership_records
        for rule in score_document.rules
        for kind in rule.kinds
    }


def written_by(world: World, *lists: str) -> set[str]:
    """Every kind of fact that these lists leave of somebody who enters and leaves all of them."""
    with world.office() as town:
        for keeper, colour in product(lists, Colour):
            basis = f"{keeper}:{colour}"
            listings.enter(town, keeper, colour, world.ids["ana"], basis=basis)
            listings.lift(town, keeper, basis=basis)
        listings.strike_lifted(town)
    return set(world.fact_kinds("ana"))


@pytest.mark.parametrize("one", COMPANIES, ids=lambda one: one.agency_id)
def test_no_company_reads_what_its_own_lists_write(world: World, one: agencies.Agency):
    assert written_by(world, one.agency_id) & read_by(one.document_id) == set()


def test_the_town_halls_list_feeds_no_pay_score(world: World):
    assert (
        written_by(world, TOWN_HALL) & read_by(agencies.catalogue()[PAY_SCORE].document_id) == set()
    )


def test_a_list_by_a_score_that_reads_honours_would_be_caught(world: World):
    assert "honour_received" in written_by(world, TOWN_HALL) & read_by("city")


def test_no_shipped_document_and_no_action_reads_a_companys_list(world: World):
    written = written_by(world, *(one.agency_id for one in COMPANIES))
    assert written == {"company_praised", "company_listed", "company_delisted"}
    assert written <= kinds().keys()
    assert all(kinds()[kind].source for kind in written)
    for document_id in {d.id for d in agencies.library().documents.values()}:
        assert read_by(document_id) & written == set(), document_id
    assert not any(kind in str(actions()) for kind in written)


def test_a_relatives_company_listing_says_nothing_of_the_family(world: World):
    ana, bo = world.ids["ana"], world.ids["bo"]
    with world.office() as town:
        kin.tie(town, ana, kin.Relation.PARENT, bo)
        listings.enter(town, "koala_credit", Colour.BLACK, bo, basis="score:1")
        listings.enter(town, "sesame_credit", Colour.RED, bo, basis="score:1")
        assert kin.standing_facts(town, [ana], town.now)[ana] == []
        listings.enter(town, "court", Colour.BLACK, bo, basis="judgment:1")
        listings.lift(town, "koala_credit", basis="score:1")
        listings.strike_lifted(town)
        told = kin.standing_facts(town, [ana], town.now)[ana]
    assert [fact.kind for fact in told] == ["kin_listed"]
    rows = world.rows(
        select(facts.c.kind, facts.c.source, facts.c.counterpart)
        .where(facts.c.participant_id == bo)
        .order_by(facts.c.fact_id)
    )
    assert [tuple(row) for row in rows][-4:] == [
        ("company_listed", "koala_credit", "koala_credit"),
        ("company_praised", "sesame_credit", "sesame_credit"),
        ("listed", "court", "court"),
        ("company_delisted", "koala_credit", "koala_credit"),
    ]
