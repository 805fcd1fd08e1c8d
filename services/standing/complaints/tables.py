"""Complaints about scores: what was said, what was found, how it was decided."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, Table, UniqueConstraint

from services.kernel.schema import Int64, Words, metadata, typed_by

_CARD = "complaint:{complaint_id}"

complaints = Table(
    "complaints",
    metadata,
    Column("complaint_id", Int64, primary_key=True),
    Column("workshop_id", Int64, ForeignKey("workshops.workshop_id"), nullable=False),
    Column("number", Int64, nullable=False),  # counted in this town
    Column("score_id", Int64, ForeignKey("scores.score_id"), nullable=False),
    Column("opener", Words, nullable=False, server_default="person"),
    Column("words", Words, nullable=False, info=typed_by("score_id", _CARD)),
    Column("finding", Words, nullable=False, server_default=""),  # JSON; "" was never looked into
    Column("about", Words, nullable=False, server_default="arithmetic"),
    Column("subject", Words, nullable=False, server_default=""),  # which fact, guess or listing
    Column("score_after", Int64),  # what an upheld complaint made of the score
    Column("state", Words, nullable=False, server_default="open"),
    Column("opened_town_s", Int64, nullable=False),
    Column("decided_town_s", Int64),
    # What was written to somebody is theirs as well.
    Column(
        "decided_words", Words, nullable=False, server_default="", info=typed_by("score_id", _CARD)
    ),
    UniqueConstraint("score_id", "about", "subject", name="uq_complaints_thing"),
    UniqueConstraint("workshop_id", "number"),
    CheckConstraint("state IN ('open', 'upheld', 'dismissed')", name="state"),
    CheckConstraint("about IN ('arithmetic', 'fact', 'guess', 'listing')", name="about"),
    CheckConstraint("opener IN ('person', 'town')", name="opener"),
    CheckConstraint("(state = 'open') = (decided_town_s IS NULL)", name="decided"),
)
