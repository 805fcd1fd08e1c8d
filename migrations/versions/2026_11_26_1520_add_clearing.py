"""Who watches for the regulator, laundering plots with what is true of them, and who was named."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from services.kernel.schema import Int64, Words

revision = "clearing"
down_revision = "requests"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "regulators",
        sa.Column(
            "participant_id",
            Words,
            sa.ForeignKey("participants.participant_id"),
            primary_key=True,
        ),
        _workshop(),
        sqlite_strict=True,
    )
    op.create_table(
        "laundering_plots",
        sa.Column("plot_id", Int64, primary_key=True),
        _workshop(),
        sa.Column("key", Words, nullable=False),
        sa.Column("front", Words, nullable=False),
        _participant("culprit"),
        sa.Column("begun_town_s", Int64, nullable=False),
        sa.UniqueConstraint("workshop_id", "key"),
        sqlite_strict=True,
    )
    op.create_table(
        "accusations",
        sa.Column("accusation_id", Int64, primary_key=True),
        sa.Column("plot_id", Int64, sa.ForeignKey("laundering_plots.plot_id"), nullable=False),
        _participant("accuser"),
        _participant("suspect"),
        sa.Column("is_right", Int64, nullable=False),
        sa.Column("is_cleared", Int64, nullable=False),
        sa.UniqueConstraint("plot_id", "accuser"),
        sa.CheckConstraint("is_right IN (0, 1) AND is_cleared IN (0, 1)", name="flags"),
        sqlite_strict=True,
    )


def downgrade() -> None:
    op.drop_table("accusations")
    op.drop_table("laundering_plots")
    op.drop_table("regulators")


def _workshop() -> sa.Column[int]:
    return sa.Column("workshop_id", Int64, sa.ForeignKey("workshops.workshop_id"), nullable=False)


def _participant(name: str) -> sa.Column[str]:
    who = sa.ForeignKey("participants.participant_id")
    return sa.Column(name, Words, who, nullable=False)
