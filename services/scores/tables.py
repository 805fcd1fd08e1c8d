"""Scores as they were given: enough to give the same one again."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Table, UniqueConstraint

from services.kernel.schema import Int64, Words, metadata

scores = Table(
    "scores",
    metadata,
    Column("score_id", Int64, primary_key=True),
    Column("workshop_id", Int64, ForeignKey("workshops.workshop_id"), nullable=False),
    Column("participant_id", Words, ForeignKey("participants.participant_id"), nullable=False),
    Column("agency", Words, nullable=False),
    Column("document_id", Words, nullable=False),
    Column("document_version", Int64, nullable=False),
    Column("document_hash", Words, nullable=False),
    Column("town_s", Int64, nullable=False),
    Column("high_water", Int64, nullable=False),  # the newest fact that was read
    Column("score", Int64, nullable=False),
    Column("contributions", Words, nullable=False),  # canonical JSON, for receipts to come
    UniqueConstraint(
        "participant_id",
        "document_id",
        "document_version",
        "town_s",
        "high_water",
        name="uq_scores_asked",
    ),
    Index("ix_scores_workshop", "workshop_id"),
)
