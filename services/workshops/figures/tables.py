"""What people answered before a deck's cards and after them; shown as sums alone."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Table

from services.kernel.schema import Int64, Words, metadata

deck_answers = Table(
    "deck_answers",
    metadata,
    Column("workshop_id", Int64, ForeignKey("workshops.workshop_id"), primary_key=True),
    Column("deck", Words, primary_key=True),
    Column("who", Words, ForeignKey("participants.participant_id"), primary_key=True, index=True),
    Column("moment", Int64, primary_key=True, autoincrement=False),  # 1 before, 2 after
    Column("answer", Int64),  # from 1 to 5; none: rather not said
    Column("answered_town_s", Int64, nullable=False),
    CheckConstraint("moment IN (1, 2)", name="moment"),
    CheckConstraint("answer BETWEEN 1 AND 5", name="answer"),
)
