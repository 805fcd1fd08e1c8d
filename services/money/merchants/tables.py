"""What was bought: one row a sale, whose receipt stands for good."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Table, UniqueConstraint

from services.kernel.schema import Int64, Words, metadata

sales = Table(
    "sales",
    metadata,
    Column("sale_id", Int64, primary_key=True),
    Column("workshop_id", Int64, ForeignKey("workshops.workshop_id"), nullable=False),
    Column("key", Words, nullable=False),
    Column("merchant", Words, nullable=False),
    Column("keeper", Words, ForeignKey("participants.participant_id"), nullable=False, index=True),
    Column(
        "customer", Words, ForeignKey("participants.participant_id"), nullable=False, index=True
    ),
    Column("amount_fen", Int64, nullable=False),
    Column("platform", Words, nullable=False),
    Column("what", Words, nullable=False),  # the program's own words or a service's id
    Column("sold_town_s", Int64, nullable=False),
    UniqueConstraint("workshop_id", "key"),
    CheckConstraint("amount_fen > 0", name="amount_positive"),
    CheckConstraint("keeper <> customer", name="two_people"),
    sqlite_strict=True,
)
