"""The runs of rescoring."""

from __future__ import annotations

from sqlalchemy import Boolean, CheckConstraint, Column, ForeignKey, Table, UniqueConstraint

from services.kernel.schema import Int64, Words, metadata

rescorings = Table(
    "rescorings",
    metadata,
    Column("rescoring_id", Int64, primary_key=True),
    Column("workshop_id", Int64, ForeignKey("workshops.workshop_id"), nullable=False),
    Column("why", Words, nullable=False),
    Column("agencies", Words, nullable=False),  # ids, a space between them
    Column("town_s", Int64, nullable=False),
    Column("scores", Int64, nullable=False, server_default="0"),  # given so far
    Column("is_done", Boolean, nullable=False, server_default="0"),
    Column("key", Words, nullable=False),
    UniqueConstraint("workshop_id", "key"),
    CheckConstraint("why IN ('date', 'demand')", name="why"),
)
