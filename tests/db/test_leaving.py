"""Leaving, whichever way: the person's words go along, and the town that was left hears of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import Text, select, update

from migrations.models import metadata
from services.kernel.money import Fen
from services.kernel.town import Event, UnitOfWork, WorkshopId, mark_of
from services.kernel.towns import workshops
from services.living import seats
from services.living.seats.tables import arrivals
from services.money import envelopes, transfers
from services.money.envelopes import proof
from services.money.transfers.tables import payments
from services.people import identity
from services.people.identity import ParticipantJoined, ParticipantLeft
from services.people.identity.tables import participants, persons
from services.social import calls, friends, messaging, requests
from services.standing import complaints
from services.workshops import questions
from tests.db.complaining import decide, say
from tests.db.lawgiving import enact, look
from tests.support.moving import acting
from tests.support.settling import BOT_ID, new_workshop
from tests.support.world import Builder, World

CANARY = "kanarienvogel"
ELSEWHERE = "BCDFGH"
# Columns of text in which nobody types: ids and states by name, and what only the program writes.
IDS = {
    "key",
    "kind",
    "state",
    "participant_id",
    "agency",
    "card",
    "actor",
    "subject",
    "switch",
    "talk",
}
PROGRAMS = {
    "accounts": {"holder"},
    "adoptions": {"resident"},
    "adviser_tips": {"adviser", "subject", "agency", "explanation"},
    "agency_feeds": {"source", "target"},
    "arrivals": {"mark"},
    "asked": {"words"},
    "audit_log": {"action", "detail", "chain"},
    "blocks": {"blocker", "blocked"},
    "board_votes": {"sharing"},
    "ballot_counts": {"choice"},
    "ballot_rolls": {"who"},
    "bulletins": {"month"},
    "calls": {"closed_by"},
    "case_orders": {"target", "detail"},
    "case_records": {"forum", "ground", "decided_by", "view"},
    "clock_entries": {"clock", "stage", "act", "reason"},
    "complaints": {"opener", "finding", "about"},
    "deals": {"customer", "provider", "service", "title"},
    "deck_answers": {"deck"},
    "scenario_plans": {"whom"},
    "scenario_runs": {"whom", "traces"},
    "drafted_rulings": {"ground"},
    "errands": {"service", "picked", "code", "place", "refused_by", "refused_for"},
    "evidence_looks": {"piece"},
    "exemptions": {"door"},
    "facilitator_invitations": {"token_hash"},
    "facts": {"counterpart", "source", "purpose", "recipients"},
    "friendships": {"one", "other", "asker"},
    "grants": {"role"},
    "held_drafts": {"topic"},
    "guesses": {"proxy"},
    "jobs": {"name", "wish"},
    "kin_ties": {"one", "other", "tie"},
    "laundering_plots": {"front"},
    "law_switches": {"value", "provision"},
    "licence_opinions": {"reason"},
    "line_notices": {"case_number"},
    "listing_proposals": {"signer", "ground"},
    "listings": {"colour", "basis", "ground", "ended"},
    "media": {"asset", "file_id"},
    "motion_seconds": {"who"},
    "motions": {
        "mover",
        "changes",
        "base",
        "abstentions",
        "tie",
        "roll_of",
        "outcome",
        "law_before",
        "predicted",
        "measured",
        "tried",
    },
    "notice_plays": {"way", "choice"},
    "office_incidents": {"office", "who", "named"},
    "open_talks": {"beside"},
    "opt_outs": {"what"},
    "payrolls": {"shop"},
    "participants": {"name", "name_key", "trade", "habit"},
    "platform_exits": {"platform"},
    "poll_answers": {"item"},
    "question_answers": {"question"},
    "ratings": {"rater", "rated"},
    "rental_orders": {"who", "thing", "grounds", "ending", "made_with"},
    "rescorings": {"why", "agencies"},
    "sales": {"merchant", "platform", "what"},
    "score_exports": {"seal", "facts_sha256"},
    "scores": {"document_id", "document_hash", "law", "contributions"},
    "timers": {"trouble"},
}
# Somebody types these, or the messenger names them, and they go another way or stay for a reason.
ELSE = {
    "inbox": {"payload", "incident"},  # emptied when done
    "outbox": {"method", "params", "batch", "waits_for", "outcome"},  # emptied when ended
    "shown": {"source"},  # numbers of a chat and a message; emptied when their person leaves
    "persons": {
        "first_name",
        "language",
        "chosen_language",
        "consent_version",
    },  # the row goes with the person
    "workshops": {"code", "title", "language"},  # the facilitator's, for as long as the town
    "chats": {"title"},  # the group's
    "question_answers": {"words"},  # spoken for the town
    "rental_orders": {"order_no", "reason"},  # a number; spoken for a merchant
}


@pytest.fixture
def world(town_of: Builder) -> World:
    """Ana, Bo and Cy, and a town elsewhere whose code is known."""
    world = town_of("ana", "bo", "cy")
    other = town_of("dee")
    with world.engine.begin() as conn:
        there = workshops.c.workshop_id == other.workshop_id
        conn.execute(update(workshops).where(there).values(code=ELSEWHERE))
    return world


def close(world: World) -> None:
    with world.engine.begin() as conn:
        here = workshops.c.workshop_id == world.workshop_id
        conn.execute(update(workshops).where(here).values(state="closed"))


def goes(uow: UnitOfWork) -> object:
    return seats.leave(uow)


def goes_elsewhere(uow: UnitOfWork) -> object:
    return seats.join(uow, ELSEWHERE)


WAYS = {"/leave": goes, "joining elsewhere": goes_elsewhere}


def leave(world: World, way: Callable[[UnitOfWork], object]) -> list[tuple[WorkshopId, Event]]:
    """Ana leaves; what every town was told."""
    if way is goes_elsewhere:
        close(world)
    with acting(world, world.visitors["ana"]) as (uow, told):
        way(uow)
    return told


def write_everywhere(world: World) -> int:
    """Ana types the canary wherever there is room for words; her envelope's number."""
    enact(world, "explanation", "receipt")
    look(world)
    say(world, CANARY)
    decide(world, 1, f"to {CANARY}", is_upheld=False)
    with world.acting("ana") as town:
        transfers.offer(town, "bo", Fen(1_00), CANARY)
        friends.acquaint(town, world.ids["ana"], world.ids["bo"])
        requests.ask(town, "bo", Fen(1_00), CANARY)
        messaging.send(town, "bo", CANARY)
        questions.ask(town, CANARY)
        shared = envelopes.send(town, Fen(6_00), 2, envelopes.EnvelopeKind.LUCKY, CANARY)
        call = calls.ring(town, "bo")
    with world.acting("ana") as town:
        envelopes.send_to(town, "bo", Fen(1_00), CANARY)
    with world.acting("bo") as town:
        calls.answer(town, call.call_id)
        envelopes.open_share(town, shared.envelope_id)
    with world.acting("ana") as town:
        calls.talk(town, CANARY)
    with world.acting("cy") as town:
        envelopes.open_share(town, shared.envelope_id)
    return shared.envelope_id


