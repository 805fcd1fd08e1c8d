"""Scores as they were given, and files taken away: enough to give the same score again."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Table, UniqueConstraint, select

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
    Column("law", Words, nullable=False, server_default="{}"),  # canonical JSON of its switches
    Column("score", Int64, nullable=False),
    Column("contributions", Words, nullable=False),  # canonical JSON, for receipts
    UniqueConstraint(
        "participant_id",
        "document_id",
        "document_version",
        "town_s",
        "high_water",
        "law",
        name="uq_scores_asked",
    ),
    Index("ix_scores_latest", "workshop_id", "document_id", "participant_id", "score_id"),
)

score_exports = Table(
    "score_exports",
    metadata,
    Column("export_id", Int64, primary_key=True),
    Column("workshop_id", Int64, ForeignKey("workshops.workshop_id"), nullable=False),
    Column("key", Words, nullable=False),
    Column("score_id", Int64, ForeignKey("scores.score_id"), nullable=False),
    Column("town_s", Int64, nullable=False),
    Column("seal", Words, nullable=False),  # of the file that was given out
    Column("facts_sha256", Words),  # of its facts; not kept of the first files
    UniqueConstraint("workshop_id", "key"),
    Index("ix_score_exports_score", "score_id"),
)

# What other packages read, and join in their queries; only this one writes.
SCORES = select(scores).subquery("given")
