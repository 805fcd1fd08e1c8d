"""Measures the way from facts to scores: out of a database into columns, from columns to points.

Used by `bench_score`. What is measured: a book of 10⁷ facts of 10⁶ people in order of time, as a
database hands it out, beside what numpy needs to count and sum the same columns for the same rules
and nothing else; and the facts of a town of 2,000 out of SQLite and PostgreSQL.
"""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import numpy as np
from sqlalchemy import Connection, text

from migrations import migrate
from scoring.columns import features, results
from scoring.document import ScoreDocument
from scoring.evaluate import evaluate
from scoring.facts import DAY_S, Fact
from scoring.strands import FactTable, RawFacts, tabulate
from scoring.vector import Scored, evaluate_columns
from services.kernel.engine import write_engine
from services.kernel.town import Town, UnitOfWork, WorkshopId, office
from services.people.facts import columns_of, kinds
from services.people.identity import office_town
from tests.support.postgres import running_postgres
from tests.support.settling import new_workshop

AS_OF = 100 * DAY_S
SEED = 20261126
EACH = 10  # facts a person
SAMPLE = 500
TOWN, TOWN_FACTS = 2_000, 500_000
FACTS_BARS = {"facts_ratio_to_floor": 5.0, "facts_read_per_s": 1_000_000}
PLAIN = "sqlite_rows"
_ROWS = (
    "SELECT fact_id, participant_id, kind, town_s, amount, counterpart, source FROM facts"
    " WHERE workshop_id + 0 = ? AND town_s <= ?"
)
_SERIES = {
    "sqlite": "WITH RECURSIVE t(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM t WHERE n + 1 < :rows)",
    "postgresql": "WITH t AS (SELECT generate_series(CAST(0 AS bigint), :rows - 1) AS n)",
}
_BOOK = """
INSERT INTO facts (workshop_id, participant_id, kind, town_s, amount, counterpart, source,
                   purpose, recipients, is_true, key)
{series}
SELECT :town, 'participant-' || ((n * 7919) % :people),
       CASE n % 5 WHEN 0 THEN 'paid' WHEN 1 THEN 'purchase' WHEN 2 THEN 'message_sent'
                  WHEN 3 THEN 'gaming_hours' ELSE 'rental_returned' END,
       n * 60, (n * 31) % 900,
       CASE WHEN n % 3 = 0 THEN 'participant-' || ((n * 104729) % :people) ELSE '' END,
       CASE n % 4 WHEN 0 THEN 'sesame_credit' WHEN 1 THEN 'town_hall' ELSE 'super_app' END,
       'payment', 'platform,raters', {true}, 'resident/name/' || n || '/act'
FROM t
"""


def invent_book(kinds_: tuple[str, ...], people: int) -> tuple[tuple[str, ...], RawFacts]:
    """A seeded book in order of time: who did what is drawn, so that people are mixed."""
    chance, size = np.random.default_rng(SEED), people * EACH
    return tuple(map(str, range(people))), RawFacts(
        person=chance.integers(0, people, size, dtype=np.int32),
        kind=chance.integers(0, len(kinds_), size, dtype=np.uint8),
        at=np.sort(chance.integers(0, AS_OF, size)),
        amount=chance.integers(0, 900, size, dtype=np.int32),
        other=chance.integers(0, 9, size, dtype=np.int32),
    )


def bare(
    document: ScoreDocument, kinds_: tuple[str, ...], people: int, raw: RawFacts
) -> Callable[[], object]:
    """Numpy's count and sum for every rule over these columns: no window, no points, no names."""
    codes = {kind: code for code, kind in enumerate(kinds_)}

    def run() -> object:
        found = []
        for rule in document.rules:
            chosen = np.zeros(len(raw.kind), dtype=np.bool_)
            for kind in rule.kinds:
                chosen |= raw.kind == codes.get(kind, len(codes))
            person = raw.person[chosen]
            found.append(np.bincount(person, minlength=people))
            if rule.measure in ("sum", "mean", "last"):
                weights = raw.amount[chosen]
                found.append(np.bincount(person, weights=weights, minlength=people))
        return found

    return run


