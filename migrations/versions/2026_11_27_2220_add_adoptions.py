"""Whom somebody has adopted out of the synthetic town."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from services.kernel.schema import Int64, Words

revision = "adoptions"
down_revision = "predictions"
branch_labels = None
depends_on = None

PARTICIPANT, WORKSHOP = "participants.participant_id", "workshops.workshop_id"


def upgrade() -> None:
    op.create_table(
        "adoptions",
        sa.Column("participant_id", Words, sa.ForeignKey(PARTICIPANT), primary_key=True),
        sa.Column("workshop_id", Int64, sa.ForeignKey(WORKSHOP), nullable=False, index=True),
        sa.Column("resident", Words, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("adoptions")
