"""What the court refuses."""

from __future__ import annotations

from services.kernel.errors import RuleError


class NobodyToJudge(RuleError):
    """No resident is left who has no open judgment; participants are not judged by chance."""


class NoOpenJudgment(RuleError):
    """There is no judgment that waits for its payment."""


class JudgmentSettled(RuleError):
    """The judgment was paid; there is nothing to enforce. Field: `case`."""


class DebtorCannotPay(RuleError):
    """The debtor holds too little. Fields: `name`, `balance`, `needed` (Money)."""
