"""Exemptions that were asked for, each for one door and some days."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Table, UniqueConstraint
from sqlalchemy import text as sql

from services.kernel.schema import Int64, Words, metadata

exemptions = Table(
    "exemptions",
    metadata,
    Column("exemption_id", Int64, primary_key=True),
    Column("workshop_id", Int64, ForeignKey("workshops.workshop_id"), nullable=False),
    Column("key", Words, nullable=False),
    Column("who", Words, ForeignKey("participants.participant_id"), nullable=False, index=True),
    Column("door", Words, nullable=False),
    Column("state", Words, nullable=False, server_default="asked"),
    Column("asked_town_s", Int64, nullable=False),
    Column("decided_town_s", Int64),
    UniqueConstraint("workshop_id", "key"),
    CheckConstraint("state IN ('asked', 'granted', 'refused')", name="state"),
    CheckConstraint("(decided_town_s IS NULL) = (state = 'asked')", name="decided"),
    # One question at a time for a door: two taps are one.
    Index(
        "uq_exemptions_open",
        "who",
        "door",
        unique=True,
        sqlite_where=sql("state = 'asked'"),
        postgresql_where=sql("state = 'asked'"),
    ),
)
