"""The durable inbox and outbox: no update is lost, no message is forgotten.

Cards are messages that are drawn again; media remembers files that the messenger holds.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from services.kernel.schema import Int64, Words

revision = "runtime"
down_revision = "towns"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _add_inbox()
    _add_outbox()
    _add_cards()
    op.create_table(
        "media",
        sa.Column("bot_id", Int64, autoincrement=False, nullable=False),
        sa.Column("asset", Words, nullable=False),
        sa.Column("file_id", Words, nullable=False),
        sa.PrimaryKeyConstraint("bot_id", "asset", name="pk_media"),
    )


def downgrade() -> None:
    for table in ("media", "cards", "outbox", "inbox"):
        op.drop_table(table)


def _add_inbox() -> None:
    op.create_table(
        "inbox",
        sa.Column("bot_id", Int64, autoincrement=False, nullable=False),
        sa.Column("update_id", Int64, autoincrement=False, nullable=False),
        sa.Column("payload", Words, nullable=False),
        sa.Column("received_ms", Int64, nullable=False),
        sa.Column("state", Words, nullable=False, server_default="new"),
        sa.Column("tries", Int64, nullable=False, server_default="0"),
        sa.Column("incident", Words, nullable=False, server_default=""),
        sa.PrimaryKeyConstraint("bot_id", "update_id", name="pk_inbox"),
        sa.CheckConstraint("state IN ('new', 'done', 'parked')", name="state"),
    )
    _open_index("ix_inbox_undone", "inbox", ["received_ms"], "state = 'new'")


def _add_outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("outbox_id", Int64, nullable=False),
        sa.Column("key", Words, nullable=False),
        sa.Column("bot_id", Int64, nullable=False),
        sa.Column("chat_id", Int64, nullable=False),
        sa.Column("lane", Int64, nullable=False),
        sa.Column("method", Words, nullable=False),
        sa.Column("params", Words, nullable=False),
        sa.Column("card", Words, nullable=False, server_default=""),
        sa.Column("batch", Words, nullable=False, server_default=""),
        sa.Column("workshop_id", Int64, nullable=False, server_default="0"),
        sa.Column("waits_for", Words, nullable=False, server_default=""),
        sa.Column("created_ms", Int64, nullable=False),
        sa.Column("state", Words, nullable=False, server_default="pending"),
        sa.Column("outcome", Words, nullable=False, server_default=""),
        sa.Column("done_ms", Int64, nullable=False, server_default="0"),
        sa.PrimaryKeyConstraint("outbox_id", name="pk_outbox"),
        sa.UniqueConstraint("key", name="uq_outbox_key"),
        sa.CheckConstraint(
            "state IN ('pending', 'sending', 'sent', 'failed', 'unknown', 'dropped')",
            name="state",
        ),
    )
    _open_index("ix_outbox_open", "outbox", ["outbox_id"], "state IN ('pending', 'sending')")
    _open_index("ix_outbox_batch", "outbox", ["batch", "state"], "batch <> ''")


def _add_cards() -> None:
    op.create_table(
        "cards",
        sa.Column("bot_id", Int64, autoincrement=False, nullable=False),
        sa.Column("chat_id", Int64, autoincrement=False, nullable=False),
        sa.Column("card", Words, nullable=False),
        sa.Column("workshop_id", Int64, nullable=False),
        sa.Column("message_id", Int64),
        sa.Column("version", Int64, nullable=False, server_default="0"),
        sa.Column("drawn", Int64, nullable=False, server_default="0"),
        sa.PrimaryKeyConstraint("bot_id", "chat_id", "card", name="pk_cards"),
    )
    op.create_index("ix_cards_card", "cards", ["workshop_id", "card"])


def _open_index(name: str, table: str, columns: list[str], where: str) -> None:
    rule = sa.text(where)
    op.create_index(name, table, columns, sqlite_where=rule, postgresql_where=rule)
