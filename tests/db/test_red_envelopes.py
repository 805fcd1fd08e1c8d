"""Red envelopes: laid out, opened in the order of receipt, refunded once, checked at the end."""

from __future__ import annotations

from unicodedata import normalize

import pytest
from sqlalchemy import select

from services.kernel.errors import AmountOutOfRange, Outdated
from services.kernel.money import Fen
from services.money import envelopes
from services.money.envelopes import (
    EnvelopeAllTaken,
    EnvelopeExpired,
    EnvelopeKind,
    EnvelopeLapsed,
    EnvelopeNotForYou,
    EnvelopeSent,
    EnvelopeState,
    EnvelopeStillOpen,
    EnvelopeToSelf,
    EnvelopeWordsTooLong,
    ShareOpened,
    SharesOutOfRange,
    ShareTooThick,
    ShareTooThin,
    verify,
)
from services.money.envelopes.tables import envelopes as envelope_rows
from services.money.ledger import NotEnoughMoney
from services.people.identity import NobodyOfThatName
from tests.db.envelopes import TIMERS, card, check_counts, open_share, send, send_to

NONCE = "0123456789ab"


@pytest.fixture
def world(town_of):
    return town_of("ana", "bo", "cy", residents=("rui",), timers=TIMERS)


# ── giving ───────────────────────────────────────────────────────────────────


def test_sending_sets_the_money_aside_and_tells_the_town(world):
    sent = send(world, words="Happy new year")
    assert world.balance("ana") == 9112
    (told,) = world.emitted(EnvelopeSent)
    assert (sent.sender_name, sent.total, sent.shares, sent.recipient) == ("Ana", 888, 3, None)
    assert told.people == 3
    assert told.card == sent
    assert (sent.words, sent.state, len(sent.seal)) == (
        "Happy new year",
        EnvelopeState.OPEN,
        64,
    )
    (fact,) = world.facts_of("ana")
    assert (fact.kind, fact.amount, fact.counterpart) == ("envelope_sent", 888, "")
    check_counts(world)


def test_one_keyboard_makes_one_envelope(world):
    for fen, again in ((666, False), (666, True), (888, True)):
        with world.acting("ana") as town:
            sent = envelopes.send(town, Fen(fen), 3, EnvelopeKind.EQUAL, nonce=NONCE)
        assert (sent.total, sent.again) == (666, again)
    assert world.balance("ana") == 9334
    assert len(world.emitted(EnvelopeSent)) == 1


@pytest.mark.parametrize(
    ("fen", "shares", "words", "refusal"),
    [
        (888, 0, "", SharesOutOfRange),
        (888, -1, "", SharesOutOfRange),
        (888, 101, "", SharesOutOfRange),
        (888, 10**6, "", SharesOutOfRange),
        (0, 1, "", AmountOutOfRange),
        (-5, 1, "", AmountOutOfRange),
        (10**27, 1, "", AmountOutOfRange),
        (1, 2, "", ShareTooThin),
        (20_001, 1, "", ShareTooThick),
        (10_001, 1, "", NotEnoughMoney),
        (888, 3, "x" * 61, EnvelopeWordsTooLong),
    ],
)
def test_what_is_refused_changes_nothing(world, fen, shares, words, refusal):
    with pytest.raises(refusal):
        send(world, fen, shares, words=words)
    assert world.balance("ana") == 10000
    assert world.rows(select(envelope_rows)) == []
    assert world.emitted(EnvelopeSent) == []


def test_forged_kinds_are_refused(world):
    for kind in (EnvelopeKind.GALA, EnvelopeKind.PERSONAL):
        with pytest.raises(Outdated):
            send(world, kind=kind)


def test_words_are_one_line_without_control_characters(world):
    assert send(world, words="a\n b\x00\ud800 c").words == "a b c"
    kept = normalize("NFC", "恭喜发财 👨‍👩‍👧")
    assert send(world, words=kept).words == kept


# ── opening ──────────────────────────────────────────────────────────────────


def test_everybody_opens_one_share_the_sender_too(world):
    sent = send(world, shares=4)
    shares = [open_share(world, name, sent) for name in ("bo", "rui", "ana", "cy")]
    assert [share.number for share in shares] == [1, 2, 3, 4]
    assert sum(share.amount for share in shares) == 888
    shown = card(world, sent)
    assert shown.state is EnvelopeState.FINISHED
    assert [(taken.name, taken.amount) for taken in shown.taken] == [
        (name, share.amount) for name, share in zip(("Bo", "Rui", "Ana", "Cy"), shares, strict=True)
    ]
    assert [event.share.left_shares for event in world.emitted(ShareOpened)] == [3, 2, 1, 0]
    (fact,) = world.facts_of("bo")
    assert (fact.kind, fact.amount) == ("envelope_opened", shares[0].amount)
    assert fact.counterpart == world.ids["ana"]
    check_counts(world)
    world.forward(days=2)
    assert world.emitted(EnvelopeLapsed) == []


def test_a_second_tap_shows_the_same_share(world):
    sent = send(world)
    first, second = open_share(world, "bo", sent), open_share(world, "bo", sent)
    assert first == second
    assert (first.again, second.again) == (False, True)
    assert len(world.emitted(ShareOpened)) == 1
    check_counts(world)


