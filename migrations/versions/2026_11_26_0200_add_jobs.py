"""What admins want of jobs, the tries of a timer, and how far time had come.

The time is one row, written while the program runs: after a start it tells whether the machine's
clock was set in between.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from services.kernel.schema import Int64, Words

revision = "jobs"
down_revision = "complaints"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "jobs",
        sa.Column("name", Words, primary_key=True),
        sa.Column("paused", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("wish", Words, nullable=False, server_default=""),
        sa.CheckConstraint("wish IN ('', 'run', 'skip')", name="wish"),
    )
    op.create_table(
        "heartbeat",
        sa.Column("heartbeat_id", Int64, primary_key=True),
        sa.Column("now_ms", Int64, nullable=False),
        sa.Column("jumped_ms", Int64, nullable=False),
        sa.CheckConstraint("heartbeat_id = 1", name="one"),
    )
    for column, kind, default in (
        ("tries", Int64, "0"),
        ("retry_ms", Int64, "0"),
        ("trouble", Words, ""),
    ):
        op.add_column("timers", sa.Column(column, kind, nullable=False, server_default=default))


def downgrade() -> None:
    with op.batch_alter_table("timers") as batch:
        for column in ("trouble", "retry_ms", "tries"):
            batch.drop_column(column)
    op.drop_table("heartbeat")
    op.drop_table("jobs")
