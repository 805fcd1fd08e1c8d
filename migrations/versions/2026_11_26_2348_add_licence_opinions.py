"""What people would have decided on the licences, and why."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from services.kernel.schema import Int64, Words

revision = "licence_opinions"
down_revision = "bureau_queries"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "licence_opinions",
        sa.Column("participant_id", Words, nullable=False),
        sa.Column("workshop_id", Int64, nullable=False),
        sa.Column("reason", Words, nullable=False),
        sa.Column("town_s", Int64, nullable=False),
        sa.PrimaryKeyConstraint("participant_id", name="pk_licence_opinions"),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["participants.participant_id"],
            name="fk_licence_opinions_participant_id_participants",
        ),
        sa.ForeignKeyConstraint(
            ["workshop_id"],
            ["workshops.workshop_id"],
            name="fk_licence_opinions_workshop_id_workshops",
        ),
    )
    op.create_index("ix_licence_opinions_workshop_id", "licence_opinions", ["workshop_id"])


def downgrade() -> None:
    op.drop_table("licence_opinions")
