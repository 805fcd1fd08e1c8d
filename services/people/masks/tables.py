"""Whose name hangs on no public board. The row goes when the mask does."""

from sqlalchemy import Column, ForeignKey, Table, select

from services.kernel.schema import Int64, Words, metadata

masks = Table(
    "masks",
    metadata,
    Column("participant_id", Words, ForeignKey("participants.participant_id"), primary_key=True),
    Column("workshop_id", Int64, ForeignKey("workshops.workshop_id"), nullable=False, index=True),
    Column("since_town_s", Int64, nullable=False),
)

MASKED = select(masks.c.participant_id, masks.c.workshop_id).subquery("masked")
