"""The state machine of a call, one call a line, and the notice before it rings."""

from __future__ import annotations

import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError

from services.kernel.errors import Outdated
from services.kernel.time import HOUR_S, MINUTE_S
from services.kernel.timers import timers
from services.kernel.town import Town
from services.social import calls, notices
from services.social.calls import (
    CallClosed,
    CallConnected,
    CallRinging,
    CallSpoken,
    CallState,
    LineWasBusy,
)
from services.social.calls.tables import busy_lines
from services.social.calls.tables import calls as table
from services.social.notices.tables import notice_plays
from services.standing import listings
from services.standing.listings import Colour
from tests.support.world import ON_SQLITE, Builder, World

TIMERS = {calls.CALL_TIMEOUT: calls.time_out}


@pytest.fixture
def world(town_of: Builder) -> World:
    return town_of("ana", "bo", "cy", timers=TIMERS)


def ring(world: World, caller: str = "ana", callee: str = "bo") -> calls.Call:
    with world.acting(caller) as town:
        return calls.ring(town, callee)


def connect(world: World) -> calls.Call:
    call = ring(world)
    with world.acting("bo") as town:
        return calls.answer(town, call.call_id)


def put_notice_on(world: World, name: str) -> int:
    with world.office() as town:
        listing = listings.enter(town, "court", Colour.BLACK, world.ids[name], basis="judgment:1")
        notices.attach(town, world.ids[name], listing.listing_id)
        return listing.listing_id


def lines_in_use(world: World) -> set[str]:
    return {row.participant_id for row in world.rows(select(busy_lines))}


def test_a_call_rings_connects_carries_words_and_ends(world: World):
    call = connect(world)
    assert [type(event) for event in world.events] == [CallRinging, CallConnected]
    for name, words in (("ana", "hello"), ("bo", "who is it?")):
        with world.acting(name) as town:
            calls.talk(town, words)
    assert [(e.speaker_name, e.listener, e.text) for e in world.emitted(CallSpoken)] == [
        ("Ana", world.ids["bo"], "hello"),
        ("Bo", world.ids["ana"], "who is it?"),
    ]
    world.forward(minutes=42)
    with world.acting("ana") as town:
        over = calls.hang_up(town)
    assert (over.state, over.minutes) == (CallState.ENDED, 42)
    [closed] = world.emitted(CallClosed)
    assert (closed.by, closed.call.minutes) == (world.ids["ana"], 42)
    assert lines_in_use(world) == set()
    assert world.rows(select(timers)) == []
    assert call.call_id == over.call_id


@ON_SQLITE
def test_the_duration_is_left_as_a_fact_at_both_ends(world: World):
    connect(world)
    world.forward(hours=1)
    with world.acting("bo") as town:
        calls.hang_up(town)
    assert [k for k in world.fact_kinds("ana") if k.startswith("call")] == [
        "call_made",
        "call_ended",
    ]
    assert [k for k in world.fact_kinds("bo") if k.startswith("call")] == [
        "call_accepted",
        "call_ended",
    ]
    for name in ("ana", "bo"):
        assert world.facts_of(name)[-1].amount == 60


@ON_SQLITE
def test_a_call_can_be_declined(world: World):
    call = ring(world)
    for _ in range(2):
        with world.acting("bo") as town:
            assert calls.decline(town, call.call_id).state is CallState.DECLINED
    assert len(world.emitted(CallClosed)) == 1
    assert world.fact_kinds("bo").count("call_declined") == 1
    assert lines_in_use(world) == set()


@ON_SQLITE
def test_a_caller_can_give_up_and_a_callee_hang_up_before_taking_it(world: World):
    ring(world)
    with world.acting("ana") as town:
        assert calls.hang_up(town).state is CallState.CANCELLED
    ring(world)
    with world.acting("bo") as town:
        assert calls.hang_up(town).state is CallState.DECLINED


@ON_SQLITE
def test_nobody_answers(world: World):
    call = ring(world)
    world.forward(seconds=calls.RING_S - 1)
    assert world.emitted(CallClosed) == []
    world.forward(seconds=1)
    [closed] = world.emitted(CallClosed)
    assert (closed.call.state, closed.by, closed.call.minutes) == (CallState.MISSED, None, 0)
    with pytest.raises(calls.CallOver), world.acting("bo") as town:
        calls.answer(town, call.call_id)
    assert "call_declined" not in world.fact_kinds("bo")


