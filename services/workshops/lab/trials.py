"""Trying laws on synthetic towns: who wins and who loses, by group, over many seeds.

Somebody wins whose scores rise at more agencies than they fall, and loses the other way round; the
same for doors. Nobody behaves otherwise because the law is another.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256
from typing import Any

import numpy as np
from numpy.typing import NDArray

from services.kernel.seeds import PER_MILLE, PERCENT
from services.workshops.lab.bands import EACH, EVERYBODY, MEASURES, Effect, digest_of
from services.workshops.lab.judging import Judged, judge
from services.workshops.lab.laws import law_with, one_step
from services.workshops.lab.lives import lives
from services.workshops.lab.living import live
from services.workshops.lab.years import Year

SEEDS, MEASURED_SEED = tuple(range(101, 141)), 7
RESIDENTS, DAYS = 2_000, 365
PROBE = (64, 60, 100)  # residents, days, seed
LOW, HIGH = 5, 95
SOURCE = "Lives, habits and so every number are invented; only some groups' shares are sourced."
Effects = dict[str, Effect]  # by group


def effects(year: Year, now: Judged, then: Judged) -> Effects:
    """By group, how many in a thousand win and lose by scores, and by doors."""
    moved = sum(
        np.sign(then.scores[one].astype(np.int64) - now.scores[one]) * now.rated[one]
        for one in now.scores
    )
    doors = sum(np.sign(then.doors[one] - now.doors[one]) for one in now.doors)
    signs = (moved > 0, moved < 0, doors < 0, doors > 0)
    return {
        group: tuple(
            int(PER_MILLE * (sign[: year.residents] & mine).sum() // max(1, mine.sum()))
            for sign in signs
        )
        for group, mine in groups(year).items()
    }


def groups(year: Year) -> dict[str, NDArray[np.bool_]]:
    """Who of the residents is in which group; everybody first."""
    found = {EVERYBODY: np.ones(year.residents, dtype=np.bool_)}
    for name, trait in lives().traits.items():
        for place, group in enumerate(trait.groups):
            found[f"{name}.{group}"] = year.groups[name][: year.residents] == place
    return found


def try_laws(year: Year) -> dict[str, Effects]:
    """What every law would do to one town, by the last scoring of its time."""
    now = judge(year, law_with([]), scorings=1)
    return {
        name: effects(year, now, judge(year, law, scorings=1)) for name, law in one_step().items()
    }


def probe() -> str:
    """What a small town comes to under the laws that move it: another, and the bands are stale.

    A switch more that moves nobody leaves it as it is.
    """
    found = try_laws(live(*PROBE))
    moving = {law: by for law, by in found.items() if any(any(row) for row in by.values())}
    return sha256(repr(sorted(moving.items())).encode()).hexdigest()


def band_file(tell: Callable[[str], None]) -> dict[str, Any]:
    """The content of `seeds/lab_bands.yaml`, lived anew; says which seed it has come to."""
    found, people = [], []
    for seed in (MEASURED_SEED, *SEEDS):
        year = live(RESIDENTS, DAYS, seed)
        found.append(try_laws(year))
        people.append({name: int(mine.sum()) for name, mine in groups(year).items()})
        tell(f"seed {seed}: {len(found[-1])} laws")
    measured, tried = found[0], found[1:]
    rows = {law: rows_of([one[law] for one in tried]) for law in measured}
    moving = {law: by for law, by in rows.items() if any(any(row) for row in by.values())}
    hits = [
        row[EACH * n + 1] <= measured[law][group][n] <= row[EACH * n + 2]
        for law, by in moving.items()
        for group, row in by.items()
        for n in range(len(MEASURES))
        if row[EACH * n + 2]  # where nobody moves, hitting is no art
    ]
    file: dict[str, Any] = {
        "format": "lab_bands/1",
        "provenance": "invented",
        "source": SOURCE,
        "residents": RESIDENTS,
        "days": DAYS,
        "seeds": list(SEEDS),
        "measured_seed": MEASURED_SEED,
        "hits": sum(hits),
        "numbers": len(hits),
        "probe": probe(),
        "people": {name: min(one[name] for one in people[1:]) for name in people[0]},
        "still": [law for law in rows if law not in moving],
        "laws": {
            law: {group: " ".join(map(str, row)) for group, row in by.items()}
            for law, by in moving.items()
        },
    }
    return {**file, "digest": digest_of(file)}


def rows_of(tried: Sequence[Mapping[str, Sequence[int]]]) -> Mapping[str, list[int]]:
    """By group, three numbers a measure; ranks of whole numbers, so that no two machines differ."""
    rows = {}
    for group in tried[0]:
        by_measure = np.sort(np.array([one[group] for one in tried]), axis=0).T
        last = len(tried) - 1
        ranks = [last // 2, last * LOW // PERCENT, -(-last * HIGH // PERCENT)]
        rows[group] = [int(one[rank]) for one in by_measure for rank in ranks]
    return rows
