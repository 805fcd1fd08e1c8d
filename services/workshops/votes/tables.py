"""Motions, who seconded them, and their ballots. Who has voted stands in one table, how many votes
a choice has in another, and nothing leads from one to the other: no time, no order, no number.
"""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Table, UniqueConstraint
from sqlalchemy import text as sql

from services.kernel.schema import Int64, Words, metadata, typed_by

motions = Table(
    "motions",
    metadata,
    Column("motion_id", Int64, primary_key=True),
    Column("workshop_id", Int64, ForeignKey("workshops.workshop_id"), nullable=False),
    Column("number", Int64, nullable=False),  # counted in this town; the poll id
    Column("mover", Words, ForeignKey("participants.participant_id"), index=True),  # none: the desk
    Column("group_id", Int64),  # in whose name it is moved; the group may be gone since
    Column("words", Words, nullable=False, info=typed_by("mover", "motion:{number}")),
    Column("changes", Words, nullable=False),  # "kin=off petty=off"; "" is a plain question
    Column("in_days", Int64, nullable=False),  # from the closing to the law
    Column("quorum", Int64, nullable=False),  # percent of the roll
    Column("base", Words, nullable=False),
    Column("abstentions", Words, nullable=False),
    Column("tie", Words, nullable=False),
    Column("roll_of", Words, nullable=False),
    Column("state", Words, nullable=False),
    Column("put_town_s", Int64, nullable=False),
    Column("debate_town_s", Int64),  # until when it is, or was, debated
    Column("opened_town_s", Int64),
    Column("closed_town_s", Int64),
    Column("again_of", Int64),  # the number of the motion that is put to the vote anew
    # From the closing on; the three where they may be told.
    Column("roll", Int64),
    Column("votes", Int64),
    Column("yes", Int64),
    Column("no", Int64),
    Column("abstained", Int64),
    Column("outcome", Words),
    # Who would win and lose, and who did, in one line each; none: not computed (yet).
    Column("law_before", Words),  # what the switches said that would change: "kin=on"
    Column("predicted", Words),
    Column("predicted_town_s", Int64),
    Column("measured", Words),
    Column("measured_town_s", Int64),
    Column("tried", Words),  # several changes at once, as far as towns were lived (the lab's text)
    Column("key", Words, nullable=False),
    UniqueConstraint("workshop_id", "number"),
    UniqueConstraint("workshop_id", "key"),
    CheckConstraint(
        "state IN ('put', 'seconded', 'debate', 'open', 'closed', 'withdrawn')", name="state"
    ),
    CheckConstraint("(state = 'closed') = (outcome IS NOT NULL)", name="outcome"),
    CheckConstraint("outcome IS NOT NULL OR (votes IS NULL AND yes IS NULL)", name="hidden"),
    CheckConstraint("length(words) <= 300", name="words"),
    Index(
        "uq_motions_open",
        "workshop_id",
        unique=True,
        sqlite_where=sql("state = 'open'"),
        postgresql_where=sql("state = 'open'"),
    ),
)
motion_seconds = Table(
    "motion_seconds",
    metadata,
    Column("motion_id", Int64, ForeignKey("motions.motion_id"), primary_key=True),
    Column("who", Words, ForeignKey("participants.participant_id"), primary_key=True, index=True),
)
ballot_rolls = Table(
    "ballot_rolls",
    metadata,
    Column("motion_id", Int64, ForeignKey("motions.motion_id"), primary_key=True),
    Column("who", Words, ForeignKey("participants.participant_id"), primary_key=True, index=True),
    Column("voted", Int64, nullable=False, server_default="0"),
    CheckConstraint("voted IN (0, 1)", name="voted"),
    info={"sealed": True},
)
ballot_counts = Table(
    "ballot_counts",
    metadata,
    Column("motion_id", Int64, ForeignKey("motions.motion_id"), primary_key=True),
    Column("choice", Words, primary_key=True),
    Column("votes", Int64, nullable=False, server_default="0"),
    CheckConstraint("choice IN ('yes', 'no', 'abstain')", name="choice"),
    CheckConstraint("votes >= 0", name="votes"),
    info={"sealed": True},  # gone when the ballot closes
)
