"""All tidy rules together, over some files or over the whole project."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tests.tidy import code, files, names, proofs, shape
from tests.tidy.graph import bad_allowances, dead_files

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tests.tidy.source import Finding, Rule, Source

RULES: Final[tuple[Rule, ...]] = (
    *shape.RULES,
    *code.RULES,
    *files.RULES,
    *names.RULES,
    *proofs.RULES,
)
NAMES: Final = frozenset(rule.name for rule in RULES) | {"dead-file"}


def breaches(sources: Iterable[Source]) -> Iterator[Finding]:
    """What stands in the files, whether a comment allows it or not."""
    for source in sources:
        for rule in RULES:
            yield from rule.check(source)


def unallowed(sources: Iterable[Source], findings: Iterable[Finding]) -> list[Finding]:
    """The findings that no comment in their own file lets pass."""
    allowances = {source.path: source.allowances for source in sources}
    return [
        finding
        for finding in findings
        if not any(allowance.covers(finding) for allowance in allowances[finding.path])
    ]


def whole_project(sources: list[Source]) -> list[Finding]:
    """Every rule, those about the project as a whole among them."""
    findings = [*breaches(sources), *dead_files(sources)]
    return [*unallowed(sources, findings), *bad_allowances(sources, findings, NAMES)]
