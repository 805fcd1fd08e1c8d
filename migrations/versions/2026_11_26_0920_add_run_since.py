"""Whoever runs several towns is at one of them: the one they opened or took over last."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from services.kernel.schema import Int64

revision = "run_since"
down_revision = "arrivals"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("workshops", sa.Column("run_since_ms", Int64, nullable=False, server_default="0"))
    op.execute("UPDATE workshops SET run_since_ms = created_ms")


def downgrade() -> None:
    with op.batch_alter_table("workshops") as batch:
        batch.drop_column("run_since_ms")
