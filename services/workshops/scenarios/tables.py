"""What facilitators ran, turn by turn: a turn is played once, however often it is tapped.

And what they planned to run: a row stays until its timer has played it, or somebody cancels it.
"""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Table, UniqueConstraint

from services.kernel.schema import Int64, Words, metadata

scenario_runs = Table(
    "scenario_runs",
    metadata,
    Column("run_id", Int64, primary_key=True),
    Column("workshop_id", Int64, ForeignKey("workshops.workshop_id"), nullable=False),
    Column("key", Words, nullable=False),  # the panel's turn, or the update that typed the command
    Column("card", Words, nullable=False),
    Column("town_s", Int64, nullable=False),
    # Whom it was run on by name: for them it is bad luck.
    Column("struck", Words, ForeignKey("participants.participant_id"), index=True),
    Column("whom", Words, nullable=False, server_default=""),  # the code of `orders`
    # What undoing must know: a JSON list of effects, each with what it left.
    Column("traces", Words, nullable=False, server_default="[]"),
    Column("undone_town_s", Int64),
    UniqueConstraint("workshop_id", "key"),
)

scenario_plans = Table(
    "scenario_plans",
    metadata,
    Column("plan_id", Int64, primary_key=True),
    Column("workshop_id", Int64, ForeignKey("workshops.workshop_id"), nullable=False),
    Column("key", Words, nullable=False),  # of the update that planned it
    Column("card", Words, nullable=False),
    Column("whom", Words, nullable=False),  # the code of `orders`
    Column("due_town_s", Int64, nullable=False),
    UniqueConstraint("workshop_id", "key"),
)
