"""Agencies: members, whose reports go where, runs of rescoring, and what really happened.

The database itself promises that nothing is reported before its delay has passed.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from services.kernel.schema import Int64, Words

revision = "agencies"
down_revision = "law"
branch_labels = None
depends_on = None

_DELAY = (
    "happened_town_s <= due_town_s AND (reported_town_s IS NULL OR reported_town_s >= due_town_s)"
)


def upgrade() -> None:
    _add_members()
    _add_feeds()
    _add_rescorings()
    _add_incidents()


def downgrade() -> None:
    for table in ("office_incidents", "rescorings", "agency_feeds", "agency_members"):
        op.drop_table(table)


def _workshop() -> sa.Column[int]:
    return sa.Column("workshop_id", Int64, sa.ForeignKey("workshops.workshop_id"), nullable=False)


def _person(name: str) -> sa.Column[str]:
    return sa.Column(name, Words, sa.ForeignKey("participants.participant_id"), nullable=False)


def _add_members() -> None:
    op.create_table(
        "agency_members",
        sa.Column("entry_id", Int64, primary_key=True),
        _workshop(),
        sa.Column("agency", Words, nullable=False),
        _person("participant_id"),
        sa.Column("is_member", sa.Boolean(), nullable=False),
        sa.Column("town_s", Int64, nullable=False),
        sa.Column("key", Words, nullable=False),
        sa.UniqueConstraint("agency", "participant_id", "key"),
    )
    op.create_index("ix_agency_members_workshop", "agency_members", ["workshop_id", "agency"])


def _add_feeds() -> None:
    op.create_table(
        "agency_feeds",
        sa.Column("entry_id", Int64, primary_key=True),
        _workshop(),
        sa.Column("source", Words, nullable=False),
        sa.Column("target", Words, nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("town_s", Int64, nullable=False),
        sa.Column("actor", Words, nullable=False),
        sa.Column("key", Words, nullable=False),
        sa.UniqueConstraint("workshop_id", "source", "target", "key"),
    )


def _add_rescorings() -> None:
    op.create_table(
        "rescorings",
        sa.Column("rescoring_id", Int64, primary_key=True),
        _workshop(),
        sa.Column("why", Words, nullable=False),
        sa.Column("agencies", Words, nullable=False),
        sa.Column("town_s", Int64, nullable=False),
        sa.Column("scores", Int64, nullable=False, server_default="0"),
        sa.Column("is_done", sa.Boolean(), nullable=False, server_default="0"),
        sa.Column("key", Words, nullable=False),
        sa.UniqueConstraint("workshop_id", "key"),
        sa.CheckConstraint("why IN ('date', 'demand')", name="why"),
    )


def _add_incidents() -> None:
    op.create_table(
        "office_incidents",
        sa.Column("incident_id", Int64, primary_key=True),
        _workshop(),
        sa.Column("office", Words, nullable=False),
        sa.Column("kind", Words, nullable=False),
        sa.Column("amount", Int64, nullable=False),
        _person("who"),
        _person("named"),
        sa.Column("happened_town_s", Int64, nullable=False),
        sa.Column("due_town_s", Int64, nullable=False),
        sa.Column("reported_town_s", Int64),
        sa.Column("key", Words, nullable=False),
        sa.UniqueConstraint("workshop_id", "key"),
        sa.CheckConstraint(_DELAY, name="delay"),
    )
    op.create_index(
        "ix_office_incidents_due",
        "office_incidents",
        ["workshop_id", "reported_town_s", "due_town_s"],
    )
