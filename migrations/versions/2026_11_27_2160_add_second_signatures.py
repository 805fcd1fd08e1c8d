"""Whose signature is asked before somebody is listed at discretion, and what they said."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from services.kernel.schema import Int64, Words

revision = "second_signatures"
down_revision = "ombudsman"
branch_labels = None
depends_on = None

PEOPLE = "participants.participant_id"


def upgrade() -> None:
    op.create_table(
        "listing_proposals",
        sa.Column("proposal_id", Int64, nullable=False),
        sa.Column("workshop_id", Int64, nullable=False),
        sa.Column("key", Words, nullable=False),
        sa.Column("participant_id", Words, nullable=False),
        sa.Column("signer", Words, nullable=False),
        sa.Column("ground", Words, nullable=False),
        sa.Column("words", Words, nullable=False),
        sa.Column("state", Words, nullable=False, server_default="asked"),
        sa.Column("asked_town_s", Int64, nullable=False),
        sa.Column("decided_town_s", Int64, nullable=True),
        sa.PrimaryKeyConstraint("proposal_id", name="pk_listing_proposals"),
        sa.UniqueConstraint("workshop_id", "key", name="uq_listing_proposals_workshop_id_key"),
        sa.CheckConstraint(
            "state IN ('asked', 'signed', 'refused', 'lapsed')",
            name=op.f("ck_listing_proposals_state"),
        ),
        sa.CheckConstraint(
            "(decided_town_s IS NULL) = (state = 'asked')",
            name=op.f("ck_listing_proposals_decided"),
        ),
        sa.ForeignKeyConstraint(
            ["workshop_id"],
            ["workshops.workshop_id"],
            name="fk_listing_proposals_workshop_id_workshops",
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"], [PEOPLE], name="fk_listing_proposals_participant_id_participants"
        ),
        sa.ForeignKeyConstraint(
            ["signer"], [PEOPLE], name="fk_listing_proposals_signer_participants"
        ),
    )
    for column in ("workshop_id", "participant_id", "signer"):
        op.create_index(f"ix_listing_proposals_{column}", "listing_proposals", [column])


def downgrade() -> None:
    op.drop_table("listing_proposals")
