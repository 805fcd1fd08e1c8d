"""How envelopes look. Pure: results and events in, replies out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

from aiogram.filters.callback_data import CallbackData

from bot.arguments import Nonce, RowId, Typed
from bot.replies import (
    Answer,
    Button,
    CopyTextButton,
    Keyboard,
    Message,
    Priority,
    Quote,
    Redraw,
    Replies,
    Say,
    To,
    ToAll,
    ToGroup,
    say,
)
from services.kernel.money import Fen, Money
from services.money import envelopes


class ChooseShares(CallbackData, prefix="ea"):
    fen: Typed


class SendEnvelope(CallbackData, prefix="es"):
    """Lay it out; the nonce makes one envelope of all taps on one keyboard."""

    fen: Typed
    shares: Typed
    kind: envelopes.EnvelopeKind
    nonce: Nonce


class OpenShare(CallbackData, prefix="eo"):
    envelope_id: RowId


class CheckDraw(CallbackData, prefix="ec"):
    envelope_id: RowId


class TapGala(CallbackData, prefix="gt"):
    gala_id: RowId


AMOUNTS_FEN = (666, 888, 2000, 6600)
SHARES = (3, 5, 8, 12)
LINES_MAX = 10
LIVE_COPIES_MAX = 40  # private copies drawn again with every share; more would fill the sender
SEAL_SHOWN = 24  # hexadecimal digits on a card: 96 bits, more than anybody can find twice


def amounts(balance: Fen) -> Replies:
    row = tuple(
        Button(say("red_envelopes.amount", amount=Money(fen)), ChooseShares(fen=str(fen)))
        for fen in AMOUNTS_FEN
    )
    other = CopyTextButton(say("red_envelopes.type_it"), "/red_envelope 8.88 5 lucky ")
    text = say(
        "red_envelopes.choose_amount",
        balance=Money(balance),
        provenance=say("provenance.reported_once"),
    )
    return (Message(text, keyboard=(row, (other,))),)


def shares(draft: envelopes.Draft) -> Replies:
    rows = tuple(
        tuple(
            Button(
                say(f"red_envelopes.shares_{kind}", shares=count),
                SendEnvelope(
                    fen=str(draft.amount), shares=str(count), kind=kind, nonce=draft.nonce
                ),
            )
            for count in SHARES
        )
        for kind in (envelopes.EnvelopeKind.LUCKY, envelopes.EnvelopeKind.EQUAL)
    )
    amount = Money(draft.amount)
    to_one = CopyTextButton(say("red_envelopes.to_one"), f"/red_envelope {str(amount)[1:]} @")
    text = say("red_envelopes.choose_shares", amount=amount)
    return (Message(text, keyboard=(*rows, (to_one,))),)


def sent_by_button(envelope: envelopes.EnvelopeCard) -> Replies:
    """The sender's copy; a second tap repeats only the toast."""
    toast = Answer(say("red_envelopes.toast_sent", amount=Money(envelope.total)))
    return (toast,) if envelope.again else (toast, sender_card(envelope))


def opened(share: envelopes.Share) -> Replies:
    """What a tap answers: the same each time."""
    key = "red_envelopes.toast_again" if share.again else "red_envelopes.toast_opened"
    return (Answer(say(key, amount=Money(share.amount))),)


def checked(proof: envelopes.Proof) -> Replies:
    """All numbers of a draw, to be pasted into the verifier."""
    numbers = say("red_envelopes.proof", numbers=proof_json(proof))
    return (Answer(say("red_envelopes.toast_proof")), Message(numbers))


def told_sent(event: envelopes.EnvelopeSent) -> Replies:
    """The card for everybody else: the town, or the one it is for."""
    envelope, shown = event.card, card(event.card)
    if envelope.recipient is not None:
        return (replace(shown, to=To(envelope.recipient)),)
    live = event.private_copies <= LIVE_COPIES_MAX
    copy = shown.card if live else f"envelope_copy:{envelope.envelope_id}"
    everybody = ToAll(without=envelope.sender)
    return (
        replace(shown, to=ToGroup(), priority=Priority.CHAT),
        replace(shown, to=everybody, priority=Priority.BROADCAST, card=copy),
    )


def told_opened(event: envelopes.ShareOpened) -> Replies:
    """Cards show it. Copies in large towns are drawn again only at the end."""
    share = event.share
    return _redraws(share.envelope_id, share.kind, is_over=share.left_shares == 0)


