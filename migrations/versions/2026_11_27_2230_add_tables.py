"""Tables at which whoever runs the town seats people, and by which lot."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from services.kernel.schema import Int64, Words

revision = "tables"
down_revision = "motions_tried"
branch_labels = None
depends_on = None

REFERENCE = "fk_group_members_sat_before_people_groups"
INDEX = "ix_group_members_sat_before"


def upgrade() -> None:
    with op.batch_alter_table("people_groups") as batch:
        for name in ("maker", "named_by"):
            batch.alter_column(name, existing_type=Words, nullable=True)
    with op.batch_alter_table("group_members") as batch:
        batch.add_column(sa.Column("drawn", Int64))
        batch.add_column(sa.Column("sat_before", Int64))
        batch.create_foreign_key(REFERENCE, "people_groups", ["sat_before"], ["group_id"])
        batch.create_index(INDEX, ["sat_before"])


def downgrade() -> None:
    with op.batch_alter_table("group_members") as batch:
        batch.drop_index(INDEX)
        batch.drop_constraint(REFERENCE, type_="foreignkey")
        batch.drop_column("sat_before")
        batch.drop_column("drawn")
    no_maker = "SELECT group_id FROM people_groups WHERE maker IS NULL"
    op.execute(f"DELETE FROM group_members WHERE group_id IN ({no_maker})")  # noqa: S608 - our own
    op.execute("DELETE FROM people_groups WHERE maker IS NULL")
    with op.batch_alter_table("people_groups") as batch:
        for name in ("maker", "named_by"):
            batch.alter_column(name, existing_type=Words, nullable=False)
