"""Whether companies may tell the bureau of somebody."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from services.kernel.schema import Int64, Words

revision = "sharing_consents"
down_revision = "boardroom"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sharing_consents",
        sa.Column("consent_id", Int64, nullable=False),
        sa.Column("workshop_id", Int64, nullable=False),
        sa.Column("participant_id", Words, nullable=False),
        sa.Column("agrees", sa.Boolean, nullable=False),
        sa.Column("town_s", Int64, nullable=False),
        sa.Column("key", Words, nullable=False),
        sa.PrimaryKeyConstraint("consent_id", name="pk_sharing_consents"),
        sa.ForeignKeyConstraint(
            ["workshop_id"],
            ["workshops.workshop_id"],
            name="fk_sharing_consents_workshop_id_workshops",
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["participants.participant_id"],
            name="fk_sharing_consents_participant_id_participants",
        ),
        sa.UniqueConstraint("participant_id", "key", name="uq_sharing_consents_participant_id_key"),
    )
    op.create_index("ix_sharing_consents_workshop_id", "sharing_consents", ["workshop_id"])


def downgrade() -> None:
    op.drop_table("sharing_consents")
