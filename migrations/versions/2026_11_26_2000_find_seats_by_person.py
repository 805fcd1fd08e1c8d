"""A tap finds the seat of whoever tapped without reading every seat of every town."""

from __future__ import annotations

from alembic import op

revision = "seats_by_person"
down_revision = "talks_beside_calls"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_participants_person", "participants", ["person_id"])


def downgrade() -> None:
    op.drop_index("ix_participants_person", "participants")
