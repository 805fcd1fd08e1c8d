"""Facts out of the database as columns of whole numbers, a million a second and more.

Rows are the slow way: measured, they cost three times what the query does. So each column comes as
one value: SQLite joins it to one text, whose words numpy hashes; PostgreSQL sends numbers, and
hashes of words, as bytes. Both read on the connection of the unit of work, and so what the act
itself has just written. A code that is not known is -1.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import (
    ARRAY,
    Connection,
    Select,
    Text,
    bindparam,
    cast,
    func,
    literal_column,
    select,
)
from sqlalchemy.dialects.postgresql import BYTEA

from services.kernel.town import Town
from services.people.facts.tables import facts

Ints = NDArray[np.int64]
ASKED_BY_NAME_MAX = 1_000  # beyond it the whole town is read at once
UNKNOWN = -1
NOBODY = 0
_NUMBERS = (facts.c.fact_id, facts.c.town_s, facts.c.amount)
_WORDS = (facts.c.participant_id, facts.c.kind, facts.c.counterpart, facts.c.source)
_BETWEEN = "\x1f"  # in no word: they are the program's own
_WINDOW = 8  # bytes
_MIXING = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredColumns:
    """One row a fact. `person`, `kind` and `source` are places in the lists that were asked for;
    `other` is 0 for nobody, a person's place plus one, or any higher number for another name.
    """

    fact_id: Ints
    person: Ints
    kind: Ints
    at: Ints
    amount: Ints
    other: Ints
    source: Ints

    def where(self, chosen: NDArray[np.bool_]) -> StoredColumns:
        """Some of the rows."""
        return self if chosen.all() else self._rows(chosen)

    def by_time(self) -> StoredColumns:
        """The rows in order of time, those of one second in the order of the books."""
        is_sorted = (self.at[1:] >= self.at[:-1]) & (self.fact_id[1:] > self.fact_id[:-1])
        return self if is_sorted.all() else self._rows(np.lexsort((self.fact_id, self.at)))

    def _rows(self, chosen: NDArray[Any]) -> StoredColumns:
        return StoredColumns(**{one.name: getattr(self, one.name)[chosen] for one in fields(self)})


def columns_of(
    town: Town,
    people: Sequence[str],
    kinds: Sequence[str],
    sources: Sequence[str],
    *,
    until: int,
    mark: int | None = None,
) -> StoredColumns:
    """The facts of these people up to a town time, in any order.

    With a `mark`, as the books were when that fact was their newest.
    """
    read = _from_sqlite if town.conn.dialect.name == "sqlite" else _from_postgresql
    c = facts.c
    conditions = [c.town_s <= until]
    if mark is not None:
        conditions.append(c.fact_id <= mark)
    if len(people) <= ASKED_BY_NAME_MAX:
        # Of these alone: a condition on the town, too, and its whole index would be read.
        conditions.append(c.participant_id.in_(people))
    else:
        # A sum is in no index: SQLite would rather read each fact by its key than the table.
        is_sqlite = read is _from_sqlite
        town_id = c.workshop_id + 0 if is_sqlite else c.workshop_id
        conditions.append(town_id == town.workshop_id)
    fact_id, at, amount, person, kind, other, source = read(town.conn, select().where(*conditions))
    known = _hashes(town.conn, people)
    found = StoredColumns(
        fact_id=fact_id,
        person=_places(person, known),
        kind=_places(kind, _hashes(town.conn, kinds)),
        at=at,
        amount=amount,
        other=_others(other, known, _hashes(town.conn, [""])[0]),
        source=_places(source, _hashes(town.conn, sources)),
    )
    return found.where(found.person >= 0)


def _others(other: Ints, people: Ints, nobody: np.int64) -> Ints:
    partner = _places(other, people)
    strangers = partner < 0
    partner[strangers] = len(people) + np.unique(other[strangers], return_inverse=True)[1]
    partner += 1
    partner[other == nobody] = NOBODY
    return partner


def _from_sqlite(conn: Connection, query: Select[Any]) -> list[Ints]:
    numbers = [func.group_concat(one) for one in _NUMBERS]
    words = [func.group_concat(one, literal_column(f"'{_BETWEEN}'")) for one in _WORDS]
    compiled: Any = query.add_columns(*numbers, *words).compile(
        dialect=conn.dialect, compile_kwargs={"render_postcompile": True}
    )
    values = tuple(compiled.params[name] for name in compiled.positiontup)
    driver: Any = conn.connection.dbapi_connection
    usual, driver.text_factory = driver.text_factory, bytes
    try:
        packed = driver.execute(str(compiled), values).fetchone()
    finally:
        driver.text_factory = usual
    told = [np.fromstring(one or b"", dtype=np.int64, sep=",") for one in packed[: len(numbers)]]
    return [*told, *(hashed(one or b"", len(told[0])) for one in packed[len(numbers) :])]


def hashed(packed: bytes, count: int) -> Ints:
    """A hash for each of so many words, read eight bytes at a time, from their ends; what is no
    longer than that meets nothing of its length. Raises `ValueError`: a word has the sign between
    words.
    """
    raw = bytes(_WINDOW) + packed + _BETWEEN.encode() * bool(count)
    ends = np.flatnonzero(np.frombuffer(raw, dtype=np.uint8) == ord(_BETWEEN))
    if len(ends) != count:
        raise ValueError(f"{len(ends)} words of {count} facts")
    length = np.diff(ends, prepend=_WINDOW - 1) - 1
    windows = np.ndarray(len(raw) - _WINDOW + 1, dtype="<u8", buffer=raw, strides=(1,))
    found = length.astype(np.uint64)
    for read in range(0, int(length.max(initial=0)), _WINDOW):
        left = np.clip(length - read, 0, _WINDOW)
        part = windows[np.maximum(ends - _WINDOW - read, 0)]
        part >>= (8 * (_WINDOW - left)).astype(np.uint64) & np.uint64(63)
        mixed = (found ^ part) * _MIXING
        mixed ^= mixed >> np.uint64(29)
        found = np.where(left > 0, mixed, found)
    return found.view(np.int64)


def _from_postgresql(conn: Connection, query: Select[Any]) -> list[Ints]:
    words = (func.hashtextextended(one, 0) for one in _WORDS)
    return _sent(conn, query.add_columns(*_NUMBERS, *words))


def _sent(conn: Connection, numbers: Select[Any]) -> list[Ints]:
    """The columns of a query of whole numbers of 64 bits: one value each, not one row a fact."""
    rows = numbers.subquery()
    packed = select(*(func.string_agg(func.int8send(one), cast(b"", BYTEA)) for one in rows.c))
    compiled: Any = packed.compile(
        dialect=conn.dialect, compile_kwargs={"render_postcompile": True}
    )
    driver: Any = conn.connection.dbapi_connection
    with driver.cursor(binary=True) as cursor:
        cursor.execute(str(compiled), compiled.params)
        columns = cursor.fetchone()
    return [np.frombuffer(one or b"", dtype=">i8").astype(np.int64) for one in columns]


def _hashes(conn: Connection, words: Sequence[str]) -> Ints:
    """What the engine's reading makes of words: two of a town's would have to meet in 64 bits."""
    if conn.dialect.name == "sqlite":
        return hashed(_BETWEEN.join(words).encode(), len(words))
    word = func.unnest(bindparam("words", list(words), ARRAY(Text))).column_valued("word")
    found = conn.execute(select(word, func.hashtextextended(word, 0)))
    numbers = {text: number for text, number in found}
    return np.array([numbers[one] for one in words], dtype=np.int64)


def _places(found: Ints, among: Ints) -> Ints:
    """The place of each number in a list, or -1."""
    if not len(among):
        return np.full(len(found), UNKNOWN, dtype=np.int64)
    by_size = np.argsort(among)
    near = by_size[np.minimum(np.searchsorted(among, found, sorter=by_size), len(among) - 1)]
    return np.where(among[near] == found, near, UNKNOWN)
