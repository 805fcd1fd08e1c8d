"""What is refused of requests for money."""

from __future__ import annotations

from services.kernel.errors import RuleError


class RequestToSelf(RuleError):
    """Money asked of oneself."""


class RequestToAll(RuleError):
    """Money asked of everybody, or of more than `limit` people at once."""


class NotAContact(RuleError):
    """Somebody who is no friend is asked by somebody who sells nothing. Field: `name`."""


class RequestsBlocked(RuleError):
    """The person wants no more requests from the asker. Field: `name`."""


class TooManyRequests(RuleError):
    """As many as `limit` shares have not been answered yet."""


class SplitTooSmall(RuleError):
    """There is not a fen for everybody. Fields: `amount` (Money), `people`."""


class RequestNoteTooLong(RuleError):
    """Words of more than `limit` characters."""


class AskedOtherwise(RuleError):
    """One screen asks once: it has asked for something else. Fields: `name`, `amount` (Money)."""


class RequestOver(RuleError):
    """Answered otherwise before, taken back, or lapsed. Field: `name`, the asker."""
