"""What happened, and what was made of it: the ground truth, known to the simulator alone."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Table, UniqueConstraint

from services.kernel.schema import Int64, Words, metadata

office_incidents = Table(
    "office_incidents",
    metadata,
    Column("incident_id", Int64, primary_key=True),
    Column("workshop_id", Int64, ForeignKey("workshops.workshop_id"), nullable=False),
    Column("office", Words, nullable=False),
    Column("kind", Words, nullable=False),
    Column("amount", Int64, nullable=False),
    Column("who", Words, ForeignKey("participants.participant_id"), nullable=False, index=True),
    Column("named", Words, ForeignKey("participants.participant_id"), nullable=False, index=True),
    Column("happened_town_s", Int64, nullable=False),
    Column("due_town_s", Int64, nullable=False),
    Column("reported_town_s", Int64),
    Column("key", Words, nullable=False),
    UniqueConstraint("workshop_id", "key"),
    CheckConstraint(
        "happened_town_s <= due_town_s"
        " AND (reported_town_s IS NULL OR reported_town_s >= due_town_s)",
        name="delay",
    ),
    Index("ix_office_incidents_due", "workshop_id", "reported_town_s", "due_town_s"),
)
