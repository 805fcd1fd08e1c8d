"""Workshops, people, books, facts and timers: what every feature stands on.

The triggers are the database's own promise: a transfer changes both balances, nothing else changes
a balance, and what was written down (transfers, facts, audit log) stays as it was written.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from services.kernel.schema import Int64, Words

revision = "towns"
down_revision = None
branch_labels = None
depends_on = None

# What makes a new row the same as an old one, which replacing would drop without a word.
SAME_KEY = " OR (workshop_id = NEW.workshop_id AND key = NEW.key)"
SAME_ROW = {
    "transfers": f"transfer_id = NEW.transfer_id{SAME_KEY}",
    "facts": f"fact_id = NEW.fact_id{SAME_KEY}",
    "audit_log": "audit_id = NEW.audit_id",
}

SQLITE_APPEND_ONLY = """
CREATE TRIGGER {table}_refuse_{verb} BEFORE {verb} ON {table} {when}
BEGIN SELECT RAISE(ABORT, '{table} are append-only'); END
"""
SQLITE_BOOKS = (
    """
CREATE TRIGGER transfers_apply AFTER INSERT ON transfers
BEGIN
  UPDATE accounts SET balance_fen = balance_fen - NEW.amount_fen, last_transfer = NEW.transfer_id
   WHERE account_id = NEW.from_account;
  UPDATE accounts SET balance_fen = balance_fen + NEW.amount_fen, last_transfer = NEW.transfer_id
   WHERE account_id = NEW.to_account;
END
""",
    """
CREATE TRIGGER accounts_follow_transfers BEFORE UPDATE ON accounts
WHEN NEW.last_transfer <= OLD.last_transfer OR NOT EXISTS (
    SELECT 1 FROM transfers WHERE transfer_id = NEW.last_transfer AND NEW.balance_fen =
      CASE OLD.account_id WHEN from_account THEN OLD.balance_fen - amount_fen
                          WHEN to_account THEN OLD.balance_fen + amount_fen END)
BEGIN SELECT RAISE(ABORT, 'accounts change by transfers only'); END
""",
    """
CREATE TRIGGER accounts_open_empty BEFORE INSERT ON accounts
WHEN NEW.balance_fen <> 0 OR NEW.last_transfer <> 0
  OR EXISTS (SELECT 1 FROM accounts WHERE account_id = NEW.account_id
    OR (workshop_id = NEW.workshop_id AND kind = NEW.kind AND holder = NEW.holder))
BEGIN SELECT RAISE(ABORT, 'accounts open empty'); END
""",
    """
CREATE TRIGGER accounts_stay BEFORE DELETE ON accounts
BEGIN SELECT RAISE(ABORT, 'accounts stay'); END
""",
)

POSTGRES_APPEND_ONLY = """
CREATE TRIGGER {table}_refuse_{verb} BEFORE {verb} ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change('{table} are append-only')
"""
POSTGRES_BOOKS = (
    """
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'integrity_constraint_violation';
END $$
""",
    # The lower account first, as everywhere, so that two transfers cannot wait for each other.
    """
CREATE FUNCTION apply_transfer() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE sign integer := CASE WHEN NEW.from_account < NEW.to_account THEN -1 ELSE 1 END;
BEGIN
  UPDATE accounts SET balance_fen = balance_fen + sign * NEW.amount_fen,
                      last_transfer = NEW.transfer_id
   WHERE account_id = LEAST(NEW.from_account, NEW.to_account);
  UPDATE accounts SET balance_fen = balance_fen - sign * NEW.amount_fen,
                      last_transfer = NEW.transfer_id
   WHERE account_id = GREATEST(NEW.from_account, NEW.to_account);
  RETURN NULL;
END $$
""",
    """
CREATE TRIGGER transfers_apply AFTER INSERT ON transfers
FOR EACH ROW EXECUTE FUNCTION apply_transfer()
""",
    """
CREATE TRIGGER accounts_follow_transfers BEFORE UPDATE ON accounts
FOR EACH STATEMENT WHEN (pg_trigger_depth() = 0)
EXECUTE FUNCTION refuse_change('accounts change by transfers only')
""",
    """
CREATE TRIGGER accounts_open_empty BEFORE INSERT ON accounts
FOR EACH ROW WHEN (NEW.balance_fen <> 0 OR NEW.last_transfer <> 0)
EXECUTE FUNCTION refuse_change('accounts open empty')
""",
    """
