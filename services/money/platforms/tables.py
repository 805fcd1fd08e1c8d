"""Who has left a platform, when, and when they came back: leaving is counted, not forgotten."""

from sqlalchemy import Column, ForeignKey, Index, Table
from sqlalchemy import text as sql

from services.kernel.schema import Int64, Words, metadata

_STILL_OUT = "back_town_s IS NULL"

platform_exits = Table(
    "platform_exits",
    metadata,
    Column("exit_id", Int64, primary_key=True),
    Column("workshop_id", Int64, ForeignKey("workshops.workshop_id"), nullable=False, index=True),
    Column(
        "participant_id",
        Words,
        ForeignKey("participants.participant_id"),
        nullable=False,
        index=True,
    ),
    Column("platform", Words, nullable=False),
    Column("left_town_s", Int64, nullable=False),
    Column("back_town_s", Int64),
    Index(
        "uq_platform_exits_still_out",
        "participant_id",
        "platform",
        unique=True,
        sqlite_where=sql(_STILL_OUT),
        postgresql_where=sql(_STILL_OUT),
    ),
    sqlite_strict=True,
)
