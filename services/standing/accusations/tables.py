"""Accusations of having knocked somebody over, and what the accused looked at. Rows stay."""

from __future__ import annotations

from sqlalchemy import Boolean, CheckConstraint, Column, ForeignKey, Table, UniqueConstraint

from services.kernel.schema import Int64, Words, metadata

fall_accusations = Table(
    "fall_accusations",
    metadata,
    Column("accusation_id", Int64, primary_key=True),
    Column("workshop_id", Int64, ForeignKey("workshops.workshop_id"), nullable=False),
    Column("key", Words, nullable=False),
    Column("accuser", Words, ForeignKey("participants.participant_id"), nullable=False, index=True),
    Column("accused", Words, ForeignKey("participants.participant_id"), nullable=False, index=True),
    Column("amount_fen", Int64, nullable=False),
    Column("is_staged", Boolean, nullable=False),  # the simulator's; no person is shown it
    Column("made_town_s", Int64, nullable=False),
    Column("due_town_s", Int64, nullable=False),
    Column("state", Words, nullable=False, server_default="open"),
    Column("countered_town_s", Int64),
    Column("lost_town_s", Int64),  # first: what rests on it is written down once
    UniqueConstraint("workshop_id", "key"),
    CheckConstraint("state IN ('open', 'countered', 'settled', 'lost', 'won')", name="state"),
    CheckConstraint("amount_fen > 0", name="amount_positive"),
    CheckConstraint("accuser <> accused", name="two_people"),
)

evidence_looks = Table(
    "evidence_looks",
    metadata,
    Column("look_id", Int64, primary_key=True),
    Column(
        "accusation_id",
        Int64,
        ForeignKey("fall_accusations.accusation_id"),
        nullable=False,
    ),
    Column("piece", Words, nullable=False),
    Column("shows_staged", Boolean, nullable=False),
    UniqueConstraint("accusation_id", "piece"),
)
