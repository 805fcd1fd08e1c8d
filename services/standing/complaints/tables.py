"""Complaints: what was said and found, how each was decided, what was ordered and what it did."""

from __future__ import annotations

from sqlalchemy import Boolean, CheckConstraint, Column, ForeignKey, Table, UniqueConstraint

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

# Beside each complaint: with whom it is, on what ground it was decided, and what its person says of
# the end. What was decided never changes.
case_records = Table(
    "case_records",
    metadata,
    Column("complaint_id", Int64, ForeignKey("complaints.complaint_id"), primary_key=True),
    Column("workshop_id", Int64, ForeignKey("workshops.workshop_id"), nullable=False, index=True),
    Column("forum", Words, nullable=False),
    Column("ground", Words, nullable=False, server_default=""),
    Column("decided_by", Words, nullable=False, server_default=""),
    Column("signer_id", Words, ForeignKey("participants.participant_id"), index=True),
    Column("second_id", Words, ForeignKey("participants.participant_id"), index=True),
    # Why a trade secret yields or stands, in the words of whoever signed.
    Column("balance", Words, nullable=False, server_default="", info=typed_by("signer_id", _CARD)),
    Column("view", Words, nullable=False, server_default=""),
    CheckConstraint("forum IN ('town_hall', 'court', 'ombudsman')", name="forum"),
    CheckConstraint("decided_by IN ('', 'facilitator', 'people', 'rules')", name="decided_by"),
    CheckConstraint("view IN ('', 'cured', 'not_cured')", name="view"),
)

# What a decision ordered, one row for each office, agency or entry it reaches.
case_orders = Table(
    "case_orders",
    metadata,
    Column("order_id", Int64, primary_key=True),
    Column("workshop_id", Int64, ForeignKey("workshops.workshop_id"), nullable=False, index=True),
    Column("complaint_id", Int64, ForeignKey("complaints.complaint_id"), nullable=False),
    Column("kind", Words, nullable=False),
    Column("target", Words, nullable=False),
    Column("detail", Words, nullable=False, server_default=""),  # what is looked for afterwards
    Column("ordered_town_s", Int64, nullable=False),
    Column("checked_town_s", Int64),
    Column("is_cured", Boolean),  # as the books say when they are looked at
    UniqueConstraint("complaint_id", "kind", "target"),
    CheckConstraint(
        "kind IN ('correct', 'delist', 'rescore', 'compensate', 'apologise', 'serve')", name="kind"
    ),
    CheckConstraint("(checked_town_s IS NULL) = (is_cured IS NULL)", name="checked"),
)
