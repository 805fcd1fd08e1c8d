"""What a person hears of their orders. Nobody else hears of them."""

from __future__ import annotations

from dataclasses import dataclass

from services.kernel.town import Event
from services.living.rentals.records import Order


@dataclass(frozen=True, slots=True)
class _OfRental(Event):
    order: Order


@dataclass(frozen=True, slots=True)
class RentalMoved(_OfRental):
    """An order is asked for, confirmed, cancelled or over: its card shows it."""


@dataclass(frozen=True, slots=True)
class RentalDue(_OfRental):
    """From now on a return is late."""


@dataclass(frozen=True, slots=True)
class RentalEnded(_OfRental):
    """A thing came back or is lost; its price is paid, or owed."""


@dataclass(frozen=True, slots=True)
class RentalPaid(_OfRental):
    """What was owed is paid."""
