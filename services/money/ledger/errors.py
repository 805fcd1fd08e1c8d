"""What the books refuse."""

from __future__ import annotations

from services.kernel.errors import RuleError


class NotEnoughMoney(RuleError):
    """The paying account holds less than the amount. Fields: `balance`, `needed` (Money)."""


class IdempotencyConflict(Exception):
    """A key was used again for a different transfer."""
