"""Accusations of a fall, true or staged, and what the accused looked at."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from services.kernel.schema import Int64, Words

revision = "fall_accusations"
down_revision = "deck_answers"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "fall_accusations",
        sa.Column("accusation_id", Int64, primary_key=True),
        sa.Column("workshop_id", Int64, sa.ForeignKey("workshops.workshop_id"), nullable=False),
        sa.Column("key", Words, nullable=False),
        sa.Column("accuser", Words, sa.ForeignKey("participants.participant_id"), nullable=False),
        sa.Column("accused", Words, sa.ForeignKey("participants.participant_id"), nullable=False),
        sa.Column("amount_fen", Int64, nullable=False),
        sa.Column("is_staged", sa.Boolean, nullable=False),
        sa.Column("made_town_s", Int64, nullable=False),
        sa.Column("due_town_s", Int64, nullable=False),
        sa.Column("state", Words, nullable=False, server_default="open"),
        sa.Column("countered_town_s", Int64),
        sa.Column("lost_town_s", Int64),
        sa.UniqueConstraint("workshop_id", "key"),
        sa.CheckConstraint(
            "state IN ('open', 'countered', 'settled', 'lost', 'won')", name="state"
        ),
        sa.CheckConstraint("amount_fen > 0", name="amount_positive"),
        sa.CheckConstraint("accuser <> accused", name="two_people"),
    )
    for side in ("accuser", "accused"):
        op.create_index(f"ix_fall_accusations_{side}", "fall_accusations", [side])
    op.create_table(
        "evidence_looks",
        sa.Column("look_id", Int64, primary_key=True),
        sa.Column(
            "accusation_id",
            Int64,
            sa.ForeignKey("fall_accusations.accusation_id"),
            nullable=False,
        ),
        sa.Column("piece", Words, nullable=False),
        sa.Column("shows_staged", sa.Boolean, nullable=False),
        sa.UniqueConstraint("accusation_id", "piece"),
    )


def downgrade() -> None:
    op.drop_table("evidence_looks")
    op.drop_table("fall_accusations")
