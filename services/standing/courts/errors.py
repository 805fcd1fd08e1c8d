"""What the court refuses."""

from __future__ import annotations

from services.kernel.errors import RuleError


class NobodyToJudge(RuleError):
    """Nobody lives in the town, or everybody has an open judgment already."""

    code = "nobody_to_judge"


class NoOpenJudgment(RuleError):
    """There is no judgment that waits for its payment."""

    code = "no_open_judgment"


class JudgmentSettled(RuleError):
    """The judgment was paid; there is nothing to enforce. Field: `case`."""

    code = "judgment_settled"


class DebtorCannotPay(RuleError):
    """The debtor holds too little. Fields: `name`, `balance`, `needed` (Money)."""

    code = "debtor_cannot_pay"
