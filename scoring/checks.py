"""What the fields of a score document must mean together.

Owns the cross-field rules: no gap, no overlap, no name without its entry, no sum beyond the scale.
It yields complaints by path; it must not know YAML, files or lines.
"""

from __future__ import annotations

from collections.abc import Iterator, Set

from scoring.document import Factor, Rule, ScoreDocument
from scoring.points import factor_reach
from scoring.rule_checks import Complaint, Path, rule_complaints


def complaints(document: ScoreDocument, kinds: Set[str]) -> Iterator[Complaint]:
    """Everything wrong with a well-formed document, in the order of the text."""
    yield from _dates(document)
    yield from _sourced(document)
    for path, part in _parts(document):
        if isinstance(part, Factor):
            yield from _cap(part, path)
        else:
            yield from rule_complaints(part, path, kinds)
            yield from _reason(document, document.factors[int(path[1])], part, path)
        if part.switch is not None and part.switch not in document.switches:
            yield Complaint(
                (*path, "switch"),
                f"the switch {part.switch} is not declared",
                f"add {part.switch} to switches",
            )
    yield from _unique(document)
    yield from _reasons(document)
    yield from _sums(document)
    yield from _bands(document)


def _parts(document: ScoreDocument) -> Iterator[tuple[Path, Factor | Rule]]:
    """Each factor with its place, and after it its rules with theirs."""
    for f, factor in enumerate(document.factors):
        yield ("factors", f), factor
        for r, rule in enumerate(factor.rules):
            yield ("factors", f, "rules", r), rule


def _dates(document: ScoreDocument) -> Iterator[Complaint]:
    until = document.effective_until
    if until is not None and until <= document.effective_from:
        yield Complaint(
            ("effective_until",),
            f"{until} is not after effective_from {document.effective_from}",
            "a later day, or leave effective_until out",
        )
    before = document.predecessor
    if before is not None and before.version >= document.version:
        yield Complaint(
            ("predecessor", "version"),
            f"version {before.version} cannot come before version {document.version}",
            f"a version below {document.version}, or leave predecessor out",
        )
    if before is None and document.version > 1:
        yield Complaint(
            ("version",),
            f"version {document.version} names no predecessor",
            "version 1, or a predecessor with its version and sha256",
        )


def _sourced(document: ScoreDocument) -> Iterator[Complaint]:
    for name, source in document.sources.items():
        if source.provenance != "invented" and source.reference is None:
            yield Complaint(
                ("sources", name),
                f"a number that is {source.provenance} needs a reference",
                "add reference, or provenance: invented",
            )
    cited: list[tuple[Path, str]] = [
        (("scale", "source"), document.scale.source),
        (("base", "source"), document.base.source),
        *(((*path, "source"), part.source) for path, part in _parts(document)),
        *((("bands", b, "source"), band.source) for b, band in enumerate(document.bands)),
    ]
    for path, name in cited:
        if name not in document.sources:
            known = ", ".join(sorted(document.sources))
            yield Complaint(path, f"no source is called {name}", f"one of: {known}")


def _cap(factor: Factor, path: Path) -> Iterator[Complaint]:
    if factor.cap is not None and not factor.cap.at_least <= 0 <= factor.cap.at_most:
        yield Complaint(
            (*path, "cap"),
            f"0 is not between {factor.cap.at_least} and {factor.cap.at_most}",
            "at_least of 0 or less, at_most of 0 or more",
        )


def _reason(document: ScoreDocument, factor: Factor, rule: Rule, path: Path) -> Iterator[Complaint]:
    reason = document.reasons.get(rule.reason)
    if reason is None:
        yield Complaint(
            (*path, "reason"),
            f"reason {rule.reason} is not in the catalogue",
            f"add {rule.reason} to reasons",
        )
    elif reason.factor != factor.id:
        yield Complaint(
            (*path, "reason"),
            f"reason {rule.reason} belongs to factor {reason.factor}, not {factor.id}",
            f"a reason of {factor.id}",
        )


def _unique(document: ScoreDocument) -> Iterator[Complaint]:
    seen: set[str] = set()
    for path, part in _parts(document):
        if part.id in seen:
            yield Complaint((*path, "id"), f"the id {part.id} is taken", "another id")
        seen.add(part.id)


def _reasons(document: ScoreDocument) -> Iterator[Complaint]:
    used = {rule.reason for rule in document.rules}
    for code in document.reasons:
        if code not in used:
            yield Complaint(
                ("reasons", code), f"no rule gives reason {code}", "remove it, or use it"
            )


def _bands(document: ScoreDocument) -> Iterator[Complaint]:
    if not document.bands:
        return
    starts = [band.start for band in document.bands]
    if starts != sorted(set(starts)):
        yield Complaint(("bands",), "bands must rise", "the lowest band first, each start once")
    if starts[0] != document.scale.min or starts[-1] > document.scale.max:
        yield Complaint(
            ("bands",),
            f"bands must begin at {document.scale.min} and stay within {document.scale.max}",
            f"start: {document.scale.min} for the first band",
        )


def _sums(document: ScoreDocument) -> Iterator[Complaint]:
    scale, base = document.scale, document.base.points
    if scale.min >= scale.max:
        yield Complaint(("scale",), f"min {scale.min} is not below max {scale.max}", "min < max")
    lows, highs = zip(*(factor_reach(factor) for factor in document.factors), strict=True)
    worst, best = base + sum(lows), base + sum(highs)
    if best > scale.max:
        yield Complaint(
            ("scale", "max"),
            f"the best possible sum is {best}, beyond the scale's {scale.max}",
            f"caps or limits that are {best - scale.max} lower in all, or a lower base",
        )
    if worst < scale.min:
        yield Complaint(
            ("scale", "min"),
            f"the worst possible sum is {worst}, below the scale's {scale.min}",
            f"caps or limits that are {scale.min - worst} milder in all, or a higher base",
        )
