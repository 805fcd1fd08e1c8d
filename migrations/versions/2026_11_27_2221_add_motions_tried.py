"""What several changes at once do to synthetic towns, as far as they have been lived."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from services.kernel.schema import Words

revision = "motions_tried"
down_revision = "adoptions"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("motions", sa.Column("tried", Words))


def downgrade() -> None:
    op.drop_column("motions", "tried")
