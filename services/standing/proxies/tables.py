"""Guesses as they stood: made, dropped, and (for the simulator only) whether they are true."""

from __future__ import annotations

from sqlalchemy import Boolean, CheckConstraint, Column, ForeignKey, Index, Table, UniqueConstraint
from sqlalchemy import text as sql

from services.kernel.schema import Int64, Words, metadata

_STANDING = "dropped_town_s IS NULL"

guesses = Table(
    "guesses",
    metadata,
    Column("guess_id", Int64, primary_key=True),
    Column("workshop_id", Int64, ForeignKey("workshops.workshop_id"), nullable=False),
    Column("participant_id", Words, ForeignKey("participants.participant_id"), nullable=False),
    Column("proxy", Words, nullable=False),
    Column("made_town_s", Int64, nullable=False),
    Column("dropped_town_s", Int64),
    Column("evidence", Int64, nullable=False),  # how many facts it rests on
    Column("measured", Int64, nullable=False),  # what they measured
    Column("confidence", Int64, nullable=False),  # per mille, as the machine says
    Column("is_true", Boolean, nullable=False),  # participants see it in no row of their own
    UniqueConstraint("participant_id", "proxy", "made_town_s"),
    CheckConstraint("evidence > 0", name="evidence"),
    CheckConstraint("confidence BETWEEN 0 AND 1000", name="confidence"),
    Index(
        "uq_guesses_standing",
        "participant_id",
        "proxy",
        unique=True,
        sqlite_where=sql(_STANDING),
        postgresql_where=sql(_STANDING),
    ),
    Index("ix_guesses_workshop", "workshop_id"),
)
