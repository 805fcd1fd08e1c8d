"""Measures a class judged again: 200 seats with the facts of one session, under another law.

Used by `bench_score`. The facts are a synthetic town's, as many days as a session has; the other
law is the one that changes most. Seconds of processor, from the database to what would move.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from statistics import median
from time import process_time

from sqlalchemy import insert

from migrations import migrate
from services.kernel.engine import write_engine
from services.kernel.town import ParticipantId, Town, UnitOfWork, office
from services.people.facts.tables import facts
from services.people.identity import office_town
from services.social import friends
from services.standing.rescoring import replay
from services.workshops import lab
from tests.support.settling import new_workshop, settle, visitor_of

SEATS, DAYS, SEED = 200, 80, 7
LAW = ("preset", "everything")
CLASS_BARS = {"class_replay_s": 2.0}


def class_replay(rounds: int) -> dict[str, float]:
    """Seconds to replay it, how many facts it is, and how many scores would move."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'town.db'}"
        migrate(url)
        engine = write_engine(url)
        with engine.begin() as conn:
            workshop = new_workshop(conn, 1, 1, 0)
            told = _filled(office_town(UnitOfWork(conn, 0, "bench", b"secret"), workshop, office()))
        with engine.begin() as conn:
            wall_ms = DAYS * 60_000  # a town day a minute
            town = office_town(UnitOfWork(conn, wall_ms, "again", b"secret"), workshop, office())
            moved, times = replay.what_if(town, *LAW).moved, []
            for _ in range(rounds):
                begun = process_time()
                replay.what_if(town, *LAW)
                times.append(process_time() - begun)
        engine.dispose()
    return {"class_replay_s": median(times), "class_facts": told, "class_moved": moved}


def _filled(town: Town) -> int:
    """Seats, friends and facts of the session; how many facts."""
    people = [
        settle(town, f"seat{n}", visitor_of(f"seat{n}", 1, n), 100_00)[0] for n in range(SEATS)
    ]
    year = lab.live(SEATS, DAYS, SEED)
    for one, other in zip(*(side.tolist() for side in year.friends), strict=True):
        if one < other < SEATS:
            friends.acquaint(town, people[one], people[other])
    rows = [
        _row(town, people[who], kind, at, amount, year.told_by[kind], f"bench/{kind}/{n}")
        for kind, strand in year.strands.items()
        for n, (who, at, amount) in enumerate(
            zip(strand.person.tolist(), strand.at.tolist(), strand.amount.tolist(), strict=True)
        )
        if who < SEATS
    ]
    town.conn.execute(insert(facts), rows)
    return len(rows)


def _row(
    town: Town, who: ParticipantId, kind: str, at: int, amount: int, source: str, key: str
) -> dict[str, object]:
    told = {"workshop_id": town.workshop_id, "participant_id": who, "kind": kind, "town_s": at}
    return {**told, "amount": amount, "source": source, "purpose": "bench", "key": key}
