"""What people answer before a deck's cards and after them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from services.kernel.schema import Int64, Words

revision = "deck_answers"
down_revision = "audit_chain"
branch_labels = None
depends_on = None


def upgrade() -> None:
    town = sa.ForeignKey(
        "workshops.workshop_id", name=op.f("fk_deck_answers_workshop_id_workshops")
    )
    person = sa.ForeignKey(
        "participants.participant_id", name=op.f("fk_deck_answers_who_participants")
    )
    op.create_table(
        "deck_answers",
        sa.Column("workshop_id", Int64, town, primary_key=True),
        sa.Column("deck", Words, primary_key=True),
        sa.Column("who", Words, person, primary_key=True),
        sa.Column("moment", Int64, primary_key=True, autoincrement=False),
        sa.Column("answer", Int64),
        sa.Column("answered_town_s", Int64, nullable=False),
        sa.CheckConstraint("moment IN (1, 2)", name=op.f("ck_deck_answers_moment")),
        sa.CheckConstraint("answer BETWEEN 1 AND 5", name=op.f("ck_deck_answers_answer")),
    )
    op.create_index("ix_deck_answers_who", "deck_answers", ["who"])


def downgrade() -> None:
    op.drop_table("deck_answers")
