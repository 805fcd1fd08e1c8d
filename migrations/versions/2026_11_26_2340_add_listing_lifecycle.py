"""What a listing is for, why, until when, whether its person was told, and what ended it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from services.kernel.schema import Int64, Words

revision = "listing_lifecycle"
down_revision = "struck_by_cards"
branch_labels = None
depends_on = None

_ENDED = "ended IN ('', 'lifted', 'expired', 'upheld', 'reform', 'withdrawn')"
_WORDS, _TIMES = ("ground", "words", "ended"), ("until_town_s", "served_town_s")


def upgrade() -> None:
    with op.batch_alter_table("listings") as batch:
        for name in _WORDS:
            batch.add_column(sa.Column(name, Words, nullable=False, server_default=""))
        for name in _TIMES:
            batch.add_column(sa.Column(name, Int64))
        batch.create_check_constraint("ended", _ENDED)
        batch.create_check_constraint("until", "until_town_s > listed_town_s")


def downgrade() -> None:
    with op.batch_alter_table("listings") as batch:
        batch.drop_constraint("ended", type_="check")
        batch.drop_constraint("until", type_="check")
        for name in (*_TIMES, *_WORDS):
            batch.drop_column(name)
