"""Whom somebody has adopted. The row goes when they let go, or leave."""

from sqlalchemy import Column, ForeignKey, Table

from services.kernel.schema import Int64, Words, metadata

adoptions = Table(
    "adoptions",
    metadata,
    Column("participant_id", Words, ForeignKey("participants.participant_id"), primary_key=True),
    Column("workshop_id", Int64, ForeignKey("workshops.workshop_id"), nullable=False, index=True),
    Column("resident", Words, nullable=False),
)
