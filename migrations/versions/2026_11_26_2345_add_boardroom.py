"""Who sits for the companies, when their boards met, and what was chosen."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from services.kernel.schema import Int64, Words

revision = "boardroom"
down_revision = "listing_lifecycle"
branch_labels = None
depends_on = None


def upgrade() -> None:
    participant = ["participants.participant_id"]
    op.create_table(
        "company_seats",
        sa.Column("participant_id", Words, nullable=False),
        sa.Column("workshop_id", Int64, nullable=False),
        sa.Column("agency", Words, nullable=False),
        sa.PrimaryKeyConstraint("participant_id", name="pk_company_seats"),
        sa.ForeignKeyConstraint(
            ["participant_id"], participant, name="fk_company_seats_participant_id_participants"
        ),
        sa.ForeignKeyConstraint(
            ["workshop_id"],
            ["workshops.workshop_id"],
            name="fk_company_seats_workshop_id_workshops",
        ),
        sa.UniqueConstraint("workshop_id", "agency", name="uq_company_seats_workshop_id_agency"),
    )
    op.create_table(
        "board_meetings",
        sa.Column("meeting_id", Int64, nullable=False),
        sa.Column("workshop_id", Int64, nullable=False),
        sa.Column("town_s", Int64, nullable=False),
        sa.Column("key", Words, nullable=False),
        sa.PrimaryKeyConstraint("meeting_id", name="pk_board_meetings"),
        sa.ForeignKeyConstraint(
            ["workshop_id"],
            ["workshops.workshop_id"],
            name="fk_board_meetings_workshop_id_workshops",
        ),
        sa.UniqueConstraint("workshop_id", "key", name="uq_board_meetings_workshop_id_key"),
    )
    op.create_table(
        "board_votes",
        sa.Column("vote_id", Int64, nullable=False),
        sa.Column("meeting_id", Int64, nullable=False),
        sa.Column("agency", Words, nullable=False),
        sa.Column("shares", sa.Boolean, nullable=False),
        sa.Column("sharing", Words, nullable=False),
        sa.Column("known", Int64, nullable=False),
        sa.Column("town_s", Int64, nullable=False),
        sa.Column("key", Words, nullable=False),
        sa.PrimaryKeyConstraint("vote_id", name="pk_board_votes"),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["board_meetings.meeting_id"],
            name="fk_board_votes_meeting_id_board_meetings",
        ),
        sa.UniqueConstraint(
            "meeting_id", "agency", "key", name="uq_board_votes_meeting_id_agency_key"
        ),
    )


def downgrade() -> None:
    for table in ("board_votes", "board_meetings", "company_seats"):
        op.drop_table(table)
