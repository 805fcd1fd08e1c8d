"""Who would win and lose by a motion, and who did."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from services.kernel.schema import Int64, Words

revision = "predictions"
down_revision = "fact_purges"
branch_labels = None
depends_on = None

COLUMNS = {
    "law_before": Words,
    "predicted": Words,
    "predicted_town_s": Int64,
    "measured": Words,
    "measured_town_s": Int64,
}


def upgrade() -> None:
    for name, kind in COLUMNS.items():
        op.add_column("motions", sa.Column(name, kind))


def downgrade() -> None:
    for name in COLUMNS:
        op.drop_column("motions", name)
