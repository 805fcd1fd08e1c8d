"""What was enacted, when, by whom, and from when on it holds. Append-only: old law stays law."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Table, UniqueConstraint

from services.kernel.schema import Int64, Words, metadata

law_switches = Table(
    "law_switches",
    metadata,
    Column("enactment_id", Int64, primary_key=True),
    Column("workshop_id", Int64, ForeignKey("workshops.workshop_id"), nullable=False),
    Column("switch", Words, nullable=False),
    Column("value", Words, nullable=False),
    Column("in_force_town_s", Int64, nullable=False),
    Column("set_town_s", Int64, nullable=False),
    Column("actor", Words, nullable=False),  # a role, never a name
    Column("key", Words, nullable=False),
    # Of which statute ("guideline_2020/1.petty"), and which of several prevails. An empty value
    # ends it.
    Column("provision", Words, nullable=False, server_default=""),
    Column("rank", Int64, nullable=False, server_default="0"),
    Column("poll", Int64),  # the number of the motion that carried it
    UniqueConstraint("workshop_id", "switch", "key"),
    CheckConstraint("value <> '' OR provision <> ''", name="says_something"),
    CheckConstraint("in_force_town_s >= set_town_s", name="not_backwards"),
    Index("ix_law_switches_workshop", "workshop_id", "switch", "in_force_town_s"),
)
