"""Evenings, editions, red and black, and notices on lines in step with them."""

from __future__ import annotations

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from services.kernel.errors import NotAllowed
from services.kernel.time import DAY_S, HOUR_S
from services.kernel.timers import timers
from services.kernel.town import Town
from services.people.facts import Fact, record
from services.social import calls, notices
from services.social.notices.tables import line_notices
from services.standing import courts, listings, lists
from services.standing.listings import Colour
from services.standing.listings.tables import listings as listed
from services.standing.lists import ListsPublished
from tests.support.world import Builder, World

TIMERS = {
    lists.EVENING_LISTS: lists.evening,
    lists.CALLER_NOTICES: lists.notices,
    courts.JUDGMENT_DUE: courts.enforce_overdue,
    calls.CALL_TIMEOUT: calls.time_out,
}
EIGHT_IN_THE_EVENING = 20 * HOUR_S


@pytest.fixture
def world(town_of: Builder) -> World:
    world = town_of("ana", "bo", residents=("rui", "wen"), timers=TIMERS)
    with world.office() as town:
        lists.start_evenings(town)
    return world


def default(world: World, name: str = "ana") -> courts.Judgment:
    with world.facilitating() as town:
        return courts.enforce(town, courts.judge(town, world.ids[name]).judgment_id)


def pay(world: World, judgment: courts.Judgment) -> None:
    with world.facilitating() as town:
        courts.pay_judgment(town, judgment.judgment_id)


def board(world: World) -> lists.Board:
    with world.office() as town:
        return lists.current_board(town)


def black(world: World) -> list[str]:
    return [entry.name for entry in board(world).black]


def to_the_evening(world: World) -> None:
    """Nine in the evening of the same day, from eight in the morning."""
    world.forward(hours=13)


def noticed(world: World, name: str) -> bool:
    with world.office() as town:
        return notices.notice_on(town, world.ids[name]) is not None


def make_good(world: World, name: str) -> None:
    with world.office() as town:
        kinds = ["joined", "identity_verified", *["paid"] * 6, *["envelope_sent"] * 5]
        record(town, *(Fact(world.ids[name], kind, amount=100) for kind in kinds))


def test_nothing_hangs_on_the_board_before_the_first_evening(world: World):
    default(world)
    assert board(world) == lists.Board((), (), None)


def test_the_evening_publishes_and_half_an_hour_later_the_line_has_its_notice(world: World):
    default(world)
    world.forward(hours=12)
    assert black(world) == ["Ana"]
    [edition] = world.emitted(ListsPublished)
    assert edition.has_news
    assert edition.workshop_id == world.workshop_id
    [entry] = edition.board.black
    assert (entry.agency, entry.since.town_s) == ("court", EIGHT_IN_THE_EVENING)
    assert not noticed(world, "ana")
    world.forward(minutes=30)
    assert noticed(world, "ana")


def test_a_judgment_against_one_is_no_notice_on_the_line_of_another(world: World):
    default(world)
    to_the_evening(world)
    assert not noticed(world, "bo")


def test_paid_is_off_the_list_at_the_next_evening_and_the_line_is_free(world: World):
    judgment = default(world)
    to_the_evening(world)
    with world.acting("bo") as town:
        call = calls.ring(town, "ana")
    assert call.noticed
    with world.acting("bo") as town:
        calls.put_down(town)
    pay(world, judgment)
    assert black(world) == ["Ana"]
    world.forward(days=1)
    assert black(world) == []
    assert not noticed(world, "ana")
    [listing] = world.rows(select(listed).where(listed.c.colour == "black"))
    assert listing.delisted_town_s - listing.lifted_town_s <= 3 * DAY_S
    assert [k for k in world.fact_kinds("ana") if k.endswith("listed")] == ["listed", "delisted"]
    with world.acting("bo") as town:
        assert not calls.ring(town, "ana").noticed


def test_the_facilitator_does_not_wait_for_the_evening(world: World):
    judgment = default(world)
    with world.facilitating() as town:
        published = lists.publish_now(town)
    assert [entry.name for entry in published.black] == ["Ana"]
    assert noticed(world, "ana")
    pay(world, judgment)
    with world.facilitating() as town:
        lists.publish_now(town)
    assert black(world) == []
    assert not noticed(world, "ana")


def test_paid_before_the_evening_is_never_published(world: World):
    pay(world, default(world))
    to_the_evening(world)
    assert black(world) == []
    [listing] = world.rows(select(listed).where(listed.c.colour == "black"))
    assert listing.published_town_s is None
    assert listing.delisted_town_s is not None
    assert not noticed(world, "ana")


def test_every_evening_is_published_and_only_news_is_told_as_news(world: World):
    to_the_evening(world)
    for _ in range(2):
        world.forward(days=1)
    default(world)
    world.forward(days=1)
    assert [edition.has_news for edition in world.emitted(ListsPublished)] == [
        True,  # the very first
        False,
        False,
        True,
    ]


