"""Scores of many at once: the same integers as of one person by the plain evaluator."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import insert

from scoring import Result
from services.kernel.audit_log import latest
from services.kernel.town import ParticipantId, Town
from services.people.facts import Fact, columns_of, facts_of, record, strike
from services.people.facts.tables import facts as facts_table
from services.social import friends
from services.standing import agencies, scores
from services.standing.rescoring import replay
from services.standing.scores import Book, Reading, law_of, open_book, scores_by
from services.standing.scores.assessing import assess, judge_all
from services.standing.scores.reading import known_of
from services.standing.scores.tabling import results_by
from tests.db.lawgiving import enact
from tests.support.world import ON_SQLITE, Builder, World

KINDS = (
    "paid", "purchase", "gaming_hours", "nappies_bought", "loan_repaid", "rated", "listed",
    "traffic_violation", "message_sent", "kin_listed", "of_no_known_kind",
)  # fmt: skip
SOURCES = ("super_app", "sesame_credit", "tencent_credit", "court", "nobody_knows")


def busy(town_of: Builder) -> World:
    """Three people with facts of many kinds and sources, some struck, two of them friends."""
    world = town_of("ana", "bo", "cy", residents=("rui",))
    with world.office() as town:
        for number, (name, who) in enumerate(world.ids.items()):
            for place, kind in enumerate(KINDS * 3):
                source = SOURCES[(place + number) % len(SOURCES)]
                key = f"{name}:{(7 * place) % 10}:{kind}:{place}"
                amount, other = 10 * place + number, f"{name}{place % 4}" if place % 3 else ""
                record(town, Fact(who, kind, amount, other, source, key=key))
        strike(town, world.ids["ana"], [f"ana:{(7 * 4) % 10}:loan_repaid:4"], "court")
    with world.acting("ana") as town:
        asked = friends.ask(town, "bo")
    with world.acting("bo") as town:
        friends.accept(town, asked.friendship_id)
    return world


def readings(town: Town) -> dict[str, Reading]:
    lawful = law_of(town)
    return {
        name: Reading.now(town, agencies.document(town, name), lawful, agencies.hearing(town, name))
        for name in agencies.catalogue()
    }


Told = dict[ParticipantId, tuple[Result, int]]


def columns(town: Town, book: Book, reading: Reading, people: list[ParticipantId]) -> Told:
    """What columns say: results and newest facts; their plain numbers must be the same scores."""
    found = results_by(town, book, reading, people)
    assert scores_by(town, book, reading, people) == {w: r.score for w, (r, _) in found.items()}
    return found


def plain(town: Town, reading: Reading, people: list[ParticipantId]) -> Told:
    """What the plain evaluator says."""
    found = assess(town, people, reading)
    return {who: (one.result, one.high_water) for who, one in found.items()}


def test_every_agency_gives_the_same_from_columns(town_of: Builder):
    world = busy(town_of)
    for switch, value in (("proxies", "on"), ("proxies", "off"), ("purchases", "off")):
        enact(world, switch, value)
        with world.office() as town:
            asked, people = readings(town), [*world.ids.values()]
            book = open_book(town, people, *asked.values())
            for reading in asked.values():
                assert columns(town, book, reading, people) == plain(town, reading, people)


def test_a_past_and_a_town_without_some_acts_give_the_same(town_of: Builder):
    world = busy(town_of)
    with world.office() as town:
        people = [*world.ids.values()]
        mark = facts_of(town, world.ids["bo"])[-9].fact_id
        for one in readings(town).values():
            for reading in (replace(one, mark=mark), replace(one, without=frozenset({"bo:7"}))):
                book = open_book(town, people, reading)
                assert columns(town, book, reading, people) == plain(town, reading, people)


def test_what_is_known_of_the_town_is_what_is_known_of_its_people(town_of: Builder):
    world = busy(town_of)
    with world.office() as town:
        reading = readings(town)["sesame_credit"]
        known = known_of(town, [world.ids["ana"]], reading)[world.ids["ana"]]
        judged = judge_all(town, {"sesame_credit": [world.ids["ana"]]}, law_of(town))
        assert judged["sesame_credit"][world.ids["ana"]].high_water == known.high_water


@ON_SQLITE
def test_whoever_has_too_many_facts_is_named_and_the_others_are_scored(
    town_of: Builder, monkeypatch: pytest.MonkeyPatch
):
    world = busy(town_of)
    with world.office() as town:
        who = world.ids["cy"]
        record(town, *(Fact(who, "paid", key=f"more:{number}") for number in range(20)))
        before = scores.evaluate_and_store(town, who, scores.PAY_SCORE)
    monkeypatch.setattr("scoring.strands.MAX_FACTS", 45)
    with world.office() as town:
        people = {scores.PAY_SCORE: [*world.ids.values()]}
        given = scores.evaluate_and_store_all(town, people)[scores.PAY_SCORE]
        assert {*given} == {*world.ids.values()} - {who}
        [line] = [one for one in latest(town.conn) if one.action == "not_scored"]
        assert line.detail == f"{scores.PAY_SCORE} {who}"
        assert scores.latest(town, "pay_score")[who].score == before.score
    with world.facilitating() as town:
        found = replay.what_if(town, scores.PAY_SCORE, "pay_score 2")
    assert found.shifts[0].people == len(world.ids) - 1


def test_columns_hold_the_greatest_numbers_and_nobodys_facts(town_of: Builder):
    world = town_of("ana", "bo")
    most = 2**63 - 1
    with world.office() as town:
        rows = {"workshop_id": town.workshop_id, "purpose": "payment", "source": "court"}
        for number, amount in enumerate((most, -most, 0)):
            fact = {"participant_id": world.ids["ana"], "kind": "paid", "amount": amount, **rows}
            town.conn.execute(insert(facts_table).values(town_s=number, key=f"k{number}", **fact))
        asked = (["paid"], ["court"])
        found = columns_of(town, [world.ids["ana"]], *asked, until=10)
        nobody = columns_of(town, [world.ids["bo"]], *asked, until=-1)
    assert sorted(found.amount.tolist()) == [-most, 0, most]
    assert (found.other == 0).all()
    assert [len(getattr(nobody, name)) for name in ("at", "person", "source")] == [0, 0, 0]
