"""Why the town refuses a payment."""

from __future__ import annotations

from services.kernel.errors import RuleError


class PayToSelf(RuleError):
    """A payment to oneself."""

    code = "pay_to_self"


class NoteTooLong(RuleError):
    """A note of more than `limit` characters. Field: `length`."""

    code = "note_too_long"


class PaymentOver(RuleError):
    """Answered otherwise before, or gone back after a day. Field: `name`, the payer."""

    code = "payment_over"
