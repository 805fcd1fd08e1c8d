"""What the runtime remembers: updates taken in, messages to send, cards on display, files known.

`inbox` is the promise that no confirmed update is lost, `outbox` that no told result is forgotten.
"""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Index, Table, UniqueConstraint
from sqlalchemy import text as sql

from services.kernel.schema import Int64, Words, metadata


def _partial(name: str, *columns: str, where: str) -> Index:
    """An index of some rows only, on both engines."""
    return Index(name, *columns, sqlite_where=sql(where), postgresql_where=sql(where))


inbox = Table(
    "inbox",
    metadata,
    Column("bot_id", Int64, primary_key=True, autoincrement=False),
    Column("update_id", Int64, primary_key=True, autoincrement=False),
    Column("payload", Words, nullable=False),  # the raw update; emptied once it is done
    Column("received_ms", Int64, nullable=False),
    Column("state", Words, nullable=False, server_default="new"),
    Column("tries", Int64, nullable=False, server_default="0"),
    Column("incident", Words, nullable=False, server_default=""),
    CheckConstraint("state IN ('new', 'done', 'parked')", name="state"),
    _partial("ix_inbox_undone", "received_ms", where="state = 'new'"),
)

outbox = Table(
    "outbox",
    metadata,
    Column("outbox_id", Int64, primary_key=True),
    Column("key", Words, nullable=False),  # cause and number: the same cause posts once
    Column("bot_id", Int64, nullable=False),
    Column("chat_id", Int64, nullable=False),  # 0 for button answers
    Column("priority", Int64, nullable=False),
    Column("method", Words, nullable=False),
    Column("params", Words, nullable=False),
    Column("card", Words, nullable=False, server_default=""),
    Column("batch", Words, nullable=False, server_default=""),
    Column("workshop_id", Int64, nullable=False, server_default="0"),
    Column("waits_for", Words, nullable=False, server_default=""),
    Column("created_ms", Int64, nullable=False),
    Column("state", Words, nullable=False, server_default="pending"),
    Column("outcome", Words, nullable=False, server_default=""),
    Column("done_ms", Int64, nullable=False, server_default="0"),
    Column("message_id", Int64, nullable=False, server_default="0"),  # but of a conversation's
    UniqueConstraint("key"),
    CheckConstraint(
        "state IN ('pending', 'sending', 'sent', 'failed', 'unknown', 'dropped')", name="state"
    ),
    _partial("ix_outbox_open", "outbox_id", where="state IN ('pending', 'sending')"),
    _partial("ix_outbox_batch", "batch", "state", where="batch <> ''"),
)

# A card is a message that is drawn again when what it shows has changed. `version` counts
# reasons to redraw, `drawn` the version last shown: a level, not an edge, so no redraw is lost.
cards = Table(
    "cards",
    metadata,
    Column("bot_id", Int64, primary_key=True, autoincrement=False),
    Column("chat_id", Int64, primary_key=True, autoincrement=False),
    Column("card", Words, primary_key=True),
    Column("workshop_id", Int64, nullable=False),
    Column("message_id", Int64),
    Column("version", Int64, nullable=False, server_default="0"),
    Column("drawn", Int64, nullable=False, server_default="0"),
    Index("ix_cards_card", "workshop_id", "card"),
)

media = Table(
    "media",
    metadata,
    Column("bot_id", Int64, primary_key=True, autoincrement=False),
    Column("asset", Words, primary_key=True),
    Column("file_id", Words, nullable=False),
)

# Which topic of a private chat is which conversation.
topics = Table(
    "topics",
    metadata,
    Column("bot_id", Int64, primary_key=True, autoincrement=False),
    Column("chat_id", Int64, primary_key=True, autoincrement=False),
    Column("talk", Words, primary_key=True),
    Column("thread_id", Int64, nullable=False),
)

# Which message on a screen stands for which conversation; `source` is "bot:chat:message" of what it
# is a copy of.
shown = Table(
    "shown",
    metadata,
    Column("bot_id", Int64, primary_key=True, autoincrement=False),
    Column("chat_id", Int64, primary_key=True, autoincrement=False),
    Column("message_id", Int64, primary_key=True, autoincrement=False),
    Column("talk", Words, nullable=False),
    Column("source", Words, nullable=False, server_default=""),
    Column("shown_ms", Int64, nullable=False),
    _partial("ix_shown_source", "source", where="source <> ''"),
)

# Whom the bot has asked for words, and what these complete. One question at a time.
asked = Table(
    "asked",
    metadata,
    Column("bot_id", Int64, primary_key=True, autoincrement=False),
    Column("chat_id", Int64, primary_key=True, autoincrement=False),
    Column("thread_id", Int64, nullable=False),  # 0: in no topic
    Column("words", Words, nullable=False),  # a packed `AskWords`
    Column("asked_ms", Int64, nullable=False),
)

# One row: how far time had come at the last look, and how far the machine's clock was off then.
heartbeat = Table(
    "heartbeat",
    metadata,
    Column("heartbeat_id", Int64, primary_key=True),
    Column("now_ms", Int64, nullable=False),
    Column("jumped_ms", Int64, nullable=False),
    CheckConstraint("heartbeat_id = 1", name="one"),
)
