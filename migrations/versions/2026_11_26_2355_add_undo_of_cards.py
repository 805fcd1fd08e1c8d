"""What a play of a card left, so that it can be taken back; what is withdrawn counts no more."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from services.kernel.schema import Int64, Words

revision = "undo_of_cards"
down_revision = "adviser_tips"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("scenario_runs") as batch:
        batch.add_column(sa.Column("whom", Words, nullable=False, server_default=""))
        batch.add_column(sa.Column("traces", Words, nullable=False, server_default="[]"))
        batch.add_column(sa.Column("undone_town_s", Int64))
    op.add_column("judgments", sa.Column("withdrawn_town_s", Int64))
    op.add_column("payrolls", sa.Column("withdrawn_town_s", Int64))


def downgrade() -> None:
    op.drop_column("payrolls", "withdrawn_town_s")
    op.drop_column("judgments", "withdrawn_town_s")
    with op.batch_alter_table("scenario_runs") as batch:
        batch.drop_column("undone_town_s")
        batch.drop_column("traces")
        batch.drop_column("whom")
