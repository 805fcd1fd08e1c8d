"""Cards that wait for their town time."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from services.kernel.schema import Int64, Words

revision = "planned_cards"
down_revision = "undo_of_cards"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "scenario_plans",
        sa.Column("plan_id", Int64, primary_key=True),
        sa.Column("workshop_id", Int64, sa.ForeignKey("workshops.workshop_id"), nullable=False),
        sa.Column("key", Words, nullable=False),
        sa.Column("card", Words, nullable=False),
        sa.Column("whom", Words, nullable=False),
        sa.Column("due_town_s", Int64, nullable=False),
        sa.UniqueConstraint("workshop_id", "key"),
    )


def downgrade() -> None:
    op.drop_table("scenario_plans")
