"""What an evening's publication asks of the database: by company and place, not by person."""

from __future__ import annotations

from sqlalchemy import insert

from services.standing import agencies, listings
from services.standing.lists.companies import draw_up
from services.standing.scores.tables import scores as score_rows
from tests.support.statements import watched
from tests.support.world import Builder, World

COMPANIES = tuple(one for one in agencies.catalogue().values() if one.lists)


def give_scores(world: World) -> None:
    """Everybody has a score at every company, spread over its scale."""
    with world.office() as town:
        agencies.enrol_residents(town)
        for one in COMPANIES:
            document = agencies.document(town, one.agency_id)
            width = document.scale.max - document.scale.min
            rows = [
                {
                    "workshop_id": world.workshop_id,
                    "participant_id": who,
                    "agency": one.agency_id,
                    "document_id": document.id,
                    "document_version": 1,
                    "document_hash": "",
                    "town_s": town.now,
                    "high_water": 0,
                    "score": document.scale.min + width * number // len(world.ids),
                    "contributions": "[]",
                }
                for number, who in enumerate(world.ids.values())
            ]
            town.conn.execute(insert(score_rows), rows)


def statements_to_draw_up(world: World) -> int:
    give_scores(world)
    with world.office() as town, watched(world.engine) as seen:
        assert draw_up(town) > 0
    with world.office() as town:
        listings.publish_due(town)
    with world.office() as town, watched(world.engine) as again:
        assert draw_up(town) == 0
    assert len(again) <= 4 + 3 * len(COMPANIES), "nothing changed: what is read, by company"
    return len(seen)


def test_a_large_town_costs_no_more_statements_than_its_lists_have_places(town_of: Builder):
    people = tuple(f"n{number:03}" for number in range(200))
    places = sum(one.lists.red.at_most + one.lists.black.at_most for one in COMPANIES if one.lists)
    small = statements_to_draw_up(town_of(*people[:2], residents=people[2:40]))
    large = statements_to_draw_up(town_of(*people[:2], residents=people[2:]))
    assert large <= 4 + 3 * len(COMPANIES) + 3 * places
    assert large - small <= 3 * places // 4, "five times the people"
