"""Who blocks whom. The row goes when the block does."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Table

from services.kernel.schema import Words, metadata

blocks = Table(
    "blocks",
    metadata,
    Column("blocker", Words, ForeignKey("participants.participant_id"), primary_key=True),
    Column("blocked", Words, ForeignKey("participants.participant_id"), primary_key=True),
    CheckConstraint("blocker <> blocked", name="two_people"),
    Index("ix_blocks_blocked", "blocked"),
)
