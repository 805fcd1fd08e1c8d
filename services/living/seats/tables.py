"""That somebody has come here before, without who: the town gives its start money once.

Kept for the town's life and erased with it. A row holds no number and leads to no persona.
"""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, Table

from services.kernel.schema import Int64, Words, metadata

arrivals = Table(
    "arrivals",
    metadata,
    Column(
        "workshop_id",
        Int64,
        ForeignKey("workshops.workshop_id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    ),
    Column("mark", Words, primary_key=True),  # a hash of the account, keyed with the town's secret
    Column("times", Int64, nullable=False, server_default="1"),
    CheckConstraint("times >= 1", name="times"),
)
