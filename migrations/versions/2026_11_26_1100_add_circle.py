"""People among themselves: blocks, reports, groups they make, moments, drafts that gave pause."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from services.kernel.schema import Int64, Words

revision = "circle"
down_revision = "merchants_side"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "blocks",
        _person("blocker", is_key=True),
        _person("blocked", is_key=True),
        sa.CheckConstraint("blocker <> blocked", name="two_people"),
    )
    op.create_index("ix_blocks_blocked", "blocks", ["blocked"])
    op.create_table(
        "reports",
        sa.Column("report_id", Int64, primary_key=True),
        _workshop(),
        _person("reporter"),
        _person("reported"),
        sa.Column("words", Words, nullable=False),
        sa.Column("made_town_s", Int64, nullable=False),
        sa.Column("closed_town_s", Int64),
        sa.CheckConstraint("reporter <> reported", name="two_people"),
        sa.CheckConstraint("length(words) <= 500", name="words"),
    )
    _unique_where("uq_reports_open", "reports", ["reporter", "reported"], "closed_town_s IS NULL")
    op.create_index("ix_reports_workshop", "reports", ["workshop_id"])
    _groups()
    _moments()
    op.create_table(
        "held_drafts",
        sa.Column("draft_id", Int64, primary_key=True),
        _workshop(),
        _person("participant_id"),
        sa.Column("topic", Words, nullable=False),
        sa.Column("state", Words, nullable=False, server_default="held"),
        sa.Column("held_town_s", Int64, nullable=False),
        sa.CheckConstraint("state IN ('held', 'sent', 'withdrawn')", name="state"),
    )
    _unique_where(
        "uq_held_drafts_open", "held_drafts", ["participant_id", "topic"], "state = 'held'"
    )
    op.create_index("ix_held_drafts_workshop", "held_drafts", ["workshop_id"])


def downgrade() -> None:
    for table in (
        "held_drafts",
        "moment_comments",
        "moment_likes",
        "moments",
        "group_members",
        "people_groups",
        "reports",
        "blocks",
    ):
        op.drop_table(table)


def _groups() -> None:
    op.create_table(
        "people_groups",
        sa.Column("group_id", Int64, primary_key=True),
        _workshop(),
        sa.Column("key", Words, nullable=False),
        _person("maker"),
        sa.Column("name", Words, nullable=False),
        _person("named_by"),
        sa.Column("made_town_s", Int64, nullable=False),
        sa.UniqueConstraint("workshop_id", "key"),
        sa.CheckConstraint("length(name) <= 30", name="name"),
    )
    op.create_table(
        "group_members",
        _whole("group_id", "people_groups", is_key=True),
        _person("participant_id", is_key=True),
        sa.Column("joined", sa.Boolean, nullable=False),
        sa.Column("since_town_s", Int64, nullable=False),
    )
    op.create_index("ix_group_members_participant", "group_members", ["participant_id"])


def _moments() -> None:
    op.create_table(
        "moments",
        sa.Column("moment_id", Int64, primary_key=True),
        _workshop(),
        sa.Column("key", Words, nullable=False),
        _person("author"),
        sa.Column("words", Words, nullable=False),
        sa.Column("photo", Words, nullable=False, server_default=""),
        sa.Column("photo_bot", Int64, nullable=False, server_default="0"),
        sa.Column("posted_town_s", Int64, nullable=False),
        sa.UniqueConstraint("workshop_id", "key"),
        sa.CheckConstraint("length(words) <= 1000", name="words"),
    )
    op.create_index("ix_moments_author", "moments", ["author"])
    op.create_table(
        "moment_likes",
        _whole("moment_id", "moments", is_key=True),
        _person("participant_id", is_key=True),
    )
    op.create_table(
        "moment_comments",
        sa.Column("comment_id", Int64, primary_key=True),
        _whole("moment_id", "moments", is_key=False),
        sa.Column("key", Words, nullable=False),
        _person("author"),
        sa.Column("words", Words, nullable=False),
        sa.UniqueConstraint("moment_id", "key"),
        sa.CheckConstraint("length(words) <= 200", name="words"),
    )


def _workshop() -> sa.Column[int]:
    return sa.Column("workshop_id", Int64, sa.ForeignKey("workshops.workshop_id"), nullable=False)


def _person(name: str, *, is_key: bool = False) -> sa.Column[str]:
    whose = sa.ForeignKey("participants.participant_id")
    return sa.Column(name, Words, whose, primary_key=is_key, nullable=False)


def _whole(name: str, table: str, *, is_key: bool) -> sa.Column[int]:
    """What goes with the row it is a part of."""
    of = sa.ForeignKey(f"{table}.{name}", ondelete="CASCADE")
    return sa.Column(name, Int64, of, primary_key=is_key, nullable=False, autoincrement=False)


def _unique_where(name: str, table: str, columns: list[str], where: str) -> None:
    once = sa.text(where)
    op.create_index(name, table, columns, unique=True, sqlite_where=once, postgresql_where=once)
