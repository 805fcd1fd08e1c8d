"""Rental orders: one row from the first look to the last fen. Each keeps its own prices."""

from __future__ import annotations

from sqlalchemy import Boolean, CheckConstraint, Column, ForeignKey, Index, Table, UniqueConstraint
from sqlalchemy import text as sql

from services.kernel.schema import Int64, Words, metadata

rental_orders = Table(
    "rental_orders",
    metadata,
    Column("order_id", Int64, primary_key=True),
    Column("workshop_id", Int64, ForeignKey("workshops.workshop_id"), nullable=False),
    Column("key", Words, nullable=False),
    Column("who", Words, ForeignKey("participants.participant_id"), nullable=False),
    Column("thing", Words, nullable=False),
    Column("made_with", Words, nullable=False, server_default=""),  # the thing as JSON
    Column("at_least", Int64),  # the gate as it stood
    Column("state", Words, nullable=False, server_default="created"),
    Column("price_fen", Int64, nullable=False),
    Column("per_s", Int64, nullable=False),
    Column("late_fee_fen", Int64, nullable=False),
    Column("risk_fund_fen", Int64, nullable=False),
    Column("created_town_s", Int64, nullable=False),
    Column("score_id", Int64, ForeignKey("scores.score_id"), index=True),  # the one that decided
    Column("grounds", Words, nullable=False, server_default=""),  # why a deposit was asked
    Column("deposit", Int64, ForeignKey("accounts.account_id")),  # the hold it lies in
    Column("started_town_s", Int64),
    Column("due_town_s", Int64),
    Column("lost_town_s", Int64),  # not back by then: lost
    Column("ending", Words),
    Column("ended_town_s", Int64),
    Column("charged_fen", Int64),
    Column("paid_town_s", Int64),
    Column("order_no", Words, nullable=False, server_default=""),  # as whoever made it says
    Column("reason", Words, nullable=False, server_default=""),  # the merchant's, for a change
    Column("debits", Int64, nullable=False, server_default="0"),  # that were refused
    Column("debit_until_town_s", Int64),  # one is running
    Column("found_town_s", Int64),  # lost, and back after all
    Column("paid_elsewhere", Boolean, nullable=False, server_default="0"),
    UniqueConstraint("workshop_id", "key"),
    UniqueConstraint("deposit"),  # a deposit belongs to one order
    CheckConstraint(
        "state IN ('created', 'user_confirm', 'mch_complete', 'done', 'revoked', 'expired')",
        name="state",
    ),
    CheckConstraint(
        "price_fen > 0 AND per_s > 0 AND late_fee_fen >= 0 AND risk_fund_fen > 0", name="terms"
    ),
    CheckConstraint("charged_fen BETWEEN 1 AND risk_fund_fen", name="charged_within_fund"),
    CheckConstraint(
        "(started_town_s IS NULL OR state NOT IN ('created', 'expired'))"
        " AND (started_town_s IS NOT NULL OR state IN ('created', 'expired', 'revoked'))"
        " AND (due_town_s IS NOT NULL) = (started_town_s IS NOT NULL)"
        " AND (lost_town_s IS NOT NULL) = (started_town_s IS NOT NULL)",
        name="started",
    ),
    CheckConstraint(
        "started_town_s < due_town_s AND due_town_s < lost_town_s", name="times_in_order"
    ),
    CheckConstraint("ending IN ('in_time', 'late', 'lost')", name="ending"),
    CheckConstraint(
        "(ending IS NOT NULL) = (state IN ('mch_complete', 'done'))"
        " AND (ended_town_s IS NOT NULL) = (ending IS NOT NULL)"
        " AND (charged_fen IS NOT NULL) = (ending IS NOT NULL)",
        name="ended",
    ),
    CheckConstraint("(paid_town_s IS NOT NULL) = (state = 'done')", name="paid"),
    CheckConstraint("NOT paid_elsewhere OR state = 'done'", name="paid_elsewhere"),
    CheckConstraint("debit_until_town_s IS NULL OR state = 'mch_complete'", name="debit"),
    CheckConstraint("found_town_s IS NULL OR ending = 'late'", name="found"),
    CheckConstraint("deposit IS NULL OR started_town_s IS NOT NULL", name="deposit_of_use"),
    # One open question of a kind: two taps on the list are one order.
    Index(
        "uq_rental_orders_created",
        "who",
        "thing",
        unique=True,
        sqlite_where=sql("state = 'created'"),
        postgresql_where=sql("state = 'created'"),
    ),
    Index("ix_rental_orders_who", "who", "state"),
)
