"""Clocks as ledgers, with whom each complaint is, and what decisions order."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from services.kernel.schema import Int64, Words

revision = "clocks"
down_revision = "legitimacy"
branch_labels = None
depends_on = None

# What stands in the book already: contests ran by the court's clock, the others as Z. waited.
_RECORDS = """
INSERT INTO case_records (complaint_id, workshop_id, forum, decided_by)
SELECT complaint_id, workshop_id,
  CASE WHEN subject LIKE 'listing:%' THEN 'court' ELSE 'town_hall' END,
  CASE WHEN state = 'open' THEN '' ELSE 'facilitator' END
FROM complaints
"""
_STARTS = """
INSERT INTO clock_entries (workshop_id, subject, clock, stage, act, town_s, turn)
SELECT workshop_id, 'complaint:' || number,
  CASE WHEN subject LIKE 'listing:%' THEN 'spc' ELSE 'paper_2015' END,
  CASE WHEN subject LIKE 'listing:%:again' THEN 'second'
    WHEN subject LIKE 'listing:%' THEN 'review' ELSE 'answer' END,
  'start', opened_town_s, 1
FROM complaints
"""
_ENDS = """
INSERT INTO clock_entries (workshop_id, subject, clock, stage, act, town_s, turn)
SELECT c.workshop_id, e.subject, e.clock, e.stage, 'decide', c.decided_town_s, 2
FROM complaints AS c JOIN clock_entries AS e
  ON e.workshop_id = c.workshop_id AND e.subject = 'complaint:' || c.number
WHERE c.decided_town_s IS NOT NULL
"""


def upgrade() -> None:
    _add_clocks()
    _add_records()
    _add_orders()
    for said in (_RECORDS, _STARTS, _ENDS):
        op.execute(sa.text(said.replace(":again", r"\:again").replace("listing:", r"listing\:")))


def downgrade() -> None:
    op.drop_table("case_orders")
    op.drop_table("case_records")
    op.drop_table("clock_entries")


def _add_clocks() -> None:
    op.create_table(
        "clock_entries",
        sa.Column("entry_id", Int64, primary_key=True),
        sa.Column("workshop_id", Int64, sa.ForeignKey("workshops.workshop_id"), nullable=False),
        sa.Column("subject", Words, nullable=False),
        sa.Column("clock", Words, nullable=False),
        sa.Column("stage", Words, nullable=False),
        sa.Column("act", Words, nullable=False),
        sa.Column("reason", Words, nullable=False, server_default=""),
        sa.Column("town_s", Int64, nullable=False),
        sa.Column("turn", Int64, nullable=False),
        sa.UniqueConstraint("workshop_id", "subject", "turn"),
        sa.CheckConstraint("act IN ('start', 'pause', 'resume', 'extend', 'decide')", name="act"),
    )
    op.create_index("ix_clock_entries_subject", "clock_entries", ["workshop_id", "subject"])


def _add_records() -> None:
    op.create_table(
        "case_records",
        sa.Column(
            "complaint_id", Int64, sa.ForeignKey("complaints.complaint_id"), primary_key=True
        ),
        sa.Column("workshop_id", Int64, sa.ForeignKey("workshops.workshop_id"), nullable=False),
        sa.Column("forum", Words, nullable=False),
        sa.Column("ground", Words, nullable=False, server_default=""),
        sa.Column("decided_by", Words, nullable=False, server_default=""),
        sa.Column("signer_id", Words, sa.ForeignKey("participants.participant_id")),
        sa.Column("balance", Words, nullable=False, server_default=""),
        sa.Column("view", Words, nullable=False, server_default=""),
        sa.CheckConstraint("forum IN ('town_hall', 'court', 'ombudsman')", name="forum"),
        sa.CheckConstraint(
            "decided_by IN ('', 'facilitator', 'people', 'rules')", name="decided_by"
        ),
        sa.CheckConstraint("view IN ('', 'cured', 'not_cured')", name="view"),
    )
    op.create_index("ix_case_records_workshop_id", "case_records", ["workshop_id"])
    op.create_index("ix_case_records_signer_id", "case_records", ["signer_id"])


def _add_orders() -> None:
    op.create_table(
        "case_orders",
        sa.Column("order_id", Int64, primary_key=True),
        sa.Column("workshop_id", Int64, sa.ForeignKey("workshops.workshop_id"), nullable=False),
        sa.Column("complaint_id", Int64, sa.ForeignKey("complaints.complaint_id"), nullable=False),
        sa.Column("kind", Words, nullable=False),
        sa.Column("target", Words, nullable=False),
        sa.Column("detail", Words, nullable=False, server_default=""),
        sa.Column("ordered_town_s", Int64, nullable=False),
        sa.Column("checked_town_s", Int64),
        sa.Column("is_cured", sa.Boolean),
        sa.UniqueConstraint("complaint_id", "kind", "target"),
        sa.CheckConstraint(
            "kind IN ('correct', 'delist', 'rescore', 'compensate', 'apologise')", name="kind"
        ),
        sa.CheckConstraint("(checked_town_s IS NULL) = (is_cured IS NULL)", name="checked"),
    )
    op.create_index("ix_case_orders_workshop_id", "case_orders", ["workshop_id"])
