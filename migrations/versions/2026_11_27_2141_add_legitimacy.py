"""How far the town trusts its order, wave by wave, and how far residents comply meanwhile."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from services.kernel.schema import Int64

revision = "legitimacy"
down_revision = "votes"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "legitimacy",
        sa.Column("workshop_id", Int64, sa.ForeignKey("workshops.workshop_id"), primary_key=True),
        sa.Column("wave", Int64, primary_key=True, autoincrement=False),
        sa.Column("since_town_s", Int64, nullable=False),
        sa.Column("trust_tenths", Int64),
        sa.Column("asked", Int64, nullable=False, server_default="0"),
        sa.Column("complied", Int64, nullable=False, server_default="0"),
        sa.CheckConstraint("trust_tenths BETWEEN 10 AND 50", name="trust"),
        sa.CheckConstraint("complied BETWEEN 0 AND asked", name="complied"),
    )


def downgrade() -> None:
    op.drop_table("legitimacy")
