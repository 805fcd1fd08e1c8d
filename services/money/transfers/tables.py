"""Payments between two people, held until the receiver answers or a day has gone."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Table, UniqueConstraint

from services.kernel.schema import Int64, Words, metadata, typed_by

_CARDS = ("payment:{payment_id}", "paid:{payment_id}")

payments = Table(
    "payments",
    metadata,
    Column("payment_id", Int64, primary_key=True),
    Column("workshop_id", Int64, ForeignKey("workshops.workshop_id"), nullable=False),
    Column("key", Words, nullable=False),
    Column("payer", Words, ForeignKey("participants.participant_id"), nullable=False, index=True),
    Column(
        "receiver", Words, ForeignKey("participants.participant_id"), nullable=False, index=True
    ),
    Column("amount_fen", Int64, nullable=False),
    Column("note", Words, nullable=False, info=typed_by("payer", *_CARDS)),
    Column("hold", Int64, ForeignKey("accounts.account_id"), nullable=False, index=True),
    Column("state", Words, nullable=False, server_default="offered"),
    Column("offered_town_s", Int64, nullable=False),
    UniqueConstraint("workshop_id", "key"),
    CheckConstraint("state IN ('offered', 'accepted', 'declined', 'expired')", name="state"),
    CheckConstraint("amount_fen > 0", name="amount_positive"),
    CheckConstraint("payer <> receiver", name="two_people"),
    sqlite_strict=True,
)
