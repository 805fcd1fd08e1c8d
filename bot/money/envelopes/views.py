"""How envelopes look. Pure: results and events in, replies out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from aiogram.filters.callback_data import CallbackData

from bot.arguments import (
    AskWords,
    Go,
    Nonce,
    RowId,
    Typed,
    Words,
    other_amount,
    screen,
)
from bot.replies import (
    Answer,
    Button,
    Keyboard,
    Message,
    News,
    Quote,
    Redraw,
    Replies,
    Say,
    Show,
    Text,
    To,
    grid,
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


class OpenAtHome(CallbackData, prefix="em"):
    """The same on its screen at home, which is no card."""

    envelope_id: RowId


class CheckDraw(CallbackData, prefix="ec"):
    envelope_id: RowId


class ShowEnvelope(CallbackData, prefix="ev"):
    envelope_id: RowId


class ShowDraws(CallbackData, prefix="ed"):
    """The draws that can be checked."""


class TapGala(CallbackData, prefix="gt"):
    gala_id: RowId


AMOUNTS_FEN = (666, 888, 2000, 6600)
AMOUNTS_IN_A_ROW = 2
SHARES = (3, 5, 8, 12)
LINES_MAX = 10
LIVE_COPIES_MAX = 40  # private copies drawn again with every share; more would fill the sender
SEAL_SHOWN = 24  # hexadecimal digits on a card: 96 bits, more than anybody can find twice


def amounts(balance: Fen) -> Replies:
    buttons = tuple(
        Button(say("as_is", what=Money(fen).short), ChooseShares(fen=str(fen)))
        for fen in AMOUNTS_FEN
    )
    asks = AskWords(what=Words.ENVELOPE)
    text = say(
        "red_envelopes.choose_amount",
        balance=Money(balance),
        provenance=say("provenance.reported_once"),
    )
    rows = (*grid(buttons, AMOUNTS_IN_A_ROW), other_amount(asks))
    return (screen(text, rows, asks=asks),)


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
    typed = str(amount)[1:]
    to_one = Button(say("red_envelopes.to_one"), AskWords(what=Words.FOR_ONE, about=typed))
    text, back = say("red_envelopes.choose_shares", amount=amount), Go(command="red_envelope")
    asks = AskWords(what=Words.SHARES, about=typed)
    return (screen(text, (*rows, (to_one,)), back=back, asks=asks),)


def sent_by_button(envelope: envelopes.EnvelopeCard) -> Replies:
    """The sender's copy; a second tap repeats only the toast."""
    toast = Answer(say("red_envelopes.toast_sent", amount=Money(envelope.total)))
    return (toast,) if envelope.again else (toast, replace(sender_card(envelope), in_place=True))


def opened(share: envelopes.Share) -> Replies:
    """What a tap answers: the same each time."""
    key = "red_envelopes.toast_again" if share.again else "red_envelopes.toast_opened"
    return (Answer(say(key, amount=Money(share.amount))),)


def opened_at_home(found: tuple[envelopes.Share, envelopes.EnvelopeCard]) -> Replies:
    """Its screen at home shows that it is open, as its card in the chat does."""
    share, envelope = found
    return (*opened(share), shown(envelope))


def told_sent(event: envelopes.EnvelopeSent) -> Replies:
    """The one it is for is told; the town reads of it on its card."""
    envelope = event.card
    if envelope.recipient is None:
        return (News(),)
    return (replace(card(envelope), to=To(envelope.recipient), talk=f"p:{envelope.sender}"),)


def shown(envelope: envelopes.EnvelopeCard) -> Message:
    """One that waits, looked at from home: its card hangs in the chat."""
    text, is_open = card(envelope).text, envelope.state is envelopes.EnvelopeState.OPEN
    open_it = Button(say("red_envelopes.open_it"), OpenAtHome(envelope_id=envelope.envelope_id))
    return screen(text, ((open_it,),) if is_open else ())