def told_lapsed(event: envelopes.EnvelopeLapsed) -> Replies:
    """Money came back to the sender: that is worth a message."""
    shown, key = event.card, "red_envelopes.came_back"
    opened, shares = len(shown.taken), shown.shares
    text = say(key, amount=Money(shown.left), opened=opened, shares=shares)
    redraws = _redraws(shown.envelope_id, shown.kind, is_over=True)
    return (*redraws, Message(text, to=To(shown.sender)))


def card(shown: envelopes.EnvelopeCard) -> Message:
    text = say("red_envelopes.card", lines=tuple(_lines(shown)))
    return Message(text, keyboard=_keyboard(shown), card=f"envelope:{shown.envelope_id}")


def sender_card(shown: envelopes.EnvelopeCard) -> Message:
    """An envelope as its sender sees it: a personal one is not the sender's to open."""
    if shown.kind is not envelopes.EnvelopeKind.PERSONAL:
        return card(shown)
    return replace(card(shown), keyboard=(), card=f"envelope_sent:{shown.envelope_id}")


def proof_json(proof: envelopes.Proof) -> str:
    """The numbers as the verifier reads them. ASCII: nothing in it can turn or be lost."""
    terms = proof.terms
    return json.dumps(
        {
            "version": envelopes.VERSION,
            "envelope": terms.envelope_id,
            "total": terms.total,
            "shares": terms.shares,
            "method": terms.method,
            "created": terms.created_town_s,
            "words": terms.words,
            "seal": proof.seal,
            "seed": proof.seed.hex(),
            "drawn": proof.drawn,
        },
        separators=(",", ":"),
    )


def _redraws(envelope_id: int, kind: envelopes.EnvelopeKind, *, is_over: bool) -> Replies:
    names = ["envelope"]
    if kind is envelopes.EnvelopeKind.PERSONAL:
        names.append("envelope_sent")
    elif is_over:
        names.append("envelope_copy")
    return tuple(Redraw(f"{name}:{envelope_id}") for name in names)


def _lines(shown: envelopes.EnvelopeCard) -> Iterator[Say]:
    yield _title(shown)
    words = Quote(shown.words) if shown.words else say("red_envelopes.default_words")
    yield say("red_envelopes.words", words=words)
    yield _state(shown)
    yield from _taken(shown)
    if shown.best is not None:
        yield say("red_envelopes.best", name=shown.best.name, amount=Money(shown.best.amount))
    if shown.kind.method is envelopes.Method.DOUBLE_MEAN:
        yield say("red_envelopes.seal", seal=shown.seal[:SEAL_SHOWN], created=shown.created_town_s)


def _title(shown: envelopes.EnvelopeCard) -> Say:
    return say(
        f"red_envelopes.title_{shown.kind}",
        name=shown.sender_name,
        to=shown.recipient_name or "",
        amount=Money(shown.total),
        shares=shown.shares,
    )


def _state(shown: envelopes.EnvelopeCard) -> Say:
    left = shown.shares - len(shown.taken)
    if shown.state is envelopes.EnvelopeState.OPEN:
        return say("red_envelopes.open", count=left, shares=shown.shares)
    if shown.state is envelopes.EnvelopeState.FINISHED:
        return say("red_envelopes.finished", count=shown.shares)
    return say("red_envelopes.expired", count=left, amount=Money(shown.left))


def _taken(shown: envelopes.EnvelopeCard) -> Iterator[Say]:
    """The latest first: on a live card that is where something happens."""
    latest = shown.taken[::-1][:LINES_MAX]
    for share in latest:
        yield say("red_envelopes.taken", name=share.name, amount=Money(share.amount))
    if len(shown.taken) > len(latest):
        yield say("red_envelopes.taken_more", count=len(shown.taken) - len(latest))


def _keyboard(shown: envelopes.EnvelopeCard) -> Keyboard:
    if shown.state is envelopes.EnvelopeState.OPEN:
        return ((Button(say("red_envelopes.open_it"), OpenShare(envelope_id=shown.envelope_id)),),)
    if shown.kind.method is envelopes.Method.DOUBLE_MEAN and shown.taken:
        check = CheckDraw(envelope_id=shown.envelope_id)
        return ((Button(say("red_envelopes.check"), check),),)
    return ()
