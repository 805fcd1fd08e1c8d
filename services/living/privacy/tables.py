"""What people asked for their privacy: sealed, one bid a person and moment."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Table

from services.kernel.schema import Int64, Words, metadata

privacy_rounds = Table(
    "privacy_rounds",
    metadata,
    Column("workshop_id", Int64, ForeignKey("workshops.workshop_id"), primary_key=True),
    Column("moment", Int64, primary_key=True, autoincrement=False),  # 1, then 2
    Column("asked_town_s", Int64, nullable=False),
    CheckConstraint("moment IN (1, 2)", name="moment"),
)

privacy_bids = Table(
    "privacy_bids",
    metadata,
    Column("workshop_id", Int64, ForeignKey("workshops.workshop_id"), primary_key=True),
    Column("moment", Int64, primary_key=True, autoincrement=False),
    Column("who", Words, ForeignKey("participants.participant_id"), primary_key=True, index=True),
    Column("fen", Int64),  # none: for no money
    Column("bid_town_s", Int64, nullable=False),
    CheckConstraint("fen >= 0", name="fen"),
    CheckConstraint("moment IN (1, 2)", name="moment"),
)
