"""Why the town refuses a payment."""

from __future__ import annotations

from services.kernel.errors import RuleError


class PayToSelf(RuleError):
    """A payment to oneself."""


class NoteTooLong(RuleError):
    """A note of more than `limit` characters. Field: `length`."""


class PaymentOver(RuleError):
    """Answered otherwise before, or gone back after a day. Field: `name`, the payer."""


class KeyboardSpent(RuleError):
    """One keyboard pays once: another payment came of it. Fields: `name`, `amount` (Money)."""
