"""What was found about a complaint, how it was decided, and of which facts a file was made.

The database itself promises that a complaint is decided once: a decided one has its time, an open
one has none, and no hand takes a decision back. Words may still be erased when their person leaves.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from services.kernel.schema import Int64, Words

revision = "complaints"
down_revision = "camera_board"
branch_labels = None
depends_on = None

_DECIDED = "(state = 'open') = (decided_town_s IS NULL)"
_OPENER = "opener IN ('person', 'town')"
_NAME = "complaints_stay_decided"
_SQLITE = f"""
CREATE TRIGGER {_NAME} BEFORE UPDATE ON complaints
WHEN OLD.state <> 'open'
  AND (NEW.state <> OLD.state OR NEW.decided_town_s <> OLD.decided_town_s)
BEGIN SELECT RAISE(ABORT, 'a decision stands'); END
"""
_POSTGRES = f"""
CREATE TRIGGER {_NAME} BEFORE UPDATE ON complaints
FOR EACH ROW WHEN (OLD.state <> 'open'
  AND (NEW.state <> OLD.state OR NEW.decided_town_s <> OLD.decided_town_s))
EXECUTE FUNCTION refuse_change('a decision stands')
"""


def upgrade() -> None:
    op.add_column("score_exports", sa.Column("facts_sha256", Words))
    with op.batch_alter_table("complaints") as batch:
        batch.add_column(sa.Column("opener", Words, nullable=False, server_default="person"))
        batch.add_column(sa.Column("finding", Words, nullable=False, server_default=""))
        batch.add_column(sa.Column("decided_town_s", Int64))
        batch.add_column(sa.Column("decided_words", Words, nullable=False, server_default=""))
        batch.create_check_constraint("opener", _OPENER)
        batch.create_check_constraint("decided", _DECIDED)
    op.execute(_SQLITE if _is_sqlite() else _POSTGRES)


def downgrade() -> None:
    op.execute(f"DROP TRIGGER {_NAME}" + ("" if _is_sqlite() else " ON complaints"))
    with op.batch_alter_table("complaints") as batch:
        batch.drop_constraint("decided", type_="check")
        batch.drop_constraint("opener", type_="check")
        for column in ("decided_words", "decided_town_s", "finding", "opener"):
            batch.drop_column(column)
    with op.batch_alter_table("score_exports") as batch:
        batch.drop_column("facts_sha256")


def _is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"