def where_found(world: World, words: str) -> set[str]:
    """Every column of text in which the words stand."""
    texts = [c for t in metadata.sorted_tables for c in t.c if isinstance(c.type, Text)]
    return {
        f"{column.table.name}.{column.name}"
        for column in texts
        if world.rows(select(column).where(column.contains(words)).limit(1))
    }


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_nothing_that_somebody_wrote_stays_behind(world: World, way: Callable[..., object]):
    write_everywhere(world)
    assert where_found(world, CANARY) == {
        "bills.note",
        "complaints.decided_words",
        "complaints.words",
        "envelopes.words",
        "payments.note",
        "questions.words",
    }
    leave(world, way)
    assert where_found(world, CANARY) == set()
    world.check_books()


def test_words_of_others_stay(world: World):
    write_everywhere(world)
    with world.acting("bo") as town:
        transfers.offer(town, "ana", Fen(1_00), f"{CANARY} of Bo")
    leave(world, goes)
    assert where_found(world, CANARY) == {"payments.note"}


def test_cards_that_showed_them_are_drawn_again(world: World):
    envelope = write_everywhere(world)
    told = leave(world, goes)
    [erased] = [one for _, one in told if isinstance(one, identity.WordsErased)]
    kinds = {card.partition(":")[0] for card in erased.cards}
    assert kinds == {
        "bill",
        "complaint",
        "envelope",
        "envelope_copy",
        "envelope_sent",
        "paid",
        "payment",
        "request",
    }
    assert f"envelope:{envelope}" in erased.cards


def test_a_draw_that_was_made_of_the_words_cannot_be_repeated_and_says_so(world: World):
    envelope = write_everywhere(world)
    with world.acting("bo") as town:
        assert proof(town, envelope).terms.words == CANARY
    leave(world, goes)
    with world.acting("bo") as town, pytest.raises(envelopes.EnvelopeWordsGone):
        proof(town, envelope)


def test_an_envelope_without_words_can_still_be_checked(world: World):
    with world.acting("ana") as town:
        sent = envelopes.send(town, Fen(6_00), 1, envelopes.EnvelopeKind.LUCKY)
    with world.acting("bo") as town:
        envelopes.open_share(town, sent.envelope_id)
    leave(world, goes)
    with world.acting("bo") as town:
        assert proof(town, sent.envelope_id).drawn == (600,)