def test_missed_evenings_are_caught_up_and_told_once(world: World):
    judgment = default(world)
    world.forward(days=2, hours=13)
    [edition] = world.emitted(ListsPublished)
    assert edition.has_news
    assert edition.board.at is not None
    assert edition.board.at.town_s == 2 * DAY_S + EIGHT_IN_THE_EVENING
    [entry] = edition.board.black
    assert entry.since.town_s == EIGHT_IN_THE_EVENING
    pay(world, judgment)
    world.forward(days=3)
    assert [e.has_news for e in world.emitted(ListsPublished)] == [True, True]


def test_an_evening_publishes_as_of_its_own_time_when_it_runs_late(world: World):
    default(world)
    world.pass_wall(ms=3 * 60_000)
    [entry] = board(world).black
    assert entry.since.town_s == EIGHT_IN_THE_EVENING


def test_evenings_begin_once(world: World):
    with world.office() as town:
        lists.start_evenings(town)
    assert sorted(row.kind for row in world.rows(select(timers))) == [
        lists.CALLER_NOTICES,
        lists.EVENING_LISTS,
    ]
    to_the_evening(world)
    assert sorted(row.kind for row in world.rows(select(timers))) == [
        lists.CALLER_NOTICES,
        lists.EVENING_LISTS,
    ]


def test_the_red_list_names_the_highest_scores_and_leaves_an_honour(world: World):
    for name in ("bo", "rui"):
        make_good(world, name)
    to_the_evening(world)
    assert [(entry.name, entry.agency) for entry in board(world).red] == [
        ("Bo", "town_hall"),
        ("Rui", "town_hall"),
    ]
    assert world.fact_kinds("bo").count("honour_received") == 1
    assert "listed" not in world.fact_kinds("bo")


def test_the_red_list_stands_for_a_week_and_who_stays_keeps_the_date(world: World):
    make_good(world, "bo")
    to_the_evening(world)
    [first] = board(world).red
    make_good(world, "rui")
    world.forward(days=6)
    assert board(world).red == (first,)
    world.forward(days=1)
    assert [entry.name for entry in board(world).red] == ["Bo", "Rui"]
    assert board(world).red[0] == first
    assert world.fact_kinds("bo").count("honour_received") == 1


def test_nobody_is_on_both_lists(world: World):
    make_good(world, "bo")
    to_the_evening(world)
    assert [entry.name for entry in board(world).red] == ["Bo"]
    default(world, "bo")
    world.forward(days=1)
    assert board(world).red == ()
    assert black(world) == ["Bo"]
    assert noticed(world, "bo")
    assert world.fact_kinds("bo").count("delisted") == 0


def test_publishing_twice_in_one_act_is_once(world: World):
    default(world)
    for _ in range(2):
        with world.facilitating(key="7:1") as town:
            lists.publish_now(town)
    assert len(world.emitted(ListsPublished)) == 1
    assert len(world.rows(select(line_notices))) == 1


def test_two_judgments_are_one_name_and_the_notice_stays_for_the_second(world: World):
    first = default(world)
    default(world)
    to_the_evening(world)
    assert black(world) == ["Ana"]
    pay(world, first)
    world.forward(days=1)
    assert black(world) == ["Ana"]
    assert noticed(world, "ana")


def test_participants_do_not_publish(world: World):
    with pytest.raises(NotAllowed), world.acting("ana") as town:
        lists.publish(town)
    with pytest.raises(NotAllowed), world.acting("ana") as town:
        lists.publish_now(town)


def test_towns_share_no_list(world: World, town_of: Builder):
    default(world)
    with world.facilitating() as town:
        lists.publish_now(town)
    elsewhere = town_of("zoe")
    with elsewhere.office() as town:
        assert lists.publish_now(town).black == ()
        assert notices.noticed(town) == []


def test_the_database_alone_refuses_a_second_notice_for_a_listing(world: World):
    default(world)
    to_the_evening(world)
    [row] = world.rows(select(line_notices))
    with pytest.raises(IntegrityError), world.office() as town:
        town.conn.execute(
            insert(line_notices).values(
                workshop_id=world.workshop_id,
                participant_id=world.ids["ana"],
                listing_id=row.listing_id,
                since_town_s=0,
            )
        )


def test_a_list_is_red_or_black(world: World):
    def enter_blue(town: Town) -> None:
        listing = listings.enter(town, "x", Colour.RED, world.ids["ana"], basis="y")
        town.conn.execute(
            listed.update().where(listed.c.listing_id == listing.listing_id).values(colour="blue")
        )

    with pytest.raises(IntegrityError), world.office() as town:
        enter_blue(town)
