"""The town's scripted people and the cards of a workshop."""

from __future__ import annotations

revision = "residents"
down_revision = "lines"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
