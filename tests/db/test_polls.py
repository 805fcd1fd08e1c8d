"""The same questions before, during and after: asked once each, paired, and never by person."""

from __future__ import annotations

import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from services.kernel.errors import NotAllowed, Outdated
from services.kernel.towns import workshops
from services.living import seats
from services.modules import Wiring
from services.workshops import admin, polls, scenarios
from services.workshops.polls import Wave
from services.workshops.polls.tables import poll_answers, poll_waves
from services.workshops.sessions import WorkshopShut
from tests.support.moving import acting
from tests.support.world import Builder, World

NAMES = ("ana", "bo", "cy", "di")
ITEMS = [one.item_id for one in polls.items()]
FIRST = ITEMS[0]
CODE = "BCDFGH"


@pytest.fixture
def world(town_of: Builder) -> World:
    return town_of(*NAMES)


def ask(world: World, card: str) -> None:
    with world.facilitating() as town:
        scenarios.run(town, card)


def close(world: World, wave: Wave) -> None:
    with world.facilitating() as town:
        polls.close(town, wave)


def say(world: World, name: str, wave: Wave, *marks: int | None) -> None:
    """Answer the first questions, one after the other."""
    for item, mark in zip(ITEMS, marks, strict=False):
        with world.acting(name) as town:
            polls.answer(town, wave, item, mark)


def result(world: World, item: str = FIRST) -> polls.ItemResult:
    with world.facilitating() as town:
        return next(one for one in polls.results(town).items if one.item.item_id == item)


def test_a_wave_is_asked_once_and_the_next_closes_it(world: World):
    ask(world, "poll_before")
    with pytest.raises(polls.WaveWasAsked):
        ask(world, "poll_before")
    ask(world, "poll_during")
    with pytest.raises(polls.WaveWasAsked):
        ask(world, "poll_before")
    with pytest.raises(polls.WaveIsOver), world.acting("ana") as town:
        polls.answer(town, Wave.BEFORE, FIRST, 3)
    assert [one.sheet.wave for one in world.emitted(polls.WaveAsked)] == [1, 2]
    assert [one.wave for one in world.emitted(polls.WaveClosed)] == [1]


def test_one_goes_from_question_to_question_may_skip_and_change(world: World):
    ask(world, "poll_before")
    say(world, "ana", Wave.BEFORE, 4, None)
    with world.acting("ana") as town:
        assert polls.waits_at(town) == Wave.BEFORE
        assert polls.my_sheet(town).at == 2, "the first that was left open"
    say(world, "ana", Wave.BEFORE, 2, 5, 1, 1, 1)
    with world.acting("ana") as town:
        done = polls.answer(town, Wave.BEFORE, ITEMS[-1], 1)
    assert (done.at, done.said[FIRST], done.said[ITEMS[1]]) == (len(ITEMS), 2, 5)
    with world.acting("ana") as town:
        assert polls.waits_at(town) is None
    close(world, Wave.BEFORE)
    with world.acting("ana") as town:
        found = polls.sheet(town, Wave.BEFORE, 0)
        assert (found.at, found.is_open, found.said[FIRST]) == (len(ITEMS), False, 2)
        with pytest.raises(Outdated):
            polls.answer(town, Wave.BEFORE, "moon", 3)
        with pytest.raises(Outdated):
            polls.sheet(town, Wave.AFTER)


def test_it_is_counted_live_and_told_when_closed_from_three_answers_on(world: World):
    ask(world, "poll_before")
    say(world, "ana", Wave.BEFORE, 1, 1, 1, 1, 1, 1)
    say(world, "bo", Wave.BEFORE, 2, 2)
    with world.facilitating() as town:
        found = polls.progress(town, Wave.BEFORE)
    assert (found.whole, found.part, found.none, found.is_open) == (1, 1, 2, True)
    say(world, "cy", Wave.BEFORE, 2, None)
    assert result(world).spreads == {}, "while it is open nothing is told"
    close(world, Wave.BEFORE)
    assert result(world).spreads == {Wave.BEFORE: polls.Spread((1, 2, 0, 0, 0))}
    assert result(world, ITEMS[1]).spreads == {}, "of two, and one who skipped"
    with pytest.raises(Outdated):
        close(world, Wave.BEFORE)


