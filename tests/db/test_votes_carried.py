"""What a poll has carried is looked at before it is brought forward, and a later poll ends it."""

from __future__ import annotations

import pytest

from services.law import switchboard
from services.law.switchboard import Switch
from services.workshops import votes
from services.workshops.lab import several
from services.workshops.votes import Choice, MotionState
from tests.support.world import ON_SQLITE, Builder, World

pytestmark = ON_SQLITE
NAMES = ("ana", "bo")


@pytest.fixture
def world(town_of: Builder, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr(several, "TOWNS", 1)  # what it would do is asked elsewhere
    return town_of(*NAMES, timers={votes.TRY: votes.one_more})


def carried(world: World, value: str, *, in_days: int = 0) -> int:
    """A motion on relatives that all vote for."""
    with world.facilitating() as town:
        number = votes.put(town, [("kin", value)], in_days=in_days).number
        votes.open_vote(town, number)
    for name in NAMES:
        with world.acting(name) as town:
            votes.cast(town, number, Choice.YES)
    return number


def law(world: World) -> str | int:
    with world.office() as town:
        return switchboard.value(town, Switch.KIN)


def test_what_a_poll_has_carried_is_looked_at_before_it_is_brought_forward(world: World):
    number = carried(world, "off", in_days=5)
    with world.facilitating() as town:
        assert votes.draft_carried(town, "kin", "off", poll=number).done.changed
        with pytest.raises(votes.PollDidNotCarry):
            votes.draft_carried(town, "kin", "on", poll=number)
    assert law(world) == "on", "only looked at"
    with world.facilitating() as town:
        votes.enact_carried(town, "kin", "off", poll=number)
    assert law(world) == "off"


@pytest.mark.parametrize("verb", [votes.enact_carried, votes.draft_carried])
def test_a_later_poll_on_the_same_rule_ends_what_an_earlier_one_allows(world: World, verb):
    first, later = carried(world, "off"), carried(world, "on")
    with pytest.raises(votes.PollOvertaken) as told, world.facilitating() as town:
        verb(town, "kin", "off", poll=first)
    assert told.value.fields == {"number": first, "later": later}
    assert law(world) == "on"


def test_a_second_and_a_withdrawal_show_the_motion_as_it_stands_then(world: World):
    with world.acting("ana") as town:
        number = votes.put(town, [("kin", "off")]).number
    with world.acting("bo") as town:
        seconded = votes.seconded(town, number)
    assert (seconded.motion.state, seconded.may_second) == (MotionState.SECONDED, False)
    with world.acting("ana") as town:
        assert votes.taken_back(town, number).motion.state is MotionState.WITHDRAWN
