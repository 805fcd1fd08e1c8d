"""Scores of many people at once, from the database to the integer in columns.

Owns what `reading` tells of one person, told of all of them: the same facts, by the same law, from
the same hearing. The plain evaluator on what `reading` tells is the reference: same integers.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import select

from scoring import (
    Fact,
    FactTable,
    Law,
    RawFacts,
    Result,
    Scored,
    evaluate_columns,
    features,
    results,
    tabulate,
)
from services.kernel.town import ParticipantId, Town
from services.people.facts import (
    FACT_STRUCK,
    FACTS,
    STRUCK_KEY,
    StoredColumns,
    columns_of,
    is_caused,
    kinds,
)
from services.social import friends, kin
from services.standing.agencies import Hearing
from services.standing.scores.reading import FRIEND_STANDING, KIN_LISTED, Reading

ASKED_AT_ONCE = 500  # rows by number in one query
UNLISTED = ""  # the kind of facts that the catalogue does not know: no document reads them
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """The facts of some people, read once for any number of documents, laws and agencies."""

    people: tuple[ParticipantId, ...]
    friends: friends.Graph
    sources: tuple[str, ...]  # all that any hearing names
    columns: StoredColumns
    counts: Mask  # row by row: what was not struck
    kin: Mapping[str, Sequence[Fact]]  # what relatives add, by person
    newest_listing: int


def open_book(town: Town, people: Collection[ParticipantId], *readings: Reading) -> Book:
    """What all of these readings read, which are of one moment. Friends are read with it."""
    first = readings[0]
    graph: friends.Graph = {}
    if any(one.asks(FRIEND_STANDING, "friends") for one in readings):
        graph = (
            friends.graph(town, people, first.as_of)
            if first.mark is None
            else friends.graph_at(town, people, first.as_of, first.mark)
        )
    circle = (friend for whose in graph.values() for friend in whose)
    everybody = tuple(dict.fromkeys([*people, *sorted(circle)]))
    named = {one for reading in readings for one in _named(reading.hearing)}
    sources, codes = tuple(sorted(named)), _kinds()
    columns = columns_of(town, everybody, codes, sources, until=first.as_of, mark=first.mark)
    if first.without:
        columns = columns.where(_not_caused(town, columns, first.without))
    columns = columns.by_time()
    struck = columns.kind == codes.index(FACT_STRUCK)
    counts = ~struck
    if struck.any():
        counts &= ~np.isin(columns.fact_id, _struck(town, columns.fact_id[struck].tolist()))
    said: dict[str, list[Fact]] = {}
    if any(one.asks(KIN_LISTED, "kin") for one in readings):
        told = kin.standing_facts(town, everybody, first.as_of, first.mark)
        said = {str(who): facts for who, facts in told.items() if facts}
    return Book(
        people=everybody,
        friends=graph,
        sources=sources,
        columns=columns,
        counts=counts,
        kin=said,
        newest_listing=kin.newest_listing(town, first.as_of) if said else 0,
    )


def table_of(town: Town, book: Book, reading: Reading) -> FactTable:
    """What reaches an agency by the law of a reading, without what friends add."""
    columns, codes = book.columns, _kinds()
    chosen = book.counts & _heard(book, reading.hearing)
    if reading.forbidden:
        chosen &= ~np.isin(columns.kind, [codes.index(k) for k in codes if k in reading.forbidden])
    lasting = {k for rule in reading.document.rules if rule.measure == "last" for k in rule.reads}
    rows = np.flatnonzero(chosen)
    if lasting:
        rows = _by_key(town, columns, rows, [codes.index(kind) for kind in sorted(lasting)])
    told = RawFacts(
        person=columns.person,
        kind=np.where(columns.kind < 0, codes.index(UNLISTED), columns.kind),
        at=columns.at,
        amount=columns.amount,
        other=columns.other,
    ).where(rows)
    others: dict[str, int] = {who: number + 1 for number, who in enumerate(book.people)}
    table = tabulate(book.people, codes, told, others=others)
    return table.with_facts(book.kin) if book.kin and reading.asks(KIN_LISTED, "kin") else table


def with_friends(book: Book, reading: Reading, table: FactTable) -> FactTable:
    """The same with what friends earn by their own conduct, where the document asks for it."""
    if not reading.asks(FRIEND_STANDING, "friends"):
        return table
    alone = _scored(table, reading, friends.conduct_law(reading.law))
    place = {who: number for number, who in enumerate(table.people)}
    pairs = [
        (place[who], place[friend])
        for who, whose in book.friends.items()
        for friend in sorted(whose)
        if who in place and friend in place
    ]
    person, friend = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
    strand = friends.standing_strand(person, friend, alone.scores, reading.as_of)
    return table.with_strands({FRIEND_STANDING: strand})


def scores_by(
    town: Town, book: Book, reading: Reading, people: Collection[ParticipantId]
) -> dict[ParticipantId, int]:
    """The scores of these people, who are in the book; without whoever cannot be scored."""
    table = with_friends(book, reading, table_of(town, book, reading))
    scored = _scored(table, reading, reading.law)
    found = dict(zip(scored.people, scored.scores.tolist(), strict=True))
    return {who: found[who] for who in people if who in found}


def results_by(
    town: Town, book: Book, reading: Reading, people: Collection[ParticipantId]
) -> dict[ParticipantId, tuple[Result, int]]:
    """The same with all that a score rests on, and the newest fact of which it could know."""
    table = with_friends(book, reading, table_of(town, book, reading))
    found = results(reading.document, table, as_of=reading.as_of, law=reading.law)
    newest = _newest(book, reading)
    return {who: (found[who], newest[who]) for who in people if who in found}


def _newest(book: Book, reading: Reading) -> dict[ParticipantId, int]:
    """By person, the number of the newest fact of theirs, their relatives' and friends'."""
    marks = np.zeros(len(book.people), dtype=np.int64)
    np.maximum.at(marks, book.columns.person, book.columns.fact_id)
    newest = dict(zip(book.people, marks.tolist(), strict=True))
    if reading.asks(KIN_LISTED, "kin"):
        newest |= {w: max(newest[w], book.newest_listing) for w in newest if w in book.kin}
    if not reading.asks(FRIEND_STANDING, "friends"):
        return newest
    return {
        who: max([mark, *(newest[friend] for friend in book.friends.get(who, ()))])
        for who, mark in newest.items()
    }


def _scored(table: FactTable, reading: Reading, law: Law) -> Scored:
    columns = features(reading.document, table, as_of=reading.as_of)
    return evaluate_columns(reading.document, columns, law=law)


def _kinds() -> list[str]:
    return [*kinds(), UNLISTED]


def _named(hearing: Hearing) -> frozenset[str]:
    return hearing.closed | (hearing.only or frozenset())


def _heard(book: Book, hearing: Hearing) -> Mask:
    """Row by row whether a report reaches the agency; no hearing names the last, unknown source."""
    sources = np.array([*map(hearing.hears, book.sources), hearing.only is None], dtype=np.bool_)
    heard: Mask = sources[book.columns.source]
    if hearing.of is not None:
        consenting = np.array([who in hearing.of for who in book.people], dtype=np.bool_)
        heard &= consenting[book.columns.person]
    return heard


def _struck(town: Town, strikes: Sequence[int]) -> list[int]:
    """The numbers of the facts that some strikes name."""
    at = FACTS.c
    found: list[int] = []
    for part in _parts(strikes):
        keys = town.conn.scalars(select(at.key).where(at.fact_id.in_(part)))
        names = [key.removeprefix(STRUCK_KEY) for key in keys]
        mine = (at.workshop_id == town.workshop_id, at.key.in_(names))
        found += town.conn.scalars(select(at.fact_id).where(*mine))
    return found


def _not_caused(town: Town, columns: StoredColumns, causes: Collection[str]) -> Mask:
    at = FACTS.c
    rows = town.conn.execute(select(at.fact_id, at.key).where(at.workshop_id == town.workshop_id))
    caused = [number for number, key in rows if is_caused(key, causes)]
    return ~np.isin(columns.fact_id, caused)


def _by_key(
    town: Town, columns: StoredColumns, rows: NDArray[np.intp], lasting: Sequence[int]
) -> NDArray[np.intp]:
    """The rows, those of one person, second and lasting kind in the order of their keys."""
    asked = rows[np.isin(columns.kind[rows], lasting)]
    when = np.stack([columns.person[asked], columns.at[asked]])
    _, same, often = np.unique(when, axis=1, return_inverse=True, return_counts=True)
    tied = asked[often[same.reshape(-1)] > 1]
    if not len(tied):
        return rows
    keys: dict[int, str] = {}
    for part in _parts(columns.fact_id[tied].tolist()):
        of = select(FACTS.c.fact_id, FACTS.c.key).where(FACTS.c.fact_id.in_(part))
        keys |= {number: key for number, key in town.conn.execute(of)}
    named = [keys[number] for number in columns.fact_id[tied].tolist()]
    order = np.arange(len(columns.at))
    order[tied[sorted(range(len(named)), key=named.__getitem__)]] = np.sort(tied)
    return rows[np.lexsort((order[rows], columns.at[rows]))]


def _parts(numbers: Sequence[int]) -> Iterator[Sequence[int]]:
    return (numbers[i : i + ASKED_AT_ONCE] for i in range(0, len(numbers), ASKED_AT_ONCE))
