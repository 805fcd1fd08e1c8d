"""Drafts that gave pause: whose, on what topic, and what became of them. The words are not kept."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Table
from sqlalchemy import text as sql

from services.kernel.schema import Int64, Words, metadata

held_drafts = Table(
    "held_drafts",
    metadata,
    Column("draft_id", Int64, primary_key=True),
    Column("workshop_id", Int64, ForeignKey("workshops.workshop_id"), nullable=False),
    Column(
        "participant_id",
        Words,
        ForeignKey("participants.participant_id"),
        nullable=False,
        index=True,
    ),
    Column("topic", Words, nullable=False),
    Column("state", Words, nullable=False, server_default="held"),
    Column("held_town_s", Int64, nullable=False),
    CheckConstraint("state IN ('held', 'sent', 'withdrawn')", name="state"),
    Index(
        "uq_held_drafts_open",
        "participant_id",
        "topic",
        unique=True,
        sqlite_where=sql("state = 'held'"),
        postgresql_where=sql("state = 'held'"),
    ),
    Index("ix_held_drafts_workshop", "workshop_id"),
)
