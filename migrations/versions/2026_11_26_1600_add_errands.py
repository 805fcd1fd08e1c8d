"""Uses of services, what people opted out of, and what they ask for their privacy."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from services.kernel.schema import Int64, Words

revision = "errands"
down_revision = "clearing"
branch_labels = None
depends_on = None

_WAITS = "state IN ('open', 'asked')"
_STANDS = "back_town_s IS NULL"


def upgrade() -> None:
    _errands()
    _opt_outs_and_bids()


def _errands() -> None:
    op.create_table(
        "errands",
        sa.Column("errand_id", Int64, primary_key=True),
        _to("workshop_id", "workshops"),
        sa.Column("key", Words, nullable=False),
        _to("who", "participants", "participant_id", Words),
        sa.Column("service", Words, nullable=False),
        sa.Column("picked", Words, server_default="", nullable=False),
        sa.Column("state", Words, server_default="open", nullable=False),
        sa.Column("paid_fen", Int64, server_default="0", nullable=False),
        sa.Column("code", Words, server_default="", nullable=False),
        sa.Column("place", Words, server_default="", nullable=False),
        sa.Column("score", Int64),
        sa.Column("begun_town_s", Int64, nullable=False),
        sa.Column("used_town_s", Int64),
        sa.Column("due_town_s", Int64),
        sa.Column("deposit", Int64, sa.ForeignKey("accounts.account_id")),
        sa.UniqueConstraint("workshop_id", "key", name=op.f("uq_errands_workshop_id_key")),
        sa.UniqueConstraint("deposit", name=op.f("uq_errands_deposit")),
        sa.CheckConstraint(
            "state IN ('open', 'asked', 'dropped', 'out', 'late', 'done')",
            name=op.f("ck_errands_state"),
        ),
        sa.CheckConstraint("paid_fen >= 0", name=op.f("ck_errands_paid")),
        sa.CheckConstraint(
            "(used_town_s IS NOT NULL) = (state IN ('out', 'late', 'done'))",
            name=op.f("ck_errands_used"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('out', 'late') OR due_town_s IS NOT NULL", name=op.f("ck_errands_due")
        ),
    )
    _unique("uq_errands_open", "errands", ["who", "service"], _WAITS)
    op.create_index("ix_errands_place", "errands", ["workshop_id", "used_town_s"])


def _opt_outs_and_bids() -> None:
    op.create_table(
        "opt_outs",
        sa.Column("opt_out_id", Int64, primary_key=True),
        _to("workshop_id", "workshops"),
        _to("who", "participants", "participant_id", Words),
        sa.Column("what", Words, nullable=False),
        sa.Column("left_town_s", Int64, nullable=False),
        sa.Column("back_town_s", Int64),
        sa.Column("missed", Int64, server_default="0", nullable=False),
        sa.CheckConstraint("missed >= 0", name=op.f("ck_opt_outs_missed")),
        sa.CheckConstraint("back_town_s >= left_town_s", name=op.f("ck_opt_outs_back")),
    )
    _unique("uq_opt_outs_standing", "opt_outs", ["who", "what"], _STANDS)
    op.create_table(
        "privacy_rounds",
        _to("workshop_id", "workshops", key=True),
        sa.Column("moment", Int64, primary_key=True, autoincrement=False),
        sa.Column("asked_town_s", Int64, nullable=False),
        sa.CheckConstraint("moment IN (1, 2)", name=op.f("ck_privacy_rounds_moment")),
    )
    op.create_table(
        "privacy_bids",
        _to("workshop_id", "workshops", key=True),
        sa.Column("moment", Int64, primary_key=True, autoincrement=False),
        _to("who", "participants", "participant_id", Words, key=True),
        sa.Column("fen", Int64),
        sa.Column("bid_town_s", Int64, nullable=False),
        sa.CheckConstraint("fen >= 0", name=op.f("ck_privacy_bids_fen")),
        sa.CheckConstraint("moment IN (1, 2)", name=op.f("ck_privacy_bids_moment")),
    )


def downgrade() -> None:
    for table in ("privacy_bids", "privacy_rounds", "opt_outs", "errands"):
        op.drop_table(table)


def _to(
    name: str,
    table: str,
    column: str = "workshop_id",
    kind: sa.types.TypeEngine[int] | sa.types.TypeEngine[str] = Int64,
    *,
    key: bool = False,
) -> sa.Column[object]:
    return sa.Column(
        name, kind, sa.ForeignKey(f"{table}.{column}"), primary_key=key, nullable=False
    )


def _unique(name: str, table: str, columns: list[str], where: str) -> None:
    op.create_index(
        name,
        table,
        columns,
        unique=True,
        sqlite_where=sa.text(where),
        postgresql_where=sa.text(where),
    )