def from_columns(
    document: ScoreDocument, kinds_: tuple[str, ...], people: int, rounds: int
) -> dict[str, object]:
    """Seconds from columns of facts to scores with contributions, and of the floor, in turn."""
    names, raw = invent_book(kinds_, people)

    def ours() -> Scored:
        table = tabulate(names, kinds_, raw)
        return evaluate_columns(document, features(document, table, as_of=AS_OF))

    floor, scored, times = bare(document, kinds_, people, raw), ours(), []
    for _ in range(rounds):
        begun = perf_counter()
        floor()
        middle = perf_counter()
        ours()
        times.append((middle - begun, perf_counter() - middle))
    least, most = (median(column) for column in zip(*times, strict=True))
    size = sum(getattr(raw, name).nbytes for name in ("person", "kind", "at", "amount", "other"))
    return {
        "facts": len(raw.kind),
        "facts_floor_s": least,
        "facts_to_scores_s": most,
        "facts_ratio_to_floor": most / least,
        "facts_memory_mb": size / 2**20,
        "facts_agree": _agrees(document, kinds_, names, raw, scored),
    }


def _agrees(
    document: ScoreDocument,
    kinds_: tuple[str, ...],
    names: tuple[str, ...],
    raw: RawFacts,
    scored: Scored,
) -> bool:
    """A sample of people, scored plainly: the whole result from columns, and the crowd's score."""
    step = max(1, len(names) // SAMPLE)
    rows = raw.where(np.flatnonzero(raw.person % step == 0))
    told: dict[str, list[Fact]] = {names[who]: [] for who in range(0, len(names), step)}
    columns = (rows.person, rows.kind, rows.at, rows.amount, rows.other)
    for n, (who, kind, at, amount, other) in enumerate(
        zip(*(column.tolist() for column in columns), strict=True)
    ):
        other_name = str(other) if other else None
        told[names[who]].append(Fact(kinds_[kind], at, amount, f"{n:09}", other_name))
    numbered = replace(rows, person=rows.person // step)
    small: FactTable = tabulate(tuple(told), kinds_, numbered)
    plain = {who: evaluate(document, facts, as_of=AS_OF) for who, facts in told.items()}
    crowd = dict(zip(scored.people, scored.scores.tolist(), strict=True))
    return results(document, small, as_of=AS_OF) == plain and all(
        crowd[who] == one.score for who, one in plain.items()
    )


def facts_read_per_s(rounds: int) -> dict[str, float]:
    """By engine, how many facts of a town of 2,000 come out of it into columns a second; beside
    them, how many rows the driver of SQLite hands out and nothing else.
    """
    with tempfile.TemporaryDirectory() as folder, running_postgres() as server:
        urls = {"sqlite": f"sqlite:///{Path(folder) / 'town.db'}", "postgresql": server.create()}
        found: dict[str, float] = {}
        for name, url in urls.items():
            ours, plain = _read(url, name, rounds)
            found[name] = TOWN_FACTS / ours
            if plain:
                found[PLAIN] = TOWN_FACTS / plain
        return found


def _read(url: str, name: str, rounds: int) -> tuple[float, float]:
    """Seconds of ours and of plain rows, in turn; 0 where there is nothing plain to ask."""
    migrate(url)
    with _town(url, name) as town:
        people = [f"participant-{number}" for number in range(TOWN)]
        asked = (people, list(kinds()), ["sesame_credit", "tencent_credit"])
        found = columns_of(town, *asked, until=TOWN_FACTS * 60)
        times, plain = list[float](), list[float]()
        driver: Any = town.conn.connection.dbapi_connection
        for _ in range(rounds):
            begun = perf_counter()
            columns_of(town, *asked, until=TOWN_FACTS * 60)
            middle = perf_counter()
            times.append(middle - begun)
            if isinstance(driver, sqlite3.Connection):
                driver.execute(_ROWS, (town.workshop_id, TOWN_FACTS * 60)).fetchall()
                plain.append(perf_counter() - middle)
        if len(found.at) != TOWN_FACTS:
            raise SystemExit(f"{name}: {len(found.at)} facts were read")
        return median(times), median(plain) if plain else 0


@contextmanager
def _town(url: str, name: str) -> Iterator[Town]:
    engine = write_engine(url)
    with engine.begin() as conn:
        workshop = new_workshop(conn, 1, 1, 0)
        _fill(conn, name, workshop)
    engine.dispose()
    with engine.begin() as conn:
        yield office_town(UnitOfWork(conn, 0, "bench", b"secret"), workshop, office())
    engine.dispose()


def _fill(conn: Connection, name: str, workshop: WorkshopId) -> None:
    true = "1" if name == "sqlite" else "true"
    book = _BOOK.format(series=_SERIES[name], true=true)
    conn.execute(text(book), {"rows": TOWN_FACTS, "people": TOWN, "town": workshop})
