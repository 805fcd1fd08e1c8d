"""Turns of the facilitator's panel: what was run, each turn once.

The residents themselves are participants and timers; they need no table of their own.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from services.kernel.schema import Int64

revision = "residents"
down_revision = "lines"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "scenario_runs",
        sa.Column("run_id", Int64, nullable=False),
        sa.Column("workshop_id", Int64, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("card", sa.Text(), nullable=False),
        sa.Column("town_s", Int64, nullable=False),
        sa.PrimaryKeyConstraint("run_id", name="pk_scenario_runs"),
        sa.ForeignKeyConstraint(
            ["workshop_id"],
            ["workshops.workshop_id"],
            name="fk_scenario_runs_workshop_id_workshops",
        ),
        sa.UniqueConstraint("workshop_id", "key", name="uq_scenario_runs_workshop_id_key"),
    )


def downgrade() -> None:
    op.drop_table("scenario_runs")
