"""The ombudsman's office: who holds it, what was said at hearings, which secrets were opened."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from services.kernel.schema import Int64, Words

revision = "ombudsman"
down_revision = "clocks"
branch_labels = None
depends_on = None

_TOWN, _CASE = "workshops.workshop_id", "complaints.complaint_id"
_PERSON = "participants.participant_id"


def upgrade() -> None:
    op.create_table(
        "ombudsman_seats",
        sa.Column("participant_id", Words, sa.ForeignKey(_PERSON), primary_key=True),
        sa.Column("workshop_id", Int64, sa.ForeignKey(_TOWN), nullable=False),
    )
    op.create_table(
        "hearings",
        sa.Column("complaint_id", Int64, sa.ForeignKey(_CASE), primary_key=True),
        sa.Column("workshop_id", Int64, sa.ForeignKey(_TOWN), nullable=False),
        sa.Column("step", Int64, nullable=False, server_default="0"),
        sa.Column("clerk_id", Words, sa.ForeignKey(_PERSON)),
        sa.Column("speaker_id", Words, sa.ForeignKey(_PERSON)),
        sa.Column("opened_town_s", Int64),
        sa.Column("closed_town_s", Int64),
        sa.CheckConstraint("step BETWEEN 0 AND 5", name="step"),
    )
    op.create_table(
        "hearing_words",
        sa.Column("word_id", Int64, primary_key=True),
        sa.Column("workshop_id", Int64, sa.ForeignKey(_TOWN), nullable=False),
        sa.Column("complaint_id", Int64, sa.ForeignKey(_CASE), nullable=False),
        sa.Column("step", Int64, nullable=False),
        sa.Column("who", Words, sa.ForeignKey(_PERSON)),
        sa.Column("words", Words, nullable=False),
        sa.Column("town_s", Int64, nullable=False),
        sa.UniqueConstraint("complaint_id", "step"),
    )
    op.create_table(
        "opened_formulas",
        sa.Column("complaint_id", Int64, sa.ForeignKey(_CASE), primary_key=True),
        sa.Column("workshop_id", Int64, sa.ForeignKey(_TOWN), nullable=False),
        sa.Column("opened_by", Words, sa.ForeignKey(_PERSON)),
        sa.Column("town_s", Int64, nullable=False),
    )
    for table, *columns in (
        ("ombudsman_seats", "workshop_id"),
        ("hearings", "workshop_id", "clerk_id", "speaker_id"),
        ("hearing_words", "workshop_id", "who"),
        ("opened_formulas", "workshop_id", "opened_by"),
    ):
        for column in columns:
            op.create_index(f"ix_{table}_{column}", table, [column])


def downgrade() -> None:
    for table in ("opened_formulas", "hearing_words", "hearings", "ombudsman_seats"):
        op.drop_table(table)
