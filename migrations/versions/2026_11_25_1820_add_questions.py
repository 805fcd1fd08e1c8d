"""The wall of unanswered questions, and the answers.

The database itself promises one answer to a question; who asked may be erased, the question stays.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from services.kernel.schema import Int64, Words

revision = "questions"
down_revision = "licences"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "questions",
        sa.Column("question_id", Int64, primary_key=True),
        _workshop(),
        sa.Column("participant_id", Words, sa.ForeignKey("participants.participant_id")),
        sa.Column("words", Words, nullable=False),
        sa.Column("asked_town_s", Int64, nullable=False),
        sa.Column("key", Words, nullable=False),
        sa.UniqueConstraint("workshop_id", "key"),
        sa.CheckConstraint("length(words) BETWEEN 1 AND 200", name="words"),
    )
    op.create_table(
        "question_answers",
        sa.Column("answer_id", Int64, primary_key=True),
        _workshop(),
        sa.Column("question", Words, nullable=False),
        sa.Column("words", Words, nullable=False),
        sa.Column("answered_town_s", Int64, nullable=False),
        sa.Column("key", Words, nullable=False),
        sa.UniqueConstraint("workshop_id", "question"),
        sa.CheckConstraint("length(words) BETWEEN 1 AND 400", name="words"),
    )


def downgrade() -> None:
    op.drop_table("question_answers")
    op.drop_table("questions")


def _workshop() -> sa.Column[int]:
    return sa.Column("workshop_id", Int64, sa.ForeignKey("workshops.workshop_id"), nullable=False)
