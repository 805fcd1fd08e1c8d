"""Rules about the project as a whole: modules nobody imports, allowances nobody needs."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from tests.tidy.source import WHOLE_FILE, Finding, Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import PurePosixPath

SEARCHED: Final = ("bot", "services", "scoring")
STARTS: Final = frozenset({"__init__", "__main__"})


def dead_files(sources: Iterable[Source]) -> Iterator[Finding]:
    """Modules that no code of the product imports: tests alone do not keep a module alive."""
    product = [source for source in sources if source.is_product]
    imported = {name for source in product for name in imports_of(source)}
    for source in product:
        name = module_name(source.path)
        searched = source.storey in SEARCHED and source.path.stem not in STARTS
        if searched and name not in imported:
            yield Finding("dead-file", source.path, WHOLE_FILE, "imported by nobody: delete it")


def module_name(path: PurePosixPath) -> str:
    """`a/b.py` is a.b, `a/__init__.py` is a."""
    parts = path.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports_of(source: Source) -> Iterator[str]:
    """Every module a file may mean: `from a import b` is a, and a.b where b is a module."""
    package = source.path.parent.parts
    for node in source.nodes:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else ()
            base = ".".join((*above, *filter(None, [node.module])))
            yield base
            yield from (f"{base}.{alias.name}" for alias in node.names)


def bad_allowances(
    sources: Iterable[Source], findings: Iterable[Finding], rules: frozenset[str]
) -> Iterator[Finding]:
    """Allowances of an unknown rule, without a reason, or for nothing: the list only shrinks."""
    by_path: dict[PurePosixPath, list[Finding]] = {}
    for finding in findings:
        by_path.setdefault(finding.path, []).append(finding)
    for source in sources:
        for allowance in source.allowances:
            if allowance.rule not in rules:
                words = f"no rule is called {allowance.rule!r}"
            elif not allowance.reason:
                words = "say why: tidy: allow <rule> — <reason>"
            elif not any(allowance.covers(found) for found in by_path.get(source.path, [])):
                words = f"nothing here needs it: {allowance.rule}"
            else:
                continue
            yield Finding("allowance", source.path, allowance.line, words)
