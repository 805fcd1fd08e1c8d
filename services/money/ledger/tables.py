"""The books. Only this package touches them; the database itself refuses what would unbalance them.

A transfer moves one amount from one account to another, so no transfer can be unbalanced. A trigger
applies it to both balances and a CHECK refuses a balance below zero; another trigger refuses any
other way to change an account, so the books hold even against SQL typed by hand. Transfers are
never changed or removed: a correction is one more transfer. SQLite's tables are STRICT, because it
would otherwise keep words in a column of numbers.
"""

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Table,
    UniqueConstraint,
)

from services.kernel.schema import Int64, Words, metadata

accounts = Table(
    "accounts",
    metadata,
    Column("account_id", Int64, primary_key=True),
    Column("workshop_id", Int64, ForeignKey("workshops.workshop_id"), nullable=False),
    Column("kind", Words, nullable=False),
    Column("holder", Words, nullable=False),
    Column("balance_fen", Int64, nullable=False, server_default="0"),
    Column("last_transfer", Int64, nullable=False, server_default="0"),  # the balance holds it last
    UniqueConstraint("workshop_id", "kind", "holder"),
    UniqueConstraint("workshop_id", "account_id"),
    CheckConstraint("kind IN ('wallet', 'hold', 'office', 'issuer')", name="kind"),
    CheckConstraint("kind = 'issuer' OR balance_fen >= 0", name="not_below_zero"),
    sqlite_strict=True,
)

transfers = Table(
    "transfers",
    metadata,
    Column("transfer_id", Int64, primary_key=True),
    Column("workshop_id", Int64, nullable=False),
    Column("key", Words, nullable=False),
    Column("kind", Words, nullable=False),
    Column("from_account", Int64, nullable=False),
    Column("to_account", Int64, nullable=False),
    Column("amount_fen", Int64, nullable=False),
    Column("town_s", Int64, nullable=False),
    Column("subject", Words, nullable=False),
    UniqueConstraint("workshop_id", "key"),
    ForeignKeyConstraint(
        ["workshop_id", "from_account"], ["accounts.workshop_id", "accounts.account_id"]
    ),
    ForeignKeyConstraint(
        ["workshop_id", "to_account"], ["accounts.workshop_id", "accounts.account_id"]
    ),
    CheckConstraint("amount_fen > 0", name="amount_positive"),
    CheckConstraint("from_account <> to_account", name="two_accounts"),
    Index("ix_transfers_from", "from_account", "transfer_id"),
    Index("ix_transfers_to", "to_account", "transfer_id"),
    sqlite_strict=True,
)
