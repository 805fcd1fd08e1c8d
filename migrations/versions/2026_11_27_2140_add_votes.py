"""Motions and their secret ballots; a decision on the law knows the poll that carried it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from services.kernel.schema import Int64, Words

revision = "votes"
down_revision = "provisions"
branch_labels = None
depends_on = None

OPEN = sa.text("state = 'open'")


def upgrade() -> None:
    op.add_column("law_switches", sa.Column("poll", Int64))
    op.create_table(
        "motions",
        sa.Column("motion_id", Int64, primary_key=True),
        sa.Column("workshop_id", Int64, sa.ForeignKey("workshops.workshop_id"), nullable=False),
        sa.Column("number", Int64, nullable=False),
        sa.Column("mover", Words, sa.ForeignKey("participants.participant_id")),
        sa.Column("group_id", Int64),
        sa.Column("words", Words, nullable=False),
        sa.Column("changes", Words, nullable=False),
        sa.Column("in_days", Int64, nullable=False),
        sa.Column("quorum", Int64, nullable=False),
        *(sa.Column(one, Words, nullable=False) for one in ("base", "abstentions", "tie")),
        sa.Column("roll_of", Words, nullable=False),
        sa.Column("state", Words, nullable=False),
        sa.Column("put_town_s", Int64, nullable=False),
        *(sa.Column(f"{one}_town_s", Int64) for one in ("debate", "opened", "closed")),
        *(sa.Column(one, Int64) for one in ("again_of", "roll", "votes", "yes", "no", "abstained")),
        sa.Column("outcome", Words),
        sa.Column("key", Words, nullable=False),
        sa.UniqueConstraint("workshop_id", "number"),
        sa.UniqueConstraint("workshop_id", "key"),
        sa.CheckConstraint(
            "state IN ('put', 'seconded', 'debate', 'open', 'closed', 'withdrawn')", name="state"
        ),
        sa.CheckConstraint("(state = 'closed') = (outcome IS NOT NULL)", name="outcome"),
        sa.CheckConstraint("outcome IS NOT NULL OR (votes IS NULL AND yes IS NULL)", name="hidden"),
        sa.CheckConstraint("length(words) <= 300", name="words"),
    )
    op.create_index("ix_motions_mover", "motions", ["mover"])
    op.create_index(
        "uq_motions_open",
        "motions",
        ["workshop_id"],
        unique=True,
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )
    for name in ("motion_seconds", "ballot_rolls"):
        marks = [sa.Column("voted", Int64, nullable=False, server_default="0")]
        marks += [sa.CheckConstraint("voted IN (0, 1)", name="voted")]
        op.create_table(
            name,
            sa.Column("motion_id", Int64, sa.ForeignKey("motions.motion_id"), primary_key=True),
            sa.Column("who", Words, sa.ForeignKey("participants.participant_id"), primary_key=True),
            *(marks if name == "ballot_rolls" else ()),
        )
        op.create_index(f"ix_{name}_who", name, ["who"])
    op.create_table(
        "ballot_counts",
        sa.Column("motion_id", Int64, sa.ForeignKey("motions.motion_id"), primary_key=True),
        sa.Column("choice", Words, primary_key=True),
        sa.Column("votes", Int64, nullable=False, server_default="0"),
        sa.CheckConstraint("choice IN ('yes', 'no', 'abstain')", name="choice"),
        sa.CheckConstraint("votes >= 0", name="votes"),
    )


def downgrade() -> None:
    for name in ("ballot_counts", "ballot_rolls", "motion_seconds", "motions"):
        op.drop_table(name)
    op.drop_column("law_switches", "poll")
