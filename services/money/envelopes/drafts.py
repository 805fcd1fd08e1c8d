"""An envelope being chosen by buttons. Reads; changes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from services.kernel.money import Fen
from services.money.envelopes.laying import check_shape
from services.money.envelopes.taking import wallet_of
from services.money.ledger import balance

if TYPE_CHECKING:
    from services.kernel.town import Town

NONCE_BYTES = 6


@dataclass(frozen=True, slots=True)
class Purse:
    """What there is to give from."""

    balance: Fen


@dataclass(frozen=True, slots=True)
class Draft:
    """An amount chosen. The nonce makes one envelope of all taps on the keyboard that follows."""

    amount: Fen
    nonce: str


def begin(town: Town) -> Purse:
    """What the actor could give."""
    return Purse(balance(town, wallet_of(town.actor)))


def choose_shares(town: Town, amount: Fen) -> Draft:
    """An amount to share, and a fresh nonce. Raises `AmountOutOfRange`."""
    check_shape(amount, shares=1, shares_max=1)
    return Draft(amount, town.randomness("draft").token(NONCE_BYTES).hex())
