"""Double-entry books in integer fen: open, issue, move, hold, release, read, audit."""

from services.money.ledger.queries import (
    BookFault,
    Flowed,
    Movement,
    audit,
    entered_at,
    flow,
    held,
    is_entered,
    movements,
    seen_balance,
    seen_sum,
)
from services.money.ledger.service import (
    HOLD,
    ISSUER,
    OFFICE,
    WALLET,
    IdempotencyConflict,
    NotEnoughMoney,
    Transfer,
    balance,
    enter,
    hold,
    issue,
    lock_in_order,
    move,
    open_account,
    release,
    take_back,
)
