"""A gala counts its taps by the minute as well."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from services.kernel.schema import Int64

revision = "busiest_minute"
down_revision = "errands"
branch_labels = None
depends_on = None

COLUMNS = ("taps_minute", "taps_minute_peak")


def upgrade() -> None:
    for name in COLUMNS:
        op.add_column("envelopes", sa.Column(name, Int64, nullable=False, server_default="0"))


def downgrade() -> None:
    for name in COLUMNS:
        with op.batch_alter_table("envelopes") as batch:
            batch.drop_column(name)
