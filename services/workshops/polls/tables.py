"""Which waves were asked, and what each person answered: erased when they leave, never exported."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Table
from sqlalchemy import text as sql

from services.kernel.schema import Int64, Words, metadata

poll_waves = Table(
    "poll_waves",
    metadata,
    Column("workshop_id", Int64, ForeignKey("workshops.workshop_id"), primary_key=True),
    Column("wave", Int64, primary_key=True, autoincrement=False),  # 1 before, 2 during, 3 after
    Column("asked_town_s", Int64, nullable=False),
    Column("closed_town_s", Int64),  # none: it can be answered
    CheckConstraint("wave IN (1, 2, 3)", name="wave"),
    Index(
        "uq_poll_waves_open",
        "workshop_id",
        unique=True,
        sqlite_where=sql("closed_town_s IS NULL"),
        postgresql_where=sql("closed_town_s IS NULL"),
    ),
)
poll_answers = Table(
    "poll_answers",
    metadata,
    Column("workshop_id", Int64, ForeignKey("workshops.workshop_id"), primary_key=True),
    Column("wave", Int64, primary_key=True, autoincrement=False),
    Column("item", Words, primary_key=True),
    Column("who", Words, ForeignKey("participants.participant_id"), primary_key=True, index=True),
    Column("answer", Int64),  # from 1 to 5; none: skipped
    CheckConstraint("wave IN (1, 2, 3)", name="wave"),
    CheckConstraint("answer BETWEEN 1 AND 5", name="answer"),
    info={"sealed": True},
)
