"""Errands: one row a use of a service, from the first tap to the last duty; and opting out."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Table, UniqueConstraint
from sqlalchemy import text as sql

from services.kernel.schema import Int64, Words, metadata

errands = Table(
    "errands",
    metadata,
    Column("errand_id", Int64, primary_key=True),
    Column("workshop_id", Int64, ForeignKey("workshops.workshop_id"), nullable=False),
    Column("key", Words, nullable=False),
    Column("who", Words, ForeignKey("participants.participant_id"), nullable=False, index=True),
    Column("service", Words, nullable=False),
    Column("picked", Words, nullable=False, server_default=""),  # ids of options, in order
    Column("state", Words, nullable=False, server_default="open"),
    Column("paid_fen", Int64, nullable=False, server_default="0"),
    Column("code", Words, nullable=False, server_default=""),  # of the receipt
    Column("place", Words, nullable=False, server_default=""),  # in English, for the crowd map
    Column("score", Int64),  # that did not pass a gate
    # What kept its person out: a rule of sanctions, and the agency on whose word.
    Column("refused_by", Words, nullable=False, server_default=""),
    Column("refused_for", Words, nullable=False, server_default=""),
    Column("begun_town_s", Int64, nullable=False),
    Column("used_town_s", Int64),
    Column("due_town_s", Int64),
    Column("deposit", Int64, ForeignKey("accounts.account_id")),  # the hold it lies in
    UniqueConstraint("workshop_id", "key"),
    UniqueConstraint("deposit"),
    CheckConstraint(
        "state IN ('open', 'asked', 'dropped', 'refused', 'out', 'late', 'done')", name="state"
    ),
    CheckConstraint("(refused_by != '') = (state = 'refused')", name="refused"),
    CheckConstraint("paid_fen >= 0", name="paid"),
    CheckConstraint("(used_town_s IS NOT NULL) = (state IN ('out', 'late', 'done'))", name="used"),
    CheckConstraint("state NOT IN ('out', 'late') OR due_town_s IS NOT NULL", name="due"),
    # One open flow of a service: two taps on its button are one.
    Index(
        "uq_errands_open",
        "who",
        "service",
        unique=True,
        sqlite_where=sql("state IN ('open', 'asked')"),
        postgresql_where=sql("state IN ('open', 'asked')"),
    ),
    Index("ix_errands_place", "workshop_id", "used_town_s"),
)

# Who opted out of what, and how often it was missed since.
opt_outs = Table(
    "opt_outs",
    metadata,
    Column("opt_out_id", Int64, primary_key=True),
    Column("workshop_id", Int64, ForeignKey("workshops.workshop_id"), nullable=False, index=True),
    Column("who", Words, ForeignKey("participants.participant_id"), nullable=False, index=True),
    Column("what", Words, nullable=False),  # a service, or the account
    Column("left_town_s", Int64, nullable=False),
    Column("back_town_s", Int64),
    Column("missed", Int64, nullable=False, server_default="0"),
    CheckConstraint("missed >= 0", name="missed"),
    CheckConstraint("back_town_s >= left_town_s", name="back"),
    Index(
        "uq_opt_outs_standing",
        "who",
        "what",
        unique=True,
        sqlite_where=sql("back_town_s IS NULL"),
        postgresql_where=sql("back_town_s IS NULL"),
    ),
)
