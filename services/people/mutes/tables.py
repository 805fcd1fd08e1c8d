"""Until when somebody's words reach nobody. Real time: the person waits, not the persona."""

from sqlalchemy import Column, ForeignKey, Table

from services.kernel.schema import Int64, Words, metadata

mutes = Table(
    "mutes",
    metadata,
    Column("participant_id", Words, ForeignKey("participants.participant_id"), primary_key=True),
    Column("workshop_id", Int64, ForeignKey("workshops.workshop_id"), nullable=False, index=True),
    Column("until_ms", Int64, nullable=False),
)
