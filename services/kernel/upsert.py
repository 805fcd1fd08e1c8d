"""Rows by their keys: insert unless one is there, and change one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import update
from sqlalchemy.dialects import postgresql, sqlite

if TYPE_CHECKING:
    from sqlalchemy import Connection, Table


def insert_new(conn: Connection, table: Table, **values: Any) -> bool:  # noqa: ANN401 - column values
    """Insert a row unless a unique key already holds one. True when the row is new."""
    dialect = sqlite if conn.dialect.name == "sqlite" else postgresql
    statement = dialect.insert(table).values(values).on_conflict_do_nothing()
    # Without the option the count is lost when the driver hands back the new row's number.
    done = conn.execute(statement, execution_options={"preserve_rowcount": True})
    return done.rowcount == 1


def change_row(conn: Connection, table: Table, number: int, **values: Any) -> None:  # noqa: ANN401 - column values
    """Change the row of this number; the table's key is one column."""
    (key,) = table.primary_key.columns
    conn.execute(update(table).where(key == number).values(**values))
