"""What a workshop refuses."""

from __future__ import annotations

from services.kernel.errors import RuleError


class NothingToOpen(RuleError):
    """The facilitator has no closed workshop (of that code)."""

    code = "nothing_to_open"


class NotAGroup(RuleError):
    """`/workshop here` was typed in a private chat."""

    code = "not_a_group"


class GroupTaken(RuleError):
    """The group belongs to another facilitator's open workshop."""

    code = "group_taken"


class DaysOutOfRange(RuleError):
    """The clock moves by `low` to `high` days."""

    code = "days_out_of_range"


class AnnouncementTooLong(RuleError):
    """More characters than `limit`."""

    code = "announcement_too_long"
