"""What the town refuses when somebody asks about scores."""

from __future__ import annotations

from services.kernel.errors import RuleError


class NotRatedThere(RuleError):
    """The agency does not rate the asker. Field: its `title`."""


class CalculationSecret(RuleError):
    """The law in force lets agencies keep their calculation to themselves."""


class LeaderboardOff(RuleError):
    """The law in force ranks nobody."""


class NoSuchGate(RuleError):
    """No service of that name asks for a score. Fields: `typed`, `known`."""


class NoScoreYet(RuleError):
    """There is no score yet that could be shown or complained about."""
