"""Who refers to a person, a town or an account is found without reading every town."""

from __future__ import annotations

from alembic import op

revision = "indexes_of_references"
down_revision = "talks_beside_calls"
branch_labels = None
depends_on = None

REFERENCES = {
    "accusations": ("accuser", "suspect"),
    "agency_members": ("participant_id",),
    "audit_log": ("workshop_id",),
    "bill_shares": ("payer",),
    "bills": ("asker",),
    "busy_lines": ("group_call_id",),
    "calls": ("notice_id",),
    "camera_pictures": ("participant_id",),
    "chats": ("workshop_id",),
    "envelope_shares": ("participant_id",),
    "envelopes": ("sender", "recipient", "hold"),
    "errands": ("who",),
    "group_calls": ("group_id", "caller"),
    "held_drafts": ("participant_id",),
    "laundering_plots": ("culprit",),
    "line_notices": ("workshop_id",),
    "moment_comments": ("author",),
    "moment_likes": ("participant_id",),
    "notice_plays": ("notice_id", "caller"),
    "office_incidents": ("who", "named"),
    "opt_outs": ("workshop_id", "who"),
    "participants": ("person_id", "wallet"),
    "payments": ("payer", "receiver", "hold"),
    "people_groups": ("maker", "named_by"),
    "platform_exits": ("workshop_id", "participant_id"),
    "privacy_bids": ("who",),
    "questions": ("participant_id",),
    "ratings": ("rater",),
    "regulators": ("workshop_id",),
    "rental_orders": ("score_id",),
    "reports": ("reporter", "reported"),
    "request_blocks": ("asker",),
    "sales": ("keeper", "customer"),
}


def upgrade() -> None:
    for table, columns in REFERENCES.items():
        for column in columns:
            op.create_index(f"ix_{table}_{column}", table, [column])


def downgrade() -> None:
    for table, columns in REFERENCES.items():
        for column in columns:
            op.drop_index(f"ix_{table}_{column}", table)
