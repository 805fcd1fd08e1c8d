"""Hands that were raised, and what became of them. Real time: the person waits."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Table
from sqlalchemy import text as sql

from services.kernel.schema import Int64, Words, metadata, typed_by

hands = Table(
    "hands",
    metadata,
    Column("hand_id", Int64, primary_key=True),
    Column("workshop_id", Int64, ForeignKey("workshops.workshop_id"), nullable=False, index=True),
    Column(
        "participant_id",
        Words,
        ForeignKey("participants.participant_id"),
        nullable=False,
        index=True,
    ),
    Column("words", Words, nullable=False, info=typed_by("participant_id", "hand:{hand_id}")),
    Column("state", Words, nullable=False, server_default="up"),
    Column("raised_ms", Int64, nullable=False),
    CheckConstraint("state IN ('up', 'coming', 'answered', 'down')", name="state"),
    CheckConstraint("length(words) <= 200", name="words"),
    Index(
        "uq_hands_up",
        "participant_id",
        unique=True,
        sqlite_where=sql("state = 'up'"),
        postgresql_where=sql("state = 'up'"),
    ),
)
