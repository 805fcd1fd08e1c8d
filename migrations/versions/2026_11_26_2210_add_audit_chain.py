"""Each line of the audit log seals the one before it; lines outlive the workshop they tell of."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256

import sqlalchemy as sa
from alembic import op

from services.kernel.schema import Words

revision = "audit_chain"
down_revision = "blank_towns"
branch_labels = None
depends_on = None

_OF_WORKSHOP = "fk_audit_log_workshop_id_workshops"


def upgrade() -> None:
    with _unguarded():
        with op.batch_alter_table("audit_log") as batch:
            batch.add_column(sa.Column("chain", Words, nullable=False, server_default=""))
            batch.drop_constraint(_OF_WORKSHOP, type_="foreignkey")
        _seal()


def downgrade() -> None:
    with _unguarded():
        op.execute(
            "DELETE FROM audit_log WHERE workshop_id NOT IN (SELECT workshop_id FROM workshops)"
        )
        with op.batch_alter_table("audit_log") as batch:
            batch.drop_column("chain")
            batch.create_foreign_key(_OF_WORKSHOP, "workshops", ["workshop_id"], ["workshop_id"])


def _seal() -> None:
    """Seal the lines that are there, in their order."""
    names = ("audit_id", "workshop_id", "wall_ms", "actor", "action", "detail")
    lines = sa.table("audit_log", *map(sa.column, (*names, "chain")))
    conn, chain = op.get_bind(), ""
    query = sa.select(*(lines.c[name] for name in names)).order_by(lines.c.audit_id)
    for audit_id, *said in conn.execute(query).all():
        chain = sha256(json.dumps([chain, *said], ensure_ascii=False).encode()).hexdigest()
        conn.execute(sa.update(lines).where(lines.c.audit_id == audit_id).values(chain=chain))


@contextmanager
def _unguarded() -> Iterator[None]:
    """Without the triggers that keep the log as it was written."""
    conn = op.get_bind()
    if conn.dialect.name != "sqlite":
        op.execute("ALTER TABLE audit_log DISABLE TRIGGER USER")
        yield
        op.execute("ALTER TABLE audit_log ENABLE TRIGGER USER")
        return
    guards = sa.text("SELECT name, sql FROM sqlite_master WHERE type='trigger' AND tbl_name=:of")
    found = conn.execute(guards, {"of": "audit_log"}).all()
    for name, _ in found:
        op.execute(f"DROP TRIGGER {name}")
    yield
    for _, made in found:
        op.execute(made)
