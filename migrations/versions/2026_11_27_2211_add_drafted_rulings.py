"""A decision of the ombudsman's office waits for a second signature, or was sent back."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from services.kernel.schema import Int64, Words

revision = "drafted_rulings"
down_revision = "serving"
branch_labels = None
depends_on = None

_PERSON, _WORKSHOP = "participants.participant_id", "workshops.workshop_id"


def upgrade() -> None:
    op.create_table(
        "drafted_rulings",
        sa.Column(
            "complaint_id", Int64, sa.ForeignKey("complaints.complaint_id"), primary_key=True
        ),
        sa.Column("workshop_id", Int64, sa.ForeignKey(_WORKSHOP), nullable=False),
        sa.Column("ground", Words, nullable=False),
        sa.Column("orders", Int64, nullable=False),
        sa.Column("words", Words, nullable=False, server_default=""),
        sa.Column("signer_id", Words, sa.ForeignKey(_PERSON), nullable=False),
        sa.Column("drafted_town_s", Int64, nullable=False),
        sa.Column("returned_by", Words, sa.ForeignKey(_PERSON)),
        sa.Column("returned_words", Words, nullable=False, server_default=""),
    )
    for column in ("workshop_id", "signer_id", "returned_by"):
        op.create_index(f"ix_drafted_rulings_{column}", "drafted_rulings", [column])
    with op.batch_alter_table("case_records") as batch:
        batch.add_column(sa.Column("second_id", Words))
        batch.create_foreign_key(
            "fk_case_records_second_id_participants",
            "participants",
            ["second_id"],
            ["participant_id"],
        )
        batch.create_index("ix_case_records_second_id", ["second_id"])


def downgrade() -> None:
    with op.batch_alter_table("case_records") as batch:
        batch.drop_index("ix_case_records_second_id")
        batch.drop_constraint("fk_case_records_second_id_participants", type_="foreignkey")
        batch.drop_column("second_id")
    op.drop_table("drafted_rulings")
