"""A town can be blank: since when nothing of it is shown."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from services.kernel.schema import Int64

revision = "blank_towns"
down_revision = "indexes_of_references"
branch_labels = None
depends_on = None


def upgrade() -> None:
    column = sa.Column("blank_since_ms", Int64, nullable=False, server_default="0")
    op.add_column("workshops", column)


def downgrade() -> None:
    with op.batch_alter_table("workshops") as batch:
        batch.drop_column("blank_since_ms")
