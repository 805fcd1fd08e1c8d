"""Bulletins: one a month, and whom each made its model citizen. The cases follow from the lists."""

from sqlalchemy import Column, ForeignKey, Table, UniqueConstraint

from services.kernel.schema import Int64, Words, metadata

bulletins = Table(
    "bulletins",
    metadata,
    Column("bulletin_id", Int64, primary_key=True),
    Column("workshop_id", Int64, ForeignKey("workshops.workshop_id"), nullable=False),
    Column("month", Words, nullable=False),  # such as 2015-02: the one that has just ended
    Column("since_town_s", Int64, nullable=False),  # its cases fell between this time…
    Column("town_s", Int64, nullable=False),  # …and this, when it came out
    Column("citizen", Words, ForeignKey("participants.participant_id"), index=True),
    UniqueConstraint("workshop_id", "month"),
)
