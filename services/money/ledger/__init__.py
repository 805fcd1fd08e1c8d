"""Double-entry books in integer fen: open, issue, move, hold, release, read, audit."""

from services.money.ledger.errors import IdempotencyConflict, NotEnoughMoney
from services.money.ledger.queries import BookFault, Movement, audit, held, movements
from services.money.ledger.service import (
    HOLD,
    ISSUER,
    OFFICE,
    WALLET,
    Transfer,
    balance,
    enter,
    hold,
    issue,
    lock_in_order,
    move,
    open_account,
    release,
)

__all__ = [
    "HOLD",
    "ISSUER",
    "OFFICE",
    "WALLET",
    "BookFault",
    "IdempotencyConflict",
    "Movement",
    "NotEnoughMoney",
    "Transfer",
    "audit",
    "balance",
    "enter",
    "held",
    "hold",
    "issue",
    "lock_in_order",
    "move",
    "movements",
    "open_account",
    "release",
]
