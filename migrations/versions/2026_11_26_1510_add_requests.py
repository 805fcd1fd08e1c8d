"""Money that people ask of each other, share by share."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from services.kernel.schema import Int64, Words

revision = "requests"
down_revision = "merchants"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "bills",
        sa.Column("bill_id", Int64, primary_key=True),
        sa.Column("workshop_id", Int64, sa.ForeignKey("workshops.workshop_id"), nullable=False),
        sa.Column("key", Words, nullable=False),
        _participant("asker"),
        sa.Column("total_fen", Int64, nullable=False),
        sa.Column("own_fen", Int64, nullable=False),
        sa.Column("note", Words, nullable=False),
        sa.Column("asked_town_s", Int64, nullable=False),
        sa.UniqueConstraint("workshop_id", "key"),
        sa.CheckConstraint("own_fen >= 0 AND total_fen > own_fen", name="amounts"),
        sqlite_strict=True,
    )
    op.create_table(
        "bill_shares",
        sa.Column("share_id", Int64, primary_key=True),
        sa.Column("bill_id", Int64, sa.ForeignKey("bills.bill_id"), nullable=False),
        _participant("payer"),
        sa.Column("amount_fen", Int64, nullable=False),
        sa.Column("state", Words, nullable=False, server_default="asked"),
        sa.Column("quiet", Int64, nullable=False, server_default="0"),
        sa.UniqueConstraint("bill_id", "payer"),
        sa.CheckConstraint("amount_fen > 0", name="amount_positive"),
        sa.CheckConstraint(
            "state IN ('asked', 'paid', 'declined', 'cancelled', 'expired')", name="state"
        ),
        sqlite_strict=True,
    )
    op.create_table(
        "request_blocks",
        _participant("payer", primary_key=True),
        _participant("asker", primary_key=True),
        sqlite_strict=True,
    )


def downgrade() -> None:
    op.drop_table("request_blocks")
    op.drop_table("bill_shares")
    op.drop_table("bills")


def _participant(name: str, *, primary_key: bool = False) -> sa.Column[str]:
    who = sa.ForeignKey("participants.participant_id")
    return sa.Column(name, Words, who, nullable=False, primary_key=primary_key)
