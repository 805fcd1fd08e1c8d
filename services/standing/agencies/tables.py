"""Who signed up where, whose reports go where (append-only), which companies passed, who sits for
them, what was chosen in their boardroom, who lets them share, and what
they asked the bureau (append-only).
"""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Table, UniqueConstraint

from services.kernel.schema import Int64, Words, metadata

agency_members = Table(
    "agency_members",
    metadata,
    Column("entry_id", Int64, primary_key=True),
    Column("workshop_id", Int64, ForeignKey("workshops.workshop_id"), nullable=False),
    Column("agency", Words, nullable=False),
    Column(
        "participant_id",
        Words,
        ForeignKey("participants.participant_id"),
        nullable=False,
        index=True,
    ),
    Column("is_member", Boolean, nullable=False),
    Column("town_s", Int64, nullable=False),
    Column("key", Words, nullable=False),
    UniqueConstraint("agency", "participant_id", "key"),
    Index("ix_agency_members_workshop", "workshop_id", "agency"),
)

agency_feeds = Table(
    "agency_feeds",
    metadata,
    Column("entry_id", Int64, primary_key=True),
    Column("workshop_id", Int64, ForeignKey("workshops.workshop_id"), nullable=False),
    Column("source", Words, nullable=False),  # an office, or a company that may share
    Column("target", Words, nullable=False),  # the bureau, or everybody who rates
    Column("is_open", Boolean, nullable=False),
    Column("town_s", Int64, nullable=False),
    Column("actor", Words, nullable=False),  # a role, never a name
    Column("key", Words, nullable=False),
    UniqueConstraint("workshop_id", "source", "target", "key"),
)

licence_reviews = Table(
    "licence_reviews",
    metadata,
    Column("review_id", Int64, primary_key=True),
    Column("workshop_id", Int64, ForeignKey("workshops.workshop_id"), nullable=False),
    Column("agency", Words, nullable=False),
    Column("passed", Boolean, nullable=False),
    Column("town_s", Int64, nullable=False),
    UniqueConstraint("workshop_id", "agency"),  # a company is decided on once
)

company_seats = Table(
    "company_seats",
    metadata,
    Column("participant_id", Words, ForeignKey("participants.participant_id"), primary_key=True),
    Column("workshop_id", Int64, ForeignKey("workshops.workshop_id"), nullable=False),
    Column("agency", Words, nullable=False),
    UniqueConstraint("workshop_id", "agency"),  # one person a company, one company a person
)

board_meetings = Table(
    "board_meetings",
    metadata,
    Column("meeting_id", Int64, primary_key=True),
    Column("workshop_id", Int64, ForeignKey("workshops.workshop_id"), nullable=False),
    Column("town_s", Int64, nullable=False),
    Column("key", Words, nullable=False),
    UniqueConstraint("workshop_id", "key"),
)

board_votes = Table(
    "board_votes",
    metadata,
    Column("vote_id", Int64, primary_key=True),
    Column("meeting_id", Int64, ForeignKey("board_meetings.meeting_id"), nullable=False),
    Column("agency", Words, nullable=False),
    Column("shares", Boolean, nullable=False),
    Column("sharing", Words, nullable=False),  # all who share from then on, by their ids
    Column("known", Int64, nullable=False),  # of how many people the bureau then knew anything
    Column("town_s", Int64, nullable=False),
    Column("key", Words, nullable=False),
    UniqueConstraint("meeting_id", "agency", "key"),
)

sharing_consents = Table(
    "sharing_consents",
    metadata,
    Column("consent_id", Int64, primary_key=True),
    Column("workshop_id", Int64, ForeignKey("workshops.workshop_id"), nullable=False, index=True),
    Column("participant_id", Words, ForeignKey("participants.participant_id"), nullable=False),
    Column("agrees", Boolean, nullable=False),
    Column("town_s", Int64, nullable=False),
    Column("key", Words, nullable=False),
    UniqueConstraint("participant_id", "key"),
)

bureau_queries = Table(
    "bureau_queries",
    metadata,
    Column("query_id", Int64, primary_key=True),
    Column("workshop_id", Int64, ForeignKey("workshops.workshop_id"), nullable=False),
    Column("agency", Words, nullable=False),  # a company that asked
    Column("about", Words, ForeignKey("participants.participant_id"), nullable=False, index=True),
    Column("is_refused", Boolean, nullable=False),
    Column("town_s", Int64, nullable=False),
    Column("key", Words, nullable=False),
    UniqueConstraint("workshop_id", "key"),
)

licence_opinions = Table(
    "licence_opinions",
    metadata,
    Column("participant_id", Words, ForeignKey("participants.participant_id"), primary_key=True),
    Column("workshop_id", Int64, ForeignKey("workshops.workshop_id"), nullable=False, index=True),
    Column("reason", Words, nullable=False),
    Column("town_s", Int64, nullable=False),
)
