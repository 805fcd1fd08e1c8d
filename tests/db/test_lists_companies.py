"""The companies' own lists: who is on them, since when, what rests on them, what the law says."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from sqlalchemy import select

from bot.replies import Message, Replies
from bot.standing.lists import shame_views, views
from bot.words import words_for
from services.kernel.localized import LANGUAGES
from services.kernel.time import DAY_S, HOUR_S
from services.kernel.town import Town, office
from services.people.facts import Fact, record
from services.social import notices
from services.standing import agencies, courts, listings, lists, scores
from services.standing.listings import Colour
from services.standing.listings.tables import listings as listed
from services.standing.lists import ListsPublished
from services.standing.scores.tables import scores as score_rows
from tests.db.lawgiving import enact
from tests.support.world import Builder, World

TIMERS = {lists.EVENING_LISTS: lists.evening, lists.CALLER_NOTICES: lists.notices}
KOALA, SINOWAY, QIANHAI = "koala_credit", "sinoway_credit", "qianhai_credit"
EIGHT_IN_THE_EVENING = 20 * HOUR_S
COMPANIES = tuple(one for one in agencies.catalogue().values() if one.lists)


@pytest.fixture
def world(town_of: Builder) -> World:
    world = town_of("ana", "bo", "cy", residents=("rui", "wen"), timers=TIMERS)
    with world.office() as town:
        lists.start_evenings(town)
    return world


def join(world: World, name: str, *agency_ids: str) -> None:
    for agency_id in agency_ids:
        with world.acting(name) as town:
            agencies.join(town, agency_id)


def score(world: World, name: str, *agency_ids: str) -> None:
    for agency_id in agency_ids:
        with world.office() as town:
            scores.evaluate_and_store(town, world.ids[name], agency_id)


def did(world: World, name: str, kind: str, times: int = 1) -> None:
    """Something that others vouch for, each time another of them."""
    with world.office() as town:
        new = (
            Fact(world.ids[name], kind, 100, counterpart=f"n{n}", source="town_hall")
            for n in range(times)
        )
        record(town, *new)


def blamed_by_koala(world: World, *names: str) -> None:
    """They sign up and never shop: Koala thinks little of that."""
    for name in names:
        join(world, name, KOALA)
        score(world, name, KOALA)


def publish(world: World) -> lists.Board:
    with world.facilitating() as town:
        return lists.publish_now(town)


def names(world: World, agency: str) -> tuple[list[str], list[str]]:
    with world.acting("cy") as town:
        found = lists.company(town, agency).lists
    return [one.name for one in found.red], [one.name for one in found.black]


def to_the_evening(world: World) -> None:
    """Nine in the evening of the same day, from eight in the morning."""
    world.forward(hours=13)


# Drawing up


def test_eight_companies_keep_sixteen_lists(world: World):
    board = publish(world)
    assert len(board.companies) == 8
    assert all((one.red, one.black) == ((), ()) for one in board.companies)


def test_the_evening_draws_them_up_from_the_scores_that_were_given(world: World):
    blamed_by_koala(world, "ana")
    did(world, "bo", "loan_repaid", 2)
    score(world, "bo", QIANHAI)
    assert names(world, KOALA) == ([], [])
    to_the_evening(world)
    assert names(world, KOALA) == ([], ["Ana"])
    assert names(world, QIANHAI) == (["Bo"], [])
    with world.acting("cy") as town:
        [entry] = lists.company(town, "koala").lists.black
    assert (entry.agency, entry.since.town_s) == (KOALA, EIGHT_IN_THE_EVENING)


def test_nobody_is_judged_anew_and_who_was_never_scored_is_on_no_list(world: World):
    join(world, "bo", KOALA)
    blamed_by_koala(world, "ana")
    did(world, "ana", "nappies_bought")
    before = len(world.rows(select(score_rows)))
    publish(world)
    assert names(world, KOALA) == ([], ["Ana"]), "the score of before, and Bo has none"
    assert len(world.rows(select(score_rows))) == before
    world.pass_wall(ms=1_000)
    score(world, "ana", KOALA)
    publish(world)
    assert names(world, KOALA) == (["Ana"], [])


def test_who_stays_keeps_the_date_and_who_falls_out_is_struck(world: World):
    blamed_by_koala(world, "ana", "bo")
    to_the_evening(world)
    did(world, "bo", "nappies_bought")
    score(world, "bo", KOALA)
    world.forward(days=1)
    with world.acting("cy") as town:
        found = lists.company(town, KOALA).lists
    assert [(one.name, one.since.town_s) for one in found.black] == [("Ana", EIGHT_IN_THE_EVENING)]
    assert [one.since.town_s for one in found.red] == [DAY_S + EIGHT_IN_THE_EVENING]
    assert [k for k in world.fact_kinds("bo") if k.startswith("company_")] == [
        "company_listed",
        "company_delisted",
        "company_praised",
    ]
    assert world.fact_kinds("ana").count("company_listed") == 1
    assert len(world.rows(select(listed).where(listed.c.delisted_town_s.is_not(None)))) == 1


def test_the_lowest_come_first_and_equals_by_name_as_many_as_the_rules_allow(town_of: Builder):
    world = town_of("eve", "dan", "cy", "bo", "ana")
    did(world, "dan", "rental_late")
    blamed_by_koala(world, "eve", "dan", "cy", "bo", "ana")
    publish(world)
    assert sorted(names(world, KOALA)[1]) == ["Ana", "Bo", "Dan"]


def test_who_leaves_a_company_leaves_its_list(world: World):
    blamed_by_koala(world, "ana")
    publish(world)
    with world.acting("ana") as town:
        agencies.leave(town, KOALA)
    publish(world)
    assert names(world, KOALA) == ([], [])


def test_one_person_is_praised_here_and_blamed_there_and_finds_it_when_asking(world: World):
    join(world, "ana", SINOWAY)
    did(world, "ana", "was_paid", 5)
    score(world, "ana", SINOWAY)
    blamed_by_koala(world, "ana")
    publish(world)
    assert names(world, SINOWAY) == (["Ana"], [])
    assert names(world, KOALA) == ([], ["Ana"])
    with world.acting("ana") as town:
        mine = lists.ask(town).mine
    assert [(one.colour, one.agency) for one in mine] == [
        (Colour.RED, SINOWAY),
        (Colour.BLACK, KOALA),
    ]
    with world.acting("bo") as town:
        assert lists.ask(town).mine == ()


@pytest.mark.parametrize("typed", ["koala", " Koala  Credit ", "考拉", "KOALA_CREDIT"])
def test_a_company_is_found_by_the_beginning_of_its_name(world: World, typed: str):
    with world.acting("ana") as town:
        assert lists.company(town, typed).lists.agency_id == KOALA


@pytest.mark.parametrize("typed", ["court", "baihang", "", "%", "x" * 400])
def test_who_keeps_no_lists_is_not_found(world: World, typed: str):
    with pytest.raises(lists.NoSuchList) as refused, world.acting("ana") as town:
        lists.company(town, typed)
    assert len(str(refused.value.fields["typed"])) <= 40
    assert KOALA in str(refused.value.fields["known"])


# What rests on them: nothing


def test_a_companys_list_is_heard_on_no_line_and_the_courts_is(world: World):
    blamed_by_koala(world, "ana", "bo")
    with world.facilitating() as town:
        courts.enforce(town, courts.judge(town, world.ids["bo"]).judgment_id)
    board = publish(world)
    assert names(world, KOALA)[1] == ["Ana", "Bo"]
    assert [entry.name for entry in board.black] == ["Bo"]
    with world.office() as town:
        assert notices.notice_on(town, world.ids["ana"]) is None
        assert notices.notice_on(town, world.ids["bo"]) is not None


def test_a_notice_for_a_companys_listing_would_be_caught(world: World):
    blamed_by_koala(world, "ana")
    publish(world)
    with world.office() as town:
        [standing] = listings.standing(town, Colour.BLACK)
        notices.attach(town, standing.participant_id, standing.listing_id)
    with world.office() as town:
        assert lists.attach_notices(town) == lists.NoticesChanged(0, 1)
        assert notices.notice_on(town, world.ids["ana"]) is None


def test_the_towns_lists_and_the_companies_do_not_touch_each_other(world: World):
    with world.office() as town:
        kinds = ["joined", "identity_verified", *["paid"] * 6, *["envelope_sent"] * 5]
        record(town, *(Fact(world.ids["ana"], kind, amount=100) for kind in kinds))
    blamed_by_koala(world, "ana")
    for _ in range(2):
        board = publish(world)
        assert [(entry.name, entry.agency) for entry in board.red] == [("Ana", "town_hall")]
        assert board.black == ()
        assert names(world, KOALA) == ([], ["Ana"])


def test_a_score_does_not_move_because_of_a_list(world: World):
    blamed_by_koala(world, "ana")
    with world.office() as town:
        every = [one.agency_id for one in agencies.catalogue().values()]
        judged = {a: scores.evaluate_and_store(town, world.ids["ana"], a).score for a in every}
    publish(world)
    with world.office() as town:
        for agency_id in every:
            again = scores.evaluate_and_store(town, world.ids["ana"], agency_id).score
            assert again == judged[agency_id], agency_id


# The law


def test_the_law_empties_them_at_the_next_publication_and_draws_up_none(world: World):
    blamed_by_koala(world, "ana")
    publish(world)
    enact(world, "company_lists", "off")
    with world.acting("cy") as town:
        found = lists.company(town, KOALA)
    assert (len(found.lists.black), found.is_lawful) == (1, False)
    blamed_by_koala(world, "bo")
    board = publish(world)
    assert names(world, KOALA) == ([], [])
    assert board.companies == ()
    assert world.fact_kinds("ana").count("company_delisted") == 1
    enact(world, "company_lists", "on")
    publish(world)
    assert names(world, KOALA) == ([], ["Ana", "Bo"])


def test_the_law_leaves_the_court_and_the_town_hall_alone(world: World):
    enact(world, "company_lists", "off")
    with world.facilitating() as town:
        courts.enforce(town, courts.judge(town, world.ids["ana"]).judgment_id)
    assert [entry.name for entry in publish(world).black] == ["Ana"]


ASKED: tuple[Callable[[Town], Replies], ...] = (
    *(lambda town, of=one.agency_id: views.company(lists.company(town, of)) for one in COMPANIES),
    lambda town: views.board(lists.ask(town)),
    lambda town: views.cameras(lists.cameras(town)),
)


@pytest.mark.parametrize("explanation", ["none", "vague", "reasons"])
def test_rules_of_entry_are_secret_while_the_calculation_is(world: World, explanation: str):
    blamed_by_koala(world, "ana", "bo")
    enact(world, "explanation", explanation)
    publish(world)
    with world.acting("ana") as town:
        assert all(lists.company(town, one.agency_id).rules is None for one in COMPANIES)
        seen = [text for ask in ASKED for text in texts(ask(town))]
    seen += [
        text
        for event in world.emitted(ListsPublished)
        for text in texts(shame_views.published(event))
    ]
    told = {int(number) for text in seen for number in re.findall(r"\d+", text)}
    rules = [one.lists for one in COMPANIES if one.lists]
    assert told & {at for one in rules for at in (one.red.start, one.black.below)} == set(), seen


def test_the_receipt_tells_the_rules(world: World):
    enact(world, "explanation", "receipt")
    with world.acting("ana") as town:
        for one in COMPANIES:
            assert lists.company(town, one.agency_id).rules == one.lists
            [english, _] = texts(views.company(lists.company(town, one.agency_id)))
            assert one.lists is not None
            assert str(one.lists.red.start) in english


def texts(replies: Replies) -> list[str]:
    """Everything that the replies say, in both languages."""
    messages = [reply for reply in replies if isinstance(reply, Message)]
    return [words_for(language).html(one.text) for one in messages for language in LANGUAGES]


# News


def test_what_companies_changed_is_counted_and_is_no_news_of_the_town(world: World):
    publish(world)
    blamed_by_koala(world, "ana", "bo")
    to_the_evening(world)
    world.forward(days=1)
    assert [(e.has_news, e.company_names) for e in world.emitted(ListsPublished)] == [
        (True, 0),
        (False, 2),
        (False, 0),
    ]


def test_of_missed_evenings_the_last_alone_is_drawn_up(world: World):
    publish(world)
    blamed_by_koala(world, "ana", "bo")
    world.forward(days=2, hours=13)
    assert [event.company_names for event in world.emitted(ListsPublished)] == [0, 2]
    with world.acting("cy") as town:
        found = lists.company(town, KOALA).lists.black
    assert {entry.since.town_s for entry in found} == {2 * DAY_S + EIGHT_IN_THE_EVENING}


# Once


def test_publishing_twice_in_one_act_is_once(world: World):
    blamed_by_koala(world, "ana")
    for _ in range(2):
        with world.facilitating(key="7:1") as town:
            lists.publish_now(town)
    assert len(world.rows(select(listed))) == 1


def test_two_publications_at_once_enter_nobody_twice(world: World):
    blamed_by_koala(world, "ana", "bo")

    def publishing(town: Town) -> None:
        lists.publish(town.as_actor(office(), key=town.key))

    world.race(("ana", publishing), ("bo", publishing))
    rows = world.rows(select(listed.c.participant_id, listed.c.agency))
    assert sorted(rows) == sorted({tuple(row) for row in rows})
    assert len(rows) == 2


def test_towns_share_no_list(world: World, town_of: Builder):
    blamed_by_koala(world, "ana")
    publish(world)
    elsewhere = town_of("zoe")
    assert all(one.black == () for one in publish(elsewhere).companies)
