"""Reports of purges; the database lets go of a fact only where one stands for it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from services.kernel.schema import Int64, Words

revision = "fact_purges"
down_revision = "town_jobs"
branch_labels = None
depends_on = None

_REPORTED = (
    "EXISTS (SELECT 1 FROM fact_purges WHERE workshop_id = OLD.workshop_id"
    " AND kind = OLD.kind AND until_town_s >= OLD.town_s)"
)
_SQLITE = """
CREATE TRIGGER {name} BEFORE {verb} ON {table} {when}
BEGIN SELECT RAISE(ABORT, '{table} are append-only'); END
"""
_POSTGRES = """
CREATE TRIGGER {name} BEFORE {verb} ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change('{table} are append-only')
"""
_REFUSE = f"""
CREATE FUNCTION refuse_unreported() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF {_REPORTED} THEN RETURN OLD; END IF;
  RAISE EXCEPTION 'facts are append-only' USING ERRCODE = 'integrity_constraint_violation';
END $$
"""


def upgrade() -> None:
    op.create_table(
        "fact_purges",
        sa.Column("purge_id", Int64, primary_key=True),
        sa.Column("workshop_id", Int64, sa.ForeignKey("workshops.workshop_id"), nullable=False),
        sa.Column("kind", Words, nullable=False),
        sa.Column("town_s", Int64, nullable=False),
        sa.Column("until_town_s", Int64, nullable=False),
        sa.Column("facts", Int64, nullable=False),
        sa.Column("people", Int64, nullable=False),
        sa.UniqueConstraint("workshop_id", "kind", "town_s"),
        sa.CheckConstraint("until_town_s < town_s", name="until"),
        sa.CheckConstraint("facts >= people AND people > 0", name="counted"),
    )
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER facts_refuse_DELETE")
        _on_sqlite("facts", "DELETE", f"WHEN NOT {_REPORTED}")
        for verb in ("UPDATE", "DELETE"):
            _on_sqlite("fact_purges", verb, "")
        return
    op.execute(_REFUSE)
    op.execute("DROP TRIGGER facts_refuse_DELETE ON facts")
    op.execute(
        "CREATE TRIGGER facts_refuse_DELETE BEFORE DELETE ON facts"
        " FOR EACH ROW EXECUTE FUNCTION refuse_unreported()"
    )
    for verb in ("UPDATE", "DELETE", "TRUNCATE"):
        name = f"fact_purges_refuse_{verb}"
        op.execute(_POSTGRES.format(name=name, verb=verb, table="fact_purges"))


def downgrade() -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    op.execute(f"DROP TRIGGER facts_refuse_DELETE{'' if is_sqlite else ' ON facts'}")
    op.drop_table("fact_purges")
    if is_sqlite:
        _on_sqlite("facts", "DELETE", "")
    else:
        op.execute("DROP FUNCTION refuse_unreported()")
        op.execute(_POSTGRES.format(name="facts_refuse_DELETE", verb="DELETE", table="facts"))


def _on_sqlite(table: str, verb: str, when: str) -> None:
    name = f"{table}_refuse_{verb}"
    op.execute(_SQLITE.format(name=name, verb=verb, table=table, when=when))
