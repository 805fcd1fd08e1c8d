"""Measures the scoring engine on a million residents, and says beside what.

Run `python tests/bench/bench_score.py`; `--people` and `--rounds` make it smaller. All ways run in
turn, round by round, in one process; medians are given. The last line is one JSON object.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import json
import resource
import statistics
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from time import perf_counter

import numpy as np

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from scoring.columns import Columns, features  # noqa: E402 - the path is set above
from scoring.document import ScoreDocument  # noqa: E402
from scoring.evaluate import evaluate  # noqa: E402
from scoring.facts import DAY_S, Fact  # noqa: E402
from scoring.loader import load_document  # noqa: E402
from scoring.points import capped, points_of  # noqa: E402
from scoring.vector import BLOCK, Scored, evaluate_columns, table_of  # noqa: E402
from tests.bench.bench_class import CLASS_BARS, class_replay  # noqa: E402
from tests.bench.bench_facts import FACTS_BARS, PLAIN, facts_read_per_s, from_columns  # noqa: E402

AS_OF = 100 * DAY_S
SEED = 20260401
SAMPLE = 2_000
FACTS_EACH = 30
KINDS = (
    "joined", "paid", "purchase", "order_owed", "order_settled", "loan_repaid", "loan_late",
    "utility_paid", "rental_returned", "rental_late", "identity_verified", "address_kept",
    "nappies_bought", "gaming_hours", "friend_standing",
)  # fmt: skip
FACT_PEOPLE = 1_000_000
BARS = {"ratio_to_floor": 4.0, "times_plain": 50.0, "times_openfisca": 5.0}


@dataclass(frozen=True)
class Town:
    """A population: a sample with its facts, and everybody's columns."""

    document: ScoreDocument
    sample: dict[str, list[Fact]]
    columns: Columns


def invent(document: ScoreDocument, people: int) -> Town:
    """A seeded sample of people with facts, and a population that repeats them at random."""
    chance = np.random.default_rng(SEED)
    sample = {str(n): _facts(chance) for n in range(min(SAMPLE, people))}
    small = features(document, sample, as_of=AS_OF)
    drawn = chance.integers(0, len(sample), people)
    slots = {rule: column[drawn] for rule, column in small.slots.items()}
    names = tuple(map(str, range(people)))
    return Town(document, sample, Columns(names, slots))


def _facts(chance: np.random.Generator) -> list[Fact]:
    return [
        Fact(
            kind=KINDS[int(chance.integers(len(KINDS)))],
            at=int(chance.integers(AS_OF)),
            amount=int(chance.integers(900)),
            key=str(n),
            counterpart=str(chance.integers(9)),
        )
        for n in range(int(chance.integers(FACTS_EACH * 2)))
    ]


def floor(town: Town) -> Callable[[], object]:
    """What numpy needs to look the same points up and add them, and nothing else."""
    size = len(town.columns.people)
    tables = [(rule.id, table_of(rule)) for rule in town.document.rules]
    ready = [(town.columns.slots[name], table) for name, table in tables if table is not None]
    if len(ready) < len(tables):
        raise SystemExit("a rule without a table: the floor would do less than the document asks")
    inside = [np.minimum(slots, len(table) - 1) for slots, table in ready]

    def run() -> object:
        total = np.zeros(size, dtype=np.int32)
        for (_, table), slots in zip(ready, inside, strict=True):
            total += np.take(table, slots)
        return total

    return run


def plain(town: Town) -> Callable[[], object]:
    """The plain evaluator over the sample; from facts, as it always works."""
    return lambda: [evaluate(town.document, told, as_of=AS_OF) for told in town.sample.values()]


def plain_from_values(town: Town) -> Callable[[], object]:
    """The plain arithmetic alone, from values already measured: what columns start from too."""
    small = features(town.document, town.sample, as_of=AS_OF)
    values = {
        rule: [None if slot == 0 else slot - 1 for slot in column.tolist()]
        for rule, column in small.slots.items()
    }

    def run() -> object:
        return [
            [
                capped(factor, sum(points_of(rule, values[rule.id][n]) for rule in factor.rules))
                for factor in town.document.factors
            ]
            for n in range(len(town.sample))
        ]

    return run


