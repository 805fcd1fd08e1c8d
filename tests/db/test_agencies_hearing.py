"""Who reads what: every source against every agency of the data, so a new one is covered."""

from __future__ import annotations

import pytest

from services.kernel.town import Town
from services.living.offices.catalogue import catalogue as feeders
from services.people.facts import Fact, record
from services.standing import agencies, scores
from services.standing.agencies import Agency, AgencyKind
from tests.support.world import World

BOOKS = {source: one for one in agencies.catalogue().values() for source in one.holds}
PUBLIC = ("court", "town_hall", *(one.office_id for one in feeders().values() if one.is_office))
READERS = pytest.mark.parametrize(
    "reader", agencies.catalogue().values(), ids=lambda one: one.agency_id
)


def is_due(source: str, reader: Agency) -> bool:
    """What the law and the contracts of the data give."""
    keeper = BOOKS.get(source)
    if reader.kind is AgencyKind.BUREAU:
        return keeper is not None and keeper.shares_with_bureau
    return keeper is None or keeper.agency_id in (reader.agency_id, reader.run_by)


def test_there_are_books_of_all_eight_companies_and_public_sources():
    assert len({one.agency_id for one in BOOKS.values()}) == 8
    assert not set(PUBLIC) & set(BOOKS)


@READERS
def test_an_agency_hears_what_is_public_its_own_and_what_contracts_bring(
    world: World, reader: Agency
):
    with world.office() as town:
        hearing = agencies.hearing(town, reader.agency_id)
    heard = {source for source in (*BOOKS, *PUBLIC) if hearing.hears(source)}
    assert heard == {source for source in (*BOOKS, *PUBLIC) if is_due(source, reader)}


@READERS
def test_no_report_of_a_source_that_is_not_due_moves_a_score(world: World, reader: Agency):
    def score(town: Town) -> int:
        return scores.evaluate_and_store(town, who, reader.agency_id).score

    who = world.ids["ana"]
    with world.office() as town:
        rules = agencies.document(town, reader.agency_id).rules
        kinds = sorted({kind for rule in rules for kind in rule.kinds})
        before = score(town)
        for source in (*BOOKS, *PUBLIC):
            if not is_due(source, reader):
                new = (Fact(who, k, 9_000, source=source, key=f"{source}:{k}") for k in kinds)
                record(town, *new)
        assert score(town) == before
