"""Who is related to whom. Kin comes with the persona: no verb makes or ends a tie by choice."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Table, UniqueConstraint

from services.kernel.schema import Int64, Words, metadata

kin_ties = Table(
    "kin_ties",
    metadata,
    Column("tie_id", Int64, primary_key=True),
    Column("workshop_id", Int64, ForeignKey("workshops.workshop_id"), nullable=False),
    Column("one", Words, ForeignKey("participants.participant_id"), nullable=False),
    Column("other", Words, ForeignKey("participants.participant_id"), nullable=False),
    Column("tie", Words, nullable=False),  # what `one` is to `other`
    Column("since_town_s", Int64, nullable=False),
    UniqueConstraint("one", "other"),
    CheckConstraint("one <> other", name="two_people"),
    CheckConstraint("tie IN ('parent', 'spouse')", name="tie"),
    Index("ix_kin_ties_workshop", "workshop_id"),
    Index("ix_kin_ties_other", "other"),
)
