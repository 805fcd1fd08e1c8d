"""Money that goes round in a circle, and things hired for nothing: they lift nobody."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring import Fact as Told
from scoring import ScoreDocument, evaluate
from services.kernel.money import Fen
from services.kernel.town import Town
from services.living import rentals
from services.money import transfers
from services.standing import agencies, scores
from services.standing.scores.assessing import scores_of
from services.standing.scores.lawful import law_of
from tests.support.world import Builder, World

ONE_FEN = Fen(1)
TIMES = 10
PEOPLE = ("ana", "bo")
MONEY = ("paid", "was_paid", "envelope_sent", "envelope_opened")
GIVEN = st.sampled_from((("paid", "was_paid"), ("envelope_sent", "envelope_opened")))
PASTS = st.lists(st.sampled_from((*MONEY, "message_sent", "joined")), max_size=12)


@pytest.fixture
def world(town_of: Builder) -> World:
    return town_of(*PEOPLE)


def document(version: int) -> ScoreDocument:
    return agencies.library().documents[scores.PAY_SCORE, version]


def standing(world: World, version: int) -> dict[str, int]:
    with world.office() as town:
        hearing = agencies.hearing(town, scores.PAY_SCORE)
        who = [world.ids[name] for name in PEOPLE]
        found = scores_of(town, who, document(version), law_of(town), hearing)
    return {name: found[world.ids[name]] for name in PEOPLE}


def gains(world: World, version: int, before: dict[str, int]) -> set[int]:
    now = standing(world, version)
    return {now[name] - before[name] for name in PEOPLE}


def pay(world: World, payer: str, payee: str) -> None:
    with world.acting(payer) as town:
        offered = transfers.offer(town, payee, ONE_FEN)
    with world.acting(payee) as town:
        transfers.accept(town, offered.payment_id)


def test_twenty_payments_to_and_fro_lifted_both_and_lift_nobody_any_more(world: World):
    before = {version: standing(world, version) for version in (1, 2)}
    for _ in range(TIMES):
        pay(world, "ana", "bo")
        pay(world, "bo", "ana")
    assert min(gains(world, 1, before[1])) >= 20
    assert gains(world, 2, before[2]) == {0}
    world.check_books()


def test_money_given_for_good_still_counts(world: World):
    before = standing(world, 2)
    pay(world, "ana", "bo")
    assert standing(world, 2) == {"ana": before["ana"] + 6, "bo": before["bo"]}


def hire_and_return(town: Town) -> None:
    order = rentals.start(town, "umbrella")
    if rentals.confirm(town, order.order_id).order.state is not rentals.OrderState.IN_USE:
        rentals.pay_deposit(town, order.order_id)
    rentals.give_back(town, order.order_id)


def test_things_that_come_back_at_once_lift_nobody(world: World):
    before = {version: standing(world, version) for version in (1, 2)}
    for _ in range(4):
        with world.acting("ana") as town:
            hire_and_return(town)
    assert world.fact_kinds("ana") == ["rental_brief"] * 4
    for version, was in before.items():
        assert standing(world, version) == was
    with world.office() as town:
        assert rentals.audit(town.conn) == []


def readers_of_the_app() -> list[ScoreDocument]:
    """The newest documents of the agencies that read the app's books."""
    found = agencies.catalogue()
    readers = {one.document_id for one in found.values() if "super_app" in found[one.run_by].holds}
    ownership_records = agencies.library().documents
    newest = {name: max(v for n, v in ownership_records if n == name) for name in readers}
    return [ownership_records[name, version] for name, version in newest.items()]


def test_there_are_readers_of_the_app():
    assert {one.id for one in readers_of_the_app()} == {"pay_score", "tencent_card"}


def tell(kinds: list[str], at: int, label: str) -> list[Told]:
    return [Told(kind, at, 100, f"{label}:{n}", f"n{n}") for n, kind in enumerate(kinds)]


@given(past=PASTS, steps=st.lists(st.tuples(GIVEN, GIVEN), min_size=1, max_size=12))
def test_no_circle_of_payments_or_envelopes_moves_any_score_whatever_was_before(past, steps):
    """In a circle everybody gives once and takes once, each by whatever way."""
    known = tell(past, 1_000, "past")
    round_and_round = [kind for (out, _), (__, back) in steps for kind in (out, back)]
    for score_document in readers_of_the_app():
        before = evaluate(score_document, known, as_of=90_000).score
        after = evaluate(
            score_document, [*known, *tell(round_and_round, 80_000, "circle")], as_of=90_000
        )
        assert after.score == before, score_document.id


def test_the_first_version_would_be_caught():
    circle = tell(["paid", "was_paid"], 80_000, "circle")
    lifted = evaluate(document(1), circle, as_of=90_000).score
    assert lifted > evaluate(document(1), [], as_of=90_000).score
