"""Who holds the ombudsman's office, what was said at hearings, whose secrets were opened, and which
decisions wait for a second signature.
"""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, Table, UniqueConstraint

from services.kernel.schema import Int64, Words, metadata, typed_by

ombudsman_seats = Table(
    "ombudsman_seats",
    metadata,
    Column("participant_id", Words, ForeignKey("participants.participant_id"), primary_key=True),
    Column("workshop_id", Int64, ForeignKey("workshops.workshop_id"), nullable=False, index=True),
)

hearings = Table(
    "hearings",
    metadata,
    Column("complaint_id", Int64, ForeignKey("complaints.complaint_id"), primary_key=True),
    Column("workshop_id", Int64, ForeignKey("workshops.workshop_id"), nullable=False, index=True),
    Column("step", Int64, nullable=False, server_default="0"),  # whose turn it is
    Column("clerk_id", Words, ForeignKey("participants.participant_id"), index=True),
    Column("speaker_id", Words, ForeignKey("participants.participant_id"), index=True),
    Column("opened_town_s", Int64),  # None: parts were given, and it waits
    Column("closed_town_s", Int64),
    CheckConstraint("step BETWEEN 0 AND 5", name="step"),
)

# Step 0 is what the complainant has added of their own; who None: the program spoke for a side.
hearing_words = Table(
    "hearing_words",
    metadata,
    Column("word_id", Int64, primary_key=True),
    Column("workshop_id", Int64, ForeignKey("workshops.workshop_id"), nullable=False, index=True),
    Column("complaint_id", Int64, ForeignKey("complaints.complaint_id"), nullable=False),
    Column("step", Int64, nullable=False),
    Column("who", Words, ForeignKey("participants.participant_id"), index=True),
    Column("words", Words, nullable=False, info=typed_by("who", "case:{complaint_id}")),
    Column("town_s", Int64, nullable=False),
    UniqueConstraint("complaint_id", "step"),
)

opened_formulas = Table(
    "opened_formulas",
    metadata,
    Column("complaint_id", Int64, ForeignKey("complaints.complaint_id"), primary_key=True),
    Column("workshop_id", Int64, ForeignKey("workshops.workshop_id"), nullable=False, index=True),
    Column("opened_by", Words, ForeignKey("participants.participant_id"), index=True),
    Column("town_s", Int64, nullable=False),
)

# One member of the office has decided, and another is to sign; sent back, it waits for the first.
drafted_rulings = Table(
    "drafted_rulings",
    metadata,
    Column("complaint_id", Int64, ForeignKey("complaints.complaint_id"), primary_key=True),
    Column("workshop_id", Int64, ForeignKey("workshops.workshop_id"), nullable=False, index=True),
    Column("ground", Words, nullable=False),
    Column("orders", Int64, nullable=False),  # a bit for each of `OrderKind`, in its order
    Column(
        "words",
        Words,
        nullable=False,
        server_default="",
        info=typed_by("signer_id", "case:{complaint_id}"),
    ),
    Column(
        "signer_id", Words, ForeignKey("participants.participant_id"), nullable=False, index=True
    ),
    Column("drafted_town_s", Int64, nullable=False),
    Column("returned_by", Words, ForeignKey("participants.participant_id"), index=True),
    Column(
        "returned_words",
        Words,
        nullable=False,
        server_default="",
        info=typed_by("returned_by", "case:{complaint_id}"),
    ),
)
