"""Decks: what is counted of a town stands beside what was promised and what it costs."""

from __future__ import annotations

import pytest
from sqlalchemy.exc import IntegrityError

from services.kernel.errors import NotInTown, Outdated
from services.kernel.money import Fen
from services.kernel.time import DAY_S, TOWN_OPENS_AT
from services.kernel.town import Town, Visitor
from services.people.facts import Fact, record
from services.standing import scores
from services.workshops import figures
from services.workshops.figures import Measured, Rate
from services.workshops.figures.tables import deck_answers
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


def answer(world: World, name: str, moment: int, said: int | None) -> figures.Asked:
    with world.acting(name) as town:
        found = figures.answer(town, "crises", moment, said).asked
    assert found is not None
    return found


def facilitators_view(world: World) -> figures.Shift | None:
    with world.facilitating() as town:
        found = figures.read_deck(town, "crises").asked
    assert found is not None
    assert found.moment == 0, "whoever only runs the town is not asked"
    return found.shift


def test_the_question_is_asked_before_and_after_and_answers_are_paired(world: World):
    with world.acting("ana") as town:
        first = figures.read_deck(town, "crises").asked
    assert first == figures.Asked(figures.BEFORE, {}, None)
    with pytest.raises(Outdated):
        answer(world, "ana", figures.AFTER, 4)
    assert answer(world, "ana", figures.BEFORE, 2).moment == figures.AFTER
    assert answer(world, "ana", figures.BEFORE, 5).mine == {figures.BEFORE: 2}, "the first stands"
    assert answer(world, "bo", figures.BEFORE, 3).moment == figures.AFTER
    assert facilitators_view(world) is None
    done = answer(world, "ana", figures.AFTER, 5)
    assert done == figures.Asked(0, {figures.BEFORE: 2, figures.AFTER: 5}, None), "of too few"
    answer(world, "bo", figures.AFTER, 1)
    shift = figures.Shift(pairs=2, more=1, less=1, before=5, after=6)
    assert facilitators_view(world) == shift
    assert world.facts_of("ana") == [], "no score reads an opinion"


def test_sums_are_told_to_all_from_five_pairs_on(town_of: Builder):
    names = ("ana", "bo", "cy", "di", "ed")
    world = town_of(*names)
    for name in names:
        assert answer(world, name, figures.BEFORE, 2).shift is None
        answer(world, name, figures.AFTER, 3)
    assert answer(world, "ana", figures.AFTER, 1).shift == figures.Shift(
        pairs=5, more=5, less=0, before=10, after=15
    )


def test_who_rather_does_not_say_reads_on_and_is_asked_no_more(world: World):
    asked = answer(world, "cy", figures.BEFORE, None)
    assert (asked.moment, asked.mine) == (0, {figures.BEFORE: None})
    with pytest.raises(Outdated):
        answer(world, "cy", figures.AFTER, 4)
    assert facilitators_view(world) is None


@pytest.mark.parametrize("values", [{"moment": 3}, {"answer": 0}, {"answer": 6}])
def test_the_database_alone_refuses_an_answer_off_the_scale(world: World, values: dict[str, int]):
    row = {"workshop_id": world.workshop_id, "deck": "crises", "who": world.ids["ana"]}
    row |= {"moment": 1, "answer": 1, "answered_town_s": 0}
    with pytest.raises(IntegrityError), world.office() as town:
        town.conn.execute(deck_answers.insert().values(**(row | values)))


def test_what_asks_nothing_takes_no_answer(world: World):
    with pytest.raises(Outdated), world.acting("ana") as town:
        figures.answer(town, "timeline", figures.BEFORE, 3)


def test_only_who_belongs_to_a_town_reads_and_a_wrong_name_is_told_the_right_ones(world: World):
    with pytest.raises(figures.NoSuchDeck) as refused, world.acting("ana") as town:
        figures.read_deck(town, "x" * 99)
    assert refused.value.fields["typed"] == "x" * 20
    assert "timeline" in str(refused.value.fields["decks"])
    stranger = Visitor(bot_id=777, tg_user_id=4_711, first_name="Eve", username=None, language="en")
    with pytest.raises(NotInTown), world.uow(stranger) as uow:
        figures.read_deck(uow, "timeline")
