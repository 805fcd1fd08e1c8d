"""A thousand kills in the middle of a gala: `python -m tests.chaos --kills 1000`.

Prints the seed, a table and, last, one JSON line; exits with 1 if any promise was broken.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from secrets import randbelow
from time import monotonic

from tests.chaos.nursery import nursery
from tests.chaos.stage import stage
from tests.chaos.storm import Storm, deaths
from tests.chaos.verdict import Violation
from tests.support.postgres import running_postgres

KILLS_A_ROUND = 60
COUNTDOWN_MS = 3_000
SHOWN = 20  # violations printed in full


def main(arguments: list[str] | None = None) -> int:
    """Run; the exit status."""
    asked = _parser().parse_args(arguments)
    seed = randbelow(10**9) if asked.seed is None else asked.seed
    again = f"--kills {asked.kills} --seed {seed} --engine {asked.engine} --people {asked.people}"
    say(f"seed {seed}; the same plan again: python -m tests.chaos {again}")
    with tempfile.TemporaryDirectory(prefix="glasstown-chaos-") as name:
        folder = Path(name)
        with database(asked.engine, folder) as url:
            storm, found, seconds = asyncio.run(run(asked, seed, url, folder))
    report(asked, seed, storm, found, seconds)
    return 1 if found else 0


async def run(
    asked: argparse.Namespace, seed: int, url: str, folder: Path
) -> tuple[dict[str, object], list[Violation], float]:
    """Round after round until enough were killed, or a promise was broken."""
    chance = Random(seed)
    found: list[Violation] = []
    async with nursery() as births, stage(url, folder, people=asked.people, seed=seed) as scene:
        storm = Storm(births, scene, chance, COUNTDOWN_MS, shares=asked.people // 2)
        ends, begun = deaths(chance), monotonic()
        while (left := asked.kills - storm.tally.kills.total()) > 0 and not found:
            found = await storm.round(ends, min(left, KILLS_A_ROUND))
            rate = storm.tally.kills.total() / (monotonic() - begun)
            say(f"round {storm.tally.rounds}: {storm.tally.kills.total()} kills, {rate:.2f}/s")
        seconds = monotonic() - begun
        figures = {
            **storm.counts(),
            "kills_by_point": dict(sorted(storm.tally.kills.items())),
            "rounds": storm.tally.rounds,
            "longest_stop_s": round(storm.tally.stop_s, 2),
            "longest_way_to_rest_s": round(storm.tally.rest_s, 2),
        }
    return figures, found, seconds


def report(
    asked: argparse.Namespace,
    seed: int,
    figures: dict[str, object],
    found: list[Violation],
    seconds: float,
) -> None:
    """A table for people, then the same as one line for programs."""
    by_point = figures.pop("kills_by_point")
    assert isinstance(by_point, dict)
    kills = sum(by_point.values())
    for name, count in (*by_point.items(), ("kills", kills), *figures.items()):
        say(f"  {name:<24}{count:>10}")
    for violation in found[:SHOWN]:
        say(f"BROKEN {violation.invariant}: {violation.detail}")
    say(f"{len(found)} violations in {kills} kills, {seconds:.0f} s")
    line = {
        "kills": kills,
        "violations": len(found),
        "broken": sorted({violation.invariant for violation in found}),
        "seed": seed,
        "engine": asked.engine,
        "people": asked.people,
        "seconds": round(seconds, 1),
        "kills_per_s": round(kills / seconds, 2),
        **figures,
        "kills_by_point": by_point,
    }
    say(json.dumps(line))


@contextmanager
def database(engine: str, folder: Path) -> Iterator[str]:
    """An empty database of its own."""
    if engine == "sqlite":
        yield f"sqlite:///{folder}/town.db"
        return
    with running_postgres() as server:
        yield server.create()


def say(line: str) -> None:
    """Show a line at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="tests.chaos", description=__doc__)
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=None, help="replay a plan")
    parser.add_argument("--engine", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--people", type=int, default=60)
    return parser


if __name__ == "__main__":
    sys.exit(main())
