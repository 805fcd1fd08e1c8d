"""Editions: each time the lists were published; and the pictures on the cameras' board."""

from __future__ import annotations

from sqlalchemy import Boolean, CheckConstraint, Column, ForeignKey, Index, Table, UniqueConstraint

from services.kernel.schema import Int64, Words, metadata

list_editions = Table(
    "list_editions",
    metadata,
    Column("edition_id", Int64, primary_key=True),
    Column("workshop_id", Int64, ForeignKey("workshops.workshop_id"), nullable=False),
    Column("key", Words, nullable=False),
    Column("town_s", Int64, nullable=False),
    Column("has_news", Boolean, nullable=False),  # it differs from the edition before
    Column("was_told", Boolean, nullable=False),  # of several missed evenings only the last is
    Column("chose_red", Boolean, nullable=False),  # the red list was drawn up anew
    UniqueConstraint("workshop_id", "key"),
)

camera_pictures = Table(
    "camera_pictures",
    metadata,
    Column("picture_id", Int64, primary_key=True),
    Column("workshop_id", Int64, ForeignKey("workshops.workshop_id"), nullable=False),
    Column("fact_id", Int64, ForeignKey("facts.fact_id"), nullable=False),  # the report
    Column(
        "participant_id",
        Words,
        ForeignKey("participants.participant_id"),
        nullable=False,
        index=True,
    ),
    Column("reported_town_s", Int64, nullable=False),
    Column("posted_town_s", Int64, nullable=False),
    UniqueConstraint("fact_id"),  # a picture hangs once
    CheckConstraint("posted_town_s >= reported_town_s", name="reported_first"),
    Index("ix_camera_pictures_workshop", "workshop_id", "reported_town_s"),
)
