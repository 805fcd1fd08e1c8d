"""The court: judgments, their payment, and what happens when they are not paid."""

from services.standing.courts.judgments import (
    AGENCY,
    Judgment,
    JudgmentDefaulted,
    JudgmentPaid,
    JudgmentServed,
    JudgmentWithdrawn,
    judgment_of,
    judgment_on_which,
    open_judgments,
)
from services.standing.courts.service import (
    JUDGMENT_DUE,
    PAY_WITHIN_DAYS,
    DebtorCannotPay,
    JudgmentSettled,
    NobodyToJudge,
    NoOpenJudgment,
    enforce,
    enforce_overdue,
    judge,
    list_child,
    not_paid,
    not_served,
    pay_judgment,
    somebody_to_judge,
    withdraw,
)
