"""What the town refuses when somebody asks about scores."""

from __future__ import annotations

from services.kernel.errors import RuleError


class NotAMember(RuleError):
    """The agency does not rate the asker. Fields: its title, `en` and `zh`."""

    code = "not_rated_there"


class CalculationSecret(RuleError):
    """The law in force lets agencies keep their calculation to themselves."""

    code = "calculation_secret"


class LeaderboardOff(RuleError):
    """The law in force ranks nobody."""

    code = "leaderboard_off"


class NoSuchGate(RuleError):
    """No service of that name asks for a score. Fields: `typed`, `known`."""

    code = "no_such_gate"


class NoScoreYet(RuleError):
    """There is no score yet that could be shown or complained about."""

    code = "no_score_yet"
