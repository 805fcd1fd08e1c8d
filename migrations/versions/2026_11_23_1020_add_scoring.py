"""Files that people take away, complaints about scores, the law a score was given under.

The database itself promises one complaint about one score. The same facts at the same moment give
another score under another law, so the law belongs to what makes a score the same one.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from services.kernel.schema import Int64, Words

revision = "scoring"
down_revision = "friends"
branch_labels = None
depends_on = None


_ASKED = ("participant_id", "document_id", "document_version", "town_s", "high_water")


def upgrade() -> None:
    op.drop_index("ix_scores_workshop", table_name="scores")
    with op.batch_alter_table("scores") as batch:
        batch.add_column(sa.Column("law", Words, nullable=False, server_default="{}"))
        batch.drop_constraint("uq_scores_asked", type_="unique")
        batch.create_unique_constraint("uq_scores_asked", [*_ASKED, "law"])
    op.create_index(
        "ix_scores_latest", "scores", ["workshop_id", "document_id", "participant_id", "score_id"]
    )
    _add_exports()
    _add_complaints()


def downgrade() -> None:
    op.drop_table("complaints")
    op.drop_table("score_exports")
    op.drop_index("ix_scores_latest", table_name="scores")
    # Before, one law was all there was: of scores that differ by law only, the first stays.
    op.execute(
        "DELETE FROM scores WHERE score_id NOT IN"
        " (SELECT min(score_id) FROM scores GROUP BY participant_id, document_id,"
        " document_version, town_s, high_water)"
    )
    with op.batch_alter_table("scores") as batch:
        batch.drop_constraint("uq_scores_asked", type_="unique")
        batch.drop_column("law")
        batch.create_unique_constraint("uq_scores_asked", list(_ASKED))
    op.create_index("ix_scores_workshop", "scores", ["workshop_id"])


def _add_exports() -> None:
    op.create_table(
        "score_exports",
        sa.Column("export_id", Int64, primary_key=True),
        _workshop(),
        sa.Column("key", Words, nullable=False),
        _score(),
        sa.Column("town_s", Int64, nullable=False),
        sa.Column("seal", Words, nullable=False),
        sa.UniqueConstraint("workshop_id", "key"),
    )
    op.create_index("ix_score_exports_score", "score_exports", ["score_id"])


def _add_complaints() -> None:
    op.create_table(
        "complaints",
        sa.Column("complaint_id", Int64, primary_key=True),
        _workshop(),
        sa.Column("number", Int64, nullable=False),
        _score(),
        sa.Column("words", Words, nullable=False),
        sa.Column("state", Words, nullable=False, server_default="open"),
        sa.Column("opened_town_s", Int64, nullable=False),
        sa.UniqueConstraint("score_id"),
        sa.UniqueConstraint("workshop_id", "number"),
        sa.CheckConstraint("state IN ('open', 'upheld', 'dismissed')", name="state"),
    )


def _workshop() -> sa.Column[int]:
    return sa.Column("workshop_id", Int64, sa.ForeignKey("workshops.workshop_id"), nullable=False)


def _score() -> sa.Column[int]:
    return sa.Column("score_id", Int64, sa.ForeignKey("scores.score_id"), nullable=False)
