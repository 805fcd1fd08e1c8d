"""How envelopes look. Pure: results and events in, replies out."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from aiogram.filters.callback_data import CallbackData

from bot.arguments import Nonce, RowId, Typed
from bot.replies import (
    Answer,
    Button,
    CopyTextButton,
    Message,
    Priority,
    Quote,
    Redraw,
    To,
    ToAll,
    ToGroup,
    say,
)
from services.kernel.money import Fen, Money
from services.money.envelopes import VERSION, EnvelopeKind, EnvelopeState, Method

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.replies import Keyboard, Replies, Say
    from services.money.envelopes import (
        Draft,
        EnvelopeCard,
        EnvelopeLapsed,
        EnvelopeSent,
        Proof,
        Share,
        ShareOpened,
    )


class ChooseShares(CallbackData, prefix="ea"):
    """This much; how many shares comes next."""

    fen: Typed


class SendEnvelope(CallbackData, prefix="es"):
    """Lay it out; the nonce makes one envelope of all taps on one keyboard."""

    fen: Typed
    shares: Typed
    kind: EnvelopeKind
    nonce: Nonce


class OpenShare(CallbackData, prefix="eo"):
    """Open one's share."""

    envelope_id: RowId


class CheckDraw(CallbackData, prefix="ec"):
    """Show the numbers of a draw that has ended."""

    envelope_id: RowId


class TapGala(CallbackData, prefix="gt"):
    """Try one's luck at the gala."""

    gala_id: RowId


AMOUNTS_FEN = (666, 888, 2000, 6600)
SHARES = (3, 5, 8, 12)
LINES_MAX = 10
LIVE_COPIES_MAX = 40  # private copies drawn again with every share; more would fill the sender
SEAL_SHOWN = 24  # hexadecimal digits on a card: 96 bits, more than anybody can find twice


def amounts(balance: Fen) -> Replies:
    """How much to give; and what happens to an envelope."""
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


def shares(draft: Draft) -> Replies:
    """Into how many shares, and how they are drawn."""
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
        for kind in (EnvelopeKind.LUCKY, EnvelopeKind.EQUAL)
    )
    amount = Money(draft.amount)
    to_one = CopyTextButton(say("red_envelopes.to_one"), f"/red_envelope {str(amount)[1:]} @")
    text = say("red_envelopes.choose_shares", amount=amount)
    return (Message(text, keyboard=(*rows, (to_one,))),)


def sent(envelope: EnvelopeCard) -> Replies:
    """The sender's own copy of the card."""
    return (sender_card(envelope),)


def sent_by_button(envelope: EnvelopeCard) -> Replies:
    """The sender's copy; a second tap repeats only the toast."""
    toast = Answer(say("red_envelopes.toast_sent", amount=Money(envelope.total)))
    return (toast,) if envelope.again else (toast, *sent(envelope))


def opened(share: Share) -> Replies:
    """What a tap answers: the same each time."""
    key = "red_envelopes.toast_again" if share.again else "red_envelopes.toast_opened"
    return (Answer(say(key, amount=Money(share.amount))),)


def checked(proof: Proof) -> Replies:
    """All numbers of a draw, to be pasted into the verifier."""
    numbers = say("red_envelopes.proof", numbers=proof_json(proof))
    return (Answer(say("red_envelopes.toast_proof")), Message(numbers))


def told_sent(event: EnvelopeSent) -> Replies:
    """The card for everybody else: the town, or the one it is for."""
    shown = event.card
    name = f"envelope:{shown.envelope_id}"
    if shown.recipient is not None:
        return (card(shown, to=To(shown.recipient), name=name),)
    live = event.private_copies <= LIVE_COPIES_MAX
    copy = name if live else f"envelope_copy:{shown.envelope_id}"
    everybody = ToAll(without=shown.sender)
    return (
        card(shown, to=ToGroup(), name=name, priority=Priority.CHAT),
        card(shown, to=everybody, name=copy, priority=Priority.BROADCAST),
    )


