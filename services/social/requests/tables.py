"""Money asked for: a bill, its shares (one each who is asked), and who wants no more from whom."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Table, UniqueConstraint

from services.kernel.schema import Int64, Words, metadata, typed_by

_CARDS = ("bill:{bill_id}", "request:*")  # a share's card shows the note of its bill

bills = Table(
    "bills",
    metadata,
    Column("bill_id", Int64, primary_key=True),
    Column("workshop_id", Int64, ForeignKey("workshops.workshop_id"), nullable=False),
    Column("key", Words, nullable=False),
    Column("asker", Words, ForeignKey("participants.participant_id"), nullable=False, index=True),
    Column("total_fen", Int64, nullable=False),
    Column("own_fen", Int64, nullable=False),  # what the asker bears: 0 where nothing is split
    Column("note", Words, nullable=False, info=typed_by("asker", *_CARDS)),
    Column("asked_town_s", Int64, nullable=False),
    UniqueConstraint("workshop_id", "key"),
    CheckConstraint("own_fen >= 0 AND total_fen > own_fen", name="amounts"),
    sqlite_strict=True,
)

bill_shares = Table(
    "bill_shares",
    metadata,
    Column("share_id", Int64, primary_key=True),
    Column("bill_id", Int64, ForeignKey("bills.bill_id"), nullable=False),
    Column("payer", Words, ForeignKey("participants.participant_id"), nullable=False, index=True),
    Column("amount_fen", Int64, nullable=False),
    Column("state", Words, nullable=False, server_default="asked"),
    Column("quiet", Int64, nullable=False, server_default="0"),  # no more reminders
    UniqueConstraint("bill_id", "payer"),
    CheckConstraint("amount_fen > 0", name="amount_positive"),
    CheckConstraint("state IN ('asked', 'paid', 'declined', 'cancelled', 'expired')", name="state"),
    sqlite_strict=True,
)

request_blocks = Table(
    "request_blocks",
    metadata,
    Column(
        "payer", Words, ForeignKey("participants.participant_id"), primary_key=True, nullable=False
    ),
    Column(
        "asker",
        Words,
        ForeignKey("participants.participant_id"),
        primary_key=True,
        nullable=False,
        index=True,
    ),
    sqlite_strict=True,
)
