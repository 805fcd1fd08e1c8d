"""Groups and who is in them, or asked to be."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Table,
    UniqueConstraint,
)

from services.kernel.schema import Int64, Words, metadata, typed_by

people_groups = Table(
    "people_groups",
    metadata,
    Column("group_id", Int64, primary_key=True),
    Column("workshop_id", Int64, ForeignKey("workshops.workshop_id"), nullable=False),
    Column("key", Words, nullable=False),
    # A table has neither: whoever runs the town has made and named it.
    Column("maker", Words, ForeignKey("participants.participant_id"), index=True),
    Column("name", Words, nullable=False, info=typed_by("named_by")),  # "" once they left
    Column("named_by", Words, ForeignKey("participants.participant_id"), index=True),
    Column("made_town_s", Int64, nullable=False),
    UniqueConstraint("workshop_id", "key"),
    CheckConstraint("length(name) <= 30", name="name"),
)

group_members = Table(
    "group_members",
    metadata,
    Column(
        "group_id",
        Int64,
        ForeignKey("people_groups.group_id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    ),
    Column("participant_id", Words, ForeignKey("participants.participant_id"), primary_key=True),
    Column("joined", Boolean, nullable=False),  # else asked, and not answered yet
    Column("since_town_s", Int64, nullable=False),
    Column("drawn", Int64),  # by which lot they were seated; none: in another way
    Column("sat_before", Int64, ForeignKey("people_groups.group_id"), index=True),  # of that lot
    Index("ix_group_members_participant", "participant_id"),
)
