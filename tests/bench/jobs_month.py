"""`make town-month SEATS=0`: what a month of all jobs costs a large town in which nobody acts.

The town lives without its bot. Residents move in and are befriended, and then do nothing of their
own; offices report of them, guesses are made, lists published, scores computed. Processor time.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections import defaultdict
from typing import Final

from typing_extensions import override

from migrations import migrate
from scripts.live import Life
from services.kernel.engine import write_engine
from services.living.residents import RESIDENT_ACT, RESIDENT_DAY

CPU_S_MAX: Final = 30.0
SEED: Final = 7


class IdleLife(Life):
    """A life whose residents do nothing, with the processor's seconds that each job has taken."""

    cpu_s: dict[str, float]

    def begin(self) -> None:
        """From here on nobody acts, and time is counted."""
        self.wiring.timers |= dict.fromkeys((RESIDENT_ACT, RESIDENT_DAY), lambda _town, _: None)
        self.cpu_s = defaultdict(float)

    @override
    def _run_due(self) -> bool:
        began, ran = time.process_time(), self.ran.copy()
        has_run = super()._run_due()
        for kind in self.ran - ran:
            self.cpu_s[kind] += time.process_time() - began
        return has_run


def month_of_jobs(residents: int, days: int) -> dict[str, float]:
    """The processor's seconds of all jobs, and how many invariants are broken afterwards."""
    with tempfile.TemporaryDirectory(prefix="jobs-month-") as folder:
        url = f"sqlite:///{folder}/town.db"
        migrate(url)
        life = IdleLife(write_engine(url), SEED, residents)
        life.begin()
        life.forward(days)
        faults = life.faults()
        life.engine.dispose()
    sys.stderr.writelines(f"  broken: {fault}\n" for fault in faults)
    jobs = {kind: s for kind, s in life.cpu_s.items() if kind not in {RESIDENT_ACT, RESIDENT_DAY}}
    by_kind = {f"cpu_s_{kind}": seconds for kind, seconds in sorted(jobs.items())}
    return {"cpu_s": sum(jobs.values()), "broken": float(len(faults)), **by_kind}
