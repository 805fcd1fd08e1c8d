"""When agencies compute, whom they reach, and what another rule would give."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from services.kernel.errors import NotAllowed
from services.kernel.time import DAY_S, HOUR_S
from services.law import switchboard
from services.people.facts import Fact, record
from services.standing import agencies, rescoring, scores
from services.standing.rescoring import replay, service
from services.standing.rescoring.tables import rescorings
from services.standing.scores.tables import scores as score_rows
from tests.db.lawgiving import enact
from tests.support.world import ON_SQLITE, Builder, World

TIMERS = {rescoring.RESCORE_NIGHT: rescoring.night, rescoring.RESCORE: rescoring.step}


@pytest.fixture
def world(town_of: Builder) -> World:
    return town_of("ana", "bo", "cy", timers=TIMERS)


def told(world: World, name: str, kind: str, *, times: int = 1, source: str = "town_hall") -> None:
    who = world.ids[name]
    with world.office() as town:
        for number in range(times):
            key = f"{name}:{kind}:{source}:{number}"
            record(town, Fact(who, kind, 100, source=source, key=key))


def score(world: World, name: str, agency: str) -> int:
    with world.office() as town:
        return scores.evaluate_and_store(town, world.ids[name], agency).score


def given(world: World, agency: str) -> list[str]:
    """Who has been scored by an agency, a name for each row."""
    names = {pid: name for name, pid in world.ids.items()}
    rows = world.rows(
        select(score_rows.c.participant_id)
        .where(score_rows.c.agency == agency, score_rows.c.workshop_id == world.workshop_id)
        .order_by(score_rows.c.score_id)
    )
    return [names[row.participant_id] for row in rows]


def test_each_agency_has_its_day():
    days = {a.agency_id: rescoring.day_of(a, 1) for a in agencies.catalogue().values()}
    assert days["city_credit_office"] == 1
    assert days["sesame_credit"] == 6
    assert days["pay_score"] is None
    assert days["court"] is None


def test_the_town_month_brings_new_scores_and_sesame_comes_on_the_6th(world: World):
    with world.office() as town:
        rescoring.start_nights(town)
        rescoring.start_nights(town)
    world.forward(days=4)
    assert given(world, "sesame_credit") == []
    world.forward(days=2)
    assert sorted(given(world, "sesame_credit")) == ["ana", "bo", "cy"]
    assert given(world, "city_credit_office") == []
    world.forward(days=26)
    assert sorted(given(world, "city_credit_office")) == ["ana", "bo", "cy"]
    assert given(world, "court") == [], "it judges at each application"
    ended = world.emitted(rescoring.RescoringEnded)
    assert [one.why for one in ended] == ["date", "date"]
    assert ended[0].at == 5 * DAY_S + 3 * HOUR_S


def test_the_law_moves_the_day(world: World):
    with world.office() as town:
        rescoring.start_nights(town)
    with world.facilitating() as town:
        switchboard.enact(town, "rescoring_day", "4")
    world.forward(days=3)
    assert sorted(given(world, "city_credit_office")) == ["ana", "bo", "cy"]


def test_of_a_long_leap_only_the_last_time_is_lived_through(world: World):
    with world.office() as town:
        rescoring.start_nights(town)
    world.forward(days=200)
    assert len(given(world, "city_credit_office")) == 3
    assert len(given(world, "sesame_credit")) == 3


def test_only_members_are_rescored(world: World):
    with world.acting("bo") as town:
        agencies.join(town, "koala_credit")
    with world.facilitating() as town:
        run = rescoring.rescore(town, "koala_credit")
    assert not run.is_done
    world.run_due()
    assert given(world, "koala_credit") == ["bo"]
    with world.office() as town:
        done = rescoring.look_at(town, run.rescoring_id)
    assert (done.is_done, done.scores) == (True, 1)


def test_on_demand_all_agencies_compute_as_of_one_moment(world: World):
    asked_at = world.now()
    with world.facilitating(key="7:1") as town:
        first = rescoring.rescore(town)
    with world.facilitating(key="7:1") as town:
        again = rescoring.rescore(town)
    assert first.rescoring_id == again.rescoring_id
    world.pass_wall(ms=5_000)
    rows = world.rows(select(score_rows.c.town_s).distinct())
    assert [row.town_s for row in rows] == [asked_at]
    assert len(world.rows(select(rescorings))) == 1
    assert len(world.emitted(rescoring.RescoringEnded)) == 1
    with world.office() as town:
        everybody = sum(
            len(agencies.members(town, a.agency_id)) for a in agencies.catalogue().values()
        )
        assert rescoring.look_at(town, first.rescoring_id).scores == everybody


def test_a_large_town_is_gone_through_in_steps(town_of: Builder):
    names = tuple(f"n{number:03}" for number in range(45))
    world = town_of(*names, timers=TIMERS)
    with world.facilitating() as town:
        run = rescoring.rescore(town, "city_credit_office")
    world.run_due()
    assert sorted(given(world, "city_credit_office")) == sorted(names), "nobody twice, nobody left"
    with world.office() as town:
        assert rescoring.look_at(town, run.rescoring_id).is_done
    assert len(world.emitted(rescoring.RescoringEnded)) == 1


def test_a_full_last_step_ends_as_well(town_of: Builder):
    names = tuple(f"n{number:03}" for number in range(service.PEOPLE_AT_A_TIME))
    world = town_of(*names, timers=TIMERS)
    with world.facilitating() as town:
        rescoring.rescore(town, "court")
    world.run_due()
    assert len(given(world, "court")) == len(names)
    assert len(world.emitted(rescoring.RescoringEnded)) == 1


def test_participants_do_not_set_rescorings_off(world: World):
    with pytest.raises(NotAllowed), world.acting("ana") as town:
        rescoring.rescore(town)
    with pytest.raises(agencies.NoSuchAgency), world.facilitating() as town:
        rescoring.rescore(town, "weather")
    assert world.rows(select(rescorings)) == []


# What counts


def test_a_closed_office_is_missing_from_the_next_score_and_back_in_the_one_after(world: World):
    told(world, "ana", "library_return", times=3, source="library")
    with_it = score(world, "ana", "city_credit_office")
    world.pass_wall(ms=1_000)
    with world.facilitating() as town:
        agencies.close_source(town, "library")
    without = score(world, "ana", "city_credit_office")
    assert without == 100 < with_it
    world.pass_wall(ms=1_000)
    with world.facilitating() as town:
        agencies.open_source(town, "library")
    assert score(world, "ana", "city_credit_office") == with_it


def test_the_bureau_counts_what_is_shared_and_only_from_then_on(world: World):
    told(world, "ana", "loan_repaid", times=2, source="koala_credit")
    told(world, "ana", "loan_repaid", times=3, source="tencent_credit")
    shared_by_koala = score(world, "ana", "baihang")
    world.pass_wall(ms=1_000)
    with world.facilitating() as town:
        agencies.share(town, "tencent_credit", shares=True)
    assert score(world, "ana", "baihang") == shared_by_koala + 3 * 15


def test_what_if_hears_no_more_than_the_agency_does(world: World):
    told(world, "ana", "jaywalking", source="crossing_cameras")
    with world.facilitating() as town:
        agencies.close_source(town, "crossing_cameras")
    assert what_if(world, "petty", "off").moved == 0


# Which parts of life may be read


@ON_SQLITE
@pytest.mark.parametrize(
    "setting",
    [one for one in switchboard.catalogue().values() if one.kinds],
    ids=lambda one: one.switch.value,
)
def test_what_the_law_keeps_from_raters_counts_nowhere_and_is_not_lost(
    world: World, setting: switchboard.Setting
):
    for kind in (*setting.kinds, "message_sent"):
        told(world, "ana", kind, times=3)
    assert read_by(world, "pay_score") == {"message_sent", *setting.kinds}
    moves = moved_without(world, setting)
    with world.office() as town:
        who = world.ids["ana"]
        raters = [one for one in agencies.catalogue() if agencies.member(town, who, one)]
    then = {one: score(world, "ana", one) for one in raters}
    world.pass_wall(ms=1_000)
    enact(world, setting.switch.value, "off")
    assert read_by(world, "pay_score") == {"message_sent"}
    assert {one for one, was in then.items() if score(world, "ana", one) != was} == moves
    world.pass_wall(ms=1_000)
    enact(world, setting.switch.value, "on")
    assert {one: score(world, "ana", one) for one in then} == then, "the books were never emptied"


def moved_without(world: World, setting: switchboard.Setting) -> set[str]:
    """Whose scores would move if a part of life were not read; of what nobody reads, nobody's."""
    try:
        tried = what_if(world, setting.switch.value, "off")
    except replay.NothingToReplay:
        return set()
    return {shift.agency.agency_id for shift in tried.shifts if shift.moved}


