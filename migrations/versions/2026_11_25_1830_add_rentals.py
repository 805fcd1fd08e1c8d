"""Rental orders: what is hired, without a deposit or with one.

The database itself promises that an order never costs more than its risk fund, that a deposit
belongs to one order, and that the times, the ending and the payment of an order fit its state.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from services.kernel.schema import Int64, Words

revision = "rentals"
down_revision = "questions"
branch_labels = None
depends_on = None

_CREATED = "state = 'created'"


def upgrade() -> None:
    op.create_table("rental_orders", *_columns(), *_unique(), *_checks())
    op.create_index(
        "uq_rental_orders_created",
        "rental_orders",
        ["who", "thing"],
        unique=True,
        sqlite_where=sa.text(_CREATED),
        postgresql_where=sa.text(_CREATED),
    )
    op.create_index("ix_rental_orders_who", "rental_orders", ["who", "state"])


def downgrade() -> None:
    op.drop_table("rental_orders")


def _columns() -> list[sa.Column[int] | sa.Column[str]]:
    return [
        sa.Column("order_id", Int64, primary_key=True),
        sa.Column("workshop_id", Int64, sa.ForeignKey("workshops.workshop_id"), nullable=False),
        sa.Column("key", Words, nullable=False),
        sa.Column("who", Words, sa.ForeignKey("participants.participant_id"), nullable=False),
        sa.Column("thing", Words, nullable=False),
        sa.Column("state", Words, nullable=False, server_default="created"),
        sa.Column("price_fen", Int64, nullable=False),
        sa.Column("per_s", Int64, nullable=False),
        sa.Column("late_fee_fen", Int64, nullable=False),
        sa.Column("risk_fund_fen", Int64, nullable=False),
        sa.Column("created_town_s", Int64, nullable=False),
        sa.Column("score_id", Int64, sa.ForeignKey("scores.score_id")),
        sa.Column("grounds", Words, nullable=False, server_default=""),
        sa.Column("deposit", Int64, sa.ForeignKey("accounts.account_id")),
        sa.Column("started_town_s", Int64),
        sa.Column("due_town_s", Int64),
        sa.Column("lost_town_s", Int64),
        sa.Column("ending", Words),
        sa.Column("ended_town_s", Int64),
        sa.Column("charged_fen", Int64),
        sa.Column("paid_town_s", Int64),
    ]


def _unique() -> list[sa.UniqueConstraint]:
    return [sa.UniqueConstraint("workshop_id", "key"), sa.UniqueConstraint("deposit")]


def _checks() -> list[sa.CheckConstraint]:
    checks = {
        "state": (
            "state IN ('created', 'user_confirm', 'mch_complete', 'done', 'revoked', 'expired')"
        ),
        "terms": "price_fen > 0 AND per_s > 0 AND late_fee_fen >= 0 AND risk_fund_fen > 0",
        "charged_within_fund": "charged_fen BETWEEN 1 AND risk_fund_fen",
        "started": (
            "(started_town_s IS NOT NULL) = (state IN ('user_confirm', 'mch_complete', 'done'))"
            " AND (due_town_s IS NOT NULL) = (started_town_s IS NOT NULL)"
            " AND (lost_town_s IS NOT NULL) = (started_town_s IS NOT NULL)"
        ),
        "times_in_order": "started_town_s < due_town_s AND due_town_s < lost_town_s",
        "ending": "ending IN ('in_time', 'late', 'lost')",
        "ended": (
            "(ending IS NOT NULL) = (state IN ('mch_complete', 'done'))"
            " AND (ended_town_s IS NOT NULL) = (ending IS NOT NULL)"
            " AND (charged_fen IS NOT NULL) = (ending IS NOT NULL)"
        ),
        "paid": "(paid_town_s IS NOT NULL) = (state = 'done')",
        "deposit_of_use": "deposit IS NULL OR started_town_s IS NOT NULL",
    }
    return [sa.CheckConstraint(said, name=name) for name, said in checks.items()]
