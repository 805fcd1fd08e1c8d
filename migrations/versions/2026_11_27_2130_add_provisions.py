"""Which statute's provision decided on a switch, and which of several prevails."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from services.kernel.schema import Int64, Words

revision = "provisions"
down_revision = "polls"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("law_switches") as batch:
        batch.add_column(sa.Column("provision", Words, nullable=False, server_default=""))
        batch.add_column(sa.Column("rank", Int64, nullable=False, server_default="0"))
        batch.create_check_constraint("says_something", "value <> '' OR provision <> ''")


def downgrade() -> None:
    with op.batch_alter_table("law_switches") as batch:
        batch.drop_constraint("says_something", type_="check")
        batch.drop_column("rank")
        batch.drop_column("provision")
