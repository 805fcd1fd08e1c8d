"""What advisers sold: one row a sale, with what it was worth. Rows stay; nothing typed is here."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, Table, UniqueConstraint

from services.kernel.schema import Int64, Words, metadata

adviser_tips = Table(
    "adviser_tips",
    metadata,
    Column("tip_id", Int64, primary_key=True),
    Column("workshop_id", Int64, ForeignKey("workshops.workshop_id"), nullable=False),
    Column("key", Words, nullable=False),  # of the screen on which it was bought
    Column("sale_id", Int64, ForeignKey("sales.sale_id"), nullable=False, index=True),
    Column(
        "participant_id",
        Words,
        ForeignKey("participants.participant_id"),
        nullable=False,
        index=True,
    ),
    Column("adviser", Words, nullable=False),
    # An action ("does:pay_bill"), a tip of the file ("tip:late"), a friend ("parts:…"), or the list
    # from which a removal was promised ("removal:court").
    Column("subject", Words, nullable=False),
    Column("agency", Words, nullable=False),  # whose score or list it is about
    Column("explanation", Words, nullable=False),  # what the law let people know when it was sold
    Column(
        "gain", Int64, nullable=False
    ),  # points by following it; of a removal 1 or 0. Right is above 0
    Column("fee_fen", Int64, nullable=False),
    Column("sold_town_s", Int64, nullable=False),
    UniqueConstraint("workshop_id", "key"),
    CheckConstraint("fee_fen > 0", name="fee_positive"),
)