def read_by(world: World, agency: str) -> set[str]:
    with world.office() as town:
        who = world.ids["ana"]
        found = scores.evaluate_for(town, [who], agency, scores.law_of(town))[who]
    return {fact.kind for fact in found.facts}


# What if


def what_if(world: World, rule: str, instead: str) -> replay.WhatIf:
    with world.facilitating() as town:
        return replay.what_if(town, rule, instead)


def test_another_law_is_tried_on_the_stored_facts_and_changes_nothing(world: World):
    told(world, "ana", "jaywalking", times=2)
    told(world, "bo", "jaywalking")
    found = what_if(world, "petty", "off")
    city = next(s for s in found.shifts if s.agency.agency_id == "city_credit_office")
    assert (city.people, city.up, city.down, city.moved) == (3, 2, 0, 2)
    assert city.mean_hundredths == 100 * (4 + 2) // 3
    assert world.rows(select(score_rows)) == []
    with world.office() as town:
        assert switchboard.is_on(town, switchboard.Switch.PETTY)


def test_a_statute_is_tried_before_it_is_passed(world: World):
    told(world, "ana", "jaywalking", times=2)
    alone, whole = what_if(world, "petty", "off"), what_if(world, "enact", "guideline_2020")
    assert (whole.rule, whole.instead, whole.shifts) == ("guideline_2020", "on", alone.shifts)
    assert what_if(world, "preset", "december_2020").moved == whole.moved == 1
    with pytest.raises(rescoring.NothingToReplay):
        what_if(world, "enact", "reasons_law")


