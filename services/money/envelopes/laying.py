"""Choosing an envelope and laying it out: what shape it may have, its row, its seed and its hold.

Owns nothing about who pays, who may open it and when it ends: envelopes and galas differ in that.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from services.kernel.errors import AmountOutOfRange
from services.kernel.localized import one_line
from services.kernel.money import AMOUNT_MAX, Fen, Money
from services.kernel.schema import insert_new
from services.kernel.town import AccountId, ParticipantId, Town
from services.money.envelopes import draw
from services.money.envelopes.cards import EnvelopeKind
from services.money.envelopes.errors import (
    EnvelopeWordsTooLong,
    SharesOutOfRange,
    ShareTooThick,
    ShareTooThin,
)
from services.money.envelopes.tables import envelopes
from services.money.envelopes.taking import wallet_of
from services.money.ledger import HOLD, balance, open_account

WORDS_MAX = 60
NONCE_BYTES = 6


@dataclass(frozen=True, slots=True)
class NewEnvelope:
    """What an envelope shall be, before it has a number."""

    key: str
    kind: EnvelopeKind
    total: Fen
    shares: int
    words: str
    recipient: ParticipantId | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """An amount chosen. The nonce makes one envelope of all taps on the keyboard that follows."""

    amount: Fen
    nonce: str


def check_shape(total: int, shares: int, *, shares_max: int) -> None:
    """Refuse an envelope that cannot be shared out. Nothing is said about who pays."""
    if not 1 <= shares <= shares_max:
        raise SharesOutOfRange(low=1, high=shares_max)
    if not 1 <= total <= AMOUNT_MAX:
        raise AmountOutOfRange(low=Money(1), high=Money(AMOUNT_MAX))
    if total < shares:
        raise ShareTooThin(amount=Money(total), shares=shares)
    if total > shares * draw.SHARE_FEN_MAX:
        most, cap = Money(shares * draw.SHARE_FEN_MAX), Money(draw.SHARE_FEN_MAX)
        raise ShareTooThick(cap=cap, most=most, shares=shares)


def lay_out(town: Town, new: NewEnvelope) -> tuple[int, AccountId] | None:
    """Write a new envelope with its hold, still without money. None when its key stands already."""
    hold = open_account(town, HOLD, f"envelope:{new.key}")
    is_new = insert_new(
        town.conn,
        envelopes,
        workshop_id=town.workshop_id,
        key=new.key,
        kind=new.kind,
        sender=None if new.kind is EnvelopeKind.GALA else town.actor.pid,
        recipient=new.recipient,
        words=new.words,
        total_fen=new.total,
        shares=new.shares,
        left_fen=new.total,
        left_shares=new.shares,
        hold=hold,
        seed=town.randomness(f"envelope:{town.actor.name}").token(draw.SEED_BYTES),
        created_town_s=town.now,
    )
    found = standing(town, new.key)
    return (found, hold) if is_new and found is not None else None


def standing(town: Town, key: str) -> int | None:
    """The number of the envelope with this key, if there is one."""
    return town.conn.scalar(
        select(envelopes.c.envelope_id).where(
            envelopes.c.workshop_id == town.workshop_id, envelopes.c.key == key
        )
    )


def begin(town: Town) -> Fen:
    """What the actor could give."""
    return balance(town, wallet_of(town.actor))


def choose_shares(town: Town, amount: Fen) -> Draft:
    """An amount to share, and a fresh nonce. Raises `AmountOutOfRange`."""
    check_shape(amount, shares=1, shares_max=1)
    return Draft(amount, town.randomness("draft").token(NONCE_BYTES).hex())


def clean_words(words: str) -> str:
    """The words in one line, without control characters. Raises `WordsTooLong`."""
    line = one_line(words)
    if len(line) > WORDS_MAX:
        raise EnvelopeWordsTooLong(limit=WORDS_MAX, length=len(line))
    return line
