"""Calls of two and of groups, and which line is in use. What was said is kept nowhere."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Table, UniqueConstraint
from sqlalchemy import text as sql

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
    # Played before it rang, if it ever did.
    Column("notice_id", Int64, ForeignKey("line_notices.notice_id"), index=True),
    Column("rung_town_s", Int64, nullable=False),
    Column("answered_town_s", Int64),
    Column("closed_town_s", Int64),
    Column("closed_by", Words),
    UniqueConstraint("workshop_id", "key"),
    CheckConstraint("caller <> callee", name="two_people"),
    CheckConstraint(
        "state IN ('announced', 'deterred', 'ringing', 'connected', 'ended', 'declined', 'missed',"
        " 'cancelled')",
        name="state",
    ),
    Index("ix_calls_caller", "caller"),
    Index("ix_calls_callee", "callee"),
)

# A group has one call at a time, which goes with the group.
group_calls = Table(
    "group_calls",
    metadata,
    Column("group_call_id", Int64, primary_key=True),
    Column("workshop_id", Int64, ForeignKey("workshops.workshop_id"), nullable=False),
    Column("key", Words, nullable=False),
    Column(
        "group_id",
        Int64,
        ForeignKey("people_groups.group_id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    Column("caller", Words, ForeignKey("participants.participant_id"), nullable=False, index=True),
    Column("rung_town_s", Int64, nullable=False),
    Column("closed_town_s", Int64),
    UniqueConstraint("workshop_id", "key"),
    Index(
        "uq_group_calls_open",
        "group_id",
        unique=True,
        sqlite_where=sql("closed_town_s IS NULL"),
        postgresql_where=sql("closed_town_s IS NULL"),
    ),
)

# Whom it rang at; who never joined has missed it.
group_call_members = Table(
    "group_call_members",
    metadata,
    Column(
        "group_call_id",
        Int64,
        ForeignKey("group_calls.group_call_id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    ),
    Column("participant_id", Words, ForeignKey("participants.participant_id"), primary_key=True),
    Column("joined_town_s", Int64),
    Column("left_town_s", Int64),
    Index("ix_group_call_members_person", "participant_id"),
)

# One row for each line in use: the database itself refuses a second call on it.
busy_lines = Table(
    "busy_lines",
    metadata,
    Column("participant_id", Words, ForeignKey("participants.participant_id"), primary_key=True),
    Column("call_id", Int64, ForeignKey("calls.call_id")),
    Column(
        "group_call_id",
        Int64,
        ForeignKey("group_calls.group_call_id", ondelete="CASCADE"),
        index=True,
    ),
    CheckConstraint("(call_id IS NULL) <> (group_call_id IS NULL)", name="one_call"),
    Index("ix_busy_lines_call", "call_id"),
)
