"""All that is kept of one town, whichever package keeps it: taken out for good, or read.

Goes by the schema alone: rows with the town's number, and rows that lead to such a row. The audit
log is the installation's and stays.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, delete, select, text

from services.kernel.schema import AnyRow, metadata
from services.kernel.town import WorkshopId

KEPT = {"audit_log"}


def rows_of(conn: Connection, workshop_id: WorkshopId) -> Iterator[tuple[Table, list[AnyRow]]]:
    """Every table that knows of towns, those first that others lead to, with the town's rows."""
    for table, is_its in _parts(workshop_id):
        found = select(table).where(is_its).order_by(*table.primary_key.columns)
        yield table, list(conn.execute(found))


def remove(conn: Connection, workshop_id: WorkshopId) -> int:
    """Delete all of a town, also what is kept for good while there is a town; how many rows."""
    parts = _parts(workshop_id)
    with _unguarded(conn, [table.name for table, _ in parts]):
        return sum(conn.execute(delete(table).where(its)).rowcount for table, its in parts[::-1])


def _parts(workshop_id: WorkshopId) -> list[tuple[Table, ColumnElement[bool]]]:
    found: dict[Table, ColumnElement[bool]] = {}
    for table in metadata.sorted_tables:
        if table.name in KEPT:
            continue
        if "workshop_id" in table.c:
            found[table] = table.c.workshop_id == workshop_id
            continue
        for key in (key for column in table.c for key in column.foreign_keys):
            if key.column.table in found:
                its = found[key.column.table]
                found[table] = key.parent.in_(select(key.column).where(its))
                break
    return list(found.items())


@contextmanager
def _unguarded(conn: Connection, tables: list[str]) -> Iterator[None]:
    """Without the triggers by which the database keeps rows as they were written."""
    if conn.dialect.name != "sqlite":
        for does in ("DISABLE", "ENABLE"):
            for table in tables:
                conn.execute(text(f"ALTER TABLE {table} {does} TRIGGER USER"))
            if does == "DISABLE":
                yield
        return
    guards = text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    found: list[Any] = list(conn.execute(guards))
    for name, _ in found:
        conn.execute(text(f"DROP TRIGGER {name}"))
    yield
    for _, made in found:
        conn.exec_driver_sql(made)
