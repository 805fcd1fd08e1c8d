"""Payrolls: wages that are paid, or are not and bring the employer on the court's list."""

from services.standing.payrolls.service import (
    PAYROLL_DUE,
    EmployerCannotPay,
    NobodyToEmploy,
    NoPayroll,
    Payroll,
    PayrollDue,
    PayrollEnded,
    draw_up,
    is_any_open,
    mine,
    overdue,
    pay,
    payroll_of,
    report_overdue,
    withdraw,
)