@ON_SQLITE
def test_a_forgotten_call_is_cut_off(world: World):
    connect(world)
    world.forward(seconds=calls.TALK_MAX_S)
    [closed] = world.emitted(CallClosed)
    assert (closed.call.state, closed.by) == (CallState.ENDED, None)
    assert closed.call.minutes == calls.TALK_MAX_S // MINUTE_S
    with pytest.raises(calls.NobodyListens), world.acting("ana") as town:
        calls.talk(town, "hello?")


@ON_SQLITE
def test_taking_a_call_stops_its_ringing_timer(world: World):
    connect(world)
    world.forward(seconds=calls.RING_S + HOUR_S)
    assert world.emitted(CallClosed) == []


@ON_SQLITE
def test_taking_twice_is_once(world: World):
    call = connect(world)
    with world.acting("bo") as town:
        assert calls.answer(town, call.call_id).state is CallState.CONNECTED
    assert len(world.emitted(CallConnected)) == 1
    assert world.fact_kinds("bo").count("call_accepted") == 1


def test_the_same_update_rings_once(world: World):
    for _ in range(2):
        with world.acting("ana", key="7:1") as town:
            assert calls.ring(town, "bo").state is CallState.RINGING
    assert len(world.emitted(CallRinging)) == 1
    assert len(world.rows(select(table))) == 1


@ON_SQLITE
def test_hanging_up_twice_changes_nothing(world: World):
    call = connect(world)
    with world.acting("ana") as town:
        first = calls.hang_up(town, call.call_id)
    world.forward(hours=3)
    with world.acting("bo") as town:
        assert calls.hang_up(town, call.call_id) == first
    assert len(world.emitted(CallClosed)) == 1


def test_a_line_carries_one_call(world: World):
    ring(world)
    for name in ("bo", "ana"):
        with world.acting("cy") as town:
            call = calls.ring(town, name)
        assert (call.state, call.was_busy) == (CallState.MISSED, True)
    assert [e.call.callee_name for e in world.emitted(LineWasBusy)] == ["Bo", "Ana"]
    assert len(world.emitted(CallRinging)) == 1
    assert lines_in_use(world) == {world.ids["ana"], world.ids["bo"]}
    for name, other in (("ana", "cy"), ("bo", "cy")):
        with pytest.raises(calls.AlreadyInCall), world.acting(name) as town:
            calls.ring(town, other)
    assert len(world.rows(select(table))) == 1 + 2


def test_one_looks_back_on_ones_calls_and_on_nobody_elses(world: World):
    connect(world)
    ring(world, "cy", "ana")  # busy
    world.forward(hours=2)
    with world.acting("ana") as town:
        calls.hang_up(town)
        missed, talked = calls.log(town).calls
    assert isinstance(missed, calls.Call)
    assert isinstance(talked, calls.Call)
    assert (missed.caller_name, missed.was_busy) == ("Cy", True)
    assert (talked.callee_name, talked.minutes) == ("Bo", 120)
    with world.acting("cy") as town:
        assert len(calls.log(town).calls) == 1
    world.forward(hours=1)
    unanswered = ring(world, "bo", "cy")
    world.forward(seconds=calls.RING_S)
    with world.acting("cy") as town:
        found = calls.log(town).calls[0]
    assert isinstance(found, calls.Call)
    assert (found.call_id, found.state, found.was_busy) == (
        unanswered.call_id,
        CallState.MISSED,
        False,
    )


@ON_SQLITE
def test_a_call_is_missed_until_it_is_returned(world: World):
    def missed() -> list[str]:
        with world.acting("bo") as town:
            return [call.caller_name for call in calls.missed_calls(town, 0)]

    ring(world)
    world.forward(seconds=calls.RING_S)  # nobody answers
    ring(world, "cy")
    with world.acting("cy") as town:
        calls.hang_up(town)  # gives up
    assert missed() == ["Ana", "Cy"]
    ring(world, "bo", "ana")
    ring(world, "cy")  # busy
    assert missed() == ["Cy"], "Ana has been called back, and of Cy the last call counts"
    with world.acting("bo") as town:
        calls.hang_up(town)
    call = ring(world, "cy")
    with world.acting("bo") as town:
        calls.decline(town, call.call_id)
    assert missed() == [], "who has called again was not missed"


