"""Receipts that anybody can have checked, and what moved in a month."""

from services.money.receipts.service import (
    PAYMENT,
    ForgedReceipt,
    Receipt,
    check,
    of_payment,
    of_payment_code,
    of_sale,
)
from services.money.receipts.statement import Entry, MonthUnreadable, Statement, statement
