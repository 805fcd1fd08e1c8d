"""What agencies refuse."""

from __future__ import annotations

from services.kernel.errors import RuleError


class NoSuchAgency(RuleError):
    """Nobody rates here under that name. Fields: `typed`, `known` (the ids, in one line)."""


class NotVoluntary(RuleError):
    """The agency rates people without asking them. Field: `agency`, its id."""


class NotACompany(RuleError):
    """Only companies share with the bureau. Field: `agency`, its id."""


class ReviewedBefore(RuleError):
    """The licence review of this town is over."""