def measured(ways: dict[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """Median seconds of each way, run in turn."""
    times: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, way in ways.items():
            begun = perf_counter()
            way()
            times[name].append(perf_counter() - begun)
    return {name: statistics.median(each) for name, each in times.items()}


def agree(town: Town) -> bool:
    """Both evaluators give the sample the same integers."""
    columns = features(town.document, town.sample, as_of=AS_OF)
    scored = evaluate_columns(town.document, columns)
    return [int(score) for score in scored.scores] == [
        evaluate(town.document, told, as_of=AS_OF).score for told in town.sample.values()
    ]


def memory_mb(town: Town) -> dict[str, float]:
    """What the columns and the answer take, and the most the process ever took."""
    scored: Scored = evaluate_columns(town.document, town.columns)
    answer = scored.scores.nbytes + sum(c.nbytes for c in scored.contributions.values())
    columns = sum(slots.nbytes for slots in town.columns.slots.values())
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"columns": columns / 2**20, "answer": answer / 2**20, "process_peak": peak}


def growth(document: ScoreDocument, people: int, rounds: int) -> dict[str, float]:
    """Nanoseconds per person from ten thousand people upwards: level means linear."""
    sizes = [size for size in (10_000, 100_000, 1_000_000) if size <= people]
    costs = {}
    for size in sizes:
        town = invent(document, size)
        seconds = measured({"x": partial(evaluate_columns, town.document, town.columns)}, rounds)
        costs[str(size)] = seconds["x"] / size * 1e9
    return costs


def main() -> int:
    """Measure, print a table for people, and last the one line for machines."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    document = load_document(ROOT / "seeds" / "scores" / "sesame.yaml")
    town = invent(document, options.people)
    ways = {
        "floor": floor(town),
        "vectorised": lambda: evaluate_columns(document, town.columns),
        "plain_from_values": plain_from_values(town),
        "plain_from_facts": plain(town),
        "features_from_facts": lambda: features(document, town.sample, as_of=AS_OF),
    }
    beside = openfisca(town)
    if callable(beside):
        ways["openfisca"] = beside
    seconds = measured(ways, options.rounds)
    report = summary(town, seconds, options.people)
    report["openfisca"] = beside if isinstance(beside, str) else "measured beside, in turn"
    people = min(options.people, FACT_PEOPLE)
    report |= from_columns(document, KINDS, people, options.rounds)
    report["facts_read_per_s"] = facts_read_per_s(options.rounds)
    report |= class_replay(options.rounds)
    report["passed"] = report["passed"] and facts_pass(report) and class_passes(report)
    report["ns_per_person_by_size"] = growth(document, options.people, options.rounds)
    show(report)
    return 0 if report["passed"] else 1


def summary(town: Town, seconds: dict[str, float], people: int) -> dict[str, object]:
    """The numbers of one run, and whether they clear the bars."""
    sampled = ("plain_from_values", "plain_from_facts", "features_from_facts")
    each = {
        name: spent / (len(town.sample) if name in sampled else people)
        for name, spent in seconds.items()
    }
    ratio = each["vectorised"] / each["floor"]
    times = {
        "times_plain": each["plain_from_values"] / each["vectorised"],
        "times_openfisca": each["openfisca"] / each["vectorised"] if "openfisca" in each else None,
    }
    agreed = agree(town)
    cleared = all(found is None or found >= BARS[name] for name, found in times.items())
    return {
        "bench": "score",
        "people": people,
        "rules": len(town.document.rules),
        "block": BLOCK,
        "ns_per_person": {name: cost * 1e9 for name, cost in each.items()},
        "ratio_to_floor": ratio,
        **times,
        "evaluators_agree": agreed,
        "memory_mb": memory_mb(town),
        "passed": agreed and cleared and ratio <= BARS["ratio_to_floor"],
    }


def facts_pass(report: dict[str, object]) -> bool:
    """Whether the way from facts clears its bars, and gives the integers of the plain one."""
    read, ratio = report["facts_read_per_s"], report["facts_ratio_to_floor"]
    assert isinstance(read, dict)
    assert isinstance(ratio, float)
    slowest = min(speed for name, speed in read.items() if name != PLAIN)
    is_fast = ratio <= FACTS_BARS["facts_ratio_to_floor"]
    return bool(report["facts_agree"] and is_fast and slowest >= FACTS_BARS["facts_read_per_s"])


def class_passes(report: dict[str, object]) -> bool:
    """Whether a class is judged again within its bar."""
    spent = report["class_replay_s"]
    assert isinstance(spent, float)
    return spent <= CLASS_BARS["class_replay_s"]


def openfisca(town: Town) -> Callable[[], object] | str:
    """The same document in OpenFisca; where it is not installed that is said, never guessed."""
    if importlib.util.find_spec("openfisca_core") is None:
        return "not measured: openfisca_core is not installed"
    sys.path.insert(0, str(Path(__file__).parent))
    model = importlib.import_module("openfisca_score")
    way: Callable[[], object] = model.prepared(town.document, town.columns)
    expected = evaluate_columns(town.document, town.columns).scores
    if not np.array_equal(np.asarray(way()), expected):
        raise SystemExit("OpenFisca computes other scores: the comparison would be void")
    return way


def show(report: dict[str, object]) -> None:
    """A table for people, then the JSON line."""
    rounded = json.loads(json.dumps(report), parse_float=lambda text: round(float(text), 2))
    out = sys.stdout
    for name, cost in rounded["ns_per_person"].items():
        out.write(f"{name:>20}: {cost:>12,.1f} ns a person\n")
    out.write(f"vectorised: {rounded['ratio_to_floor']} x the floor (bar: at most 4)\n")
    out.write(f"the plain one: {rounded['times_plain']} x the vectorised (bar: at least 50)\n")
    out.write(
        f"OpenFisca: {rounded['times_openfisca']} x (bar: at least 5), {rounded['openfisca']}\n"
    )
    out.write(
        f"{rounded['facts']:,} facts to scores: {rounded['facts_to_scores_s']} s, "
        f"{rounded['facts_ratio_to_floor']} x the floor (bar: at most 5)\n"
    )
    for name, speed in rounded["facts_read_per_s"].items():
        bar = (
            "rows of the driver, nothing more" if name == PLAIN else "into columns (bar: a million)"
        )
        out.write(f"{name}: {speed:,.0f} facts a second {bar}\n")
    out.write(
        f"a class of {rounded['class_facts']:,} facts under another law: "
        f"{rounded['class_replay_s']} s of processor (bar: at most 2)\n"
    )
    out.write(f"{json.dumps(rounded)}\n")


if __name__ == "__main__":
    sys.exit(main())
