"""Which acts were played for points: the simulator's own memory, beside the facts.

Append-only like the facts themselves: a truth that could be changed would measure nothing.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from services.kernel.schema import Int64, Words

revision = "gaming"
down_revision = "scoring"
branch_labels = None
depends_on = None

TABLE = "played_facts"
SQLITE = """
CREATE TRIGGER {table}_refuse_{verb} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} are append-only'); END
"""
POSTGRES = """
CREATE TRIGGER {table}_refuse_{verb} BEFORE {verb} ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change('{table} are append-only')
"""


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("played_id", Int64, primary_key=True),
        sa.Column("workshop_id", Int64, sa.ForeignKey("workshops.workshop_id"), nullable=False),
        sa.Column("key", Words, nullable=False),
        sa.Column("town_s", Int64, nullable=False),
        sa.UniqueConstraint("workshop_id", "key"),
    )
    if op.get_bind().dialect.name == "sqlite":
        template, verbs = SQLITE, ("UPDATE", "DELETE")
    else:
        template, verbs = POSTGRES, ("UPDATE", "DELETE", "TRUNCATE")
    for verb in verbs:
        op.execute(template.format(table=TABLE, verb=verb))


def downgrade() -> None:
    op.drop_table(TABLE)
