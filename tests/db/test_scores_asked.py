"""Asking further: what would lift it, the file, the course, change receipts, audits."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import select

from glasstown.__main__ import main
from glasstown.verify import DIFFERS, MATCHES, UNREADABLE
from scoring import DAY_S, Difference, Fact, Verified, verify
from scoring import Standing as Question
from scoring.prospect import prune_facts
from scoring.recourse import take
from services.kernel.errors import NotAllowed
from services.standing import agencies, scores
from services.standing.scores import gates
from services.standing.scores.audit import groups_of, too_small, traits
from services.standing.scores.documents import actions, actions_under
from services.standing.scores.tables import score_exports
from tests.db.lawgiving import enact, look, remember
from tests.support.world import Builder, World

HIDDEN = ("none", "vague")


def lift(world: World, gate: str = "", name: str = "ana") -> scores.Lift:
    with world.acting(name) as town:
        return scores.lift(town, gate)


def take_away(world: World, key: str | None = None) -> scores.Exported:
    with world.acting("ana", key=key) as town:
        return scores.take_away(town)


@pytest.mark.parametrize("explanation", HIDDEN)
def test_secret_calculations_lift_nobody_and_give_no_file(world: World, explanation: str):
    enact(world, "explanation", explanation)
    with pytest.raises(scores.CalculationSecret):
        lift(world)
    with pytest.raises(scores.CalculationSecret):
        take_away(world)


def test_reasons_lift_without_numbers_and_give_no_file(world: World):
    remember(world, "ana", "joined")
    enact(world, "explanation", "reasons")
    found = lift(world, "hotel")
    assert not found.passes
    assert len(found.ways) == 3
    assert {way.score for way in found.ways} == {None}
    assert {one.points for one in found.fixed} == {None}
    with pytest.raises(scores.CalculationSecret):
        take_away(world)


def test_the_cheapest_ways_come_with_their_price_and_what_is_fixed(world: World):
    remember(world, "ana", "joined")
    enact(world, "explanation", "receipt")
    found = lift(world, "hotel")
    assert (found.gate, found.at_least, found.passes) == ("hotel", 600, False)
    assert all(way.score is not None and way.score >= 600 for way in found.ways)
    assert all(way.price.fen >= 0 and way.days >= 0 for way in found.ways)
    assert "Ratings received" in {one.title.en for one in found.fixed}
    assert {name for name, _ in found.gates} == set(gates())


def test_without_a_gate_the_next_one_is_meant(world: World):
    remember(world, "ana", "joined")
    enact(world, "explanation", "receipt")
    assert look(world).standing.score == 560
    assert lift(world).gate == "hotel"
    assert lift(world, "Umbrella without a deposit").passes
    with pytest.raises(scores.NoSuchGate) as refused:
        lift(world, "moon")
    assert "hotel" in str(refused.value.fields["known"])


def test_what_is_out_of_reach_is_said_at_once(world: World):
    remember(world, "ana", *["rental_lost"] * 3, *["utility_late"] * 5, *["rental_late"] * 3)
    remember(world, "ana", *["rated"] * 4, amount=1)
    remember(world, "ana", *["payment_expired"] * 9)
    enact(world, "explanation", "receipt")
    found = lift(world, "car")
    assert (found.passes, found.ways, found.is_complete) == (False, (), True)


def test_what_the_law_lets_nobody_read_is_no_way():
    law = frozenset({"utility_paid"})
    assert actions().actions.keys() - actions_under(law).actions.keys() == {"pay_bill"}


def test_a_file_taken_away_verifies_and_a_changed_one_does_not(world: World):
    remember(world, "ana", "joined", "paid")
    enact(world, "explanation", "receipt")
    found = take_away(world)
    with world.office() as town:
        key = scores.signing_key(town)
    assert verify(found.text, key=key) == Verified("pay_score", 2, found.score)
    changed = json.loads(found.text)
    changed["facts"][0]["amount"] += 1
    difference = verify(json.dumps(changed))
    assert isinstance(difference, Difference)
    assert difference.where == "facts_sha256"
    assert isinstance(verify(found.text, key=b"another town's"), Difference)


def test_the_same_update_gives_out_one_file(world: World):
    enact(world, "explanation", "receipt")
    assert take_away(world, key="7:1") == take_away(world, key="7:1")
    assert len(world.rows(select(score_exports))) == 1


def test_a_file_holds_its_owners_facts_only(world: World):
    remember(world, "ana", "paid")
    remember(world, "bo", "judgment_made")
    enact(world, "explanation", "receipt")
    exported = json.loads(take_away(world).text)
    assert [fact["kind"] for fact in exported["facts"]] == ["paid"]
    assert "is_true" not in exported["facts"][0]


def test_the_course_holds_each_number_at_its_time(world: World):
    look(world)
    world.forward(days=1)
    remember(world, "ana", "paid")
    look(world)
    with world.acting("ana") as town:
        [course] = scores.courses(town)
    (first, before), (second, after) = course.points
    assert (course.agency_id, course.low, course.high) == ("pay_score", 300, 850)
    assert second > first
    assert after > before
    with world.acting("bo") as town:
        assert scores.courses(town) == ()


def rescore(world: World, *names: str) -> dict[str, int]:
    with world.office() as town:
        people = [world.ids[name] for name in names]
        everywhere = scores.evaluate_and_store_all(town, {scores.PAY_SCORE: people})
    stored = everywhere[scores.PAY_SCORE]
    return {name: stored[world.ids[name]].score for name in names}


def test_a_change_receipt_tells_what_moved_and_by_which_document(world: World):
    enact(world, "explanation", "receipt")
    before = rescore(world, "ana", "bo")
    remember(world, "ana", "rental_late", "payment_expired")
    after = rescore(world, "ana", "bo")
    [event] = world.emitted(scores.ScoresMoved)
    assert event.who == world.ids["ana"]
    [change] = event.changes
    assert (change.before, change.after) == (before["ana"], after["ana"])
    assert change.document_version == 2
    assert [(line.title.en, line.points) for line in change.lines] == [
        ("Things returned late", -12),
        ("Payments left lying", -4),
    ]


@pytest.mark.parametrize("explanation", [*HIDDEN, "reasons"])
def test_no_change_receipt_while_weights_are_hidden(world: World, explanation: str):
    enact(world, "explanation", explanation)
    rescore(world, "ana")
    remember(world, "ana", "rental_late")
    rescore(world, "ana")
    assert world.emitted(scores.ScoresMoved) == []


def test_one_message_for_all_agencies_of_one_rescoring(world: World):
    enact(world, "explanation", "receipt")
    for kinds in ((), ("rental_late", "loan_late")):
        remember(world, "ana", "joined", *kinds)
        with world.office() as town:
            for agency in (scores.PAY_SCORE, "sesame_credit"):
                stored = scores.evaluate_and_store(town, world.ids["ana"], agency)
                assert stored.document_id == agencies.agency(agency).document_id
    assert [len(event.changes) for event in world.emitted(scores.ScoresMoved)] == [2]


def test_an_audit_compares_groups_and_hides_small_ones(town_of: Builder):
    world = town_of(*(f"p{number}" for number in range(40)))
    for number in range(0, 40, 2):
        remember(world, f"p{number}", "joined", "identity_verified")
    with world.facilitating() as town:
        found = scores.audit(town)
        groups = groups_of(town)
        assert groups == groups_of(town)
    assert found.people == 40
    assert [gate for gate, _, _ in found.gates] == list(gates())
    for table, trait in zip(found.tables, traits(), strict=True):
        counts = [0 if group.count is None else group.count for group in table.groups]
        assert all(count == 0 or count >= scores.GROUP_MIN for count in counts)
        if all(counts):
            assert sum(counts) == len([who for who in groups if trait.name in groups[who]])
        shown = [group for group in table.groups if not group.is_hidden]
        assert max(group.rates[0].ratio_percent or 0 for group in shown) == 100
        assert all(540_00 <= group.mean_hundredths <= 600_00 for group in shown)


def test_only_the_facilitator_audits(world: World):
    with pytest.raises(NotAllowed), world.acting("ana") as town:
        scores.audit(town)
    with world.facilitating() as town:
        assert all(g.is_hidden for table in scores.audit(town).tables for g in table.groups)


@pytest.mark.parametrize(
    ("counts", "hidden"),
    [
        ({"a": 5, "b": 9}, set()),
        ({"a": 4, "b": 9, "c": 7}, {"a", "c"}),
        ({"a": 4, "b": 3, "c": 7}, {"a", "b"}),
        ({"a": 0, "b": 40}, {"a", "b"}),
    ],
)
def test_one_small_group_cannot_be_told_from_all_the_others(
    counts: dict[str, int], hidden: set[str]
):
    assert too_small(counts) == hidden


def test_the_command_line_gives_the_same_integer_or_the_place(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    remember(world, "ana", "joined", "paid")
    enact(world, "explanation", "receipt")
    found = take_away(world)
    path = tmp_path / found.name
    path.write_text(found.text, encoding="utf-8")
    assert main(["verify-score", str(path)]) == MATCHES
    assert f"It matches: {found.score}" in capsys.readouterr().out
    path.write_text(found.text.replace('"amount":100', '"amount":101', 1), encoding="utf-8")
    assert main(["verify-score", str(path)]) == DIFFERS
    assert "facts_sha256" in capsys.readouterr().err
    path.write_bytes(b"\xff\x00 not a file of ours")
    assert main(["verify-score", str(path)]) == DIFFERS
    assert main(["verify-score", str(tmp_path / "none.json")]) == UNREADABLE
    assert "cannot be read" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["pay_score", "sesame", "city"])
@pytest.mark.parametrize("seed", range(12))
def test_facts_left_out_of_the_search_can_change_no_future(name: str, seed: int):
    chance = Random(seed)
    document = agencies.library().documents[name, 1]
    kinds = sorted({kind for rule in document.rules for kind in rule.kinds})
    facts = tuple(
        Fact(
            chance.choice(kinds),
            chance.randrange(90 * DAY_S),
            chance.randrange(900),
            f"k{number}",
            chance.choice(("bo", "cy", "dee", None)),
        )
        for number in range(chance.choice((5, 60, 400)))
    )
    settling = frozenset({"judgment_made", "judgment_paid", "order_owed", "order_settled"})
    kept = prune_facts(document, facts, settling)
    assert set(kept) <= set(facts)
    if len(facts) == 400:
        assert len(kept) < 400
    for _ in range(40):
        steps = tuple(chance.choices(sorted(actions().actions), k=chance.randrange(9)))
        futures = [
            take(document, Question(told, 90 * DAY_S, {}), actions(), steps).score
            for told in (facts, kept)
        ]
        assert futures[0] == futures[1], steps
