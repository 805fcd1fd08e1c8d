"""Red envelopes: lay one out, open a share, take back what nobody opened within a day.

As WeChat does it: a share is drawn when it is opened, in the order of the server's receipt; one
share a person; the sender may open one of a town envelope; at most ¥200 a share and 100 shares;
after 24 hours the rest goes back. Owns nothing about how an envelope looks or is announced.
"""

from __future__ import annotations

from dataclasses import replace

from services.kernel.errors import Outdated
from services.kernel.money import Fen
from services.kernel.schema import AnyRow, change_row
from services.kernel.time import DAY_S
from services.kernel.timers import clear_timer, set_timer
from services.kernel.town import Town
from services.money.envelopes.cards import (
    EnvelopeCard,
    EnvelopeKind,
    EnvelopeLapsed,
    EnvelopeSent,
    EnvelopeState,
    Share,
    ShareOpened,
    envelope_card,
)
from services.money.envelopes.errors import (
    EnvelopeAllTaken,
    EnvelopeExpired,
    EnvelopeNotForYou,
    EnvelopeToSelf,
)
from services.money.envelopes.laying import NewEnvelope, check_shape, clean_words, lay_out, standing
from services.money.envelopes.tables import envelopes
from services.money.envelopes.taking import locked, own, take, wallet_of
from services.money.ledger import Transfer, move
from services.people import blocks, identity, mutes
from services.people.facts import Fact, record

TIMER = "envelope"
LIFE_S = DAY_S
SHARES_MAX = 100


def send(
    town: Town,
    amount: Fen,
    shares: int,
    kind: EnvelopeKind = EnvelopeKind.LUCKY,
    words: str = "",
    *,
    nonce: str = "",
) -> EnvelopeCard:
    """Lay out a lucky or equal envelope for the whole town.

    The same `nonce` (of one keyboard) gives the first envelope again. Raises `AmountOutOfRange`,
    `SharesOutOfRange`, `ShareTooThin`, `ShareTooThick`, `WordsTooLong`, `NotEnoughMoney`.
    """
    if kind not in {EnvelopeKind.LUCKY, EnvelopeKind.EQUAL}:
        raise Outdated
    new = NewEnvelope(_key(town, nonce), kind, amount, shares, clean_words(words))
    return _send(town, new)


def send_to(town: Town, to: str, amount: Fen, words: str = "", *, nonce: str = "") -> EnvelopeCard:
    """Give an envelope to one person by name, who alone can open it.

    Raises `NobodyOfThatName`, `EnvelopeToSelf` and what `send` raises.
    """
    recipient = identity.by_name(town, to).participant_id
    return send_to_id(town, recipient, amount, words, nonce=nonce)


def send_to_id(
    town: Town, to: str, amount: Fen, words: str = "", *, nonce: str = ""
) -> EnvelopeCard:
    """The same by participant id."""
    recipient = identity.by_id(town, to).participant_id
    if recipient == town.actor.pid:
        raise EnvelopeToSelf
    blocks.require_open(town, recipient)
    key, line = _key(town, nonce), clean_words(words)
    return _send(town, NewEnvelope(key, EnvelopeKind.PERSONAL, amount, 1, line, recipient))


def my_envelope(town: Town, envelope_id: int) -> EnvelopeCard:
    """One that is for the actor alone. Raises `Outdated`."""
    card = envelope_card(town, envelope_id)
    if card.recipient != town.actor.participant_id:
        raise Outdated
    return card


def open_share(town: Town, envelope_id: int) -> Share:
    """Open the actor's share; a second tap shows the same share again.

    Raises `Outdated` (foreign, or a gala), `NotForYou`, `EnvelopeExpired`, `AllTaken`.
    """
    row = locked(town, envelope_id)
    if row.kind == EnvelopeKind.GALA:
        raise Outdated
    had = own(row)
    if had is not None:
        return had
    _refuse(town, row)
    share = take(town, row)
    if not share.again:
        if share.left_shares == 0:
            clear_timer(town, TIMER, str(envelope_id))
        town.emit(ShareOpened(share, town.actor.pid, row.sender))
    return share


def expire(town: Town, subject: str) -> None:
    """Give what nobody opened back to the sender, once. Runs by timer, as of its due time."""
    row = locked(town, int(subject))
    if row.state != EnvelopeState.OPEN:
        return
    key, back, kind = f"envelope:{row.envelope_id}", row.left_fen, "envelope_back"
    wallet = identity.by_id(town, row.sender).wallet
    move(town, Transfer(key=f"{key}:back", kind=kind, source=row.hold, target=wallet, amount=back))
    change_row(town.conn, envelopes, row.envelope_id, state=EnvelopeState.EXPIRED)
    record(town, Fact(row.sender, "envelope_refunded", back, key=f"{key}:refunded"))
    town.emit(EnvelopeLapsed(envelope_card(town, row.envelope_id)))


def _send(town: Town, new: NewEnvelope) -> EnvelopeCard:
    known = standing(town, new.key)
    if known is not None:
        return replace(envelope_card(town, known), again=True)
    mutes.require_voice(town, new.words)
    check_shape(new.total, new.shares, shares_max=SHARES_MAX)
    laid = lay_out(town, new)
    if laid is None:
        return replace(envelope_card(town, standing(town, new.key) or 0), again=True)
    number, hold = laid
    key, subject = f"envelope:{number}", new.recipient or ""
    paid = Transfer(
        key=f"{key}:hold",
        kind="envelope",
        source=wallet_of(town.actor),
        target=hold,
        amount=new.total,
        subject=subject,
    )
    move(town, paid)
    record(town, Fact(town.actor.pid, "envelope_sent", new.total, subject, key=f"{key}:sent"))
    only = [] if new.recipient is None else [new.recipient]
    people = len(identity.addresses(town, only or None))
    waits_s = town.human_wait_s if people else 0
    set_timer(town, TIMER, str(number), due=town.now + LIFE_S, waits_s=waits_s)
    card = envelope_card(town, number)
    town.emit(EnvelopeSent(card, people))
    return card


def _refuse(town: Town, row: AnyRow) -> None:
    if row.recipient is not None and row.recipient != town.actor.participant_id:
        raise EnvelopeNotForYou(name=identity.by_id(town, row.recipient).name)
    if row.state == EnvelopeState.EXPIRED:
        raise EnvelopeExpired
    if row.left_shares == 0:
        raise EnvelopeAllTaken


def _key(town: Town, nonce: str) -> str:
    """One keyboard makes one envelope, however often it is tapped; words make one each."""
    return f"{town.actor.pid}:{nonce or town.key}"
