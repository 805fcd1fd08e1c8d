"""The law of the town: what was enacted, and from when on it holds.

The database itself promises that no law works backwards and that a decision counts once.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from services.kernel.schema import Int64, Words

revision = "law"
down_revision = "residents"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "law_switches",
        sa.Column("enactment_id", Int64, primary_key=True),
        sa.Column("workshop_id", Int64, sa.ForeignKey("workshops.workshop_id"), nullable=False),
        sa.Column("switch", Words, nullable=False),
        sa.Column("value", Words, nullable=False),
        sa.Column("in_force_town_s", Int64, nullable=False),
        sa.Column("set_town_s", Int64, nullable=False),
        sa.Column("actor", Words, nullable=False),
        sa.Column("key", Words, nullable=False),
        sa.UniqueConstraint("workshop_id", "switch", "key"),
        sa.CheckConstraint("in_force_town_s >= set_town_s", name="not_backwards"),
    )
    op.create_index(
        "ix_law_switches_workshop", "law_switches", ["workshop_id", "switch", "in_force_town_s"]
    )


def downgrade() -> None:
    op.drop_table("law_switches")
