"""What goes first when calls must wait is called by the field's own word: priority."""

from __future__ import annotations

from alembic import op

revision = "priority"
down_revision = "jobs"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE outbox RENAME COLUMN lane TO priority")


def downgrade() -> None:
    op.execute("ALTER TABLE outbox RENAME COLUMN priority TO lane")
