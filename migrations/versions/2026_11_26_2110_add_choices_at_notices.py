"""What a notice says, what callers did upon it, and calls that wait for them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from services.kernel.schema import Int64, Words

revision = "choices_at_notices"
down_revision = "exemptions"
branch_labels = None
depends_on = None

BEFORE = "state IN ('ringing', 'connected', 'ended', 'declined', 'missed', 'cancelled')"
NOW = (
    "state IN ('announced', 'deterred', 'ringing', 'connected', 'ended', 'declined', 'missed',"
    " 'cancelled')"
)


def upgrade() -> None:
    op.add_column(
        "line_notices", sa.Column("case_number", Words, nullable=False, server_default="")
    )
    op.add_column("line_notices", sa.Column("owed_fen", Int64))
    with op.batch_alter_table("notice_plays") as batch:
        batch.add_column(sa.Column("way", Words, nullable=False, server_default="call"))
        batch.add_column(sa.Column("choice", Words, nullable=False, server_default=""))
        batch.create_check_constraint("choice", "choice IN ('', 'anyway', 'hung_up')")
    _states(NOW)


def downgrade() -> None:
    op.execute("UPDATE calls SET state = 'cancelled' WHERE state IN ('announced', 'deterred')")
    _states(BEFORE)
    with op.batch_alter_table("notice_plays") as batch:
        batch.drop_constraint("choice", type_="check")
        batch.drop_column("choice")
        batch.drop_column("way")
    with op.batch_alter_table("line_notices") as batch:
        batch.drop_column("owed_fen")
        batch.drop_column("case_number")


def _states(allowed: str) -> None:
    with op.batch_alter_table("calls") as batch:
        batch.drop_constraint("state", type_="check")
        batch.create_check_constraint("state", allowed)
