"""`make bench-ledger`: a tap on an envelope in books of a million entries, beside a thousand.

Both in one run, in turns. The last line is JSON; the exit status is 1 where the bar is missed.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import count
from statistics import median

from sqlalchemy import Engine, insert, select

from services.kernel.engine import write_engine
from services.kernel.money import Fen
from services.kernel.town import Town, UnitOfWork, Visitor
from services.money import envelopes
from services.money.envelopes.tables import envelopes as envelope_rows
from services.money.ledger.tables import accounts, transfers
from services.people.identity import participant_town
from tests.bench.seeding import SECRET, seed_town

SMALL, LARGE = 1_000, 1_000_000
PEOPLE = 20
ROUNDS = 20
BATCH = 10_000
RATIO_MAX = 1.2
BOT = 7
NUMBERS = count(1)


def filled(folder: str, entries: int) -> Engine:
    """A town whose books hold so many transfers between its people."""
    url = f"sqlite:///{folder}/{entries}.db"
    people = list(range(1, PEOPLE + 1))
    now_ms = time.time_ns() // 1_000_000
    seed_town(
        url, bot_id=BOT, facilitator=999, people=people, group=-1, wall_ms=now_ms, reachable=True
    )
    engine = write_engine(url)
    with engine.begin() as conn:
        mine = select(accounts.c.account_id).where(accounts.c.kind == "wallet")
        wallets = list(conn.scalars(mine))
        for first in range(0, entries, BATCH):
            rows = [
                {
                    "workshop_id": 1,
                    "key": f"fill:{n}",
                    "kind": "payment",
                    "from_account": wallets[n % PEOPLE],
                    "to_account": wallets[(n + 1) % PEOPLE],
                    "amount_fen": 1,
                    "town_s": 30_000,
                    "subject": "",
                }
                for n in range(first, min(first + BATCH, entries))
            ]
            conn.execute(insert(transfers), rows)
    return engine


def taps(engine: Engine) -> list[float]:
    """One person gives an envelope, all others open it: seconds of each tap, with its commit."""
    _act(engine, 1, lambda town: envelopes.send(town, Fen(2 * PEOPLE), PEOPLE - 1))
    with engine.begin() as conn:
        newest = select(envelope_rows.c.envelope_id).order_by(envelope_rows.c.envelope_id.desc())
        number = int(conn.scalars(newest.limit(1)).one())
    return [
        _act(engine, who, lambda town: envelopes.open_share(town, number))
        for who in range(2, PEOPLE + 1)
    ]


def _act(engine: Engine, who: int, verb: Callable[[Town], object]) -> float:
    visitor = Visitor(bot_id=BOT, tg_user_id=who, first_name="P", username=None, language="en")
    now_ms = time.time_ns() // 1_000_000
    begun = time.perf_counter()
    with engine.begin() as conn:
        verb(participant_town(UnitOfWork(conn, now_ms, f"tap:{next(NUMBERS)}", SECRET, visitor)))
    return time.perf_counter() - begun


def main() -> int:
    """Fill, tap in turns, compare."""
    with tempfile.TemporaryDirectory(prefix="ledger-bench-") as folder:
        small, large = filled(folder, SMALL), filled(folder, LARGE)
        few: list[float] = []
        many: list[float] = []
        for _ in range(ROUNDS):
            few += taps(small)
            many += taps(large)
        small.dispose()
        large.dispose()
    ratio = median(many) / median(few)
    figures = {
        "tap_small_ms": round(1000 * median(few), 3),
        "tap_large_ms": round(1000 * median(many), 3),
        "ratio": round(ratio, 3),
    }
    sys.stdout.write(json.dumps(figures) + "\n")
    return int(ratio > RATIO_MAX)


if __name__ == "__main__":
    sys.exit(main())
