"""Payments that wait for an answer, and red envelopes.

One share a person, no share twice, nothing above what was put in, one gala at a time: the database
says so itself, whatever the program believes.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from services.kernel.schema import Int64, Words

revision = "money"
down_revision = "runtime"
branch_labels = None
depends_on = None

RUNNING_GALA = sa.text("kind = 'gala' AND state = 'open'")


def upgrade() -> None:
    _payments()
    _envelopes()
    _shares()


def downgrade() -> None:
    op.drop_table("envelope_shares")
    op.drop_index("uq_envelopes_running_gala", table_name="envelopes")
    op.drop_table("envelopes")
    op.drop_table("payments")


def _payments() -> None:
    op.create_table(
        "payments",
        sa.Column("payment_id", Int64, primary_key=True),
        sa.Column("workshop_id", Int64, nullable=False),
        sa.Column("key", Words, nullable=False),
        sa.Column("payer", Words, nullable=False),
        sa.Column("receiver", Words, nullable=False),
        sa.Column("amount_fen", Int64, nullable=False),
        sa.Column("note", Words, nullable=False),
        sa.Column("hold", Int64, nullable=False),
        sa.Column("state", Words, nullable=False, server_default="offered"),
        sa.Column("offered_town_s", Int64, nullable=False),
        sa.ForeignKeyConstraint(["workshop_id"], ["workshops.workshop_id"]),
        sa.ForeignKeyConstraint(["payer"], ["participants.participant_id"]),
        sa.ForeignKeyConstraint(["receiver"], ["participants.participant_id"]),
        sa.ForeignKeyConstraint(["hold"], ["accounts.account_id"]),
        sa.UniqueConstraint("workshop_id", "key"),
        sa.CheckConstraint("state IN ('offered', 'accepted', 'declined', 'expired')", name="state"),
        sa.CheckConstraint("amount_fen > 0", name="amount_positive"),
        sa.CheckConstraint("payer <> receiver", name="two_people"),
        sqlite_strict=True,
    )


def _envelopes() -> None:
    op.create_table(
        "envelopes",
        sa.Column("envelope_id", Int64, primary_key=True),
        sa.Column("workshop_id", Int64, nullable=False),
        sa.Column("key", Words, nullable=False),
        sa.Column("kind", Words, nullable=False),
        sa.Column("sender", Words),
        sa.Column("recipient", Words),
        sa.Column("words", Words, nullable=False),
        sa.Column("total_fen", Int64, nullable=False),
        sa.Column("shares", Int64, nullable=False),
        sa.Column("left_fen", Int64, nullable=False),
        sa.Column("left_shares", Int64, nullable=False),
        sa.Column("hold", Int64, nullable=False),
        sa.Column("seed", sa.LargeBinary, nullable=False),
        sa.Column("state", Words, nullable=False, server_default="open"),
        sa.Column("created_town_s", Int64, nullable=False),
        sa.Column("opens_ms", Int64),
        sa.Column("tap_wall_s", Int64, nullable=False, server_default="0"),
        sa.Column("taps", Int64, nullable=False, server_default="0"),
        sa.Column("taps_peak", Int64, nullable=False, server_default="0"),
        sa.Column("left_drawn", Int64, nullable=False, server_default="-1"),
        sa.ForeignKeyConstraint(["workshop_id"], ["workshops.workshop_id"]),
        sa.ForeignKeyConstraint(["sender"], ["participants.participant_id"]),
        sa.ForeignKeyConstraint(["recipient"], ["participants.participant_id"]),
        sa.ForeignKeyConstraint(["hold"], ["accounts.account_id"]),
        sa.UniqueConstraint("workshop_id", "key"),
        sa.CheckConstraint("kind IN ('lucky', 'equal', 'personal', 'gala')", name="kind"),
        sa.CheckConstraint("state IN ('open', 'finished', 'expired')", name="state"),
        sa.CheckConstraint("(sender IS NULL) = (kind = 'gala')", name="sender"),
        sa.CheckConstraint("(recipient IS NOT NULL) = (kind = 'personal')", name="recipient"),
        sa.CheckConstraint(
            "shares >= 1 AND total_fen BETWEEN shares AND 20000 * shares", name="total"
        ),
        sa.CheckConstraint("left_shares BETWEEN 0 AND shares", name="left_shares"),
        sa.CheckConstraint("left_fen BETWEEN left_shares AND 20000 * left_shares", name="left_fen"),
        sa.CheckConstraint("(state = 'finished') = (left_shares = 0)", name="finished"),
        sqlite_strict=True,
    )
    op.create_index(
        "uq_envelopes_running_gala",
        "envelopes",
        ["workshop_id"],
        unique=True,
        sqlite_where=RUNNING_GALA,
        postgresql_where=RUNNING_GALA,
    )


def _shares() -> None:
    op.create_table(
        "envelope_shares",
        sa.Column("envelope_id", Int64, primary_key=True, autoincrement=False),
        sa.Column("number", Int64, primary_key=True, autoincrement=False),
        sa.Column("participant_id", Words, nullable=False),
        sa.Column("amount_fen", Int64, nullable=False),
        sa.ForeignKeyConstraint(["envelope_id"], ["envelopes.envelope_id"]),
        sa.ForeignKeyConstraint(["participant_id"], ["participants.participant_id"]),
        sa.UniqueConstraint("envelope_id", "participant_id"),
        sa.CheckConstraint("number >= 1", name="number"),
        sa.CheckConstraint("amount_fen BETWEEN 1 AND 20000", name="amount"),
        sqlite_strict=True,
    )
