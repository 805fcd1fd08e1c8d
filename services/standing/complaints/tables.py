"""Complaints about scores: what was said, what was found, how it was decided."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, Table, UniqueConstraint

from services.kernel.schema import Int64, Words, metadata

complaints = Table(
    "complaints",
    metadata,
    Column("complaint_id", Int64, primary_key=True),
    Column("workshop_id", Int64, ForeignKey("workshops.workshop_id"), nullable=False),
    Column("number", Int64, nullable=False),  # counted in this town
    Column("score_id", Int64, ForeignKey("scores.score_id"), nullable=False),
    Column("opener", Words, nullable=False, server_default="person"),
    Column("words", Words, nullable=False),  # erased when the person leaves
    Column("finding", Words, nullable=False, server_default=""),  # JSON; "" was never looked into
    Column("state", Words, nullable=False, server_default="open"),
    Column("opened_town_s", Int64, nullable=False),
    Column("decided_town_s", Int64),
    Column("decided_words", Words, nullable=False, server_default=""),  # erased likewise
    UniqueConstraint("score_id"),  # one complaint about one score
    UniqueConstraint("workshop_id", "number"),
    CheckConstraint("state IN ('open', 'upheld', 'dismissed')", name="state"),
    CheckConstraint("opener IN ('person', 'town')", name="opener"),
    CheckConstraint("(state = 'open') = (decided_town_s IS NULL)", name="decided"),
)
