"""What the fields of one rule must mean together.

Owns the rule-by-rule half of the checks, and the shape of a complaint. It must not know the rest of
the document.
"""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import dataclass

from scoring.document import Bin, Rule

Path = tuple[str | int, ...]

_NEEDS_WHEN_NONE = frozenset({"last", "mean", "share", "days_since_first", "days_since_last"})
_MAY_DECAY = frozenset({"count", "sum"})


@dataclass(frozen=True, slots=True)
class Complaint:
    """One thing that is wrong, where, and what to write instead."""

    path: Path
    wrong: str
    instead: str


def rule_complaints(rule: Rule, path: Path, kinds: Set[str]) -> Iterator[Complaint]:
    """Everything wrong with a rule by itself."""
    yield from _kinds(rule, path, kinds)
    if (rule.each is None) == (not rule.bins):
        yield Complaint(path, "points must come from either each or bins", "exactly one of the two")
    yield from _measure(rule, path)
    yield from _each(rule, path)
    yield from _decay(rule, path)
    yield from _bins(rule.bins, path)


def _kinds(rule: Rule, path: Path, kinds: Set[str]) -> Iterator[Complaint]:
    for field in ("reads", "against", "closed_by"):
        for index, kind in enumerate(getattr(rule, field)):
            if kind not in kinds:
                yield Complaint(
                    (*path, field, index),
                    f"unknown fact kind {kind}",
                    "a kind of the catalogue, or add this one to fact_kinds.yaml",
                )
    if len(set(rule.kinds)) < len(rule.kinds):
        yield Complaint(
            (*path, "reads"), "a fact kind is named twice in this rule", "each kind once"
        )


def _measure(rule: Rule, path: Path) -> Iterator[Complaint]:
    if rule.measure in _NEEDS_WHEN_NONE and rule.when_none is None:
        yield Complaint(
            path, f"{rule.measure} of no fact at all is not a number", "add when_none: points"
        )
    if (rule.measure == "share") != bool(rule.against):
        yield Complaint(path, "share, and only share, compares kinds", "reads: … against: …")
    if (rule.measure == "open") != bool(rule.closed_by):
        yield Complaint(path, "open, and only open, is closed by kinds", "reads: … closed_by: …")
    if rule.measure == "open" and rule.window_days is not None:
        yield Complaint(
            (*path, "window_days"),
            "an open matter does not close by growing old",
            "leave window_days out",
        )


def _each(rule: Rule, path: Path) -> Iterator[Complaint]:
    each = rule.each
    if each is not None and (each.points == 0 or each.points * each.limit <= 0):
        yield Complaint(
            (*path, "each"),
            f"points {each.points} can never reach the limit {each.limit}",
            "a limit with the sign of points, neither of them 0",
        )


def _decay(rule: Rule, path: Path) -> Iterator[Complaint]:
    if not rule.decay:
        return
    here = (*path, "decay")
    if rule.measure not in _MAY_DECAY or rule.each is None:
        yield Complaint(here, "only count and sum with each can fade", "leave decay out")
    ages = [step.older_than_days for step in rule.decay]
    shares = [100, *(step.percent for step in rule.decay)]
    if ages != sorted(set(ages)) or shares != sorted(set(shares), reverse=True):
        yield Complaint(
            here, "steps must grow older and leave less each time", "ages up, percents down"
        )
    if rule.window_days is not None and ages[-1] >= rule.window_days:
        yield Complaint(
            here,
            f"a step after {ages[-1]} days lies outside the window of {rule.window_days} days",
            "an earlier step, or a longer window_days",
        )


def _bins(bins: tuple[Bin, ...], path: Path) -> Iterator[Complaint]:
    """The first gap, overlap or empty bin; after it the others say nothing of their own."""
    reached: int | None = 0
    for index, entry in enumerate(bins):
        here = (*path, "bins", index)
        if reached is None:
            yield Complaint(here, "comes after a bin without end", "the open bin last")
            return
        if entry.start != reached:
            what = "a gap" if entry.start > reached else "an overlap"
            yield Complaint(here, f"{what} between {reached} and {entry.start}", f"start {reached}")
            return
        if entry.end is not None and entry.end <= entry.start:
            yield Complaint(
                here, f"ends at {entry.end}, where it starts or earlier", f"more than {entry.start}"
            )
            return
        reached = entry.end
    if bins and reached is not None:
        yield Complaint(
            (*path, "bins", len(bins) - 1),
            f"values of {reached} and more are left out",
            "a last bin without end",
        )
