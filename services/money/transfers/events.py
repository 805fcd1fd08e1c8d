"""What the other side hears of a payment."""

from __future__ import annotations

from dataclasses import dataclass

from services.kernel.money import Fen
from services.kernel.town import Event, ParticipantId
from services.money.transfers.records import Payment


@dataclass(frozen=True, slots=True)
class _OfTransfer(Event):
    transfer_id: int
    payer: ParticipantId
    payer_name: str
    receiver: ParticipantId
    receiver_name: str
    amount: Fen
    note: str


@dataclass(frozen=True, slots=True)
class TransferOffered(_OfTransfer):
    """Money is waiting for the receiver to accept it."""

    payment: Payment


@dataclass(frozen=True, slots=True)
class TransferAccepted(_OfTransfer):
    """The receiver took the money."""


@dataclass(frozen=True, slots=True)
class TransferDeclined(_OfTransfer):
    """The receiver sent the money back."""


@dataclass(frozen=True, slots=True)
class TransferExpired(_OfTransfer):
    """Nobody answered for a day; the money went back."""
