"""Judgments: claims of the court's account on a person, never a balance below zero."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Table, UniqueConstraint

from services.kernel.schema import Int64, Words, metadata

judgments = Table(
    "judgments",
    metadata,
    Column("judgment_id", Int64, primary_key=True),
    Column("workshop_id", Int64, ForeignKey("workshops.workshop_id"), nullable=False),
    Column("key", Words, nullable=False),
    Column("number", Int64, nullable=False),  # of the case, counted in this town
    Column("debtor", Words, ForeignKey("participants.participant_id"), nullable=False),
    Column("amount_fen", Int64, nullable=False),
    Column("made_town_s", Int64, nullable=False),
    Column("due_town_s", Int64, nullable=False),
    Column("enforced_town_s", Int64),
    Column("paid_town_s", Int64),
    Column("withdrawn_town_s", Int64),  # as if it had never been made
    UniqueConstraint("workshop_id", "key"),
    UniqueConstraint("workshop_id", "number"),
    CheckConstraint("amount_fen > 0", name="amount_positive"),
    CheckConstraint("due_town_s >= made_town_s", name="due_after_made"),
    Index("ix_judgments_debtor", "debtor"),
)
