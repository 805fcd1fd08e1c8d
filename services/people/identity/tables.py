"""Who is who. `persons` alone is about outsiders; all else knows participant ids."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Table,
    UniqueConstraint,
    select,
)
from sqlalchemy import text as sql

from services.kernel.schema import Int64, Words, metadata

persons = Table(
    "persons",
    metadata,
    Column("person_id", Int64, primary_key=True),
    Column("bot_id", Int64, nullable=False),
    Column("tg_user_id", Int64, nullable=False),
    Column("first_name", Words, nullable=False),
    Column("language", Words, nullable=False),  # as the messenger's client last said
    Column("chosen_language", Words),  # goes before it
    Column("consent_version", Words),
    Column("consent_ms", Int64),
    Column("blocked", Boolean, nullable=False, server_default="0"),
    UniqueConstraint("bot_id", "tg_user_id"),
)

grants = Table(
    "grants",
    metadata,
    Column("bot_id", Int64, primary_key=True),
    Column("tg_user_id", Int64, primary_key=True),
    Column("role", Words, primary_key=True),
    Column("granted_ms", Int64, nullable=False),
    CheckConstraint("role IN ('facilitator', 'admin')", name="role"),
)

participants = Table(
    "participants",
    metadata,
    Column("participant_id", Words, primary_key=True),
    Column("workshop_id", Int64, ForeignKey("workshops.workshop_id"), nullable=False),
    Column("person_id", Int64, ForeignKey("persons.person_id", ondelete="SET NULL"), index=True),
    Column("name", Words, nullable=False),  # the town name, one word, unique in its workshop
    Column("name_key", Words, nullable=False),  # casefolded, for look-ups
    Column("trade", Words, nullable=False),
    Column("habit", Words, nullable=False, server_default=""),  # residents only
    Column("wallet", Int64, ForeignKey("accounts.account_id"), index=True),
    Column("joined_town_s", Int64, nullable=False),
    Column("seated", Boolean, nullable=False, server_default="1"),  # the person lives here now
    Column("group_chat", Int64),  # in which they were seen last: it tells them what it tells all
    # When the person did something last, to the minute.
    Column("acted_ms", Int64, nullable=False, server_default="0"),
    UniqueConstraint("workshop_id", "name_key"),
    Index(
        "uq_participants_seat",
        "person_id",
        unique=True,
        sqlite_where=sql("seated AND person_id IS NOT NULL"),
        postgresql_where=sql("seated AND person_id IS NOT NULL"),
    ),
    Index("ix_participants_workshop", "workshop_id"),
)

chats = Table(
    "chats",
    metadata,
    Column("bot_id", Int64, primary_key=True),
    Column("chat_id", Int64, primary_key=True),
    Column("title", Words, nullable=False),
    Column("workshop_id", Int64, ForeignKey("workshops.workshop_id"), index=True),
    Column("thread_id", Int64),  # the topic that hears the town, in a group that has topics
)

# They run a town beside its first facilitator; the row itself is their right to.
second_facilitators = Table(
    "second_facilitators",
    metadata,
    Column("workshop_id", Int64, ForeignKey("workshops.workshop_id"), primary_key=True),
    Column(
        "person_id",
        Int64,
        ForeignKey("persons.person_id", ondelete="CASCADE"),
        primary_key=True,
        index=True,
    ),
    Column("since_ms", Int64, nullable=False),
)

# One to each town: a newer one takes its place.
facilitator_invitations = Table(
    "facilitator_invitations",
    metadata,
    Column("workshop_id", Int64, ForeignKey("workshops.workshop_id"), primary_key=True),
    Column("token_hash", Words, nullable=False),
    Column("until_ms", Int64, nullable=False),
    Index("uq_facilitator_invitations_token", "token_hash", unique=True),
)

# What other packages read, and join in their queries; only this one writes.
PEOPLE = select(participants).subquery("people")
KNOWN_CHATS = select(persons.c.bot_id, persons.c.tg_user_id).subquery("known_chats")
