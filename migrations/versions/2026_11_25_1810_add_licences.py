"""How the companies' trial ended: the database itself promises one outcome for each company."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from services.kernel.schema import Int64, Words

revision = "licences"
down_revision = "gaming"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "licence_reviews",
        sa.Column("review_id", Int64, primary_key=True),
        sa.Column("workshop_id", Int64, sa.ForeignKey("workshops.workshop_id"), nullable=False),
        sa.Column("agency", Words, nullable=False),
        sa.Column("passed", sa.Boolean(), nullable=False),
        sa.Column("town_s", Int64, nullable=False),
        sa.UniqueConstraint("workshop_id", "agency"),
    )


def downgrade() -> None:
    op.drop_table("licence_reviews")