def test_every_column_of_text_is_peoples_words_or_known_not_to_be():
    """Whoever adds a column of text says in its table whose words it holds, or here that it holds
    none.
    """
    undeclared = {
        f"{table.name}.{column.name}"
        for table in metadata.sorted_tables
        for column in table.c
        if isinstance(column.type, Text)
        and "owner" not in column.info
        and not column.foreign_keys
        and column.name not in IDS | PROGRAMS.get(table.name, set()) | ELSE.get(table.name, set())
    }
    assert undeclared == set()


def test_words_that_are_not_declared_would_be_found(world: World, monkeypatch: pytest.MonkeyPatch):
    write_everywhere(world)
    monkeypatch.delitem(payments.c.note.info, "owner")
    leave(world, goes)
    assert where_found(world, CANARY) == {"payments.note"}


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_the_town_that_was_left_hears_of_it_once_and_no_other(
    world: World, way: Callable[..., object]
):
    told = leave(world, way)
    left = [(where, one) for where, one in told if isinstance(one, ParticipantLeft)]
    event = ParticipantLeft(world.workshop_id, world.ids["ana"], "Ana")
    assert left == [(world.workshop_id, event)]
    joined = {where for where, one in told if isinstance(one, ParticipantJoined)}
    assert world.workshop_id not in joined


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_whoever_leaves_hangs_up(world: World, way: Callable[..., object]):
    with world.acting("ana") as town:
        call = calls.ring(town, "bo").call_id
    with world.acting("bo") as town:
        calls.answer(town, call)
    leave(world, way)
    with world.office() as town:
        assert calls.current_call(town, world.ids["bo"]) is None


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_nothing_leads_to_the_person_any_more(world: World, way: Callable[..., object]):
    leave(world, way)
    [row] = world.rows(
        select(participants).where(participants.c.participant_id == world.ids["ana"])
    )
    assert (row.person_id, row.seated) == (None, False)
    number = world.visitors["ana"].tg_user_id
    here = world.rows(select(persons.c.person_id).where(persons.c.tg_user_id == number))
    assert len(here) == (1 if way is goes_elsewhere else 0)


# ── coming back ─────────────────────────────────────────────────────────────


def come_and_go(world: World) -> int:
    """Ana comes elsewhere and leaves again; what was in her wallet."""
    with acting(world, world.visitors["ana"]) as (uow, _):
        welcome = seats.join(uow, ELSEWHERE)
        held = envelopes.begin(identity.participant_town(uow))
    assert isinstance(welcome, seats.Welcome)
    assert welcome.money == held
    with acting(world, world.visitors["ana"]) as (uow, _):
        seats.leave(uow)
    return held


def test_the_start_money_comes_once_however_often_one_comes_and_that_has_an_end(world: World):
    leave(world, goes)
    given = [come_and_go(world) for _ in range(seats.ARRIVALS_MAX)]
    assert given == [200_00, 0, 0, 0, 0]
    with pytest.raises(seats.CameTooOften) as refused:
        come_and_go(world)
    assert refused.value.fields == {"title": "Town 2", "limit": seats.ARRIVALS_MAX}
    number = world.visitors["ana"].tg_user_id
    assert world.rows(select(persons).where(persons.c.tg_user_id == number)) == []
    world.check_books()


def test_forgetting_who_came_would_be_caught(world: World, monkeypatch: pytest.MonkeyPatch):
    leave(world, goes)
    fresh = iter("abc")
    monkeypatch.setattr("services.living.seats.service.mark_of", lambda *_: next(fresh))
    assert [come_and_go(world) for _ in range(3)] == [200_00] * 3


def test_what_the_town_remembers_is_no_number_and_another_in_each_town(world: World):
    leave(world, goes)
    come_and_go(world)
    number = world.visitors["ana"].tg_user_id
    [row] = world.rows(select(arrivals))
    assert len(row.mark) == 64
    assert where_found(world, str(number)) == set()
    with world.office() as town:
        assert row.mark != mark_of(town.secret, f"arrival|{world.workshop_id}", BOT_ID, number)


def test_what_the_town_remembers_goes_with_the_town(world: World):
    with world.engine.begin() as conn:
        town = new_workshop(conn, 9, 9, 0)
        conn.execute(arrivals.insert().values(workshop_id=town, mark="a"))
        conn.execute(workshops.delete().where(workshops.c.workshop_id == town))
    assert world.rows(select(arrivals)) == []


def test_complaints_of_two_towns_have_cards_of_their_own(world: World, town_of: Builder):
    other = town_of("eve")
    for place, who in ((world, "ana"), (other, "eve")):
        enact(place, "explanation", "receipt")
        look(place, who)
        say(place, "Why?", who)
    opened = [place.emitted(complaints.ComplaintOpened)[0].complaint for place in (world, other)]
    assert [one.number for one in opened] == [1, 1]
    assert opened[0].complaint_id != opened[1].complaint_id
