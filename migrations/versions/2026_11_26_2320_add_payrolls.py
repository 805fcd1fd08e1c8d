"""Payrolls: what somebody owes those who work for them, and to whom."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from services.kernel.schema import Int64, Words

revision = "payrolls"
down_revision = "fall_accusations"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "payrolls",
        sa.Column("payroll_id", Int64, primary_key=True),
        sa.Column("workshop_id", Int64, sa.ForeignKey("workshops.workshop_id"), nullable=False),
        sa.Column("key", Words, nullable=False),
        sa.Column("employer", Words, sa.ForeignKey("participants.participant_id"), nullable=False),
        sa.Column("shop", Words, nullable=False),
        sa.Column("wage_fen", Int64, nullable=False),
        sa.Column("due_town_s", Int64, nullable=False),
        sa.Column("reported_town_s", Int64),
        sa.Column("paid_town_s", Int64),
        sa.UniqueConstraint("workshop_id", "key"),
        sa.CheckConstraint("wage_fen > 0", name="wage_positive"),
    )
    op.create_index("ix_payrolls_employer", "payrolls", ["employer"])
    op.create_table(
        "payroll_workers",
        sa.Column("payroll_id", Int64, sa.ForeignKey("payrolls.payroll_id"), primary_key=True),
        sa.Column("worker", Words, sa.ForeignKey("participants.participant_id"), primary_key=True),
    )
    op.create_index("ix_payroll_workers_worker", "payroll_workers", ["worker"])


def downgrade() -> None:
    op.drop_table("payroll_workers")
    op.drop_table("payrolls")
