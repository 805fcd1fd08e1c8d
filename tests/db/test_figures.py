"""Decks: what is counted of a town stands beside what was promised and what it costs."""

from __future__ import annotations

import pytest

from services.kernel.errors import NotInTown
from services.kernel.money import Fen
from services.kernel.time import DAY_S, TOWN_OPENS_AT
from services.kernel.town import Town, Visitor
from services.people.facts import Fact, record
from services.standing import scores
from services.workshops import figures
from services.workshops.figures import Measured, Rate
from tests.support.world import Builder, World


def leave(town: Town, *kinds: tuple[str, int, str]) -> None:
    record(town, *(Fact(town.actor.pid, kind, amount, source=of) for kind, amount, of in kinds))


def seen(world: World, deck: str) -> dict[str, figures.Seen]:
    with world.acting("ana") as town:
        page = figures.read_deck(town, deck)
    return {one.card.card_id: one for one in page.page.items}


def total(world: World) -> Fen:
    with world.acting("ana") as town:
        return figures.read_deck(town, "programme").total


def test_each_goal_is_measured_in_either_half_of_the_towns_time(town_of: Builder):
    world, other = town_of("ana"), town_of("bo")
    with world.acting("ana") as town:
        leave(town, ("rental_late", 0, "super_app"), ("rated", 3, "super_app"))
        leave(town, ("tax_late", 900, "tax_bureau"), ("utility_paid", 2, "power_office"))
    world.forward(days=4)
    with world.acting("ana") as town:
        leave(town, ("rental_returned", 0, "super_app"), ("loan_repaid", 5, "super_app"))
        leave(town, ("rated", 5, "super_app"), ("service_rated", 4, "super_app"))
        assert town.now == TOWN_OPENS_AT + 4 * DAY_S
    found = {name: one.measured for name, one in seen(world, "proclamation").items()}
    assert found == {
        "outline": None,
        "market_order": Measured(Rate(0, 1), Rate(2, 2)),
        "trust": Measured(Rate(0, 1), Rate(2, 2)),
        "transaction_costs": Measured(Rate(0, 0), Rate(0, 0)),
        "risks": Measured(Rate(1, 2), Rate(0, 0)),
        "intervention": Measured(Rate(2, 4), Rate(0, 4)),
    }
    with other.acting("bo") as town:
        page = figures.read_deck(town, "the  PROCLAMATION").page
    nothing = Measured(Rate(0, 0), Rate(0, 0))
    assert [one.measured for one in page.items[1:]] == [nothing] * 5


def test_the_programme_costs_more_with_each_record_report_entry_and_run(world: World):
    assert total(world) == 0
    with world.acting("ana") as town:
        leave(town, ("paid", 500, "super_app"))
    assert total(world) == 2
    with world.acting("ana") as town:
        leave(town, ("tax_late", 900, "tax_bureau"), ("listed", 0, "court"))
    assert total(world) == 2 + (2 + 300) + (2 + 1200)
    before = seen(world, "programme")
    with world.acting("ana") as town:
        scores.my_page(town)
    after = seen(world, "programme")
    grown = {name for name in after if after[name].times > before[name].times}
    assert {"scores", "runs"} <= grown
    assert after["runs"].fen == 2500 * after["runs"].times


def test_only_who_belongs_to_a_town_reads_and_a_wrong_name_is_told_the_right_ones(world: World):
    with pytest.raises(figures.NoSuchDeck) as refused, world.acting("ana") as town:
        figures.read_deck(town, "x" * 99)
    assert refused.value.fields["typed"] == "x" * 20
    assert "timeline" in str(refused.value.fields["decks"])
    stranger = Visitor(bot_id=777, tg_user_id=4_711, first_name="Eve", username=None, language="en")
    with pytest.raises(NotInTown), world.uow(stranger) as uow:
        figures.read_deck(uow, "timeline")
