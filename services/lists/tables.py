"""Editions: each time the lists were published."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Table, UniqueConstraint

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
