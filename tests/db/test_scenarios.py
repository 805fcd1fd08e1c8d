"""Scenario cards: read with care, played once a turn, through the features' own verbs."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from services.kernel.audit_log import latest
from services.kernel.time import DAY_S, TOWN_OPENS_AT
from services.money import clearing
from services.money.envelopes import GalaAnnounced, GalaRunning
from services.standing import courts, rescoring
from services.standing.lists import ListsPublished
from services.standing.scores import SCORES
from services.workshops import scenarios
from services.workshops.scenarios.tables import scenario_runs
from services.workshops.sessions import Announced
from tests.db.lawgiving import remember
from tests.support.world import Builder, World


@pytest.fixture
def world(town_of: Builder) -> World:
    """One participant and two residents with money to pay a judgment."""
    return town_of("ana", residents=("rui", "sam"))


def ran(world: World) -> int:
    return int(world.rows(select(func.count()).select_from(scenario_runs))[0][0])


def test_a_gala_is_announced_once_however_often_its_button_is_tapped(world: World):
    for tap in range(2):
        with world.facilitating() as town:
            if tap == 0:
                scenarios.run(town, "gala", turn=0)
            else:
                with pytest.raises(scenarios.PanelMovedOn):
                    scenarios.run(town, "gala", turn=0)
    assert [event.card.total for event in world.emitted(GalaAnnounced)] == [100_00]
    assert ran(world) == 1
    world.check_books()


def test_a_typed_command_delivered_twice_runs_once(world: World):
    for _ in range(2):
        with world.facilitating(key="777:42") as town:
            assert scenarios.run(town, " GALA ").card.card_id == "gala"
    assert len(world.emitted(GalaAnnounced)) == 1


def test_what_a_question_asked_is_said_once_and_takes_no_turn(world: World):
    for _ in range(2):
        with world.facilitating(key="said:1:5:7") as town:
            scenarios.say_once(town, "Look here")
            assert scenarios.panel(town).turn == 0
    assert [event.text for event in world.emitted(Announced)] == ["Look here"]


def test_the_database_alone_refuses_the_second_tap(world: World):
    with world.facilitating() as town:
        scenarios.run(town, "lists", turn=0)
        with pytest.raises(Exception, match=r"(?i)unique"), town.conn.begin_nested():
            town.conn.execute(
                scenario_runs.insert().values(
                    workshop_id=town.workshop_id, key="turn:0", card="gala", town_s=0
                )
            )


@pytest.mark.parametrize("turn", [-1, 1, 10**12])
def test_a_turn_that_was_never_drawn_runs_nothing(world: World, turn: int):
    with world.facilitating() as town, pytest.raises(scenarios.PanelMovedOn):
        scenarios.run(town, "gala", turn=turn)
    assert world.emitted(GalaAnnounced) == []


def test_what_a_card_is_refused_takes_no_turn(world: World):
    with world.facilitating() as town:
        scenarios.run(town, "gala", turn=0)
    with pytest.raises(GalaRunning), world.facilitating() as town:
        scenarios.run(town, "gala", turn=1)
    assert ran(world) == 1


def test_a_judgment_not_paid_lists_a_resident_and_payment_ends_it(world: World):
    with world.facilitating() as town:
        scenarios.run(town, "judgment", turn=0)
    with world.facilitating() as town:
        (judgment,) = courts.open_judgments(town)
        assert judgment.debtor_name in {"Rui", "Sam"}
        assert judgment.enforced is not None
        scenarios.run(town, "lists", turn=1)
    (board,) = [event.board for event in world.emitted(ListsPublished)]
    assert [entry.name for entry in board.black] == [judgment.debtor_name]
    with world.facilitating() as town:
        scenarios.run(town, "judgment_paid", turn=2)
        assert courts.open_judgments(town) == []
    world.check_books()


def test_a_served_judgment_waits_three_days(world: World):
    with world.facilitating() as town:
        scenarios.run(town, "judgment_served")
        (judgment,) = courts.open_judgments(town)
    assert judgment.due.town_s == TOWN_OPENS_AT + 3 * DAY_S
    assert judgment.enforced is None


def test_a_button_moves_the_clock_once(world: World):
    with world.facilitating() as town:
        scenarios.move_on(town, 3, turn=0)
    with world.facilitating() as town, pytest.raises(scenarios.PanelMovedOn):
        scenarios.move_on(town, 3, turn=0)
    assert world.now() == TOWN_OPENS_AT + 3 * DAY_S


def test_an_unknown_card_is_named_with_those_there_are(world: World):
    with world.facilitating() as town, pytest.raises(scenarios.NoSuchCard) as refused:
        scenarios.run(town, "../../" + "x" * 90)
    assert len(str(refused.value.fields["card"])) == 20
    assert "gala" in str(refused.value.fields["cards"])


def test_the_panel_counts_turns_and_the_log_names_cards(world: World):
    with world.facilitating() as town:
        scenarios.run(town, "lists", turn=0)
    with world.facilitating() as town:
        panel = scenarios.panel(town)
        assert panel.turn == 1
        assert (panel.status.people, panel.status.residents) == (1, 2)
        assert (latest(town.conn)[0].action, latest(town.conn)[0].detail) == ("card", "lists")


def test_every_shipped_card_can_be_played(town_of: Builder):
    world = town_of("ana", residents=("rui", "sam", "Ledger", "tao", "wei", "xia", "yan"))
    with world.facilitating() as town:
        clearing.appoint(town, "ana")
    for turn, card in enumerate(scenarios.cards()):
        with world.facilitating() as town:
            scenarios.run(town, card.card_id, turn=turn)
    world.check_books()


def test_the_guideline_brings_back_at_once_what_small_faults_have_cost(town_of: Builder):
    world = town_of("ana", "bo", timers={rescoring.RESCORE: rescoring.step})
    remember(world, "ana", "fare_dodging", "spitting", "spitting")

    def newest() -> dict[str, int]:
        given = select(SCORES.c.participant_id, SCORES.c.score).order_by(SCORES.c.score_id)
        of_city = given.where(SCORES.c.agency == "city_credit_office")
        return {who: score for who, score in world.rows(of_city)}

    with world.facilitating() as town:
        rescoring.rescore(town, "city_credit_office")
    world.run_due()
    before = newest()
    with world.facilitating() as town:
        scenarios.run(town, "petty_free")
    world.run_due()
    ana, bo = world.ids["ana"], world.ids["bo"]
    assert newest() == {ana: before[ana] + 3 + 1 + 1, bo: before[bo]}
    with pytest.raises(scenarios.LawIsOtherwise), world.facilitating() as town:
        scenarios.run(town, "petty_free")


def test_nobody_is_struck_by_name_three_times_in_a_row(world: World):
    def strike(name: str, card: str = "judgment_served", key: str | None = None) -> None:
        with world.facilitating(key=key) as town:
            scenarios.run(town, f"{card} {name}".strip())

    strike("ana")
    for _ in range(2):  # delivered twice, it is one
        strike("Ana", key="777:43")
    with pytest.raises(scenarios.TooMuchBadLuck) as refusal:
        strike("ana", "journalist")
    assert refusal.value.fields == {"name": "Ana", "limit": 2}
    assert ran(world) == 2
    strike("")  # by chance, which names residents only
    strike("", "gala")
    with pytest.raises(scenarios.TooMuchBadLuck):
        strike("ana")
    strike("sam")
    strike("ana")
