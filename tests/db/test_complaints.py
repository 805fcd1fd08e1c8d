"""From a mismatch to a complaint, and how a complaint ends."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from scoring import way_in
from services.kernel.audit_log import audit_log
from services.kernel.errors import NotAllowed
from services.kernel.schema import insert_new
from services.kernel.town import Actor, PersonId, Role
from services.kernel.towns import workshops
from services.living import seats
from services.people.identity import ParticipantJoined, ParticipantLeft, WordsErased
from services.people.identity.tables import participants
from services.standing import agencies, complaints, scores
from services.standing.complaints.tables import complaints as table
from services.standing.scores.tables import scores as score_rows
from tests.db.complaining import about_file, decide, receipts, say, seal_of, spoil, take_away
from tests.db.lawgiving import enact, look, remember
from tests.support.moving import acting
from tests.support.world import World

AGREES = complaints.Finding(agrees=True)


@pytest.fixture
def open_law(world: World) -> World:
    """A town that grants receipts, where Ana has lived a little."""
    return receipts(world)


# --- from the file -------------------------------------------------------------------


def test_the_line_of_a_file_opens_a_complaint_with_what_was_found(open_law: World):
    taken = take_away(open_law)
    remember(open_law, "ana", "paid", "envelope_sent")
    look(open_law)
    line = way_in(taken.text).line
    assert line == f"/complain {seal_of(taken)}"
    opened = about_file(open_law, line.split()[1], "It says less.")
    one = opened.complaint
    assert (opened.is_new, one.number, one.score) == (True, 1, taken.score)
    assert (one.words, one.finding, one.state) == (
        "It says less.",
        AGREES,
        complaints.ComplaintState.OPEN,
    )
    [event] = open_law.emitted(complaints.ComplaintOpened)
    assert event.complaint == one
    assert "complaint_made" in open_law.fact_kinds("ana")


def test_once_per_score_however_it_is_said(open_law: World):
    taken = take_away(open_law)
    first = about_file(open_law, seal_of(taken))
    again = about_file(open_law, json.loads(taken.text)["seal"])
    in_words = say(open_law, "")
    assert (again.is_new, in_words.is_new) == (False, False)
    assert again.complaint == in_words.complaint == first.complaint
    assert len(open_law.emitted(complaints.ComplaintOpened)) == 1


def test_a_seal_that_was_never_given_to_the_asker_is_refused(open_law: World, town_of):
    bos = take_away(open_law, "bo")
    elsewhere = town_of("dee", seed=2)
    enact(elsewhere, "explanation", "receipt")
    theirs = take_away(elsewhere, "dee")
    changed = seal_of(take_away(open_law))[::-1]
    for seal in (seal_of(bos), seal_of(theirs), changed, "%" * 16, "_" * 16):
        with pytest.raises(complaints.FileNotGivenHere) as refused:
            about_file(open_law, seal)
        assert refused.value.fields == {"seal": seal}
    assert open_law.rows(select(table)) == []


def test_a_file_says_where_to_complain_by_the_bots_own_name(open_law: World):
    with open_law.acting("ana") as town:
        town.bot_username = "glasstown_bot"
        named = scores.take_away(town)
    short = seal_of(named)
    assert way_in(named.text).link == f"https://t.me/glasstown_bot?start=complain_{short}"
    assert json.loads(take_away(open_law, "bo").text)["complain_at"] is None


# --- limits --------------------------------------------------------------------------


def test_nobody_has_more_than_so_many_open(open_law: World):
    for _ in range(complaints.OPEN_MAX):
        open_law.forward(hours=1)
        assert say(open_law, str(look(open_law).standing.at)).is_new
    open_law.forward(hours=1)
    look(open_law)
    with pytest.raises(complaints.TooManyComplaints) as refused:
        say(open_law)
    assert refused.value.fields == {"limit": complaints.OPEN_MAX}
    decide(open_law, 1, is_upheld=False)
    assert say(open_law).is_new


def test_there_must_be_a_score_and_words_have_an_end(world: World):
    with pytest.raises(scores.NoScoreYet):
        say(world)
    look(world)
    with pytest.raises(complaints.ComplaintTooLong) as refused:
        say(world, "x" * (complaints.WORDS_MAX + 1))
    assert refused.value.fields == {"limit": 500, "typed": 501}


def test_two_who_complain_at_once_get_two_numbers(open_law: World):
    look(open_law)
    look(open_law, "bo")
    opened = open_law.race_all_done(
        *((name, lambda town: complaints.in_words(town, "Why?")) for name in ("ana", "bo"))
    )
    assert sorted(one.complaint.number for one in opened) == [1, 2]


def test_one_who_complains_twice_at_once_has_one_complaint(open_law: World):
    look(open_law)
    opened = open_law.race_all_done(*[("ana", lambda town: complaints.in_words(town, "Why?"))] * 2)
    assert sorted(one.is_new for one in opened) == [False, True]
    assert len(open_law.rows(select(table))) == 1


# --- the end -------------------------------------------------------------------------


def test_upheld_the_score_is_computed_anew_and_the_person_hears_what_moved(open_law: World):
    right = look(open_law).standing.score
    spoil(open_law, score=right - 30)
    number = say(open_law).complaint.number
    ended = decide(open_law, number, "You are right.", is_upheld=True)
    assert (ended.state, ended.decided_words) == (
        complaints.ComplaintState.UPHELD,
        "You are right.",
    )
    [event] = open_law.emitted(complaints.ComplaintEnded)
    assert event.complaint == ended
    [moved] = open_law.emitted(scores.ScoresMoved)
    assert [(c.before, c.after) for c in moved.changes] == [(right - 30, right)]
    assert "complaint_upheld" in open_law.fact_kinds("ana")
    last = open_law.rows(select(score_rows).order_by(score_rows.c.score_id.desc()).limit(1))
    assert [row.score for row in last] == [right]


def test_dismissed_nothing_is_computed(open_law: World):
    look(open_law)
    before = len(open_law.rows(select(score_rows)))
    ended = decide(open_law, say(open_law).complaint.number, "It follows.", is_upheld=False)
    assert ended.state is complaints.ComplaintState.DISMISSED
    assert open_law.emitted(scores.ScoresMoved) == []
    assert len(open_law.rows(select(score_rows))) == before


def test_who_has_left_the_agency_is_not_rated_again(open_law: World):
    with open_law.acting("ana") as town:
        agencies.join(town, "sesame_credit")
    look(open_law, agency="sesame_credit")
    number = say(open_law).complaint.number
    with open_law.acting("ana") as town:
        agencies.leave(town, "sesame_credit")
    before = len(open_law.rows(select(score_rows)))
    assert decide(open_law, number, is_upheld=True).state is complaints.ComplaintState.UPHELD
    assert len(open_law.rows(select(score_rows))) == before


@pytest.mark.parametrize("second", [True, False])
def test_a_decision_is_taken_once(open_law: World, second: bool):
    look(open_law)
    number = say(open_law).complaint.number
    decide(open_law, number, "No.", is_upheld=False)
    with pytest.raises(complaints.ComplaintDecided) as refused:
        decide(open_law, number, "Yes!", is_upheld=second)
    assert refused.value.fields == {"number": number}
    assert len(open_law.emitted(complaints.ComplaintEnded)) == 1
    [row] = open_law.rows(select(table))
    assert row.decided_words == "No."


def test_of_two_decisions_at_once_one_counts(open_law: World):
    look(open_law)
    number = say(open_law).complaint.number

    def deciding(verdict: bool):
        def job(town):
            seat = town.as_actor(Actor(Role.FACILITATOR, "Fay"), key=town.key)
            return complaints.decide(seat, number, is_upheld=verdict)

        return job

    results = open_law.race(("bo", deciding(True)), ("cy", deciding(False)))
    assert sum(isinstance(one, complaints.ComplaintDecided) for one in results) == 1
    [row] = open_law.rows(select(table))
    [kept] = [one for one in results if isinstance(one, complaints.Complaint)]
    assert row.state == kept.state


def test_every_decision_is_in_the_audit_log(open_law: World):
    look(open_law)
    number = say(open_law, "secret words").complaint.number
    decide(open_law, number, "more secret words", is_upheld=True)
    [line] = open_law.rows(select(audit_log).where(audit_log.c.action.like("complaint%")))
    assert (line.actor, line.action, line.detail) == ("facilitator", "complaint_upheld", "1")


def test_nobody_decides_in_their_own_case(open_law: World):
    look(open_law)
    number = say(open_law).complaint.number
    [ana] = open_law.rows(select(participants.c.person_id).where(participants.c.name_key == "ana"))
    me = Actor(Role.FACILITATOR, "Ana", person_id=PersonId(ana.person_id))
    with pytest.raises(complaints.OwnComplaint), open_law.facilitating() as town:
        complaints.decide(town.as_actor(me, key=town.key), number, is_upheld=True)
    assert decide(open_law, number, is_upheld=True).state is complaints.ComplaintState.UPHELD


def test_only_who_runs_the_town_reads_the_book_and_decides(open_law: World):
    look(open_law)
    number = say(open_law).complaint.number
    with pytest.raises(NotAllowed), open_law.acting("ana") as town:
        complaints.decide(town, number, is_upheld=True)
    with pytest.raises(NotAllowed), open_law.acting("ana") as town:
        complaints.book(town)


def test_a_decision_needs_a_complaint_of_this_town_and_short_words(open_law: World, town_of):
    look(open_law)
    number = say(open_law).complaint.number
    for missing in (number + 1, 999_999_999):
        with pytest.raises(complaints.NoSuchComplaint):
            decide(open_law, missing, is_upheld=True)
    with pytest.raises(complaints.NoSuchComplaint):
        decide(town_of("dee"), number, is_upheld=True)
    with pytest.raises(complaints.ComplaintTooLong):
        decide(open_law, number, "x" * (complaints.DECISION_MAX + 1), is_upheld=True)


def test_the_book_shows_what_is_open_first(open_law: World):
    for name in ("ana", "bo", "cy"):
        look(open_law, name)
        say(open_law, name=name)
    decide(open_law, 1, is_upheld=False)
    with open_law.facilitating() as town:
        book = complaints.book(town, 9)
    assert (book.waiting, book.page.total, book.page.number, book.page.pages) == (2, 3, 0, 1)
    assert [one.number for one in book.page.items] == [2, 3, 1]
    with open_law.acting("bo") as town:
        assert [one.number for one in complaints.my_complaints(town)] == [2]


# --- the database alone, and forgetting ----------------------------------------------


def test_the_database_itself_holds_to_one_complaint_and_known_states(open_law: World):
    look(open_law)
    say(open_law)
    [row] = open_law.rows(select(table))
    with open_law.engine.begin() as conn:
        values = {**row._mapping, "complaint_id": 9, "number": 2}
        assert not insert_new(conn, table, **values)
    for bad in (
        {"state": "forgotten", "decided_town_s": 1},
        {"state": "upheld"},
        {"decided_town_s": 1},
        {"opener": "nobody"},
    ):
        with pytest.raises(IntegrityError), open_law.engine.begin() as conn:
            conn.execute(update(table).values(**bad))


def test_no_hand_takes_a_decision_back(open_law: World):
    look(open_law)
    decide(open_law, say(open_law).complaint.number, is_upheld=False)
    for bad in (
        {"state": "upheld"},
        {"state": "open", "decided_town_s": None},
        {"decided_town_s": table.c.decided_town_s + 1},
    ):
        with pytest.raises(IntegrityError), open_law.engine.begin() as conn:
            conn.execute(update(table).values(**bad))


def test_who_leaves_takes_their_words_along(open_law: World):
    for name in ("ana", "bo"):
        look(open_law, name)
        say(open_law, f"words of {name}", name)
    decide(open_law, 1, "words to ana", is_upheld=False)
    with acting(open_law, open_law.visitors["ana"]) as (uow, told):
        seats.leave(uow)
    kept = open_law.rows(select(table).order_by(table.c.number))
    assert [(row.words, row.decided_words) for row in kept] == [("", ""), ("words of bo", "")]
    assert [row.state for row in kept] == ["dismissed", "open"], "numbers and states stay"
    card = f"complaint:{kept[0].complaint_id}"
    assert (open_law.workshop_id, WordsErased((card,))) in told


def test_a_seat_left_for_another_town_is_forgotten_in_the_town_that_was_left(
    open_law: World, town_of
):
    """Joining elsewhere from a closed town: two towns hear of it, each its own part."""
    look(open_law)
    say(open_law, "words of ana")
    other = town_of("dee")
    with open_law.engine.begin() as conn:
        here = workshops.c.workshop_id == open_law.workshop_id
        conn.execute(update(workshops).where(here).values(state="closed"))
        conn.execute(update(workshops).where(~here).values(code="BCDFGH"))
    with acting(open_law, open_law.visitors["ana"]) as (uow, told):
        seats.join(uow, "BCDFGH")
    assert [row.words for row in open_law.rows(select(table))] == [""]
    places = {(where, type(event)) for where, event in told}
    assert {(open_law.workshop_id, ParticipantLeft), (open_law.workshop_id, WordsErased)} <= places
    assert (other.workshop_id, ParticipantJoined) in places
    assert not {(other.workshop_id, ParticipantLeft), (other.workshop_id, WordsErased)} & places
