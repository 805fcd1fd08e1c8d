"""What the town refuses about rentals. A low score is not among it: that asks for a deposit."""

from __future__ import annotations

from services.kernel.errors import RuleError


class NoSuchThing(RuleError):
    """Nothing of that name can be hired. Fields: `typed`, `known` (names, in one line)."""


class RentalOver(RuleError):
    """The order has moved on: cancelled, in use, brought back, lost or paid before."""


class NothingOut(RuleError):
    """The person has nothing to bring back and nothing to pay for."""
