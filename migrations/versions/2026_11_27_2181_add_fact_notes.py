"""Notes that people put beside facts of their own."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from services.kernel.schema import Int64, Words

revision = "fact_notes"
down_revision = "fact_purges"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "fact_notes",
        sa.Column("note_id", Int64, primary_key=True),
        sa.Column("workshop_id", Int64, sa.ForeignKey("workshops.workshop_id"), nullable=False),
        sa.Column(
            "participant_id", Words, sa.ForeignKey("participants.participant_id"), nullable=False
        ),
        sa.Column("fact_id", Int64, nullable=False),
        sa.Column("words", Words, nullable=False),
        sa.UniqueConstraint("participant_id", "fact_id"),
    )
    op.create_index("ix_fact_notes_workshop_id", "fact_notes", ["workshop_id"])


def downgrade() -> None:
    op.drop_table("fact_notes")
