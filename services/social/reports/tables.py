"""Reports to the facilitator: who told, about whom, and their words where they were handed over."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Table
from sqlalchemy import text as sql

from services.kernel.schema import Int64, Words, metadata, typed_by

reports = Table(
    "reports",
    metadata,
    Column("report_id", Int64, primary_key=True),
    Column("workshop_id", Int64, ForeignKey("workshops.workshop_id"), nullable=False),
    Column(
        "reporter", Words, ForeignKey("participants.participant_id"), nullable=False, index=True
    ),
    Column(
        "reported", Words, ForeignKey("participants.participant_id"), nullable=False, index=True
    ),
    # What the reported one said, as the reporter handed it over; it goes with either.
    Column("words", Words, nullable=False, info=typed_by("reported", "report:{report_id}")),
    Column("made_town_s", Int64, nullable=False),
    Column("closed_town_s", Int64),
    CheckConstraint("reporter <> reported", name="two_people"),
    CheckConstraint("length(words) <= 500", name="words"),
    Index(
        "uq_reports_open",
        "reporter",
        "reported",
        unique=True,
        sqlite_where=sql("closed_town_s IS NULL"),
        postgresql_where=sql("closed_town_s IS NULL"),
    ),
    Index("ix_reports_workshop", "workshop_id"),
)
