"""Calls, and which line is in use. What was said is kept nowhere."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Table, UniqueConstraint

from services.kernel.schema import Int64, Words, metadata

calls = Table(
    "calls",
    metadata,
    Column("call_id", Int64, primary_key=True),
    Column("workshop_id", Int64, ForeignKey("workshops.workshop_id"), nullable=False),
    Column("key", Words, nullable=False),
    Column("caller", Words, ForeignKey("participants.participant_id"), nullable=False),
    Column("callee", Words, ForeignKey("participants.participant_id"), nullable=False),
    Column("state", Words, nullable=False, server_default="ringing"),
    Column("notice_id", Int64, ForeignKey("line_notices.notice_id")),  # played before it rang
    Column("rung_town_s", Int64, nullable=False),
    Column("answered_town_s", Int64),
    Column("closed_town_s", Int64),
    Column("closed_by", Words),
    UniqueConstraint("workshop_id", "key"),
    CheckConstraint("caller <> callee", name="two_people"),
    CheckConstraint(
        "state IN ('ringing', 'connected', 'ended', 'declined', 'missed', 'cancelled')",
        name="state",
    ),
    Index("ix_calls_caller", "caller"),
    Index("ix_calls_callee", "callee"),
)

# One row for each line in use: the database itself refuses a second call on it.
busy_lines = Table(
    "busy_lines",
    metadata,
    Column("participant_id", Words, ForeignKey("participants.participant_id"), primary_key=True),
    Column("call_id", Int64, ForeignKey("calls.call_id"), nullable=False),
    Index("ix_busy_lines_call", "call_id"),
)
