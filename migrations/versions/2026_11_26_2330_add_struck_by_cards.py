"""Whom a card was run on by name, so that nobody is struck again and again."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from services.kernel.schema import Words

revision = "struck_by_cards"
down_revision = "payrolls"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("scenario_runs") as batch:
        batch.add_column(sa.Column("struck", Words))
        batch.create_foreign_key(
            "fk_scenario_runs_struck_participants", "participants", ["struck"], ["participant_id"]
        )
        batch.create_index("ix_scenario_runs_struck", ["struck"])


def downgrade() -> None:
    with op.batch_alter_table("scenario_runs") as batch:
        batch.drop_index("ix_scenario_runs_struck")
        batch.drop_constraint("fk_scenario_runs_struck_participants", type_="foreignkey")
        batch.drop_column("struck")
