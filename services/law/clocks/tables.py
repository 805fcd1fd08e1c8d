"""What happened to clocks: started, stopped, set going again, lengthened, decided. Append-only."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Table, UniqueConstraint

from services.kernel.schema import Int64, Words, metadata

clock_entries = Table(
    "clock_entries",
    metadata,
    Column("entry_id", Int64, primary_key=True),
    Column("workshop_id", Int64, ForeignKey("workshops.workshop_id"), nullable=False),
    Column("subject", Words, nullable=False),  # whose clock, such as "complaint:3"
    Column("clock", Words, nullable=False),
    Column("stage", Words, nullable=False),
    Column("act", Words, nullable=False),
    Column("reason", Words, nullable=False, server_default=""),
    Column("town_s", Int64, nullable=False),
    Column("turn", Int64, nullable=False),  # counted for each subject
    UniqueConstraint("workshop_id", "subject", "turn"),
    CheckConstraint("act IN ('start', 'pause', 'resume', 'extend', 'decide')", name="act"),
    Index("ix_clock_entries_subject", "workshop_id", "subject"),
)
