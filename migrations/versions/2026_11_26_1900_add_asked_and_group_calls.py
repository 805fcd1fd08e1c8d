"""Words that the bot has asked for, and calls of groups, which are on the same lines as others."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from services.kernel.schema import Int64, Words

revision = "asked_and_group_calls"
down_revision = "busiest_minute"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "asked",
        sa.Column("bot_id", Int64, primary_key=True, autoincrement=False),
        sa.Column("chat_id", Int64, primary_key=True, autoincrement=False),
        sa.Column("thread_id", Int64, nullable=False),
        sa.Column("words", Words, nullable=False),
        sa.Column("asked_ms", Int64, nullable=False),
    )
    op.create_table(
        "group_calls",
        sa.Column("group_call_id", Int64, primary_key=True),
        sa.Column("workshop_id", Int64, sa.ForeignKey("workshops.workshop_id"), nullable=False),
        sa.Column("key", Words, nullable=False),
        sa.Column(
            "group_id",
            Int64,
            sa.ForeignKey("people_groups.group_id", ondelete="CASCADE"),
            nullable=False,
        ),
        _person("caller"),
        sa.Column("rung_town_s", Int64, nullable=False),
        sa.Column("closed_town_s", Int64),
        sa.UniqueConstraint("workshop_id", "key"),
    )
    still = sa.text("closed_town_s IS NULL")
    op.create_index(
        "uq_group_calls_open",
        "group_calls",
        ["group_id"],
        unique=True,
        sqlite_where=still,
        postgresql_where=still,
    )
    op.create_table(
        "group_call_members",
        _call(primary_key=True),
        _person("participant_id", primary_key=True),
        sa.Column("joined_town_s", Int64),
        sa.Column("left_town_s", Int64),
    )
    op.create_index("ix_group_call_members_person", "group_call_members", ["participant_id"])
    with op.batch_alter_table("busy_lines") as batch:
        batch.alter_column("call_id", existing_type=Int64, nullable=True)
        batch.add_column(sa.Column("group_call_id", Int64))
        batch.create_foreign_key(
            "fk_busy_lines_group_call_id_group_calls",
            "group_calls",
            ["group_call_id"],
            ["group_call_id"],
            ondelete="CASCADE",
        )
        batch.create_check_constraint("one_call", "(call_id IS NULL) <> (group_call_id IS NULL)")


def downgrade() -> None:
    op.execute(sa.text("DELETE FROM busy_lines WHERE call_id IS NULL"))
    with op.batch_alter_table("busy_lines") as batch:
        batch.drop_constraint("one_call", type_="check")
        batch.drop_constraint("fk_busy_lines_group_call_id_group_calls", type_="foreignkey")
        batch.drop_column("group_call_id")
        batch.alter_column("call_id", existing_type=Int64, nullable=False)
    for table in ("group_call_members", "group_calls", "asked"):
        op.drop_table(table)


def _person(name: str, *, primary_key: bool = False) -> sa.Column[str]:
    who = sa.ForeignKey("participants.participant_id")
    return sa.Column(name, Words, who, nullable=False, primary_key=primary_key)


def _call(*, primary_key: bool) -> sa.Column[int]:
    its = sa.ForeignKey("group_calls.group_call_id", ondelete="CASCADE")
    return sa.Column("group_call_id", Int64, its, primary_key=primary_key, autoincrement=False)
