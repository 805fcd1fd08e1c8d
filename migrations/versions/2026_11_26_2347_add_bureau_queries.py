"""What companies asked the bureau, and whether it told them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from services.kernel.schema import Int64, Words

revision = "bureau_queries"
down_revision = "sharing_consents"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "bureau_queries",
        sa.Column("query_id", Int64, nullable=False),
        sa.Column("workshop_id", Int64, nullable=False),
        sa.Column("agency", Words, nullable=False),
        sa.Column("about", Words, nullable=False),
        sa.Column("is_refused", sa.Boolean, nullable=False),
        sa.Column("town_s", Int64, nullable=False),
        sa.Column("key", Words, nullable=False),
        sa.PrimaryKeyConstraint("query_id", name="pk_bureau_queries"),
        sa.ForeignKeyConstraint(
            ["workshop_id"],
            ["workshops.workshop_id"],
            name="fk_bureau_queries_workshop_id_workshops",
        ),
        sa.ForeignKeyConstraint(
            ["about"],
            ["participants.participant_id"],
            name="fk_bureau_queries_about_participants",
        ),
        sa.UniqueConstraint("workshop_id", "key", name="uq_bureau_queries_workshop_id_key"),
    )
    op.create_index("ix_bureau_queries_about", "bureau_queries", ["about"])


def downgrade() -> None:
    op.drop_table("bureau_queries")