def test_the_database_alone_refuses_a_second_call_on_a_line(world: World):
    call = ring(world)
    with pytest.raises(IntegrityError), world.office() as town:
        town.conn.execute(
            insert(busy_lines).values(participant_id=world.ids["bo"], call_id=call.call_id)
        )
    with pytest.raises(IntegrityError), world.office() as town:
        town.conn.execute(update(table).values(callee=world.ids["ana"]))
    with pytest.raises(IntegrityError), world.office() as town:
        town.conn.execute(update(table).values(state="lost"))


def test_of_two_who_ring_one_line_at_once_one_gets_through(world: World):
    def ring_bo(town: Town) -> calls.Call:
        return calls.ring(town, "bo")

    results = world.race(("ana", ring_bo), ("cy", ring_bo))
    done = [result for result in results if isinstance(result, calls.Call)]
    assert sorted(call.state for call in done) == ["missed", "ringing"]


def test_of_two_who_ring_each_other_at_once_one_gets_through(world: World):
    results = world.race(
        ("ana", lambda town: calls.ring(town, "bo")), ("bo", lambda town: calls.ring(town, "ana"))
    )
    assert sum(isinstance(result, calls.Call) for result in results) == 1
    assert sum(isinstance(r, calls.AlreadyInCall) for r in results) == 1


@ON_SQLITE
def test_only_the_ends_of_a_call_have_a_say_in_it(world: World):
    call = ring(world)
    for verb in (calls.answer, calls.decline, calls.hang_up):
        with pytest.raises(Outdated), world.acting("cy") as town:
            verb(town, call.call_id)
    for verb in (calls.answer, calls.decline):
        with pytest.raises(Outdated), world.acting("ana") as town:
            verb(town, call.call_id)


@ON_SQLITE
def test_a_call_of_another_town_does_not_exist_here(world: World, town_of: Builder):
    call = ring(world)
    elsewhere = town_of("zoe")
    with pytest.raises(Outdated), elsewhere.acting("zoe") as town:
        calls.answer(town, call.call_id)


@ON_SQLITE
def test_what_cannot_be_called_or_said(world: World):
    with pytest.raises(calls.CallToSelf), world.acting("ana") as town:
        calls.ring(town, "ana")
    with pytest.raises(calls.NotInCall), world.acting("ana") as town:
        calls.hang_up(town)
    ring(world)
    with pytest.raises(calls.NobodyListens), world.acting("ana") as town:
        calls.talk(town, "nobody has taken it yet")


@ON_SQLITE
def test_too_many_words_at_once_are_not_carried(world: World):
    connect(world)
    with pytest.raises(calls.SpeechTooLong), world.acting("ana") as town:
        calls.talk(town, "x" * 501)
    assert world.emitted(CallSpoken) == []


def test_the_caller_of_a_listed_person_hears_the_notice_and_the_play_is_written(world: World):
    listing_id = put_notice_on(world, "bo")
    call = ring(world)
    assert call.state is CallState.ANNOUNCED
    assert world.emitted(CallRinging) == []
    assert lines_in_use(world) == set()
    [play] = world.rows(select(notice_plays))
    assert (play.caller, play.choice) == (world.ids["ana"], "")
    with world.acting("ana") as town:
        ringing = calls.ring_anyway(town, call.call_id)
    with world.acting("ana") as town:
        assert calls.ring_anyway(town, call.call_id) == ringing
    assert ringing.noticed
    [rung] = world.emitted(CallRinging)
    assert rung.call == ringing
    assert world.fact_kinds("ana")[-2:] == ["notice_ignored", "call_made"]
    with world.acting("ana") as town:
        calls.hang_up(town)
    with world.office() as town:
        assert notices.take_off(town, listing_id)
        assert not notices.take_off(town, listing_id)
    assert not ring(world).noticed
    assert len(world.rows(select(notice_plays))) == 1


@ON_SQLITE
def test_a_listed_person_calls_others_without_a_notice(world: World):
    put_notice_on(world, "ana")
    assert not ring(world).noticed
    assert world.rows(select(notice_plays)) == []


@ON_SQLITE
def test_whoever_leaves_the_town_puts_the_receiver_down(world: World):
    connect(world)
    for _ in range(2):
        with world.office() as town:
            calls.let_go(town, world.ids["bo"])
    [closed] = world.emitted(CallClosed)
    assert (closed.call.state, closed.by) == (CallState.ENDED, world.ids["bo"])
    ring(world)
    with world.office() as town:
        calls.let_go(town, world.ids["ana"])
    assert world.emitted(CallClosed)[-1].call.state is CallState.CANCELLED
