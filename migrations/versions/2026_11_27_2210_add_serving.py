"""The ombudsman may order that an entry of a list is served at last."""

from __future__ import annotations

from alembic import op

revision = "serving"
down_revision = "predictions"
branch_labels = None
depends_on = None

_BEFORE = "kind IN ('correct', 'delist', 'rescore', 'compensate', 'apologise')"
_KINDS = _BEFORE.replace("')", "', 'serve')")


def upgrade() -> None:
    _allow(_KINDS)


def downgrade() -> None:
    op.execute("DELETE FROM case_orders WHERE kind = 'serve'")
    _allow(_BEFORE)


def _allow(kinds: str) -> None:
    with op.batch_alter_table("case_orders") as batch:
        batch.drop_constraint("kind", type_="check")
        batch.create_check_constraint("kind", kinds)
