"""Friendships, families, and what the town guesses of people from their habits.

The database itself promises one open matter between two people and one standing guess of a kind.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from services.kernel.schema import Int64, Words

revision = "friends"
down_revision = "agencies"
branch_labels = None
depends_on = None

_OPEN_FRIENDSHIP = "state IN ('asked', 'friends')"
_STANDING_GUESS = "dropped_town_s IS NULL"


def upgrade() -> None:
    _add_friendships()
    _add_kin()
    _add_guesses()


def downgrade() -> None:
    for table in ("guesses", "kin_ties", "friendships"):
        op.drop_table(table)


def _workshop() -> sa.Column[int]:
    return sa.Column("workshop_id", Int64, sa.ForeignKey("workshops.workshop_id"), nullable=False)


def _person(name: str) -> sa.Column[str]:
    return sa.Column(name, Words, sa.ForeignKey("participants.participant_id"), nullable=False)


def _add_friendships() -> None:
    op.create_table(
        "friendships",
        sa.Column("friendship_id", Int64, primary_key=True),
        _workshop(),
        _person("one"),
        _person("other"),
        sa.Column("asker", Words, nullable=False),
        sa.Column("state", Words, nullable=False),
        sa.Column("asked_town_s", Int64, nullable=False),
        sa.Column("since_town_s", Int64),
        sa.Column("until_town_s", Int64),
        sa.CheckConstraint("one <> other", name="two_people"),
        sa.CheckConstraint("asker IN (one, other)", name="asker"),
        sa.CheckConstraint(
            "state IN ('asked', 'friends', 'declined', 'withdrawn', 'ended')", name="state"
        ),
        sa.CheckConstraint(
            "(since_town_s IS NOT NULL) = (state IN ('friends', 'ended'))", name="since"
        ),
        sa.CheckConstraint(
            "(until_town_s IS NOT NULL) = (state IN ('declined', 'withdrawn', 'ended'))",
            name="until",
        ),
    )
    op.create_index(
        "uq_friendships_open",
        "friendships",
        ["one", "other"],
        unique=True,
        sqlite_where=sa.text(_OPEN_FRIENDSHIP),
        postgresql_where=sa.text(_OPEN_FRIENDSHIP),
    )
    op.create_index("ix_friendships_workshop", "friendships", ["workshop_id", "since_town_s"])
    op.create_index("ix_friendships_one", "friendships", ["one"])
    op.create_index("ix_friendships_other", "friendships", ["other"])


def _add_kin() -> None:
    op.create_table(
        "kin_ties",
        sa.Column("tie_id", Int64, primary_key=True),
        _workshop(),
        _person("one"),
        _person("other"),
        sa.Column("tie", Words, nullable=False),
        sa.Column("since_town_s", Int64, nullable=False),
        sa.UniqueConstraint("one", "other"),
        sa.CheckConstraint("one <> other", name="two_people"),
        sa.CheckConstraint("tie IN ('parent', 'spouse')", name="tie"),
    )
    op.create_index("ix_kin_ties_workshop", "kin_ties", ["workshop_id"])
    op.create_index("ix_kin_ties_other", "kin_ties", ["other"])


def _add_guesses() -> None:
    op.create_table(
        "guesses",
        sa.Column("guess_id", Int64, primary_key=True),
        _workshop(),
        _person("participant_id"),
        sa.Column("proxy", Words, nullable=False),
        sa.Column("made_town_s", Int64, nullable=False),
        sa.Column("dropped_town_s", Int64),
        sa.Column("evidence", Int64, nullable=False),
        sa.Column("measured", Int64, nullable=False),
        sa.Column("confidence", Int64, nullable=False),
        sa.Column("is_true", sa.Boolean(), nullable=False),
        sa.UniqueConstraint("participant_id", "proxy", "made_town_s"),
        sa.CheckConstraint("evidence > 0", name="evidence"),
        sa.CheckConstraint("confidence BETWEEN 0 AND 1000", name="confidence"),
    )
    op.create_index(
        "uq_guesses_standing",
        "guesses",
        ["participant_id", "proxy"],
        unique=True,
        sqlite_where=sa.text(_STANDING_GUESS),
        postgresql_where=sa.text(_STANDING_GUESS),
    )
    op.create_index("ix_guesses_workshop", "guesses", ["workshop_id"])
