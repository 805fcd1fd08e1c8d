"""A block keeps out whatever goes to one person, kindly; a report goes to the facilitator."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy.exc import IntegrityError

from services.kernel.errors import NotAllowed, Outdated
from services.kernel.money import Fen
from services.kernel.town import Town
from services.living import seats
from services.money import envelopes, transfers
from services.people import blocks, identity
from services.people.blocks import BlockedByYou, BlockSelf, TakesNothing
from services.people.blocks.tables import blocks as rows
from services.people.identity import NobodyOfThatName, WordsErased
from services.social import calls, friends, messaging, reports, requests
from services.standing import listings, profiles
from services.standing.listings import Colour
from tests.support.moving import acting
from tests.support.world import Builder, World


def ask_a_friend_for_money(town: Town) -> None:
    friends.acquaint(town, town.actor.pid, identity.by_name(town, "bo").participant_id)
    requests.ask(town, "bo", Fen(1_00))


WAYS: dict[str, Callable[[Town], object]] = {
    "a message": lambda town: messaging.send(town, "bo", "hello"),
    "a call": lambda town: calls.ring(town, "bo"),
    "a payment": lambda town: transfers.offer(town, "bo", Fen(1_00)),
    "an envelope": lambda town: envelopes.send_to(town, "bo", Fen(1_00)),
    "a request for money": ask_a_friend_for_money,
    "a friend request": lambda town: friends.ask(town, "bo"),
}


def block(world: World, who: str = "bo", whom: str = "ana") -> None:
    with world.acting(who) as town:
        assert blocks.block(town, world.ids[whom]).name == whom.title()


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_nothing_for_one_person_goes_past_a_block_and_all_does_after_it(
    world: World, way: Callable[[Town], object]
):
    block(world)
    with pytest.raises(TakesNothing) as refused, world.acting("ana") as town:
        way(town)
    assert refused.value.fields == {"name": "Bo"}
    assert world.fact_kinds("ana") == []
    with world.acting("bo") as town:
        blocks.unblock(town, world.ids["ana"])
    with world.acting("ana") as town:
        way(town)
    world.check_books()


def test_whoever_blocks_does_not_write_to_them_either_and_others_are_free(world: World):
    block(world)
    with pytest.raises(BlockedByYou), world.acting("bo") as town:
        messaging.send(town, "ana", "and another thing")
    with world.acting("cy") as town:
        messaging.send(town, "bo", "hello")


def test_blocking_twice_is_once_and_leaves_one_fact(world: World):
    for verb in (blocks.block, blocks.block, blocks.unblock, blocks.unblock):
        with world.acting("bo") as town:
            verb(town, world.ids["ana"])
    assert world.fact_kinds("bo") == ["person_blocked", "person_unblocked"]
    assert world.fact_kinds("ana") == [], "nobody is told that they are blocked"


def test_nobody_blocks_themself_nor_somebody_elsewhere(world: World, town_of: Builder):
    there = town_of("zoe")
    for whom, refusal in ((world.ids["bo"], BlockSelf), (there.ids["zoe"], NobodyOfThatName)):
        with pytest.raises(refusal), world.acting("bo") as town:
            blocks.block(town, whom)
    himself = rows.insert().values(blocker=world.ids["bo"], blocked=world.ids["bo"])
    with pytest.raises(IntegrityError), world.office() as town:
        town.conn.execute(himself)


def test_whoever_leaves_takes_their_blocks_along(world: World):
    block(world)
    block(world, "ana", "cy")
    with acting(world, world.visitors["ana"]) as (uow, _):
        seats.leave(uow)
    assert world.rows(rows.select()) == []


def test_the_card_of_a_person_says_what_one_may_know(world: World):
    with world.office() as town:
        listings.enter(town, "court", Colour.BLACK, world.ids["bo"], basis="a")
    block(world, "ana", "bo")
    with world.acting("ana") as town:
        found = profiles.look_up(town, "Bo")
        assert found.lists == (), "not published yet"
        listings.publish_due(town)
        found = profiles.look(town, world.ids["bo"])
    assert found.lists == ((Colour.BLACK, "court"),)
    assert (found.is_blocked, found.friendship, found.kin) == (True, None, None)


# ── reports ──────────────────────────────────────────────────────────────────


def report(world: World, words: str = "", who: str = "ana") -> reports.Report:
    with world.acting(who) as town:
        return reports.report(town, world.ids["bo"], words)


def test_a_report_quotes_only_what_was_handed_over_and_stays_one(world: World):
    first = report(world)
    assert (first.words, first.is_open) == ("", True)
    again = report(world, "what Bo said")
    assert (again.report_id, again.words) == (first.report_id, "what Bo said")
    assert report(world).words == "what Bo said", "told again without words takes none back"
    assert [told.is_new for told in world.emitted(reports.ReportMade)] == [True, False, False]
    assert world.fact_kinds("ana") == ["person_reported"]
    assert world.fact_kinds("bo") == []


def test_the_facilitator_closes_a_report_once_and_its_words_go(world: World):
    made = report(world, "what Bo said")
    for _ in range(2):
        with world.facilitating() as town:
            closed = reports.close(town, made.report_id)
        assert (closed.is_open, closed.words) == (False, "")
    [told] = world.emitted(reports.ReportClosed)
    assert told.reporter == world.ids["ana"]
    with pytest.raises(NotAllowed), world.acting("ana") as town:
        reports.close(town, made.report_id)
    with pytest.raises(Outdated), world.facilitating() as town:
        reports.close(town, 99)
    assert report(world).report_id != made.report_id, "a new matter is a new report"


def test_reports_have_bounds(town_of: Builder):
    others = [f"n{number}" for number in range(11)]
    world = town_of("ana", "bo", *others)
    for whom, words, refusal in (
        ("ana", "", reports.ReportSelf),
        ("bo", "x" * 501, reports.ReportedWordsTooLong),
    ):
        with pytest.raises(refusal), world.acting("ana") as town:
            reports.report(town, world.ids[whom], words)
    *first, last = others
    for name in first:
        with world.acting("ana") as town:
            reports.report(town, world.ids[name])
    with pytest.raises(reports.TooManyReports), world.acting("ana") as town:
        reports.report(town, world.ids[last])


@pytest.mark.parametrize("who", ["ana", "bo"])
def test_the_words_go_with_either_of_the_two(world: World, who: str):
    made = report(world, "what Bo said")
    with acting(world, world.visitors[who]) as (uow, told):
        seats.leave(uow)
    assert [e.cards for _, e in told if isinstance(e, WordsErased)] == [
        (f"report:{made.report_id}",)
    ]
    with world.office() as town:
        assert reports.find_report(town, made.report_id).words == ""
