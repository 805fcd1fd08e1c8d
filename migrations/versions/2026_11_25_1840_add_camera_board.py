"""The crossing cameras' board: which of their reports hung there, and since when.

The database itself promises that a report hangs on the board once, and not before it was made.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from services.kernel.schema import Int64, Words

revision = "camera_board"
down_revision = "rentals"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "camera_pictures",
        sa.Column("picture_id", Int64, primary_key=True),
        sa.Column("workshop_id", Int64, sa.ForeignKey("workshops.workshop_id"), nullable=False),
        sa.Column("fact_id", Int64, sa.ForeignKey("facts.fact_id"), nullable=False),
        sa.Column(
            "participant_id", Words, sa.ForeignKey("participants.participant_id"), nullable=False
        ),
        sa.Column("reported_town_s", Int64, nullable=False),
        sa.Column("posted_town_s", Int64, nullable=False),
        sa.UniqueConstraint("fact_id"),
        sa.CheckConstraint("posted_town_s >= reported_town_s", name="reported_first"),
    )
    op.create_index(
        "ix_camera_pictures_workshop", "camera_pictures", ["workshop_id", "reported_town_s"]
    )


def downgrade() -> None:
    op.drop_table("camera_pictures")