def test_the_law_that_is_in_force_moves_nothing(world: World):
    told(world, "ana", "jaywalking")
    assert what_if(world, "petty", "on").moved == 0


def test_what_if_comes_true_when_the_law_is_made(world: World):
    told(world, "ana", "jaywalking", times=3)
    found = what_if(world, "petty", "off").shifts[0]
    who = world.ids["ana"]
    with world.office() as town:
        before = scores.evaluate_and_store(town, who, "city_credit_office").score
    with world.facilitating() as town:
        switchboard.enact(town, "petty", "off")
    with world.office() as town:
        after = scores.evaluate_and_store(town, who, "city_credit_office").score
    assert (after - before) * 100 // 3 == found.mean_hundredths


def test_another_document_is_tried(world: World):
    found = what_if(world, "pay_score", "sesame")
    assert (found.rule, found.instead) == ("pay_score", "sesame 1")
    (shift,) = found.shifts
    assert (shift.people, shift.down) == (3, 3), "540 and 350 are not one scale"
    assert what_if(world, "Sesame Credit", "sesame 1").moved == 0


@pytest.mark.parametrize(
    ("rule", "instead", "refusal"),
    [
        ("explanation", "receipt", rescoring.NothingToReplay),
        ("leaderboard", "on", rescoring.NothingToReplay),
        ("petty", "maybe", switchboard.UnknownValue),
        ("weather", "on", agencies.NoSuchAgency),
        ("pay_score", "novel", rescoring.NoSuchDocument),
        ("pay_score", "sesame 99", rescoring.NoSuchDocument),
    ],
)
def test_what_cannot_be_replayed_is_refused(world: World, rule: str, instead: str, refusal):
    with pytest.raises(refusal):
        what_if(world, rule, instead)


def test_participants_replay_nobody(world: World):
    with pytest.raises(NotAllowed), world.acting("ana") as town:
        replay.what_if(town, "kin", "off")


@pytest.mark.parametrize(
    ("moves", "mean"),
    [([], 0), ([1, 1, 1], 100), ([1, 0, 0], 33), ([-1, 0, 0], -33), ([-2, 1], -50)],
)
def test_means_are_whole_hundredths_towards_zero(moves: list[int], mean: int):
    assert replay._mean_hundredths(moves) == mean
