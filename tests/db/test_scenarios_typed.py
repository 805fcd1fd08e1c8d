"""What is typed after `/run`: whom, when, or only to look; and what cannot be is refused."""

from __future__ import annotations

import pytest

from services.kernel.errors import RuleError
from services.money import clearing
from services.people.identity import NobodyOfThatName
from services.social import groups
from services.standing import courts
from services.workshops import scenarios
from services.workshops.scenarios import orders
from services.workshops.scenarios.tables import scenario_runs
from tests.support.world import Builder, World

# What is typed, the card, whom, when, and whether it is only looked at.
READ = (
    ("gala", "gala", "", "", False),
    ("GALA ?", "gala", "", "", True),
    ("gala?", "gala", "", "", True),
    ("judgment_served ana", "judgment_served", "ana", "", False),
    ("judgment_served @Ana at 18:00", "judgment_served", "ana", "t1800", False),
    ("judgment_served ana 9:05", "judgment_served", "ana", "t0905", False),
    ("judgment_served sam tonight", "judgment_served", "sam", "t2000", False),
    ("judgment_served ana 今晚", "judgment_served", "ana", "t2000", False),
    ("judgment_served ana 3小时后", "judgment_served", "ana", "h3", False),
    ("judgment_served 所有人 明早", "judgment_served", "all", "t0800", False),
    ("judgment_served all in 2 hours ?", "judgment_served", "all", "h2", True),
    ("gala next morning", "gala", "", "t0800", False),
    ("gala 18：30", "gala", "", "t1830", False),
)
REFUSED: tuple[tuple[str, type[RuleError]], ...] = (
    ("gala ana", scenarios.AboutNobody),
    ("gala 25:00", scenarios.NoSuchTime),
    ("gala 12:60", scenarios.NoSuchTime),
    ("gala in 0 hours", scenarios.NoSuchTime),
    ("gala in 241 hours", scenarios.NoSuchTime),
    ("journalist zz", NobodyOfThatName),
    ("", scenarios.NoSuchCard),
    ("school_gate", scenarios.PlayFirst),
)


@pytest.fixture
def world(town_of: Builder) -> World:
    return town_of("ana", residents=("rui", "sam"))


def test_what_is_typed_says_whom_and_when(world: World):
    codes = {"ana": f"p{world.ids['ana']}", "sam": f"r{world.ids['sam']}"}
    with world.facilitating() as town:
        for typed, card_id, whom, when, is_asked in READ:
            order = orders.read(town, typed)
            assert (order.card.card_id, order.whom) == (card_id, codes.get(whom, whom)), typed
            assert (order.when, order.is_asked) == (when, is_asked), typed


def test_what_cannot_be_is_refused_and_runs_nothing(world: World):
    for typed, refusal in REFUSED:
        with pytest.raises(refusal), world.facilitating() as town:
            scenarios.order(town, typed)
    assert world.rows(scenario_runs.select()) == []


def test_looking_at_a_card_plays_nothing_and_says_what_it_lacks(world: World):
    with world.facilitating() as town:
        found = scenarios.order(town, "school_gate ?")
        assert isinstance(found, scenarios.Preview)
        assert [(need.kind, need.is_met) for need in found.needs] == [("after", False)]
        laundering = scenarios.preview(town, "laundering")
        assert [(need.what, need.is_met) for need in laundering.needs] == [("regulator", False)]
        clearing.appoint(town, "ana")
        assert scenarios.preview(town, "laundering").needs[0].is_met
    assert world.rows(scenario_runs.select()) == []
    assert [event for event in world.events if isinstance(event, scenarios.Invited)] == []


def test_a_card_runs_on_the_people_of_a_group_and_never_on_its_residents(world: World):
    with world.acting("ana") as town:
        groups.make(town, "Table 3 rui")
    with world.facilitating() as town:
        [group] = groups.all_groups(town)
        assert orders.read(town, f"journalist {group.name}").whom == f"g{group.group_id}"
        scenarios.play(town, "journalist", f"g{group.group_id}")
        assert [one.debtor_name for one in courts.open_judgments(town)] == ["Ana"]


def test_an_invitation_says_its_words_and_leads_to_services(world: World):
    with world.facilitating() as town:
        scenarios.run(town, "proxies")
    [event] = world.emitted(scenarios.Invited)
    assert [one.service_id for one in event.services] == ["games", "shop"]
    assert event.pages == ("inferred",)
