"""What is done upon a notice, before first words too, and who may read how often it was heard."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from services.kernel.errors import NotAllowed, Outdated
from services.kernel.money import Fen, Money
from services.law import switchboard
from services.social import calls, messaging, notices
from services.social.calls import CallRinging, CallState
from services.social.messaging import MessageSent
from services.social.notices import Choice, Notice, NoticeBeforeWords, Way, Wording
from services.social.notices.tables import notice_plays
from services.standing import courts, lists
from tests.support.world import Builder, World

OWED = Fen(10_00)


@pytest.fixture
def world(town_of: Builder) -> World:
    """Bo has not paid two judgments, and is listed for both."""
    world = town_of("ana", "bo", "cy")
    for _ in range(2):
        with world.facilitating() as town:
            courts.enforce(town, courts.judge(town, world.ids["bo"], OWED).judgment_id)
    with world.facilitating() as town:
        lists.publish_now(town)
    return world


def enact(world: World, switch: str, value: str) -> None:
    with world.facilitating() as town:
        switchboard.enact(town, switch, value)


def ring(world: World, caller: str = "ana", callee: str = "bo") -> calls.Call:
    with world.acting(caller) as town:
        return calls.ring(town, callee)


def write(world: World, text: str = "hello") -> None:
    with world.acting("ana") as town:
        messaging.send(town, "bo", text)


def said(world: World) -> Notice | None:
    with world.acting("ana") as town:
        return notices.notice_on(town, world.ids["bo"])


@pytest.mark.parametrize("by_command", [True, False])
def test_who_hangs_up_at_the_notice_rings_nowhere_and_is_no_missed_call(
    world: World, *, by_command: bool
):
    call = ring(world)
    with pytest.raises(Outdated), world.acting("bo") as town:
        calls.hang_up(town, call.call_id)
    with world.acting("ana") as town:
        over = calls.put_down(town) if by_command else calls.hang_up(town, call.call_id)
    assert isinstance(over, calls.Call)
    assert over.state is CallState.DETERRED
    with pytest.raises(Outdated), world.acting("ana") as town:
        calls.ring_anyway(town, call.call_id)
    assert world.emitted(CallRinging) == []
    assert [play.choice for play in world.rows(select(notice_plays))] == [Choice.HUNG_UP]
    assert world.fact_kinds("ana")[-1] == "notice_heeded"
    with world.acting("bo") as town:
        assert calls.missed_calls(town, 0) == []
        assert calls.log(town).calls == ()


def test_who_is_on_the_phone_hears_no_notice(world: World):
    ring(world, callee="cy")
    with pytest.raises(calls.AlreadyInCall):
        ring(world)
    assert world.rows(select(notice_plays)) == []


def test_the_law_chooses_what_is_said_and_whether(world: World):
    assert said(world) == Notice(1, Wording.PLAIN)
    enact(world, "caller_notice", "case")
    assert said(world) == Notice(1, Wording.CASE, "2015-0001")
    enact(world, "caller_notice", "amount")
    assert said(world) == Notice(1, Wording.AMOUNT, "2015-0001", Money(OWED))
    enact(world, "caller_notice", "off")
    assert ring(world).state is CallState.RINGING
    assert world.rows(select(notice_plays)) == []


def test_however_many_lists_it_is_one_notice_and_gone_when_the_last_is_struck(world: World):
    for left in (1, 0):
        call = ring(world)
        with world.acting("ana") as town:
            calls.hang_up(town, call.call_id)
        assert len(world.rows(select(notice_plays))) == 2 - left
        with world.facilitating() as town:
            courts.pay_judgment(town, of=world.ids["bo"])
            lists.publish(town)  # the notices of this evening are not due yet
    assert ring(world).state is CallState.RINGING


def test_first_words_wait_behind_a_notice_where_the_law_says_so(world: World):
    enact(world, "message_notice", "on")
    write(world)
    assert world.emitted(MessageSent) == []
    [event] = world.emitted(NoticeBeforeWords)
    assert (event.to, event.notice.wording) == (world.ids["bo"], Wording.PLAIN)
    write(world)
    write(world)
    assert len(world.emitted(MessageSent)) == 2
    [play] = world.rows(select(notice_plays))
    assert (play.way, play.choice) == (Way.MESSAGE, Choice.ANYWAY)


def test_who_leaves_it_unsaid_is_counted_and_nobody_answers_for_another(world: World):
    enact(world, "message_notice", "on")
    write(world)
    [event] = world.emitted(NoticeBeforeWords)
    for name in ("cy", "bo"):
        with pytest.raises(Outdated), world.acting(name) as town:
            notices.keep_silent(town, event.play_id)
    with world.acting("ana") as town:
        notices.keep_silent(town, event.play_id)
    assert world.fact_kinds("ana")[-1] == "notice_heeded"


def test_an_answer_to_a_listed_person_waits_behind_nothing(world: World):
    enact(world, "message_notice", "on")
    with world.acting("bo") as town:
        messaging.send(town, "ana", "listen")
    write(world)
    assert len(world.emitted(MessageSent)) == 2


def test_the_one_concerned_reads_what_the_law_has_explained_and_the_town_all(world: World):
    call = ring(world)
    with world.acting("ana") as town:
        calls.hang_up(town, call.call_id)
    ring(world, "cy")
    for level, is_counted, plays in (
        ("vague", False, 0),
        ("reasons", True, 0),
        ("receipt", True, 2),
    ):
        enact(world, "explanation", level)
        with world.acting("bo") as town:
            own = notices.own_line(town)
        assert (own.is_counted, len(own.plays)) == (is_counted, plays)
    enact(world, "explanation", "none")
    with pytest.raises(notices.NoticeNotExplained), world.acting("bo") as town:
        notices.own_line(town)
    with pytest.raises(NotAllowed), world.acting("bo") as town:
        notices.lines(town)
    with world.facilitating() as town:
        [line] = notices.lines(town)
    assert (line.name, line.stands, line.plays, line.anyway, line.hung_up) == ("Bo", True, 2, 0, 1)
