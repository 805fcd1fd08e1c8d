"""A town can be blank: since when nothing of it is shown; and which message each call became."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from services.kernel.schema import Int64

revision = "blank_towns"
down_revision = "bulletins"
branch_labels = None
depends_on = None


COLUMNS = {"workshops": "blank_since_ms", "outbox": "message_id"}


def upgrade() -> None:
    for table, name in COLUMNS.items():
        op.add_column(table, sa.Column(name, Int64, nullable=False, server_default="0"))


def downgrade() -> None:
    for table, name in COLUMNS.items():
        with op.batch_alter_table(table) as batch:
            batch.drop_column(name)
