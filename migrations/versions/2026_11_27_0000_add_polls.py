"""Waves of the questions asked before, during and after, and the answers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from services.kernel.schema import Int64, Words

revision = "polls"
down_revision = "hands"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "poll_waves",
        sa.Column("workshop_id", Int64, sa.ForeignKey("workshops.workshop_id"), primary_key=True),
        sa.Column("wave", Int64, primary_key=True, autoincrement=False),
        sa.Column("asked_town_s", Int64, nullable=False),
        sa.Column("closed_town_s", Int64),
        sa.CheckConstraint("wave IN (1, 2, 3)", name="wave"),
    )
    op.create_index(
        "uq_poll_waves_open",
        "poll_waves",
        ["workshop_id"],
        unique=True,
        sqlite_where=sa.text("closed_town_s IS NULL"),
        postgresql_where=sa.text("closed_town_s IS NULL"),
    )
    op.create_table(
        "poll_answers",
        sa.Column("workshop_id", Int64, sa.ForeignKey("workshops.workshop_id"), primary_key=True),
        sa.Column("wave", Int64, primary_key=True, autoincrement=False),
        sa.Column("item", Words, primary_key=True),
        sa.Column("who", Words, sa.ForeignKey("participants.participant_id"), primary_key=True),
        sa.Column("answer", Int64),
        sa.CheckConstraint("wave IN (1, 2, 3)", name="wave"),
        sa.CheckConstraint("answer BETWEEN 1 AND 5", name="answer"),
    )
    op.create_index("ix_poll_answers_who", "poll_answers", ["who"])


def downgrade() -> None:
    op.drop_table("poll_answers")
    op.drop_table("poll_waves")
