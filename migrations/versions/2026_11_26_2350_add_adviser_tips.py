"""What advisers sold, with what it was worth."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from services.kernel.schema import Int64, Words

revision = "adviser_tips"
down_revision = "licence_opinions"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "adviser_tips",
        sa.Column("tip_id", Int64, primary_key=True),
        sa.Column("workshop_id", Int64, sa.ForeignKey("workshops.workshop_id"), nullable=False),
        sa.Column("key", Words, nullable=False),
        sa.Column("sale_id", Int64, sa.ForeignKey("sales.sale_id"), nullable=False),
        sa.Column(
            "participant_id", Words, sa.ForeignKey("participants.participant_id"), nullable=False
        ),
        sa.Column("adviser", Words, nullable=False),
        sa.Column("subject", Words, nullable=False),
        sa.Column("agency", Words, nullable=False),
        sa.Column("explanation", Words, nullable=False),
        sa.Column("gain", Int64, nullable=False),
        sa.Column("fee_fen", Int64, nullable=False),
        sa.Column("sold_town_s", Int64, nullable=False),
        sa.UniqueConstraint("workshop_id", "key"),
        sa.CheckConstraint("fee_fen > 0", name="fee_positive"),
    )
    op.create_index("ix_adviser_tips_sale_id", "adviser_tips", ["sale_id"])
    op.create_index("ix_adviser_tips_participant_id", "adviser_tips", ["participant_id"])


def downgrade() -> None:
    op.drop_table("adviser_tips")
