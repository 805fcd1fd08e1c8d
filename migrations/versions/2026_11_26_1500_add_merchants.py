"""What is bought of merchants, and who has left which platform."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from services.kernel.schema import Int64, Words

revision = "merchants"
down_revision = "circle"
branch_labels = None
depends_on = None

_STILL_OUT = "back_town_s IS NULL"


def upgrade() -> None:
    op.create_table(
        "sales",
        sa.Column("sale_id", Int64, primary_key=True),
        _workshop(),
        sa.Column("key", Words, nullable=False),
        sa.Column("merchant", Words, nullable=False),
        _participant("keeper"),
        _participant("customer"),
        sa.Column("amount_fen", Int64, nullable=False),
        sa.Column("platform", Words, nullable=False),
        sa.Column("what", Words, nullable=False),
        sa.Column("sold_town_s", Int64, nullable=False),
        sa.UniqueConstraint("workshop_id", "key"),
        sa.CheckConstraint("amount_fen > 0", name="amount_positive"),
        sa.CheckConstraint("keeper <> customer", name="two_people"),
        sqlite_strict=True,
    )
    op.create_table(
        "platform_exits",
        sa.Column("exit_id", Int64, primary_key=True),
        _workshop(),
        _participant("participant_id"),
        sa.Column("platform", Words, nullable=False),
        sa.Column("left_town_s", Int64, nullable=False),
        sa.Column("back_town_s", Int64),
        sqlite_strict=True,
    )
    op.create_index(
        "uq_platform_exits_still_out",
        "platform_exits",
        ["participant_id", "platform"],
        unique=True,
        sqlite_where=sa.text(_STILL_OUT),
        postgresql_where=sa.text(_STILL_OUT),
    )


def downgrade() -> None:
    op.drop_table("platform_exits")
    op.drop_table("sales")


def _workshop() -> sa.Column[int]:
    return sa.Column("workshop_id", Int64, sa.ForeignKey("workshops.workshop_id"), nullable=False)


def _participant(name: str) -> sa.Column[str]:
    return sa.Column(name, Words, sa.ForeignKey("participants.participant_id"), nullable=False)
