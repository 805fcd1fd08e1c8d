"""The boardroom: who sees what a choice pays, what it pays by size, and what a vote does."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from services.kernel.errors import NotAllowed, Outdated
from services.people.facts import Fact, record
from services.standing import agencies
from services.standing.agencies import BoardsCalled, BoardVoted, SeatGiven, Size, Stake
from services.standing.agencies.tables import board_votes, company_seats
from services.workshops import scenarios
from tests.support.world import Builder, World

SHARING = {"qianhai_credit", "koala_credit", "intellicredit"}
NAMES = ("ana", "bo", "cy", "dot", "eve", "fox")


@pytest.fixture
def world(town_of: Builder) -> World:
    """Tencent knows everybody, Koala one, whom Qianhai, which shares, knows beside another."""
    world = town_of(*NAMES, residents=("rui",))
    told(world, "tencent_credit", *NAMES)
    told(world, "koala_credit", "ana")
    told(world, "qianhai_credit", "ana", "bo")
    with world.facilitating() as town:
        agencies.give_seat(town, "ana tencent")
        agencies.give_seat(town, "koala_credit bo")
    return world


def told(world: World, source: str, *names: str) -> None:
    with world.office() as town:
        record(
            town,
            *(
                Fact(world.ids[name], "loan_repaid", 100, source=source, key=f"{source}:{name}")
                for name in names
            ),
        )


def called(world: World) -> None:
    with world.facilitating() as town:
        scenarios.run(town, "boardroom")


def stakes(world: World) -> dict[str, Stake]:
    with world.facilitating() as town:
        return {one.agency.agency_id: one for one in agencies.boardroom(town).stakes}


def voted(world: World, who: str, company: str, *, shares: bool) -> None:
    with world.acting(who) as town:
        agencies.vote(town, company, shares=shares)


def test_the_large_lose_by_sharing_and_the_small_gain(world: World):
    found = stakes(world)
    tencent, koala, sinoway = (
        found[n] for n in ("tencent_credit", "koala_credit", "sinoway_credit")
    )
    assert (tencent.size, koala.size) == (Size.LARGE, Size.SMALL)
    # Six people: four of them only here, at ¥4, two also in the pool, at ¥1; all six there if told.
    assert (tencent.keep.product.fen, tencent.share.product.fen) == (18_00, 6_00)
    assert (tencent.keep.bureau.fen, tencent.share.bureau.fen) == (80, 2_40)  # 8 % of ¥5 a person
    assert (tencent.share.learned, tencent.share.pooling.fen) == (0, 0)
    assert tencent.gain.fen == -10_40
    # What Koala knows the pool knows anyway; the pool tells it of one more.
    assert (koala.keep.total.fen, koala.share.total.fen) == (1_80, 3_80)
    assert (sinoway.share.learned, sinoway.gain.fen) == (2, 4_00)
    assert (tencent.keep.coverage.known, tencent.share.coverage.known) == (2, 6)


def test_a_company_sees_its_own_stake_and_whoever_sits_for_none_nothing(world: World):
    with world.acting("ana") as town:
        assert [one.agency.agency_id for one in agencies.boardroom(town).stakes] == [
            "tencent_credit"
        ]
    for who in ("cy", "rui"):
        with pytest.raises(agencies.NoCompanySeat), world.acting(who) as town:
            agencies.boardroom(town)
    assert len(stakes(world)) == 8


def test_a_vote_holds_at_once_and_what_came_of_it_is_written_down(world: World):
    called(world)
    [event] = world.emitted(BoardsCalled)
    assert set(event.directors) == {world.ids["ana"], world.ids["bo"]}
    voted(world, "ana", "tencent_credit", shares=True)
    with world.office() as town:
        assert agencies.hearing(town, "baihang").hears("tencent_credit", world.ids["ana"])
    voted(world, "bo", "koala_credit", shares=False)
    first, last = world.emitted(BoardVoted)
    assert (first.is_last, last.is_last) == (False, True)
    assert {one.agency_id for one in last.found.sharing} == SHARING - {"koala_credit"} | {
        "tencent_credit"
    }
    assert {one.agency_id for one in last.found.restless} >= {"tencent_credit", "koala_credit"}
    rows = world.rows(select(board_votes.c.agency, board_votes.c.sharing, board_votes.c.known))
    assert [tuple(row) for row in rows] == [
        ("tencent_credit", "intellicredit koala_credit qianhai_credit tencent_credit", 6),
        ("koala_credit", "intellicredit qianhai_credit tencent_credit", 6),
    ]


def test_whoever_has_no_seat_there_does_not_vote_and_nobody_before_the_meeting(world: World):
    with pytest.raises(agencies.BoardNotMeeting):
        voted(world, "ana", "tencent_credit", shares=True)
    called(world)
    with pytest.raises(Outdated):
        voted(world, "bo", "tencent_credit", shares=True)
    with pytest.raises(agencies.NoCompanySeat):
        voted(world, "cy", "tencent_credit", shares=True)
    with pytest.raises(NotAllowed), world.acting("ana") as town:
        agencies.call_boards(town)
    assert {name for name, one in stakes(world).items() if one.shares} == SHARING


def test_one_update_votes_once_and_a_new_meeting_asks_anew(world: World):
    called(world)
    for _ in range(2):
        with world.acting("ana", key="9:1") as town:
            agencies.vote(town, "tencent_credit", shares=True)
    assert len(world.emitted(BoardVoted)) == 1
    assert stakes(world)["tencent_credit"].voted
    called(world)
    assert not stakes(world)["tencent_credit"].voted
    assert stakes(world)["tencent_credit"].shares


def test_a_seat_is_taken_over_and_left_with_the_town(world: World):
    with world.facilitating() as town:
        agencies.give_seat(town, "cy Tencent Credit")
        agencies.give_seat(town, "cy Tencent Credit")
    assert world.emitted(SeatGiven)[2:] == [
        SeatGiven(
            agencies.Director(world.ids["cy"], "Cy", agencies.catalogue()["tencent_credit"]),
            world.ids["ana"],
        )
    ]
    with world.office() as town:
        assert agencies.board_of(town, world.ids["ana"]) is None
        agencies.resign(town, world.ids["cy"])
        assert stakes_of(town) == {"koala_credit"}


def stakes_of(town) -> set[str]:
    found = agencies.whole_boardroom(town).stakes
    return {one.agency.agency_id for one in found if one.director is not None}


def test_seats_are_given_by_who_runs_the_town_to_participants_for_companies(world: World):
    with pytest.raises(NotAllowed), world.acting("ana") as town:
        agencies.give_seat(town, "ana koala")
    for typed, refusal in (
        ("rui koala", agencies.NoSeatForResidents),
        ("ana court", agencies.NotACompany),
        ("ana nothing", agencies.NoSuchAgency),
    ):
        with pytest.raises(refusal), world.facilitating() as town:
            agencies.give_seat(town, typed)


def test_the_database_alone_refuses_two_people_on_one_seat(world: World):
    row = {"participant_id": world.ids["cy"], "agency": "tencent_credit"}
    with pytest.raises(IntegrityError), world.office() as town:
        town.conn.execute(company_seats.insert().values(workshop_id=town.workshop_id, **row))


def asked_about(world: World, who: str, name: str, key: str | None = None) -> agencies.History:
    with world.acting(who, key=key) as town:
        return agencies.ask_history(town, name)


def test_a_lender_is_told_histories_only_if_it_contributes(world: World):
    refused = asked_about(world, "ana", "bo")
    assert (refused.is_refused, refused.reports) == (True, ())
    told_of = asked_about(world, "bo", "ana")
    [(title, count)] = told_of.reports
    assert (told_of.is_refused, title.en, count) == (False, "loan repaid", 2)
    assert asked_about(world, "bo", "fox").reports == (), "of Fox only Tencent knows"
    assert world.fact_kinds("ana")[-1] == "history_asked"
    assert "history_asked" not in world.fact_kinds("bo"), "nobody was told anything of Bo"
    with world.facilitating() as town:
        assert agencies.whole_boardroom(town).refused == 1
    with pytest.raises(agencies.NoCompanySeat):
        asked_about(world, "cy", "ana")


def test_a_query_that_comes_twice_is_counted_once_and_sharing_opens_the_next(world: World):
    for _ in range(2):
        assert asked_about(world, "ana", "bo", key="9:2").is_refused
    called(world)
    voted(world, "ana", "tencent_credit", shares=True)
    assert not asked_about(world, "ana", "bo").is_refused
    with world.facilitating() as town:
        assert agencies.whole_boardroom(town).refused == 1
