"""Whose name hangs on no public board."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from services.kernel.schema import Int64, Words

revision = "masks"
down_revision = "choices_at_notices"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "masks",
        sa.Column(
            "participant_id",
            Words,
            sa.ForeignKey("participants.participant_id"),
            primary_key=True,
        ),
        sa.Column("workshop_id", Int64, sa.ForeignKey("workshops.workshop_id"), nullable=False),
        sa.Column("since_town_s", Int64, nullable=False),
    )
    op.create_index("ix_masks_workshop_id", "masks", ["workshop_id"])


def downgrade() -> None:
    op.drop_table("masks")
