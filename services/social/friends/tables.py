"""Friendships, asked for to ended. A row is never removed, so every day's graph is known."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Table
from sqlalchemy import text as sql

from services.kernel.schema import Int64, Words, metadata

_OPEN = "state IN ('asked', 'friends')"

friendships = Table(
    "friendships",
    metadata,
    Column("friendship_id", Int64, primary_key=True),
    Column("workshop_id", Int64, ForeignKey("workshops.workshop_id"), nullable=False),
    # The pair in one fixed order, so that two who ask each other at once make one row.
    Column("one", Words, ForeignKey("participants.participant_id"), nullable=False),
    Column("other", Words, ForeignKey("participants.participant_id"), nullable=False),
    Column("asker", Words, nullable=False),
    Column("state", Words, nullable=False),
    Column("asked_town_s", Int64, nullable=False),
    Column("since_town_s", Int64),
    Column("until_town_s", Int64),  # when it ended, or was not to be
    CheckConstraint("one <> other", name="two_people"),
    CheckConstraint("asker IN (one, other)", name="asker"),
    CheckConstraint(
        "state IN ('asked', 'friends', 'declined', 'withdrawn', 'ended')", name="state"
    ),
    CheckConstraint("(since_town_s IS NOT NULL) = (state IN ('friends', 'ended'))", name="since"),
    CheckConstraint(
        "(until_town_s IS NOT NULL) = (state IN ('declined', 'withdrawn', 'ended'))", name="until"
    ),
    Index(
        "uq_friendships_open",
        "one",
        "other",
        unique=True,
        sqlite_where=sql(_OPEN),
        postgresql_where=sql(_OPEN),
    ),
    Index("ix_friendships_workshop", "workshop_id", "since_town_s"),
    Index("ix_friendships_one", "one"),
    Index("ix_friendships_other", "other"),
)
