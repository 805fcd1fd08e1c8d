"""Facts out of the database as columns of whole numbers, a million a second and more.

Rows are the slow way: measured, they cost three times what the query does. So each column comes as
one value: SQLite joins it to one text, PostgreSQL sends numbers, and hashes of words, as bytes.
Both read on the connection of the unit of work, and so what the act itself has just written. A code
that is not known is -1.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
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
    query = select().where(*conditions)
    cells = read(town.conn, query, people, kinds, sources)
    names = [one.name for one in fields(StoredColumns)]
    found = StoredColumns(**dict(zip(names, cells, strict=True)))
    return found.where(found.person >= 0)


def _from_sqlite(conn: Connection, query: Select[Any], *lists: Sequence[str]) -> tuple[Ints, ...]:
    people, kinds, sources = lists
    numbers = [func.group_concat(one, literal_column("' '")) for one in _NUMBERS]
    words = [func.group_concat(one, literal_column(f"'{_BETWEEN}'")) for one in _WORDS]
    codes = _Codes()
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
    told, spoken = packed[: len(numbers)], packed[len(numbers) :]
    fact_id, at, amount = (np.fromstring(one or b"", dtype=np.int64, sep=" ") for one in told)
    person, kind, other, source = (codes.read(one, len(fact_id)) for one in spoken)
    named = codes.places(people)
    others = np.where(named >= 0, named + 1, len(people) + 1 + np.arange(len(named)))
    others[codes.get(b"", len(codes))] = NOBODY
    return (
        fact_id,
        named[person],
        codes.places(kinds)[kind],
        at,
        amount,
        others[other],
        codes.places(sources)[source],
    )


class _Codes(dict[bytes, int]):
    """Numbers for words, in the order in which they come."""

    def read(self, packed: bytes | None, count: int) -> Ints:
        """The numbers of so many words. Raises `ValueError`: a word has the sign between words."""
        words = [] if packed is None else packed.split(_BETWEEN.encode())
        if len(words) != count:
            raise ValueError(f"{len(words)} words of {count} facts")
        return np.fromiter(map(self.__getitem__, words), dtype=np.int64, count=count)

    def __missing__(self, word: bytes) -> int:
        number = self[word] = len(self)
        return number

    def places(self, among: Collection[str]) -> Ints:
        """The place in a list for each code; one more than there are codes, so never empty."""
        found = np.full(len(self) + 1, UNKNOWN, dtype=np.int64)
        for place, word in enumerate(among):
            found[self.get(word.encode(), len(self))] = place
        found[len(self)] = UNKNOWN
        return found


def _from_postgresql(
    conn: Connection, query: Select[Any], *lists: Sequence[str]
) -> tuple[Ints, ...]:
    people, kinds, sources = (_hashes(conn, words) for words in lists)
    c = facts.c
    numbers = query.add_columns(
        c.fact_id,
        func.hashtextextended(c.participant_id, 0),
        func.hashtextextended(c.kind, 0),
        c.town_s,
        c.amount,
        func.hashtextextended(c.counterpart, 0),
        func.hashtextextended(c.source, 0),
    )
    fact_id, person, kind, at, amount, other, source = _sent(conn, numbers)
    partner = _places(other, people)
    strangers = partner < 0
    partner[strangers] = len(people) + np.unique(other[strangers], return_inverse=True)[1]
    partner += 1
    partner[other == _hashes(conn, [""])[0]] = NOBODY
    return (
        fact_id,
        _places(person, people),
        _places(kind, kinds),
        at,
        amount,
        partner,
        _places(source, sources),
    )


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
    """What PostgreSQL makes of words: two of a town's would have to meet in 64 bits."""
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
