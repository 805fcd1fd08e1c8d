"""A town remembers that somebody has come before, so that its start money comes once a person.

A question outlives its words, which go with whoever asked. A complaint's card goes by the row's own
number: two towns may each have a first complaint, and one person may have run both. Cards that go
by the old one are drawn no more.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from services.kernel.schema import Int64, Words

revision = "arrivals"
down_revision = "standing"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "arrivals",
        sa.Column("workshop_id", Int64, nullable=False, autoincrement=False),
        sa.Column("mark", Words, nullable=False),
        sa.Column("times", Int64, server_default="1", nullable=False),
        sa.CheckConstraint("times >= 1", name=op.f("ck_arrivals_times")),
        sa.ForeignKeyConstraint(
            ["workshop_id"],
            ["workshops.workshop_id"],
            name=op.f("fk_arrivals_workshop_id_workshops"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("workshop_id", "mark", name=op.f("pk_arrivals")),
    )
    _words_of_questions("length(words) <= 200")
    op.execute("DELETE FROM cards WHERE card LIKE 'complaint:%'")


def downgrade() -> None:
    op.execute("DELETE FROM cards WHERE card LIKE 'complaint:%'")
    op.execute("UPDATE questions SET words = '—' WHERE words = ''")
    _words_of_questions("length(words) BETWEEN 1 AND 200")
    op.drop_table("arrivals")


def _words_of_questions(rule: str) -> None:
    with op.batch_alter_table("questions") as batch:
        batch.drop_constraint("words", type_="check")
        batch.create_check_constraint("words", rule)