def news(found: Sequence[envelopes.EnvelopeCard]) -> Iterator[Text | Button]:
    """Open ones with their buttons; one that is over is a line."""
    for one in found:
        amount, is_open = Money(one.total), one.state is envelopes.EnvelopeState.OPEN
        if is_open:
            yield say("news.envelope", name=one.sender_name, amount=amount, shares=one.shares)
            yield Button(say("news.open", amount=amount), OpenShare(envelope_id=one.envelope_id))
        else:
            yield _over(one)
    if any(one.kind.method is envelopes.Method.DOUBLE_MEAN for one in found):
        yield Button(say("news.draws"), ShowDraws())


def draws(found: Sequence[envelopes.EnvelopeCard]) -> Replies:
    """The seals hang here from the start; the numbers of a draw come when it is over."""
    seals = tuple(
        say("news.seal", name=one.sender_name, seal=_seal(one))
        for one in found
        if one.state is envelopes.EnvelopeState.OPEN
    )
    buttons = [
        Button(
            say("news.draw", name=one.sender_name, amount=Money(one.total)),
            CheckDraw(envelope_id=one.envelope_id),
        )
        for one in found
        if _can_be_checked(one)
    ]
    text = say("news.choose_draw" if buttons else "news.no_draws", seals=seals)
    return (screen(text, grid(buttons, 2), back=Go(command="town")),)


def told_opened(event: envelopes.ShareOpened) -> Replies:
    """The giver's card shows it; the town's, when all are taken."""
    share = event.share
    return _redraws(share.envelope_id, share.kind, is_over=share.left_shares == 0)


def told_lapsed(event: envelopes.EnvelopeLapsed) -> Replies:
    """What came back stands on the sender's card, which comes again where it is gone."""
    shown = event.card
    mine = Show(sender_card(shown).card or "", to=To(shown.sender), once=True)
    return (*_redraws(shown.envelope_id, shown.kind, is_over=True), mine)


def card(shown: envelopes.EnvelopeCard) -> Message:
    text = say("as_is", what=tuple(_lines(shown)))
    return Message(text, keyboard=_keyboard(shown), card=f"envelope:{shown.envelope_id}")


def sender_card(shown: envelopes.EnvelopeCard) -> Message:
    """An envelope as its sender sees it: a personal one is not the sender's to open."""
    if shown.kind is not envelopes.EnvelopeKind.PERSONAL:
        return card(shown)
    return replace(card(shown), keyboard=(), card=f"envelope_sent:{shown.envelope_id}")


def _redraws(envelope_id: int, kind: envelopes.EnvelopeKind, *, is_over: bool) -> Replies:
    names = [f"envelope:{envelope_id}"]
    if kind is envelopes.EnvelopeKind.PERSONAL:
        names.append(f"envelope_sent:{envelope_id}")
    elif is_over:
        names.append("town:*")
    return tuple(map(Redraw, names))


def _seal(shown: envelopes.EnvelopeCard) -> Say:
    return say("red_envelopes.seal", seal=shown.seal[:SEAL_SHOWN], created=shown.created_town_s)


def _over(shown: envelopes.EnvelopeCard) -> Say:
    amount = Money(shown.total)
    if shown.best is None:
        count = len(shown.taken)
        return say("news.envelope_over", name=shown.sender_name, amount=amount, count=count)
    return say(
        "news.envelope_best",
        name=shown.sender_name,
        amount=amount,
        best=shown.best.name,
        most=Money(shown.best.amount),
    )


def _can_be_checked(shown: envelopes.EnvelopeCard) -> bool:
    is_over = shown.state is not envelopes.EnvelopeState.OPEN
    return is_over and shown.kind.method is envelopes.Method.DOUBLE_MEAN and bool(shown.taken)


def _lines(shown: envelopes.EnvelopeCard) -> Iterator[Say]:
    if shown.state is not envelopes.EnvelopeState.OPEN and shown.recipient is None:
        yield _over(shown)
        if shown.state is envelopes.EnvelopeState.EXPIRED:
            yield _state(shown)
        return
    yield _title(shown)
    words = Quote(shown.words) if shown.words else say("red_envelopes.default_words")
    yield say("as_is", what=words)
    yield _state(shown)
    yield from _taken(shown)
    if shown.kind.method is envelopes.Method.DOUBLE_MEAN:
        yield _seal(shown)


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
    if _can_be_checked(shown):
        check = CheckDraw(envelope_id=shown.envelope_id)
        return ((Button(say("check_draw"), check),),)
    return ()
