"""A conversation that is opened in a call is beside that call."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from services.kernel.schema import Words

revision = "talks_beside_calls"
down_revision = "group_seats"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("open_talks", sa.Column("beside", Words, nullable=False, server_default=""))


def downgrade() -> None:
    with op.batch_alter_table("open_talks") as batch:
        batch.drop_column("beside")