def test_those_who_answered_both_are_paired(world: World):
    ask(world, "poll_before")
    for name, mark in zip(NAMES, (1, 2, 3, 5), strict=True):
        say(world, name, Wave.BEFORE, mark)
    ask(world, "poll_after")
    for name, mark in zip(NAMES[:2], (4, 2), strict=True):
        say(world, name, Wave.AFTER, mark)
    close(world, Wave.AFTER)
    assert result(world).shifts == (), "of two"


def test_a_mean_that_would_tell_of_one_is_not_told(world: World):
    ask(world, "poll_before")
    for name, mark in zip(NAMES, (1, 2, 3, 5), strict=True):
        say(world, name, Wave.BEFORE, mark)
    ask(world, "poll_after")
    for name, mark in zip(NAMES[:3], (4, 2, 2), strict=True):
        say(world, name, Wave.AFTER, mark)
    close(world, Wave.AFTER)
    [shift] = result(world).shifts
    assert shift == polls.Shift(
        first=Wave.BEFORE, second=Wave.AFTER, pairs=3, higher=1, same=1, lower=1, tenths=None
    )


def test_the_mean_is_told_where_all_answered_both(world: World):
    for card, wave, marks in (
        ("poll_before", Wave.BEFORE, (1, 2, 3, 5)),
        ("poll_during", Wave.DURING, (2, 2, 5, 4)),
    ):
        ask(world, card)
        for name, mark in zip(NAMES, marks, strict=True):
            say(world, name, wave, mark)
    close(world, Wave.DURING)
    [shift] = result(world).shifts
    assert (shift.pairs, shift.higher, shift.same, shift.lower, shift.tenths) == (4, 2, 1, 1, 5)


def test_answers_leave_with_their_person_and_are_no_fact(world: World):
    ask(world, "poll_before")
    for name in NAMES:
        say(world, name, Wave.BEFORE, 4, 4)
    assert world.fact_kinds("ana") == []
    with acting(world, world.visitors["ana"]) as (uow, _):
        seats.leave(uow)
    kept = world.rows(poll_answers.select())
    assert {row.who for row in kept} == {world.ids[name] for name in NAMES[1:]}
    assert len(kept) == 6


def test_no_export_holds_them(world: World, monkeypatch: pytest.MonkeyPatch):
    ask(world, "poll_before")
    say(world, "ana", Wave.BEFORE, 4)

    def given() -> str:
        with world.facilitating() as town:
            return admin.export(town, CODE).text

    with world.engine.begin() as conn:
        here = workshops.c.workshop_id == world.workshop_id
        conn.execute(update(workshops).where(here).values(code=CODE))

    assert "poll_waves" in given()
    assert "poll_answers" not in given()
    monkeypatch.delitem(poll_answers.info, "sealed")
    assert "poll_answers" in given(), "would be caught"


def test_only_who_runs_the_town_asks_closes_and_reads(world: World):
    ask(world, "poll_before")
    for verb in (
        lambda town: polls.ask(town, wave=2),
        lambda town: polls.close(town, Wave.BEFORE),
        polls.results,
    ):
        with pytest.raises(NotAllowed), world.acting("ana") as town:
            verb(town)


@pytest.mark.parametrize("values", [{"wave": 4}, {"answer": 0}, {"answer": 6}])
def test_the_database_alone_refuses_what_is_off_the_scale(world: World, values: dict[str, int]):
    row = {"workshop_id": world.workshop_id, "wave": 1, "item": "x", "who": world.ids["ana"]}
    with pytest.raises(IntegrityError), world.office() as town:
        town.conn.execute(poll_answers.insert().values(**(row | {"answer": 1} | values)))


def test_two_waves_are_never_open_at_once(world: World):
    ask(world, "poll_before")
    with pytest.raises(IntegrityError), world.office() as town:
        town.conn.execute(
            poll_waves.insert().values(workshop_id=town.workshop_id, wave=2, asked_town_s=0)
        )


def test_before_anything_is_asked_there_is_nothing(world: World):
    with pytest.raises(polls.NothingAsked), world.acting("ana") as town:
        polls.my_sheet(town)
    with world.facilitating() as town:
        assert polls.results(town).waves == ()


def test_what_was_answered_is_handed_over_when_the_town_closes(world: World):
    ask(world, "poll_before")
    for name in NAMES:
        say(world, name, Wave.BEFORE, 4)
    with world.office() as town:
        town.emit(WorkshopShut(town.workshop_id, "Monday"))
        Wiring().settle(town)
    [kept] = world.emitted(polls.WavesKept)
    assert kept.results.items[0].spreads == {Wave.BEFORE: polls.Spread((0, 0, 0, 4, 0))}
