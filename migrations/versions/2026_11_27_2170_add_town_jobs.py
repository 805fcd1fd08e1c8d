"""What admins want of one town's own jobs."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from services.kernel.schema import Int64, Words

revision = "town_jobs"
down_revision = "second_signatures"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "town_jobs",
        sa.Column("workshop_id", Int64, sa.ForeignKey("workshops.workshop_id"), primary_key=True),
        sa.Column("kind", Words, primary_key=True),
        sa.Column("paused", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("ahead_town_s", Int64),
    )


def downgrade() -> None:
    op.drop_table("town_jobs")
