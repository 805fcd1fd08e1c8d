"""Asks the synthetic town what another law would do: `python scripts/policy_lab.py proxies=off`.

Invented residents live a year once; then all agencies judge it under the law as it is from the
start, and again with some switches changed. Nobody does anything else because of the other law.
The last line is one JSON object.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from time import perf_counter
from typing import Any, TypeVar

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import numpy as np
from numpy.typing import NDArray

from services.kernel.errors import RuleError
from services.kernel.seeds import SEEDS
from services.law import statutes
from services.law.statutes import UnknownStatute
from services.law.switchboard import UnknownValue
from services.standing import agencies, sanctions
from services.workshops.lab import (
    ENACT,
    GROUP_FEW,
    GROUP_MIN,
    PRESET,
    REPEAL,
    Judged,
    Year,
    band_file,
    judge,
    law_with,
    live,
    lives,
    why_still,
)

BANDS_HEAD = (
    "By law and group, how many in a thousand win and lose by scores, and by doors: of each the\n"
    "# median and what 5 and 95 in a hundred seeds stay below. By `make policy-lab BANDS=1`."
)
WAYS = (
    "Type one or more of switch=value, enact=statute, preset=set, such as\n"
    '  make policy-lab LAW="petty=off enact=reasons_law"\n'
    "In seeds/law stand all switches and their values (switches.yaml), statutes, and sets of them\n"
    "(presets.yaml)."
)
BAR_PER = 3  # points of a bar's sign
T = TypeVar("T")
Mask = NDArray[np.bool_]


def main(typed: Sequence[str] | None = None) -> int:
    """Live, judge twice, and tell."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "law",
        nargs="*",
        help="switch=value, enact=statute or preset=set; proxies=off where none is given",
    )
    parser.add_argument("--residents", type=int, default=2_000)
    parser.add_argument("--days", type=int, default=365)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--bands", action="store_true", help="live many seeds; writes the bands")
    options = parser.parse_args(typed)
    if options.bands:
        return write_bands()
    if min(options.residents, options.days) < 1:
        parser.error("residents and days are one at the least")
    changes = options.law or ["proxies=off"]
    try:
        usual, other = law_with([]), law_with(changes)
    except RuleError as refused:
        parser.error(why_refused(refused))
    words = " ".join(changes)
    spent, year = timed("lived", lambda: live(options.residents, options.days, options.seed))
    judge_s, now = timed("judged by the law as it is", lambda: judge(year, usual))
    second_s, then = timed(f"judged again with {words}", lambda: judge(year, other))
    for line in (*shares(year), *by_agency(year, now, then), *by_door(year, now, then)):
        tell(line)
    for line in by_group(year, now, then):
        tell(line)
    for change in changes:
        for why in why_still(change.strip().lower()):
            tell(f"\n{change}: {why.en} [invented]")
    report = {
        "residents": year.residents,
        "days": year.days,
        "facts": year.facts,
        "generate_s": round(spent, 3),
        "judge_s": round(judge_s, 3),
        "second_law_s": round(second_s, 3),
        "memory_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }
    tell(json.dumps(report))
    return 0


def why_refused(refused: RuleError) -> str:
    """What is wrong with the law that was typed, and what to type instead."""
    fields: dict[str, Any] = dict(refused.fields)
    typed = fields["typed"]
    if isinstance(refused, UnknownValue):
        said = f"{fields['switch']} cannot be set to {repr(typed) if typed else 'nothing'}"
        return f"{said}, so nothing was lived. Allowed: {fields['allowed']}.\n{WAYS}"
    near = fields["instead"]
    if isinstance(refused, UnknownStatute):
        sets = statutes.presets()
        near = [f"{PRESET if n in sets else ENACT}={n} ({title.en})" for n, title in near]
    said = f"The law knows nothing of {typed!r}, so nothing was lived."
    if typed.startswith(f"{REPEAL}="):
        said = f"Nothing is passed at first that {typed} takes off, so nothing was lived."
    nearest = f"Nearest: {', '.join(near)}." if near else "Nothing it knows is near that."
    return f"{said} {nearest}\n{WAYS}"


def write_bands() -> int:
    """Live all seeds under all laws, and write `seeds/lab_bands.yaml`: two minutes and more."""
    file = band_file(tell)
    lines = [f"# {BANDS_HEAD}"]
    for name, value in file.items():
        if isinstance(value, dict):
            lines += [
                f"{name}:",
                *(f"  {json.dumps(k)}: {json.dumps(v)}" for k, v in value.items()),
            ]
        else:
            lines.append(f"{name}: {json.dumps(value)}")
    (SEEDS / "lab_bands.yaml").write_text("\n".join(lines) + "\n")
    tell(f"of the year apart, {file['hits']} of {file['numbers']} numbers lie in their bands")
    return 0


def tell(line: str) -> None:
    """One line for whoever waits."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def timed(what: str, work: Callable[[], T]) -> tuple[float, T]:
    """How long it took, and what came of it."""
    begun = perf_counter()
    found = work()
    spent = perf_counter() - begun
    tell(f"{what}: {spent:.2f} s")
    return spent, found


def shares(year: Year) -> Iterator[str]:
    """Who lives there, and whether the shares are known or made up."""
    yield f"\n{year.residents} residents, {year.days} days, {year.facts:,} facts [invented]"
    for name, trait in lives().traits.items():
        mark = "invented" if trait.provenance == "invented" else "sourced"
        parts = (f"{group} {one.percent} %" for group, one in trait.groups.items())
        yield f"  {name}: {', '.join(parts)} [{mark}: {trait.source}]"


def by_agency(year: Year, now: Judged, then: Judged) -> Iterator[str]:
    """Mean scores and how many moved, agency by agency."""
    yield "\nlast scores [all invented: they follow from invented habits]"
    yield f"  {'agency':<20} {'rated':>6} {'now':>7} {'then':>7} {'up':>6} {'down':>6}"
    for one in agencies.catalogue():
        rated = now.rated[one][: year.residents]
        before, after = (of.scores[one][: year.residents][rated] for of in (now, then))
        if not len(before):
            continue
        up, down = int((after > before).sum()), int((after < before).sum())
        moved = round(float(np.mean(after - before)) / BAR_PER)
        bar = ("+" if moved > 0 else "-") * abs(moved)
        numbers = f"{len(before):>6} {before.mean():>7.1f} {after.mean():>7.1f} {up:>6} {down:>6}"
        yield f"  {one:<20} {numbers} {bar}"


def by_door(year: Year, now: Judged, then: Judged) -> Iterator[str]:
    """At how many scorings which doors were closed, all residents together."""
    yield f"\nresidents × {now.scorings} scorings at which a door was closed [invented]"
    for door in sanctions.doors():
        before, after = (int(of.doors[door][: year.residents].sum()) for of in (now, then))
        if before or after:
            yield f"  {door:<20} {before:>7} {after:>7}"
    before, after = (int(of.listed[: year.residents].sum()) for of in (now, then))
    yield f"  {'on the court’s list':<20} {before:>7} {after:>7}"
    before, after = (int(of.praised[: year.residents].sum()) for of in (now, then))
    yield f"  {'on red lists':<20} {before:>7} {after:>7}"


def by_group(year: Year, now: Judged, then: Judged) -> Iterator[str]:
    """By group, the mean move at the agency that moves most, and doors closed a resident."""
    moves = {one: np.abs(then.scores[one] - now.scores[one]).mean() for one in now.scores}
    most = max(moves, key=lambda one: moves[one])
    yield f"\nby group, at {most} and at all doors [invented]"
    yield f"  {'group':<20} {'people':>7} {'now':>7} {'then':>7} {'doors now':>10} {'then':>7}"
    rated = now.rated[most][: year.residents]
    for name, trait in lives().traits.items():
        for place, group in enumerate(trait.groups):
            mine = (year.groups[name][: year.residents] == place) & rated
            yield f"  {name + ' ' + group:<20} {_numbers(year, mine, most, now, then)}"


def _numbers(year: Year, mine: Mask, most: str, now: Judged, then: Judged) -> str:
    count = int(mine.sum())
    if count < GROUP_MIN:
        return f"hidden: fewer than {GROUP_MIN}"
    score: list[float] = []
    doors: list[float] = []
    for of in (now, then):
        score.append(float(of.scores[most][: year.residents][mine].mean()))
        closed = sum(int(shut[: year.residents][mine].sum()) for shut in of.doors.values())
        doors.append(closed / count)
    warning = f"  fewer than {GROUP_FEW}: chance weighs" if count < GROUP_FEW else ""
    return (
        f"{count:>7} {score[0]:>7.1f} {score[1]:>7.1f} {doors[0]:>10.2f} {doors[1]:>7.2f}{warning}"
    )


if __name__ == "__main__":
    sys.exit(main())
