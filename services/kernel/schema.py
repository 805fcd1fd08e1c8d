"""One metadata for all tables, with names that both engines agree on; rows by their keys."""

from __future__ import annotations

from functools import cache
from typing import Any, TypeAlias

from sqlalchemy import (
    BigInteger,
    ClauseElement,
    Connection,
    Integer,
    MetaData,
    Row,
    Select,
    Table,
    Text,
    bindparam,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.types import TypeEngine

from services.kernel.errors import Outdated
from services.kernel.prepared import Prepared

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# SQLite only numbers rows by itself for a column of exactly INTEGER; PostgreSQL needs 64 bits.
Int64: TypeEngine[int] = BigInteger().with_variant(Integer(), "sqlite")
Words: TypeEngine[str] = Text()
AnyRow: TypeAlias = Row[*tuple[Any, ...]]  # columns are read by name


def typed_by(owner: str, *cards: str) -> dict[str, object]:
    """The `info` of a column of people's words, which are erased when their person leaves.

    `owner` is the table's column that says whose they are: a participant, or a row that has one.
    `cards` are the cards that show them, such as "payment:{payment_id}".
    """
    return {"owner": owner, "cards": cards}


def insert_new(conn: Connection, table: Table, **values: Any) -> bool:  # noqa: ANN401 - column values
    """Insert a row unless a unique key already holds one. True when the row is new."""
    return _inserting(table, tuple(values)).run(conn, values) == 1


def live_row(conn: Connection, query: Select[Any]) -> AnyRow:
    """The one row that a button meant. Raises `Outdated` where there is none (any more)."""
    row = conn.execute(query).one_or_none()
    if row is None:
        raise Outdated
    return row


def change_row(conn: Connection, table: Table, number: int | str, **values: Any) -> None:  # noqa: ANN401 - column values
    """Change the row of this number or name; the table's key is one column."""
    if any(isinstance(value, ClauseElement) for value in values.values()):
        (key,) = table.primary_key.columns
        conn.execute(update(table).where(key == number).values(**values))
    else:
        _changing(table, tuple(values)).run(conn, {"b_key": number, **values})


@cache
def _inserting(table: Table, columns: tuple[str, ...]) -> Prepared:
    def build(engine: str) -> ClauseElement:
        dialect = sqlite if engine == "sqlite" else postgresql
        made: ClauseElement = dialect.insert(table).on_conflict_do_nothing()
        return made

    return Prepared(build, *columns)


@cache
def _changing(table: Table, columns: tuple[str, ...]) -> Prepared:
    (key,) = table.primary_key.columns
    return Prepared(update(table).where(key == bindparam("b_key")), *columns)
