"""Conversations: who talks with whom, in which topic, and which message stands for which of them.

What is said is in none of these tables.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from services.kernel.schema import Int64, Words

revision = "conversations"
down_revision = "run_since"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "conversations",
        sa.Column("participant_id", Words, nullable=False),
        sa.Column("talk", Words, nullable=False),
        sa.Column("kind", Words, nullable=False),
        sa.Column("is_mine", sa.Boolean, nullable=False),
        sa.Column("unread", Int64, nullable=False),
        sa.Column("last_town_s", Int64, nullable=False),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["participants.participant_id"],
            name=op.f("fk_conversations_participant_id_participants"),
        ),
        sa.PrimaryKeyConstraint("participant_id", "talk", name=op.f("pk_conversations")),
        sa.CheckConstraint("unread >= 0", name=op.f("ck_conversations_unread")),
    )
    op.create_table(
        "open_talks",
        sa.Column("participant_id", Words, nullable=False),
        sa.Column("talk", Words, nullable=False),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["participants.participant_id"],
            name=op.f("fk_open_talks_participant_id_participants"),
        ),
        sa.PrimaryKeyConstraint("participant_id", name=op.f("pk_open_talks")),
    )
    op.create_table(
        "topics",
        sa.Column("bot_id", Int64, autoincrement=False, nullable=False),
        sa.Column("chat_id", Int64, autoincrement=False, nullable=False),
        sa.Column("talk", Words, nullable=False),
        sa.Column("thread_id", Int64, nullable=False),
        sa.PrimaryKeyConstraint("bot_id", "chat_id", "talk", name=op.f("pk_topics")),
    )
    _add_shown()


def _add_shown() -> None:
    op.create_table(
        "shown",
        sa.Column("bot_id", Int64, autoincrement=False, nullable=False),
        sa.Column("chat_id", Int64, autoincrement=False, nullable=False),
        sa.Column("message_id", Int64, autoincrement=False, nullable=False),
        sa.Column("talk", Words, nullable=False),
        sa.Column("source", Words, nullable=False, server_default=""),
        sa.Column("shown_ms", Int64, nullable=False),
        sa.PrimaryKeyConstraint("bot_id", "chat_id", "message_id", name=op.f("pk_shown")),
    )
    copies = sa.text("source <> ''")
    op.create_index(
        "ix_shown_source", "shown", ["source"], sqlite_where=copies, postgresql_where=copies
    )


def downgrade() -> None:
    for table in ("shown", "topics", "open_talks", "conversations"):
        op.drop_table(table)
