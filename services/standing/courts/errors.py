"""What the court refuses."""

from __future__ import annotations

from services.kernel.errors import RuleError


class NobodyToJudge(RuleError):
    """Nobody lives in the town, or everybody has an open judgment already."""


class NoOpenJudgment(RuleError):
    """There is no judgment that waits for its payment."""


class JudgmentSettled(RuleError):
    """The judgment was paid; there is nothing to enforce. Field: `case`."""


class DebtorCannotPay(RuleError):
    """The debtor holds too little. Fields: `name`, `balance`, `needed` (Money)."""
