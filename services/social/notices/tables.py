"""Notices on people's lines and the audit of their plays."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Table, UniqueConstraint

from services.kernel.schema import Int64, Words, metadata

line_notices = Table(
    "line_notices",
    metadata,
    Column("notice_id", Int64, primary_key=True),
    Column("workshop_id", Int64, ForeignKey("workshops.workshop_id"), nullable=False, index=True),
    Column("participant_id", Words, ForeignKey("participants.participant_id"), nullable=False),
    Column("listing_id", Int64, ForeignKey("listings.listing_id"), nullable=False),
    Column("since_town_s", Int64, nullable=False),
    Column("removed_town_s", Int64),
    Column("case_number", Words, nullable=False, server_default=""),  # of the court, if one listed
    Column("owed_fen", Int64),
    UniqueConstraint("listing_id"),
    Index("ix_line_notices_participant", "participant_id"),
)

notice_plays = Table(
    "notice_plays",
    metadata,
    Column("play_id", Int64, primary_key=True),
    Column("workshop_id", Int64, ForeignKey("workshops.workshop_id"), nullable=False),
    Column("notice_id", Int64, ForeignKey("line_notices.notice_id"), nullable=False, index=True),
    Column("caller", Words, ForeignKey("participants.participant_id"), nullable=False, index=True),
    Column("town_s", Int64, nullable=False),
    Column("key", Words, nullable=False),
    Column("way", Words, nullable=False, server_default="call"),  # or "group", "message"
    Column("choice", Words, nullable=False, server_default=""),  # what the caller did upon it
    UniqueConstraint("workshop_id", "key"),
    CheckConstraint("choice IN ('', 'anyway', 'hung_up')", name="choice"),
)
