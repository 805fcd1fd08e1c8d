"""Who watches for the regulator, which plots run (what is true stands here), who was named."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Table, UniqueConstraint

from services.kernel.schema import Int64, Words, metadata

regulators = Table(
    "regulators",
    metadata,
    Column("participant_id", Words, ForeignKey("participants.participant_id"), primary_key=True),
    Column("workshop_id", Int64, ForeignKey("workshops.workshop_id"), nullable=False, index=True),
    sqlite_strict=True,
)

laundering_plots = Table(
    "laundering_plots",
    metadata,
    Column("plot_id", Int64, primary_key=True),
    Column("workshop_id", Int64, ForeignKey("workshops.workshop_id"), nullable=False),
    Column("key", Words, nullable=False),
    Column("front", Words, nullable=False),  # the merchant
    Column("culprit", Words, ForeignKey("participants.participant_id"), nullable=False, index=True),
    Column("begun_town_s", Int64, nullable=False),
    UniqueConstraint("workshop_id", "key"),
    sqlite_strict=True,
)

accusations = Table(
    "accusations",
    metadata,
    Column("accusation_id", Int64, primary_key=True),
    Column("plot_id", Int64, ForeignKey("laundering_plots.plot_id"), nullable=False),
    Column("accuser", Words, ForeignKey("participants.participant_id"), nullable=False, index=True),
    Column("suspect", Words, ForeignKey("participants.participant_id"), nullable=False, index=True),
    Column("is_right", Int64, nullable=False),
    Column("is_cleared", Int64, nullable=False),  # whether clearing was on then
    UniqueConstraint("plot_id", "accuser"),
    CheckConstraint("is_right IN (0, 1) AND is_cleared IN (0, 1)", name="flags"),
    sqlite_strict=True,
)
