"""Deals that both sides may rate, and their ratings: one a side, 1 to 5 stars, none of oneself."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from services.kernel.schema import Int64, Words

revision = "ratings"
down_revision = "conversations"
branch_labels = None
depends_on = None


def _who(name: str, *, nullable: bool = False) -> sa.Column[str]:
    known = sa.ForeignKey("participants.participant_id")
    return sa.Column(name, Words, known, nullable=nullable)


def upgrade() -> None:
    op.create_table(
        "deals",
        sa.Column("deal_id", Int64, primary_key=True),
        sa.Column("workshop_id", Int64, sa.ForeignKey("workshops.workshop_id"), nullable=False),
        sa.Column("key", Words, nullable=False),
        sa.Column("kind", Words, nullable=False),
        _who("customer"),
        _who("provider", nullable=True),
        sa.Column("service", Words, nullable=False),
        sa.Column("title", Words, nullable=False),
        sa.Column("what", Words, nullable=False),
        sa.Column("made_town_s", Int64, nullable=False),
        sa.Column("due_town_s", Int64, nullable=False),
        sa.Column("customer_waits", sa.Boolean, nullable=False, server_default="1"),
        sa.Column("provider_waits", sa.Boolean, nullable=False, server_default="1"),
        sa.Column("opened_town_s", Int64),
        sa.UniqueConstraint("workshop_id", "key"),
        sa.CheckConstraint("provider <> customer", name="two_sides"),
        sa.CheckConstraint("provider IS NOT NULL OR NOT provider_waits", name="somebody_waits"),
        sa.CheckConstraint(
            "(opened_town_s IS NULL) = (customer_waits OR provider_waits)", name="open_or_waiting"
        ),
    )
    op.create_index("ix_deals_customer", "deals", ["customer", "opened_town_s"])
    op.create_index("ix_deals_provider", "deals", ["provider", "opened_town_s"])
    op.create_index("ix_deals_service", "deals", ["workshop_id", "service"])
    op.create_table(
        "ratings",
        sa.Column("rating_id", Int64, primary_key=True),
        sa.Column("deal_id", Int64, sa.ForeignKey("deals.deal_id"), nullable=False),
        _who("rater"),
        _who("rated", nullable=True),
        sa.Column("service_stars", Int64),
        sa.Column("person_stars", Int64),
        sa.Column("word", Words, nullable=False, server_default=""),
        sa.UniqueConstraint("deal_id", "rater"),
        sa.CheckConstraint("rated <> rater", name="not_oneself"),
        sa.CheckConstraint("service_stars BETWEEN 1 AND 5", name="service_stars"),
        sa.CheckConstraint("person_stars BETWEEN 1 AND 5", name="person_stars"),
        sa.CheckConstraint("rated IS NOT NULL OR person_stars IS NULL", name="somebody_rated"),
        sa.CheckConstraint(
            "service_stars IS NOT NULL OR person_stars IS NOT NULL", name="some_stars"
        ),
    )
    op.create_index("ix_ratings_rated", "ratings", ["rated"])


def downgrade() -> None:
    op.drop_table("ratings")
    op.drop_table("deals")
