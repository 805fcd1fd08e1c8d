"""Statements of the hot path, compiled once and handed to the driver as they are.

SQLAlchemy's own execution costs more than the statement itself when a statement takes some
microseconds (measured: a tap's nine statements 2.4 times as long). What every tap and every timer
runs is prepared; everything else goes the ordinary way. Faults are SQLAlchemy's, as elsewhere.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import ClauseElement, Connection
from sqlalchemy.engine import Dialect
from sqlalchemy.exc import DBAPIError

Values = Mapping[str, Any]


class Prepared:
    """One statement, whose bound parameters are all named by the caller.

    `columns` name what an INSERT fills; `build` makes the statement where engines differ.
    """

    __slots__ = ("_build", "_columns", "_compiled")

    def __init__(
        self, statement: ClauseElement | Callable[[str], ClauseElement], *columns: str
    ) -> None:
        self._build = statement
        self._columns = columns
        self._compiled: dict[str, _Compiled] = {}

    def run(self, conn: Connection, values: Values) -> int:
        """Execute for its effect; how many rows it touched."""
        compiled = self._for(conn.dialect)
        cursor = compiled.execute(conn, values)
        count: int = cursor.rowcount
        cursor.close()
        return count

    def run_many(self, conn: Connection, many: Sequence[Values]) -> None:
        """Execute for several sets of values."""
        compiled = self._for(conn.dialect)
        for values in many:
            compiled.execute(conn, values).close()

    def one_or_none(self, conn: Connection, values: Values) -> Any:  # noqa: ANN401 - a named row
        """The first row, by column names, or None."""
        compiled = self._for(conn.dialect)
        cursor = compiled.execute(conn, values)
        row = cursor.fetchone()
        cursor.close()
        return None if row is None else compiled.row._make(row)

    def all(self, conn: Connection, values: Values) -> list[Any]:
        """All rows, by column names."""
        compiled = self._for(conn.dialect)
        cursor = compiled.execute(conn, values)
        rows = [compiled.row._make(row) for row in cursor.fetchall()]
        cursor.close()
        return rows

    def _for(self, dialect: Dialect) -> _Compiled:
        compiled = self._compiled.get(dialect.name)
        if compiled is None:
            statement = self._build(dialect.name) if callable(self._build) else self._build
            compiled = self._compiled[dialect.name] = _Compiled(statement, self._columns, dialect)
        return compiled


class _Compiled:
    """The SQL text of one engine, the order of its parameters, the names of its columns."""

    __slots__ = ("_constants", "_names", "_positional", "_sql", "row")

    def __init__(
        self, statement: ClauseElement, columns: tuple[str, ...], dialect: Dialect
    ) -> None:
        compiled: Any = statement.compile(dialect=dialect, column_keys=columns or None)
        self._sql = str(compiled)
        self._positional = compiled.positional
        self._names = tuple(compiled.positiontup or compiled.bind_names.values())
        self._constants = compiled.params  # literals that stand in the statement itself
        selected = getattr(statement, "exported_columns", ())  # or returned
        self.row = _row_of(c.key for c in selected)

    def _value(self, name: str, values: Values) -> Any:  # noqa: ANN401 - of any column
        return values[name] if name in values else self._constants[name]

    def execute(self, conn: Connection, values: Values) -> Any:  # noqa: ANN401 - a driver's cursor
        """The driver's cursor after execution."""
        parameters = (
            tuple(self._value(name, values) for name in self._names)
            if self._positional
            else {name: self._value(name, values) for name in self._names}
        )
        cursor = conn.connection.cursor()
        driver: Any = conn.dialect.dbapi
        try:
            cursor.execute(self._sql, parameters)
        except driver.Error as error:
            cursor.close()
            raise DBAPIError.instance(
                self._sql, None, error, driver.Error, dialect=conn.dialect
            ) from error
        return cursor


def _row_of(names: Iterable[str]) -> Any:  # noqa: ANN401 - a class made for one statement
    return namedtuple("PreparedRow", tuple(names))
