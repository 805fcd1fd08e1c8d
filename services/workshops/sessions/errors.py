"""What a workshop refuses."""

from __future__ import annotations

from services.kernel.errors import RuleError


class NothingToOpen(RuleError):
    """The facilitator has no closed workshop (of that code)."""


class NotAGroup(RuleError):
    """`/workshop here` was typed in a private chat."""


class GroupTaken(RuleError):
    """The group belongs to another facilitator's open workshop."""


class DaysOutOfRange(RuleError):
    """The clock moves by `low` to `high` days."""


class AnnouncementTooLong(RuleError):
    """More characters than `limit`."""
