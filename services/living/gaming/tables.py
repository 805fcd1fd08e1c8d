"""Which acts were played for points. Append-only, beside the facts, and never shown with a name."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Table, UniqueConstraint

from services.kernel.schema import Int64, Words, metadata

played_facts = Table(
    "played_facts",
    metadata,
    Column("played_id", Int64, primary_key=True),
    Column("workshop_id", Int64, ForeignKey("workshops.workshop_id"), nullable=False),
    Column("key", Words, nullable=False),  # what the keys of all facts of that act begin with
    Column("town_s", Int64, nullable=False),
    UniqueConstraint("workshop_id", "key"),
)
