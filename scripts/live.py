"""Lives a town for a year with no messenger near: `python scripts/live.py --days 365 --seed 7`.

Residents move in, work, pay, rent, are scored and listed; what is due each day happens as it would
in a workshop. Prints what came of it, and ends with status 1 where the books do not balance.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from sqlalchemy import select

from migrations import migrate
from services.kernel.engine import write_engine
from services.kernel.time import DAY_S
from services.kernel.timers import next_wake
from services.kernel.town import RESIDENTS, Role, UnitOfWork, Visitor, derived_secret, office
from services.kernel.towns import workshops
from services.modules import Wiring
from services.people.identity import grant_role, office_town
from services.workshops.sessions import opening

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

    from services.kernel.town import WorkshopId

START_MS = 1_700_000_000_000
OWNER = Visitor(bot_id=1, tg_user_id=1, first_name="Owner", username=None, language="en")


class Life:
    """One town in a database of its own, begun there or taken up; how often each timer has run."""

    def __init__(self, engine: Engine, seed: int, residents: int = RESIDENTS) -> None:
        self.engine = engine
        self.wiring = Wiring(residents=residents)
        self.secret = derived_secret("seed", seed)
        self.wall_ms = START_MS
        self.ran: Counter[str] = Counter()
        with engine.begin() as conn:
            begun = conn.scalar(select(workshops.c.workshop_id))
            self.workshop_id = begun or self._open(conn)

    def _open(self, conn: Connection) -> WorkshopId:
        secret, residents = self.secret, self.wiring.residents
        owner = (OWNER.bot_id, OWNER.tg_user_id)
        grant_role(conn, *owner, Role.FACILITATOR, wall_ms=self.wall_ms)
        uow = UnitOfWork(conn, self.wall_ms, "open", secret, OWNER, residents=residents)
        opened = opening.open_new(uow, "Alone").workshop_id
        self.wiring.settle(office_town(uow, opened, office()))
        return opened

    def forward(self, days: int) -> None:
        """Live so many town days, one after the other."""
        for _ in range(days):
            self.wall_ms += DAY_S * 1000 // opening.RATE
            while self._run_due():
                pass

    def faults(self) -> list[str]:
        """What does not add up in any package's books."""
        with self.engine.connect() as conn:
            return [str(fault) for audit in self.wiring.audits for fault in audit(conn)]

    def _run_due(self) -> bool:
        with self.engine.begin() as conn:
            ahead = next_wake(conn, self.workshop_id, self.wall_ms)
            if ahead is None or ahead.wall_ms > self.wall_ms:
                return False
            uow = UnitOfWork(conn, self.wall_ms, "", self.secret)
            town = self.wiring.run_timer(uow, self.workshop_id, ahead.timer_id)
            if town is None:
                return False
            self.wiring.settle(town)
            self.ran[town.key.split(":")[2]] += 1
            return True


def main(arguments: list[str]) -> int:
    """Live, and tell what came of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--days", type=int, default=365)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--residents", type=int, default=RESIDENTS)
    chosen = parser.parse_args(arguments)
    with TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/town.db"
        migrate(url)
        life = Life(write_engine(url), chosen.seed, chosen.residents)
        life.forward(chosen.days)
        faults = life.faults()
        life.engine.dispose()
    for kind, times in sorted(life.ran.items()):
        sys.stdout.write(f"{times:8} {kind}\n")
    sys.stdout.writelines(f"fault: {fault}\n" for fault in faults)
    sys.stdout.write(f"{chosen.days} days lived, {len(faults)} faults\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
