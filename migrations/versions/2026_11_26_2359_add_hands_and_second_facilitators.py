"""Raised hands, and who runs a town beside its first facilitator."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from services.kernel.schema import Int64, Words

revision = "hands"
down_revision = "mutes_and_last_acts"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "hands",
        sa.Column("hand_id", Int64, primary_key=True),
        sa.Column("workshop_id", Int64, sa.ForeignKey("workshops.workshop_id"), nullable=False),
        sa.Column(
            "participant_id", Words, sa.ForeignKey("participants.participant_id"), nullable=False
        ),
        sa.Column("words", Words, nullable=False),
        sa.Column("state", Words, nullable=False, server_default="up"),
        sa.Column("raised_ms", Int64, nullable=False),
        sa.CheckConstraint("state IN ('up', 'coming', 'answered', 'down')", name="state"),
        sa.CheckConstraint("length(words) <= 200", name="words"),
    )
    op.create_index("ix_hands_workshop_id", "hands", ["workshop_id"])
    op.create_index("ix_hands_participant_id", "hands", ["participant_id"])
    op.create_index(
        "uq_hands_up",
        "hands",
        ["participant_id"],
        unique=True,
        sqlite_where=sa.text("state = 'up'"),
        postgresql_where=sa.text("state = 'up'"),
    )
    op.create_table(
        "second_facilitators",
        sa.Column("workshop_id", Int64, sa.ForeignKey("workshops.workshop_id"), primary_key=True),
        sa.Column(
            "person_id",
            Int64,
            sa.ForeignKey("persons.person_id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("since_ms", Int64, nullable=False),
    )
    op.create_index("ix_second_facilitators_person_id", "second_facilitators", ["person_id"])
    op.create_table(
        "facilitator_invitations",
        sa.Column("workshop_id", Int64, sa.ForeignKey("workshops.workshop_id"), primary_key=True),
        sa.Column("token_hash", Words, nullable=False),
        sa.Column("until_ms", Int64, nullable=False),
    )
    op.create_index(
        "uq_facilitator_invitations_token", "facilitator_invitations", ["token_hash"], unique=True
    )


def downgrade() -> None:
    op.drop_table("facilitator_invitations")
    op.drop_table("second_facilitators")
    op.drop_table("hands")
