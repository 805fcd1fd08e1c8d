"""Whom one can pay: the pages of a keyboard to choose from. Reads; changes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from services.kernel.paging import page_of
from services.money.transfers.service import PayToSelf
from services.people import identity

if TYPE_CHECKING:
    from services.kernel.town import ParticipantId, Town

PAGE = 24
NONCE_BYTES = 6


@dataclass(frozen=True, slots=True)
class Payees:
    """One page of the people of the town."""

    names: tuple[tuple[ParticipantId, str], ...]
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class Payee:
    """Somebody chosen. The nonce makes one payment of all taps on the keyboard that follows."""

    participant_id: ParticipantId
    name: str
    nonce: str


def payees(town: Town, page: int = 0) -> Payees:
    """The people of the town but for the actor; a page that is not there is the nearest one."""
    others = [n for n in identity.neighbours(town) if n.participant_id != town.actor.participant_id]
    here = page_of(others, page, PAGE)
    names = tuple((n.participant_id, n.name) for n in here.items)
    return Payees(names, here.number, here.pages)


def choose_amount(town: Town, to: str) -> Payee:
    """Somebody to pay, and a fresh nonce. Raises `NobodyOfThatName`, `PayToSelf`."""
    chosen = identity.by_id(town, to)
    if chosen.participant_id == town.actor.pid:
        raise PayToSelf
    nonce = town.randomness("payee").token(NONCE_BYTES).hex()
    return Payee(chosen.participant_id, chosen.name, nonce)
