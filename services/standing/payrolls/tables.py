"""Payrolls: what somebody owes those who work for them, and to whom. Rows stay."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, Table, UniqueConstraint

from services.kernel.schema import Int64, Words, metadata

payrolls = Table(
    "payrolls",
    metadata,
    Column("payroll_id", Int64, primary_key=True),
    Column("workshop_id", Int64, ForeignKey("workshops.workshop_id"), nullable=False),
    Column("key", Words, nullable=False),
    Column(
        "employer", Words, ForeignKey("participants.participant_id"), nullable=False, index=True
    ),
    Column("shop", Words, nullable=False),  # a merchant; empty for whoever keeps none
    Column("wage_fen", Int64, nullable=False),  # of each
    Column("due_town_s", Int64, nullable=False),
    Column("reported_town_s", Int64),  # by the labour office; the listing rests on it
    Column("paid_town_s", Int64),
    Column("withdrawn_town_s", Int64),  # as if it had never been drawn up
    UniqueConstraint("workshop_id", "key"),
    CheckConstraint("wage_fen > 0", name="wage_positive"),
)

payroll_workers = Table(
    "payroll_workers",
    metadata,
    Column("payroll_id", Int64, ForeignKey("payrolls.payroll_id"), primary_key=True),
    Column(
        "worker",
        Words,
        ForeignKey("participants.participant_id"),
        primary_key=True,
        index=True,
    ),
)
