"""A workshop is a town of its own: clock, language, root of chance, who runs it."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    LargeBinary,
    Table,
    UniqueConstraint,
)

from services.kernel.schema import Int64, Words, metadata

workshops = Table(
    "workshops",
    metadata,
    Column("workshop_id", Int64, primary_key=True),
    Column("code", Words, nullable=False),
    Column("title", Words, nullable=False),
    Column("language", Words, nullable=False),
    Column("state", Words, nullable=False, server_default="open"),
    Column("facilitator", Int64, ForeignKey("persons.person_id", ondelete="SET NULL")),
    Column("secret", LargeBinary, nullable=False),
    Column("anchor_wall_ms", Int64, nullable=False),
    Column("anchor_town_s", Int64, nullable=False),
    Column("rate", Int64, nullable=False),
    Column("running", Boolean, nullable=False),
    Column("created_ms", Int64, nullable=False),
    UniqueConstraint("code"),
    CheckConstraint("state IN ('open', 'closed')", name="state"),
    CheckConstraint("rate > 0", name="rate_positive"),
    Index("ix_workshops_facilitator", "facilitator"),
)

audit_log = Table(
    "audit_log",
    metadata,
    Column("audit_id", Int64, primary_key=True),
    Column("workshop_id", Int64, ForeignKey("workshops.workshop_id")),
    Column("wall_ms", Int64, nullable=False),
    Column("actor", Words, nullable=False),  # role and participant or person number, never a name
    Column("action", Words, nullable=False),
    Column("detail", Words, nullable=False, server_default=""),
)
