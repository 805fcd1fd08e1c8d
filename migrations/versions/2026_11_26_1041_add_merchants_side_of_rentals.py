"""What merchants do with orders: ask for less, take it back, debit, hear of money paid elsewhere.

An order that was begun can be revoked as well, and what was lost can be found again.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from services.kernel.schema import Int64, Words

revision = "merchants_side"
down_revision = "ratings"
branch_labels = None
depends_on = None

_TIMES = (
    " AND (due_town_s IS NOT NULL) = (started_town_s IS NOT NULL)"
    " AND (lost_town_s IS NOT NULL) = (started_town_s IS NOT NULL)"
)
_WAS_STARTED = (
    "(started_town_s IS NOT NULL) = (state IN ('user_confirm', 'mch_complete', 'done'))" + _TIMES
)
_STARTED = (
    "(started_town_s IS NULL OR state NOT IN ('created', 'expired'))"
    " AND (started_town_s IS NOT NULL OR state IN ('created', 'expired', 'revoked'))" + _TIMES
)
_CHECKS = {
    "paid_elsewhere": "NOT paid_elsewhere OR state = 'done'",
    "debit": "debit_until_town_s IS NULL OR state = 'mch_complete'",
    "found": "found_town_s IS NULL OR ending = 'late'",
}


def upgrade() -> None:
    with op.batch_alter_table("rental_orders") as batch:
        for name in ("order_no", "reason"):
            batch.add_column(sa.Column(name, Words, nullable=False, server_default=""))
        batch.add_column(sa.Column("debits", Int64, nullable=False, server_default="0"))
        batch.add_column(sa.Column("debit_until_town_s", Int64))
        batch.add_column(sa.Column("found_town_s", Int64))
        batch.add_column(
            sa.Column("paid_elsewhere", sa.Boolean, nullable=False, server_default="0")
        )
        batch.drop_constraint("started", type_="check")
        batch.create_check_constraint("started", _STARTED)
        for name, said in _CHECKS.items():
            batch.create_check_constraint(name, said)


def downgrade() -> None:
    # Before, a begun order could not be revoked: it is as if it had never begun.
    op.execute(
        "UPDATE rental_orders SET started_town_s = NULL, due_town_s = NULL, lost_town_s = NULL,"
        " deposit = NULL WHERE state = 'revoked'"
    )
    with op.batch_alter_table("rental_orders") as batch:
        batch.drop_constraint("started", type_="check")
        for name in _CHECKS:
            batch.drop_constraint(name, type_="check")
        batch.create_check_constraint("started", _WAS_STARTED)
        for name in ("paid_elsewhere", "found_town_s", "debit_until_town_s", "debits"):
            batch.drop_column(name)
        for name in ("reason", "order_no"):
            batch.drop_column(name)