def told_opened(event: ShareOpened) -> Replies:
    """Cards show it. Copies in large towns are drawn again only at the end."""
    share = event.share
    return _redraws(share.envelope_id, share.kind, is_over=share.left_shares == 0)


def told_lapsed(event: EnvelopeLapsed) -> Replies:
    """Money came back to the sender: that is worth a message."""
    shown, key = event.card, "red_envelopes.came_back"
    opened, shares = len(shown.taken), shown.shares
    text = say(key, amount=Money(shown.left), opened=opened, shares=shares)
    redraws = _redraws(shown.envelope_id, shown.kind, is_over=True)
    return (*redraws, Message(text, to=To(shown.sender)))


def card(
    shown: EnvelopeCard,
    *,
    to: To | ToGroup | ToAll,
    name: str,
    priority: Priority = Priority.RECEIPT,
) -> Message:
    text = say("red_envelopes.card", lines=tuple(_lines(shown)))
    return Message(text, to=to, keyboard=_keyboard(shown), priority=priority, card=name)


def sender_card(shown: EnvelopeCard) -> Message:
    """An envelope as its sender sees it: a personal one is not the sender's to open."""
    text = say("red_envelopes.card", lines=tuple(_lines(shown)))
    if shown.kind is EnvelopeKind.PERSONAL:
        return Message(text, card=f"envelope_sent:{shown.envelope_id}")
    return Message(text, keyboard=_keyboard(shown), card=f"envelope:{shown.envelope_id}")


def proof_json(proof: Proof) -> str:
    """The numbers as the verifier reads them. ASCII: nothing in it can turn or be lost."""
    terms = proof.terms
    return json.dumps(
        {
            "version": VERSION,
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


def _redraws(envelope_id: int, kind: EnvelopeKind, *, is_over: bool) -> Replies:
    names = ["envelope"]
    if kind is EnvelopeKind.PERSONAL:
        names.append("envelope_sent")
    elif is_over:
        names.append("envelope_copy")
    return tuple(Redraw(f"{name}:{envelope_id}") for name in names)


def _lines(shown: EnvelopeCard) -> Iterator[Say]:
    yield _title(shown)
    words = Quote(shown.words) if shown.words else say("red_envelopes.default_words")
    yield say("red_envelopes.words", words=words)
    yield _state(shown)
    yield from _taken(shown)
    if shown.best is not None:
        yield say("red_envelopes.best", name=shown.best.name, amount=Money(shown.best.amount))
    if shown.kind.method is Method.DOUBLE_MEAN:
        yield say("red_envelopes.seal", seal=shown.seal[:SEAL_SHOWN], created=shown.created_town_s)


def _title(shown: EnvelopeCard) -> Say:
    return say(
        f"red_envelopes.title_{shown.kind}",
        name=shown.sender_name,
        to=shown.recipient_name or "",
        amount=Money(shown.total),
        shares=shown.shares,
    )


def _state(shown: EnvelopeCard) -> Say:
    left = shown.shares - len(shown.taken)
    if shown.state is EnvelopeState.OPEN:
        return say("red_envelopes.open", count=left, shares=shown.shares)
    if shown.state is EnvelopeState.FINISHED:
        return say("red_envelopes.finished", count=shown.shares)
    return say("red_envelopes.expired", count=left, amount=Money(shown.left))


def _taken(shown: EnvelopeCard) -> Iterator[Say]:
    """The latest first: on a live card that is where something happens."""
    latest = shown.taken[::-1][:LINES_MAX]
    for share in latest:
        yield say("red_envelopes.taken", name=share.name, amount=Money(share.amount))
    if len(shown.taken) > len(latest):
        yield say("red_envelopes.taken_more", count=len(shown.taken) - len(latest))


def _keyboard(shown: EnvelopeCard) -> Keyboard:
    if shown.state is EnvelopeState.OPEN:
        return ((Button(say("red_envelopes.open_it"), OpenShare(envelope_id=shown.envelope_id)),),)
    if shown.kind.method is Method.DOUBLE_MEAN and shown.taken:
        check = CheckDraw(envelope_id=shown.envelope_id)
        return ((Button(say("red_envelopes.check"), check),),)
    return ()
