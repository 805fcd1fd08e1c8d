"""Once a month: model cases, and a model citizen."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from services.kernel.schema import Int64, Words

revision = "bulletins"
down_revision = "masks"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "bulletins",
        sa.Column("bulletin_id", Int64, primary_key=True),
        sa.Column("workshop_id", Int64, sa.ForeignKey("workshops.workshop_id"), nullable=False),
        sa.Column("month", Words, nullable=False),
        sa.Column("since_town_s", Int64, nullable=False),
        sa.Column("town_s", Int64, nullable=False),
        sa.Column("citizen", Words, sa.ForeignKey("participants.participant_id")),
        sa.UniqueConstraint("workshop_id", "month"),
    )
    op.create_index("ix_bulletins_citizen", "bulletins", ["citizen"])


def downgrade() -> None:
    op.drop_table("bulletins")
