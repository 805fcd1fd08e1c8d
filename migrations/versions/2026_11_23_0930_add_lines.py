"""Listings, notices on lines, calls, judgments, editions of the lists, and scores as given.

The database itself promises one call on a line, one notice for a listing, one listing for a reason
and one number for a case.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from services.kernel.schema import Int64, Words

revision = "lines"
down_revision = "money"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _add_listings_and_notices()
    _add_calls()
    _add_judgments_and_editions()
    _add_scores()


def downgrade() -> None:
    for table in (
        "scores",
        "list_editions",
        "judgments",
        "busy_lines",
        "calls",
        "notice_plays",
        "line_notices",
        "listings",
    ):
        op.drop_table(table)


def _workshop() -> sa.Column[int]:
    return sa.Column("workshop_id", Int64, sa.ForeignKey("workshops.workshop_id"), nullable=False)


def _person(name: str, *, primary_key: bool = False) -> sa.Column[str]:
    return sa.Column(
        name,
        Words,
        sa.ForeignKey("participants.participant_id"),
        primary_key=primary_key,
        nullable=False,
    )


def _add_listings_and_notices() -> None:
    op.create_table(
        "listings",
        sa.Column("listing_id", Int64, primary_key=True),
        _workshop(),
        sa.Column("agency", Words, nullable=False),
        sa.Column("colour", Words, nullable=False),
        _person("participant_id"),
        sa.Column("basis", Words, nullable=False),
        sa.Column("actor", Words, nullable=False),
        sa.Column("listed_town_s", Int64, nullable=False),
        sa.Column("published_town_s", Int64),
        sa.Column("lifted_town_s", Int64),
        sa.Column("delisted_town_s", Int64),
        sa.UniqueConstraint("workshop_id", "agency", "colour", "basis"),
        sa.CheckConstraint("colour IN ('red', 'black')", name="colour"),
    )
    op.create_index("ix_listings_participant", "listings", ["participant_id"])
    op.create_table(
        "line_notices",
        sa.Column("notice_id", Int64, primary_key=True),
        _workshop(),
        _person("participant_id"),
        sa.Column("listing_id", Int64, sa.ForeignKey("listings.listing_id"), nullable=False),
        sa.Column("since_town_s", Int64, nullable=False),
        sa.Column("removed_town_s", Int64),
        sa.UniqueConstraint("listing_id"),
    )
    op.create_index("ix_line_notices_participant", "line_notices", ["participant_id"])
    op.create_table(
        "notice_plays",
        sa.Column("play_id", Int64, primary_key=True),
        _workshop(),
        sa.Column("notice_id", Int64, sa.ForeignKey("line_notices.notice_id"), nullable=False),
        _person("caller"),
        sa.Column("town_s", Int64, nullable=False),
        sa.Column("key", Words, nullable=False),
        sa.UniqueConstraint("workshop_id", "key"),
    )


def _add_calls() -> None:
    op.create_table(
        "calls",
        sa.Column("call_id", Int64, primary_key=True),
        _workshop(),
        sa.Column("key", Words, nullable=False),
        _person("caller"),
        _person("callee"),
        sa.Column("state", Words, nullable=False, server_default="ringing"),
        sa.Column("notice_id", Int64, sa.ForeignKey("line_notices.notice_id")),
        sa.Column("rung_town_s", Int64, nullable=False),
        sa.Column("answered_town_s", Int64),
        sa.Column("closed_town_s", Int64),
        sa.Column("closed_by", Words),
        sa.UniqueConstraint("workshop_id", "key"),
        sa.CheckConstraint("caller <> callee", name="two_people"),
        sa.CheckConstraint(
            "state IN ('ringing', 'connected', 'ended', 'declined', 'missed', 'cancelled')",
            name="state",
        ),
    )
    op.create_index("ix_calls_caller", "calls", ["caller"])
    op.create_index("ix_calls_callee", "calls", ["callee"])
    op.create_table(
        "busy_lines",
        _person("participant_id", primary_key=True),
        sa.Column("call_id", Int64, sa.ForeignKey("calls.call_id"), nullable=False),
    )
    op.create_index("ix_busy_lines_call", "busy_lines", ["call_id"])


def _add_judgments_and_editions() -> None:
    op.create_table(
        "judgments",
        sa.Column("judgment_id", Int64, primary_key=True),
        _workshop(),
        sa.Column("key", Words, nullable=False),
        sa.Column("number", Int64, nullable=False),
        _person("debtor"),
        sa.Column("amount_fen", Int64, nullable=False),
        sa.Column("made_town_s", Int64, nullable=False),
        sa.Column("due_town_s", Int64, nullable=False),
        sa.Column("enforced_town_s", Int64),
        sa.Column("paid_town_s", Int64),
        sa.UniqueConstraint("workshop_id", "key"),
        sa.UniqueConstraint("workshop_id", "number"),
        sa.CheckConstraint("amount_fen > 0", name="amount_positive"),
        sa.CheckConstraint("due_town_s >= made_town_s", name="due_after_made"),
    )
    op.create_index("ix_judgments_debtor", "judgments", ["debtor"])
    op.create_table(
        "list_editions",
        sa.Column("edition_id", Int64, primary_key=True),
        _workshop(),
        sa.Column("key", Words, nullable=False),
        sa.Column("town_s", Int64, nullable=False),
        sa.Column("has_news", sa.Boolean, nullable=False),
        sa.Column("was_told", sa.Boolean, nullable=False),
        sa.Column("chose_red", sa.Boolean, nullable=False),
        sa.UniqueConstraint("workshop_id", "key"),
    )


def _add_scores() -> None:
    op.create_table(
        "scores",
        sa.Column("score_id", Int64, primary_key=True),
        _workshop(),
        _person("participant_id"),
        sa.Column("agency", Words, nullable=False),
        sa.Column("document_id", Words, nullable=False),
        sa.Column("document_version", Int64, nullable=False),
        sa.Column("document_hash", Words, nullable=False),
        sa.Column("town_s", Int64, nullable=False),
        sa.Column("high_water", Int64, nullable=False),
        sa.Column("score", Int64, nullable=False),
        sa.Column("contributions", Words, nullable=False),
        sa.UniqueConstraint(
            "participant_id",
            "document_id",
            "document_version",
            "town_s",
            "high_water",
            name="uq_scores_asked",
        ),
    )
    op.create_index("ix_scores_workshop", "scores", ["workshop_id"])
