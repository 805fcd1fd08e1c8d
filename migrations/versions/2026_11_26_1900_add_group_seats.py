"""What a town's group tells is not told to its members in private as well: who was seen in it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from services.kernel.schema import Int64

revision = "group_seats"
down_revision = "asked_and_group_calls"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("participants", sa.Column("group_chat", Int64))


def downgrade() -> None:
    with op.batch_alter_table("participants") as batch:
        batch.drop_column("group_chat")
