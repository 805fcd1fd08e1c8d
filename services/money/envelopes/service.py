"""Red envelopes: lay one out, open a share, take back what nobody opened within a day.

As WeChat does it: a share is drawn when it is opened, in the order of the server's receipt; one
share a person; the sender may open one of a town envelope; at most ¥200 a share and 100 shares;
after 24 hours the rest goes back. Owns nothing about how an envelope looks or is announced.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import update

from services.kernel.errors import Outdated
from services.kernel.money import Fen
from services.kernel.time import DAY_S
from services.kernel.timers import clear_timer, set_timer
from services.kernel.town import AccountId, ParticipantId
from services.money.envelopes.cards import EnvelopeCard, EnvelopeKind, EnvelopeState, envelope_card
from services.money.envelopes.errors import (
    EnvelopeAllTaken,
    EnvelopeExpired,
    EnvelopeNotForYou,
    EnvelopeToSelf,
)
from services.money.envelopes.events import EnvelopeLapsed, EnvelopeSent, ShareOpened
from services.money.envelopes.laying import NewEnvelope, check_shape, clean_words, lay_out, standing
from services.money.envelopes.tables import envelopes
from services.money.envelopes.taking import Share, Taps, locked, own, take, wallet_of
from services.money.ledger import Transfer, move
from services.people import identity
from services.people.facts import Fact, record

if TYPE_CHECKING:
    from sqlalchemy import Row

    from services.kernel.town import Town

TIMER = "envelope"
LIFE_S = DAY_S
SHARES_MAX = 100
_NO_TAPS = Taps(0, 0, 0)


@dataclass(frozen=True, slots=True)
class Sent:
    """An envelope as its sender sees it. `again`: the same tap had laid it out before."""

    envelope_id: int
    kind: EnvelopeKind
    card: EnvelopeCard
    again: bool = field(default=False, compare=False)

    @property
    def cause(self) -> str:
        """What the keys of all facts of this envelope begin with, now and later."""
        return f"envelope:{self.envelope_id}"


def send(
    town: Town,
    amount: Fen,
    shares: int,
    kind: EnvelopeKind = EnvelopeKind.LUCKY,
    words: str = "",
    *,
    nonce: str = "",
) -> Sent:
    """Lay out a lucky or equal envelope for the whole town.

    The same `nonce` (of one keyboard) gives the first envelope again. Raises `AmountOutOfRange`,
    `SharesOutOfRange`, `ShareTooThin`, `ShareTooThick`, `WordsTooLong`, `NotEnoughMoney`.
    """
    if kind not in {EnvelopeKind.LUCKY, EnvelopeKind.EQUAL}:
        raise Outdated
    return _send(
        town,
        NewEnvelope(
            key=_key(town, nonce), kind=kind, total=amount, shares=shares, words=clean_words(words)
        ),
    )


def send_to(town: Town, to: str, amount: Fen, words: str = "", *, nonce: str = "") -> Sent:
    """Give an envelope to one person, by name or participant id, who alone can open it.

    Raises `NobodyOfThatName`, `EnvelopeToSelf` and what `send` raises.
    """
    recipient = identity.by_name(town, to).participant_id
    if recipient == town.actor.pid:
        raise EnvelopeToSelf
    key = _key(town, nonce)
    return _send(
        town,
        NewEnvelope(
            key=key,
            kind=EnvelopeKind.PERSONAL,
            total=amount,
            shares=1,
            words=clean_words(words),
            recipient=recipient,
        ),
    )


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
    share = take(town, row, _NO_TAPS)
    if not share.again:
        _tell_opened(town, row, share)
    return share


def expire(town: Town, subject: str) -> None:
    """Give what nobody opened back to the sender, once. Runs by timer, as of its due time."""
    row = locked(town, int(subject))
    if row.state != EnvelopeState.OPEN:
        return
    sender = identity.by_id(town, row.sender)
    key = f"envelope:{row.envelope_id}"
    back = Fen(row.left_fen)
    hold = AccountId(row.hold)
    move(
        town,
        Transfer(
            key=f"{key}:back", kind="envelope_back", source=hold, target=sender.wallet, amount=back
        ),
    )
    town.conn.execute(
        update(envelopes)
        .where(envelopes.c.envelope_id == row.envelope_id)
        .values(state=EnvelopeState.EXPIRED)
    )
    who = sender.participant_id
    record(town, Fact(who, "envelope_refunded", back, key=f"{key}:refunded"))
    opened = row.shares - row.left_shares
    town.emit(
        EnvelopeLapsed(
            envelope_id=row.envelope_id,
            kind=EnvelopeKind(row.kind),
            sender=who,
            amount=back,
            opened=opened,
            shares=row.shares,
        )
    )


def _send(town: Town, new: NewEnvelope) -> Sent:
    known = standing(town, new.key)
    if known is not None:
        return _sent(town, known, again=True)
    check_shape(new.total, new.shares, shares_max=SHARES_MAX)
    laid = lay_out(town, new)
    if laid is None:
        return _sent(town, standing(town, new.key) or 0, again=True)
    number, hold = laid
    key = f"envelope:{number}"
    wallet = wallet_of(town.actor)
    subject = new.recipient or ""
    move(
        town,
        Transfer(
            key=f"{key}:hold",
            kind="envelope",
            source=wallet,
            target=hold,
            amount=new.total,
            subject=subject,
        ),
    )
    fact = Fact(town.actor.pid, "envelope_sent", new.total, subject, key=f"{key}:sent")
    record(town, fact)
    set_timer(town, TIMER, str(number), due=town.now + LIFE_S)
    sent = _sent(town, number)
    _tell_sent(town, new, sent)
    return sent


def _tell_sent(town: Town, new: NewEnvelope, sent: Sent) -> None:
    town.emit(
        EnvelopeSent(
            envelope_id=sent.envelope_id,
            kind=new.kind,
            sender=town.actor.pid,
            sender_name=town.actor.name,
            recipient=new.recipient,
            total=new.total,
            shares=new.shares,
            private_copies=1 if new.recipient else len(identity.addresses(town)),
            card=sent.card,
        )
    )


def _tell_opened(town: Town, row: Row[*tuple[Any, ...]], share: Share) -> None:
    if share.left_shares == 0:
        clear_timer(town, TIMER, str(row.envelope_id))
    town.emit(
        ShareOpened(
            envelope_id=share.envelope_id,
            kind=share.kind,
            opener=town.actor.pid,
            opener_name=town.actor.name,
            sender=ParticipantId(row.sender),
            amount=share.amount,
            left_shares=share.left_shares,
        )
    )


def _refuse(town: Town, row: Row[*tuple[Any, ...]]) -> None:
    if row.recipient is not None and row.recipient != town.actor.participant_id:
        raise EnvelopeNotForYou(name=identity.by_id(town, row.recipient).name)
    if row.state == EnvelopeState.EXPIRED or town.now >= row.created_town_s + LIFE_S:
        raise EnvelopeExpired
    if row.left_shares == 0:
        raise EnvelopeAllTaken


def _sent(town: Town, envelope_id: int, *, again: bool = False) -> Sent:
    card = envelope_card(town, envelope_id)
    return Sent(envelope_id, card.kind, card, again=again)


def _key(town: Town, nonce: str) -> str:
    """One keyboard makes one envelope, however often it is tapped; words make one each."""
    return f"{town.actor.pid}:{nonce or town.key}"
