"""Who is not to write to others for a while, and when each person did something last."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from services.kernel.schema import Int64, Words

revision = "mutes_and_last_acts"
down_revision = "planned_cards"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("participants", sa.Column("acted_ms", Int64, nullable=False, server_default="0"))
    op.create_table(
        "mutes",
        sa.Column(
            "participant_id",
            Words,
            sa.ForeignKey("participants.participant_id"),
            primary_key=True,
        ),
        sa.Column("workshop_id", Int64, sa.ForeignKey("workshops.workshop_id"), nullable=False),
        sa.Column("until_ms", Int64, nullable=False),
    )
    op.create_index("ix_mutes_workshop_id", "mutes", ["workshop_id"])


def downgrade() -> None:
    op.drop_table("mutes")
    with op.batch_alter_table("participants") as batch:
        batch.drop_column("acted_ms")
