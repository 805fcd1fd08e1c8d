"""Payments that wait for an answer, and red envelopes."""

from __future__ import annotations

revision = "money"
down_revision = "runtime"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
