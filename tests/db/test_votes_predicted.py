"""Who would win and lose by a motion: foreseen, kept, measured; small groups are told by nobody."""

from __future__ import annotations

import pytest

from services.kernel.errors import Outdated
from services.law import switchboard
from services.workshops import lab, votes
from services.workshops.lab import several
from services.workshops.votes import Choice, Forecast, TownEffect, TownGroup
from services.workshops.votes.predicting import IN_FORCE_DAYS, measure
from tests.db.lawgiving import remember
from tests.support.world import ON_SQLITE, Builder, World

pytestmark = ON_SQLITE
KINDS = ("jaywalking", "fare_dodging", "tax_late", "gaming_hours")
NAMES = tuple(f"p{number:02}" for number in range(24))
LAWS = (("petty", "off"), ("friends", "off"), ("taxes", "off"), ("proxies", "off"))


@pytest.fixture
def world(town_of: Builder) -> World:
    timers = {
        **{votes.DEBATE_OVER: votes.end_debate, votes.MEASURE: measure},
        votes.TRY: votes.one_more,
    }
    made = town_of(*NAMES, timers=timers)
    for number, name in enumerate(NAMES):
        remember(made, name, "joined", *KINDS[: number % (len(KINDS) + 1)])
    return made


def moved(world: World, *typed: tuple[str, str]) -> int:
    with world.facilitating() as town:
        return votes.put(town, typed).number


def carried(world: World, number: int) -> None:
    with world.facilitating() as town:
        votes.open_vote(town, number)
    with world.acting("p00") as town:
        votes.cast(town, number, Choice.YES)
    with world.facilitating() as town:
        votes.close(town, number)


def foreseen(world: World, number: int) -> Forecast:
    with world.uow(world.visitors["p00"]) as uow:
        return votes.forecast(uow, number)


def groups(effect: TownEffect | None) -> dict[str, TownGroup | None]:
    assert effect is not None
    return dict(effect.groups)


def all_of(effect: TownEffect | None) -> TownGroup:
    found = groups(effect)[lab.EVERYBODY]
    assert found is not None
    return found


def test_a_prediction_is_what_is_measured_when_nobody_changes_behaviour(world: World):
    """Each law on top of those before it."""
    for law in (*LAWS, ("enact", "guideline_2020"), ("preset", "everything")):
        number = moved(world, law)
        carried(world, number)
        with world.office() as town:
            measure(town, str(number))
        found = foreseen(world, number)
        assert groups(found.predicted) == groups(found.measured), law
        if law == LAWS[0]:
            assert all_of(found.predicted).people == len(NAMES)
            assert all_of(found.predicted).up > 0, "jaywalkers and fare-dodgers"


def test_small_groups_are_kept_nowhere_and_no_other_tells_of_them(world: World):
    found = groups(foreseen(world, moved(world, ("petty", "off"))).predicted)
    shown = {name: one for name, one in found.items() if one is not None}
    assert len(shown) > 1
    assert all(one.people >= lab.GROUP_MIN for one in shown.values())
    for trait in ("income", "migrant", "carer", "age"):
        hidden = [name for name, one in found.items() if name.startswith(trait) and one is None]
        assert len(hidden) != 1, "the rest of everybody would tell of it"


def test_it_is_computed_anew_until_the_ballot_opens_and_measured_some_days_later(world: World):
    number = moved(world, ("petty", "off"))
    first = foreseen(world, number).predicted
    remember(world, "p00", "jaywalking")
    assert foreseen(world, number).predicted == first, "not for every tap"
    with world.facilitating() as town:
        votes.open_vote(town, number)
    fixed = foreseen(world, number).predicted
    assert all_of(fixed).up > all_of(first).up
    for name in NAMES[:12]:
        remember(world, name, "jaywalking")
    with world.acting("p00") as town:
        votes.cast(town, number, Choice.YES)
    with world.facilitating() as town:
        votes.close(town, number)
    world.forward(days=IN_FORCE_DAYS - 1)
    assert foreseen(world, number).measured is None
    world.forward(days=1)
    [told] = world.emitted(votes.MotionMeasured)
    after = foreseen(world, number)
    assert (after.predicted, after.measured) == (fixed, told.forecast.measured)
    assert all_of(after.measured).up > all_of(fixed).up
    assert not all_of(fixed).hits(all_of(after.measured))


def test_a_law_that_was_changed_back_is_not_measured(world: World):
    number = moved(world, ("petty", "off"))
    carried(world, number)
    with world.facilitating() as town:
        switchboard.enact(town, "petty", "on")
    world.forward(days=IN_FORCE_DAYS)
    assert world.emitted(votes.MotionMeasured) == []


def test_several_changes_are_tried_town_by_town_and_nothing_is_said_before(
    world: World, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(several, "RESIDENTS", 32)
    monkeypatch.setattr(several, "DAYS", 60)
    number = moved(world, ("petty", "off"), ("shame_wall", "off"))
    first = foreseen(world, number)
    assert first.tried is not None
    assert (first.tried.towns, first.lab) == (0, None)
    world.run_due()
    whole = foreseen(world, number)
    assert whole.tried is not None
    assert whole.tried.is_whole
    kept = several.begun(lab.law_with([]), {"petty": "off"})
    for _ in range(several.TOWNS + 1):
        kept = several.one_more(kept)
    assert whole.lab == several.tried(kept).groups, "the wall moves no score"
    assert whole.lab[lab.EVERYBODY].up.median > 0
    enacted = moved(world, ("taxes", "off"))
    carried(world, enacted)
    assert foreseen(world, number).tried == whole.tried, "of the same day"
    world.forward(days=1)
    again = foreseen(world, number).tried
    assert again is not None
    assert again.towns == 0, "the law beside which it was tried is another"
    assert foreseen(world, moved(world, ("listing_months", "3"))).tried is not None, "lived"
    assert foreseen(world, moved(world, ("rescoring_day", "9"))).tried is None, "not lived"


def test_a_law_that_no_score_hangs_on_and_a_question(world: World):
    number = moved(world, ("shame_wall", "off"))
    assert groups(foreseen(world, number).predicted) == {}
    with world.facilitating() as town:
        question = votes.put(town, (), words="Shall we swap seats?").number
    with pytest.raises(Outdated):
        foreseen(world, question)