def test_a_second_tap_shows_the_same_share_after_the_end_too(world):
    sent = send(world, shares=1)
    first = open_share(world, "bo", sent)
    world.forward(days=2)
    assert open_share(world, "bo", sent).amount == first.amount


def test_too_late_is_told_apart(world):
    sent = send(world, shares=1)
    open_share(world, "bo", sent)
    with pytest.raises(EnvelopeAllTaken):
        open_share(world, "cy", sent)
    lapsed = send(world)
    world.forward(days=1)
    with pytest.raises(EnvelopeExpired):
        open_share(world, "cy", lapsed)
    check_counts(world)


def test_equal_shares_are_equal(world):
    sent = send(world, fen=100, shares=3, kind=EnvelopeKind.EQUAL)
    assert [open_share(world, n, sent).amount for n in ("ana", "bo", "cy")] == [33, 33, 34]
    assert card(world, sent).best is None


def test_best_luck_is_one_and_ties_go_to_the_first(world):
    sent = send(world, fen=3, shares=3)
    for name in ("cy", "bo"):
        open_share(world, name, sent)
    assert card(world, sent).best is None
    open_share(world, "ana", sent)
    best = card(world, sent).best
    assert (best.name, best.amount, best.number) == ("Cy", 1, 1)


def test_people_of_another_town_have_no_part(world, town_of):
    sent = send(world)
    elsewhere = town_of("dan", timers=TIMERS)
    with elsewhere.acting("dan") as town:
        for verb in (envelopes.open_share, envelopes.envelope_card, envelopes.proof):
            with pytest.raises(Outdated):
                verb(town, sent.envelope_id)
        with pytest.raises(NobodyOfThatName):
            envelopes.send_to(town, "bo", Fen(1))
    with pytest.raises(Outdated), world.acting("bo") as town:
        envelopes.open_share(town, 2**62)


# ── to one person ────────────────────────────────────────────────────────────


def test_a_personal_envelope_is_for_one(world):
    sent = send_to(world, "@Bo")
    assert world.emitted(EnvelopeSent)[0].card.recipient == world.ids["bo"]
    for other in ("ana", "cy"):
        with pytest.raises(EnvelopeNotForYou) as refused:
            open_share(world, other, sent)
        assert refused.value.fields == {"name": "Bo"}
    assert open_share(world, "bo", sent).amount == 666
    assert world.balance("bo") == 10666
    assert world.facts_of("ana")[0].counterpart == world.ids["bo"]
    check_counts(world)


def test_a_personal_envelope_has_its_limits(world):
    with pytest.raises(EnvelopeToSelf):
        send_to(world, "ana")
    with pytest.raises(NobodyOfThatName):
        send_to(world, "nobody")
    with pytest.raises(ShareTooThick):
        send_to(world, "bo", 20_001)
    assert world.balance("ana") == 10000


# ── the end ──────────────────────────────────────────────────────────────────


def test_after_a_day_the_rest_goes_back_once(world):
    sent = send(world, shares=4)
    opened = open_share(world, "bo", sent).amount
    world.forward(hours=23, minutes=59)
    assert world.balance("ana") == 10000 - 888
    world.forward(days=3)
    assert world.balance("ana") == 10000 - opened
    (lapsed,) = world.emitted(EnvelopeLapsed)
    assert (lapsed.card.left, len(lapsed.card.taken), lapsed.card.shares) == (888 - opened, 1, 4)
    assert world.fact_kinds("ana") == ["envelope_sent", "envelope_refunded"]
    with world.office() as town:
        envelopes.expire(town, str(sent.envelope_id))
    assert world.balance("ana") == 10000 - opened
    assert card(world, sent).state is EnvelopeState.EXPIRED
    check_counts(world)


def test_the_draw_can_be_checked_after_the_end_only(world):
    sent = send(world, words="恭喜发财")
    with world.acting("bo") as town, pytest.raises(EnvelopeStillOpen):
        envelopes.proof(town, sent.envelope_id)
    amounts = [open_share(world, name, sent).amount for name in ("cy", "bo", "ana")]
    with world.acting("bo") as town:
        proof = envelopes.proof(town, sent.envelope_id)
    assert list(proof.drawn) == amounts
    assert proof.seal == sent.seal
    assert verify(proof.terms, proof.seed, sent.seal, proof.drawn) == []
    assert verify(proof.terms, bytes(32), sent.seal, proof.drawn)[0] == "seal"


def test_a_draw_that_expired_can_be_checked_too(world):
    sent = send(world)
    open_share(world, "bo", sent)
    world.forward(days=1)
    with world.acting("bo") as town:
        proof = envelopes.proof(town, sent.envelope_id)
    assert len(proof.drawn) == 1
    assert verify(proof.terms, proof.seed, proof.seal, proof.drawn) == []


def test_the_same_secret_draws_the_same_shares(town_of):
    def story(seed):
        world = town_of("ana", "bo", "cy", timers=TIMERS, seed=seed)
        with world.acting("ana", key="7:1") as town:
            sent = envelopes.send(town, Fen(1000), 3)
        return [open_share(world, name, sent).amount for name in ("ana", "bo", "cy")]

    assert story(7) == story(7) != story(8)