CREATE TRIGGER accounts_stay BEFORE DELETE OR TRUNCATE ON accounts
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change('accounts stay')
""",
)


def upgrade() -> None:
    _add_people_and_workshops()
    _add_books()
    _add_participants()
    _add_facts_and_timers()
    if op.get_bind().dialect.name == "sqlite":
        _add_sqlite_triggers()
    else:
        _add_postgres_triggers()


def downgrade() -> None:
    for table in ("timers", "facts", "transfers", "chats", "participants", "accounts"):
        op.drop_table(table)
    for table in ("grants", "audit_log", "workshops", "persons"):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION apply_transfer()")
        op.execute("DROP FUNCTION refuse_change()")


def _add_people_and_workshops() -> None:
    op.create_table(
        "persons",
        sa.Column("person_id", Int64, primary_key=True),
        sa.Column("bot_id", Int64, nullable=False),
        sa.Column("tg_user_id", Int64, nullable=False),
        sa.Column("first_name", Words, nullable=False),
        sa.Column("language", Words, nullable=False),
        sa.Column("consent_version", Words),
        sa.Column("consent_ms", Int64),
        sa.Column("blocked", sa.Boolean, nullable=False, server_default="0"),
        sa.UniqueConstraint("bot_id", "tg_user_id"),
    )
    op.create_table(
        "workshops",
        sa.Column("workshop_id", Int64, primary_key=True),
        sa.Column("code", Words, nullable=False),
        sa.Column("title", Words, nullable=False),
        sa.Column("language", Words, nullable=False),
        sa.Column("state", Words, nullable=False, server_default="open"),
        sa.Column("facilitator", Int64, sa.ForeignKey("persons.person_id", ondelete="SET NULL")),
        sa.Column("secret", sa.LargeBinary, nullable=False),
        sa.Column("anchor_wall_ms", Int64, nullable=False),
        sa.Column("anchor_town_s", Int64, nullable=False),
        sa.Column("rate", Int64, nullable=False),
        sa.Column("running", sa.Boolean, nullable=False),
        sa.Column("created_ms", Int64, nullable=False),
        sa.UniqueConstraint("code"),
        sa.CheckConstraint("state IN ('open', 'closed')", name="state"),
        sa.CheckConstraint("rate > 0", name="rate_positive"),
    )
    op.create_index("ix_workshops_facilitator", "workshops", ["facilitator"])
    op.create_table(
        "audit_log",
        sa.Column("audit_id", Int64, primary_key=True),
        sa.Column("workshop_id", Int64, sa.ForeignKey("workshops.workshop_id")),
        sa.Column("wall_ms", Int64, nullable=False),
        sa.Column("actor", Words, nullable=False),
        sa.Column("action", Words, nullable=False),
        sa.Column("detail", Words, nullable=False, server_default=""),
    )
    op.create_table(
        "grants",
        sa.Column("bot_id", Int64, primary_key=True),
        sa.Column("tg_user_id", Int64, primary_key=True),
        sa.Column("role", Words, primary_key=True),
        sa.Column("granted_ms", Int64, nullable=False),
        sa.CheckConstraint("role IN ('facilitator', 'admin')", name="role"),
    )
    op.create_table(
        "chats",
        sa.Column("bot_id", Int64, primary_key=True),
        sa.Column("chat_id", Int64, primary_key=True),
        sa.Column("title", Words, nullable=False),
        sa.Column("workshop_id", Int64, sa.ForeignKey("workshops.workshop_id")),
    )


def _add_books() -> None:
    op.create_table(
        "accounts",
        sa.Column("account_id", Int64, primary_key=True),
        sa.Column("workshop_id", Int64, sa.ForeignKey("workshops.workshop_id"), nullable=False),
        sa.Column("kind", Words, nullable=False),
        sa.Column("holder", Words, nullable=False),
        sa.Column("balance_fen", Int64, nullable=False, server_default="0"),
        sa.Column("last_transfer", Int64, nullable=False, server_default="0"),
        sa.UniqueConstraint("workshop_id", "kind", "holder"),
        sa.UniqueConstraint("workshop_id", "account_id"),
        sa.CheckConstraint("kind IN ('wallet', 'hold', 'office', 'issuer')", name="kind"),
        sa.CheckConstraint("kind = 'issuer' OR balance_fen >= 0", name="not_below_zero"),
        sqlite_strict=True,
    )
    op.create_table(
        "transfers",
        sa.Column("transfer_id", Int64, primary_key=True),
        sa.Column("workshop_id", Int64, nullable=False),
        sa.Column("key", Words, nullable=False),
        sa.Column("kind", Words, nullable=False),
        sa.Column("from_account", Int64, nullable=False),
        sa.Column("to_account", Int64, nullable=False),
        sa.Column("amount_fen", Int64, nullable=False),
        sa.Column("town_s", Int64, nullable=False),
        sa.Column("subject", Words, nullable=False),
        sa.UniqueConstraint("workshop_id", "key"),
        sa.ForeignKeyConstraint(
            ["workshop_id", "from_account"], ["accounts.workshop_id", "accounts.account_id"]
        ),
        sa.ForeignKeyConstraint(
            ["workshop_id", "to_account"], ["accounts.workshop_id", "accounts.account_id"]
        ),
        sa.CheckConstraint("amount_fen > 0", name="amount_positive"),
        sa.CheckConstraint("from_account <> to_account", name="two_accounts"),
        sqlite_strict=True,
    )
    op.create_index("ix_transfers_from", "transfers", ["from_account", "transfer_id"])
    op.create_index("ix_transfers_to", "transfers", ["to_account", "transfer_id"])


def _add_participants() -> None:
    op.create_table(
        "participants",
        sa.Column("participant_id", Words, primary_key=True),
        sa.Column("workshop_id", Int64, sa.ForeignKey("workshops.workshop_id"), nullable=False),
        sa.Column("person_id", Int64, sa.ForeignKey("persons.person_id", ondelete="SET NULL")),
        sa.Column("name", Words, nullable=False),
        sa.Column("name_key", Words, nullable=False),
        sa.Column("trade", Words, nullable=False),
        sa.Column("habit", Words, nullable=False, server_default=""),
        sa.Column("wallet", Int64, sa.ForeignKey("accounts.account_id")),
        sa.Column("joined_town_s", Int64, nullable=False),
        sa.Column("seated", sa.Boolean, nullable=False, server_default="1"),
        sa.UniqueConstraint("workshop_id", "name_key"),
    )
    op.create_index(
        "uq_participants_seat",
        "participants",
        ["person_id"],
        unique=True,
        sqlite_where=sa.text("seated AND person_id IS NOT NULL"),
        postgresql_where=sa.text("seated AND person_id IS NOT NULL"),
    )
    op.create_index("ix_participants_workshop", "participants", ["workshop_id"])


def _add_facts_and_timers() -> None:
    op.create_table(
        "facts",
        sa.Column("fact_id", Int64, primary_key=True),
        sa.Column("workshop_id", Int64, sa.ForeignKey("workshops.workshop_id"), nullable=False),
        sa.Column("participant_id", Words, nullable=False),
        sa.Column("kind", Words, nullable=False),
        sa.Column("town_s", Int64, nullable=False),
        sa.Column("amount", Int64, nullable=False, server_default="0"),
        sa.Column("counterpart", Words, nullable=False, server_default=""),
        sa.Column("source", Words, nullable=False),
        sa.Column("purpose", Words, nullable=False),
        sa.Column("recipients", Words, nullable=False, server_default=""),
        sa.Column("is_true", sa.Boolean, nullable=False, server_default="1"),
        sa.Column("key", Words, nullable=False),
        sa.UniqueConstraint("workshop_id", "key"),
    )
    op.create_index("ix_facts_participant", "facts", ["participant_id", "town_s"])
    op.create_table(
        "timers",
        sa.Column("timer_id", Int64, primary_key=True),
        sa.Column("workshop_id", Int64, sa.ForeignKey("workshops.workshop_id"), nullable=False),
        sa.Column("kind", Words, nullable=False),
        sa.Column("subject", Words, nullable=False),
        sa.Column("due_town_s", Int64, nullable=False),
        sa.UniqueConstraint("workshop_id", "kind", "subject"),
    )
    op.create_index("ix_timers_due", "timers", ["workshop_id", "due_town_s"])


def _add_sqlite_triggers() -> None:
    for table, same_row in SAME_ROW.items():
        exists = f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {same_row})"  # noqa: S608 - constants
        for verb, when in (("UPDATE", ""), ("DELETE", ""), ("INSERT", exists)):
            op.execute(SQLITE_APPEND_ONLY.format(table=table, verb=verb, when=when))
    for trigger in SQLITE_BOOKS:
        op.execute(trigger)


def _add_postgres_triggers() -> None:
    for statement in POSTGRES_BOOKS:
        op.execute(statement)
    for table in SAME_ROW:
        for verb in ("UPDATE", "DELETE", "TRUNCATE"):
            op.execute(POSTGRES_APPEND_ONLY.format(table=table, verb=verb))
