"""Conversations: with whom, when last, of what kind, what waits unread. Never what was said."""

from sqlalchemy import Boolean, CheckConstraint, Column, ForeignKey, Table

from services.kernel.schema import Int64, Words, metadata

conversations = Table(
    "conversations",
    metadata,
    Column("participant_id", Words, ForeignKey("participants.participant_id"), primary_key=True),
    Column("talk", Words, primary_key=True),  # "p:<participant>"
    Column("kind", Words, nullable=False),  # of the last message
    Column("is_mine", Boolean, nullable=False),  # the last message
    Column("unread", Int64, nullable=False),
    Column("last_town_s", Int64, nullable=False),
    CheckConstraint("unread >= 0", name="unread"),
)

# In which conversation one's plain words are said; no row: in none.
open_talks = Table(
    "open_talks",
    metadata,
    Column("participant_id", Words, ForeignKey("participants.participant_id"), primary_key=True),
    Column("talk", Words, nullable=False),
    Column("beside", Words, nullable=False, server_default=""),  # the call in which it was opened
)
