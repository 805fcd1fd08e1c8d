"""The language a person chose, and the topic of a group that a workshop speaks in."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from services.kernel.schema import Int64, Words

revision = "chosen_languages"
down_revision = "priority"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("persons", sa.Column("chosen_language", Words))
    op.add_column("chats", sa.Column("thread_id", Int64))


def downgrade() -> None:
    op.drop_column("chats", "thread_id")
    op.drop_column("persons", "chosen_language")
