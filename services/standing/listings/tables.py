"""Listings: who put whom on which list, why, and how it went on. A row is never removed."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Table, UniqueConstraint

from services.kernel.schema import Int64, Words, metadata, typed_by

listings = Table(
    "listings",
    metadata,
    Column("listing_id", Int64, primary_key=True),
    Column("workshop_id", Int64, ForeignKey("workshops.workshop_id"), nullable=False),
    Column("agency", Words, nullable=False),
    Column("colour", Words, nullable=False),
    Column("participant_id", Words, ForeignKey("participants.participant_id"), nullable=False),
    Column("basis", Words, nullable=False),  # what it rests on, such as "judgment:12"
    Column("actor", Words, nullable=False),  # the role that decided, never a name
    Column("listed_town_s", Int64, nullable=False),
    Column("published_town_s", Int64),
    Column("lifted_town_s", Int64),  # the basis fell away; the list does not show it yet
    Column("delisted_town_s", Int64),
    Column("ground", Words, nullable=False, server_default=""),  # named by whoever listed
    # Why, in the words of whoever listed at discretion; they go with the person they are about.
    Column("words", Words, nullable=False, server_default="", info=typed_by("participant_id")),
    Column("until_town_s", Int64),  # the end of its term, where its ground has one
    Column("served_town_s", Int64),  # when the person was told, where the law has it so
    Column("ended", Words, nullable=False, server_default=""),  # what ended it, once it is lifted
    UniqueConstraint("workshop_id", "agency", "colour", "basis"),
    CheckConstraint("colour IN ('red', 'black')", name="colour"),
    CheckConstraint(
        "ended IN ('', 'lifted', 'expired', 'upheld', 'reform', 'withdrawn')", name="ended"
    ),
    CheckConstraint("until_town_s > listed_town_s", name="until"),
    Index("ix_listings_participant", "participant_id"),
)

# A second signature is asked of somebody of the town before the office may list at discretion.
listing_proposals = Table(
    "listing_proposals",
    metadata,
    Column("proposal_id", Int64, primary_key=True),
    Column("workshop_id", Int64, ForeignKey("workshops.workshop_id"), nullable=False, index=True),
    Column("key", Words, nullable=False),
    Column(
        "participant_id",
        Words,
        ForeignKey("participants.participant_id"),
        nullable=False,
        index=True,
    ),
    Column("signer", Words, ForeignKey("participants.participant_id"), nullable=False, index=True),
    Column("ground", Words, nullable=False),
    Column("words", Words, nullable=False, info=typed_by("participant_id")),
    Column("state", Words, nullable=False, server_default="asked"),
    Column("asked_town_s", Int64, nullable=False),
    Column("decided_town_s", Int64),
    UniqueConstraint("workshop_id", "key"),
    CheckConstraint("state IN ('asked', 'signed', 'refused', 'lapsed')", name="state"),
    CheckConstraint("(decided_town_s IS NULL) = (state = 'asked')", name="decided"),
)
