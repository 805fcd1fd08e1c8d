"""A score is computed from facts when somebody asks, kept as a row, and says nothing of itself."""

from __future__ import annotations

import json
from dataclasses import fields
from time import perf_counter

from sqlalchemy import select

from bot.standing.scores import views
from bot.words import read
from scoring import fingerprint
from services.people.facts import Fact, record
from services.standing import agencies, scores
from services.standing.scores.tables import scores as table
from tests.db.lawgiving import enact
from tests.support.world import Builder, World

ASKED_WITHIN_S = 1


def remember(world: World, name: str, *kinds: str) -> None:
    with world.acting(name) as town:
        record(town, *(Fact(world.ids[name], kind, amount=100) for kind in kinds))


def look(world: World, name: str = "ana") -> scores.Comparison:
    with world.acting(name) as town:
        return scores.my_page(town).standing


def test_a_newcomer_stands_inside_the_scale(world: World):
    remember(world, "ana", "joined")
    standing = look(world)
    assert (standing.low, standing.high) == (300, 850)
    assert standing.low < standing.score < standing.high
    assert standing.at == world.now()


def test_acts_move_the_score_and_an_unpaid_judgment_most(world: World):
    before = look(world).score
    remember(world, "ana", "paid", "paid", "envelope_sent")
    better = look(world).score
    remember(world, "ana", "judgment_made")
    worse = look(world).score
    remember(world, "ana", "judgment_paid")
    assert worse < before < better
    assert look(world).score == better


def test_a_row_keeps_document_facts_and_contributions(world: World):
    remember(world, "ana", "joined", "paid")
    standing = look(world)
    [row] = world.rows(select(table))
    document = agencies.library().newest(scores.PAY_SCORE)
    assert (row.document_id, row.document_version) == (document.id, document.version)
    assert row.document_hash == fingerprint(document)
    assert row.high_water == max(fact.fact_id for fact in world.facts_of("ana"))
    given = json.loads(row.contributions)
    assert document.base.points + sum(factor["points"] for factor in given) == standing.score
    assert row.score == standing.score


def test_the_same_question_on_the_same_facts_is_one_row(world: World):
    assert look(world) == look(world)
    assert len(world.rows(select(table))) == 1
    remember(world, "ana", "paid")
    look(world)
    world.forward(minutes=1)
    look(world)
    assert len(world.rows(select(table))) == 3


def test_nothing_but_the_number_is_handed_out_while_the_law_is_silent(world: World):
    with world.acting("ana") as town:
        page = scores.my_page(town)
    names = {field.name for field in fields(page.standing)}
    assert names == {"score", "low", "high", "document_id", "document_version", "at"}
    assert (page.told, page.band, page.lower_percent) == (None, None, None)
    assert page.explanation is scores.Explanation.VAGUE


def test_the_best_are_ranked_by_score_then_name(town_of: Builder):
    world = town_of("ana", "bo", residents=("rui", "abe"))
    for name in ("bo", "rui"):
        remember(world, name, "paid", "envelope_sent")
    with world.office() as town:
        ranked = scores.best(town, 3, at_least=0)
        above = scores.best(town, 3, at_least=ranked[0].score)
        without = scores.best(town, 1, at_least=0, without=frozenset({world.ids["bo"]}))
    assert [r.neighbour.name for r in ranked] == ["Bo", "Rui", "Abe"]
    assert [r.neighbour.name for r in above] == ["Bo", "Rui"]
    assert [r.neighbour.name for r in without] == ["Rui"]
    assert world.rows(select(table)) == []


def test_ranking_and_looking_agree(world: World):
    remember(world, "ana", "joined", "paid", "judgment_made")
    remember(world, "bo", "envelope_sent", "payment_expired")
    asked = {name.title(): look(world, name).score for name in ("ana", "bo", "cy")}
    with world.office() as town:
        ranked = scores.best(town, 3, at_least=0)
    assert {r.neighbour.name: r.score for r in ranked} == asked


def test_a_long_history_is_scored_within_a_second(world: World):
    remember(world, "ana", *["paid"] * 1_000)
    look(world)
    world.forward(minutes=1)
    begun = perf_counter()
    look(world)
    assert perf_counter() - begun < ASKED_WITHIN_S


def test_two_hundred_seats_are_answered_within_a_second(town_of: Builder):
    names = [f"p{number}" for number in range(200)]
    world = town_of(*names, fen=0)
    with world.office() as town:
        for name in names:
            record(
                town,
                *(
                    Fact(world.ids[name], kind, amount=100, key=f"{name}:{kind}:{number}")
                    for kind in ("joined", "paid", "was_paid", "message_sent")
                    for number in range(20)
                ),
            )
        scores.evaluate_and_store_all(town, {scores.PAY_SCORE: list(world.ids.values())})
    enact(world, "explanation", "receipt")
    world.forward(minutes=1)
    took = []
    for name in names[:40]:
        begun = perf_counter()
        with world.acting(name) as town:
            replies = views.page(read(town, scores.my_page))
        took.append(perf_counter() - begun)
        assert len(replies) > 1
    assert sorted(took)[-3] < ASKED_WITHIN_S
