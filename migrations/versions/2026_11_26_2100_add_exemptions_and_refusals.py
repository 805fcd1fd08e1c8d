"""What keeps people out at a counter, and the exemptions that they ask for."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from services.kernel.schema import Int64, Words

revision = "exemptions"
down_revision = "indexes_of_references"
branch_labels = None
depends_on = None

_ASKED = sa.text("state = 'asked'")
_BEFORE = "state IN ('open', 'asked', 'dropped', 'out', 'late', 'done')"
_NOW = "state IN ('open', 'asked', 'dropped', 'refused', 'out', 'late', 'done')"


def upgrade() -> None:
    op.create_table(
        "exemptions",
        sa.Column("exemption_id", Int64, primary_key=True),
        sa.Column("workshop_id", Int64, sa.ForeignKey("workshops.workshop_id"), nullable=False),
        sa.Column("key", Words, nullable=False),
        sa.Column("who", Words, sa.ForeignKey("participants.participant_id"), nullable=False),
        sa.Column("door", Words, nullable=False),
        sa.Column("state", Words, nullable=False, server_default="asked"),
        sa.Column("asked_town_s", Int64, nullable=False),
        sa.Column("decided_town_s", Int64),
        sa.UniqueConstraint("workshop_id", "key"),
        sa.CheckConstraint("state IN ('asked', 'granted', 'refused')", name="state"),
        sa.CheckConstraint("(decided_town_s IS NULL) = (state = 'asked')", name="decided"),
    )
    op.create_index("ix_exemptions_who", "exemptions", ["who"])
    op.create_index(
        "uq_exemptions_open",
        "exemptions",
        ["who", "door"],
        unique=True,
        sqlite_where=_ASKED,
        postgresql_where=_ASKED,
    )
    with op.batch_alter_table("errands") as batch:
        batch.add_column(sa.Column("refused_by", Words, nullable=False, server_default=""))
        batch.add_column(sa.Column("refused_for", Words, nullable=False, server_default=""))
        batch.drop_constraint(op.f("ck_errands_state"))
        batch.create_check_constraint("state", _NOW)
        batch.create_check_constraint("refused", "(refused_by != '') = (state = 'refused')")


def downgrade() -> None:
    op.execute("DELETE FROM errands WHERE state = 'refused'")
    with op.batch_alter_table("errands") as batch:
        batch.drop_constraint(op.f("ck_errands_refused"))
        batch.drop_constraint(op.f("ck_errands_state"))
        batch.create_check_constraint("state", _BEFORE)
        batch.drop_column("refused_for")
        batch.drop_column("refused_by")
    op.drop_table("exemptions")
