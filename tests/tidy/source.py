"""What the tidy rules look at: one file, the findings in it, and the allowances it asks for.

Owns: reading files and matching findings with allowances. Must not know any rule.
"""

from __future__ import annotations

import ast
import io
import re
import subprocess
import tokenize
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT: Final = Path(__file__).resolve().parent.parent.parent
PRODUCT: Final = ("bot", "services", "scoring", "sandbox", "glasstown", "migrations")
ALLOWANCE: Final = re.compile(r"tidy: allow(?P<rule>\s+[a-z-]+)?(?P<reason>\s+—\s+\S.*)?")
COMMENTED: Final = frozenset({".py", ".js", ".css", ".sh", ".sql", ".yaml", ".yml", ".toml"})
UNSEEN: Final = frozenset({".git", ".venv", "var", "__pycache__", "node_modules"})

WHOLE_FILE: Final = 0


@dataclass(frozen=True, slots=True)
class Finding:
    """One breach of one rule. Line 0 is the file as a whole."""

    rule: str
    path: PurePosixPath
    line: int
    words: str

    def shown(self) -> str:
        """As compilers write it, so that editors can jump there."""
        return f"{self.path}:{self.line or 1}: {self.rule}: {self.words}"


@dataclass(frozen=True, slots=True)
class Allowance:
    """A comment `tidy: allow <rule> — <reason>`, for its own line, the next, or the whole file."""

    rule: str
    reason: str
    line: int

    def covers(self, finding: Finding) -> bool:
        """Whether this comment lets that finding pass."""
        near = finding.line in (WHOLE_FILE, self.line, self.line + 1)
        return near and finding.rule == self.rule and bool(self.reason)


@dataclass(frozen=True)
class Source:
    """A file of the project with its path from the root; read and parsed once."""

    path: PurePosixPath
    data: bytes

    @classmethod
    def sample(cls, path: str, text: str) -> Source:
        """A file that only exists to try a rule on."""
        return cls(PurePosixPath(path), text.encode())

    @property
    def storey(self) -> str:
        """The top folder, empty for files beside the folders."""
        return self.path.parts[0] if len(self.path.parts) > 1 else ""

    @property
    def is_python(self) -> bool:
        """Whether the rules about code can read it."""
        return self.path.suffix == ".py"

    @property
    def is_product(self) -> bool:
        """Whether it is code that people run, as against tests and scripts."""
        return self.is_python and self.storey in PRODUCT

    @cached_property
    def text(self) -> str | None:
        """The words in it; None for pictures, fonts and the like."""
        try:
            return None if b"\0" in self.data else self.data.decode()
        except UnicodeDecodeError:
            return None

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """Its lines, without their ends."""
        return tuple((self.text or "").splitlines())

    @cached_property
    def nodes(self) -> tuple[ast.AST, ...]:
        """Every node of its syntax tree."""
        return tuple(ast.walk(ast.parse(self.text or "")))

    @cached_property
    def allowances(self) -> tuple[Allowance, ...]:
        """What its comments ask to be let through."""
        if self.path.suffix not in COMMENTED or "tidy: allow" not in (self.text or ""):
            return ()
        return tuple(
            Allowance((found["rule"] or "").strip(), (found["reason"] or "").strip(" —"), line)
            for line, comment in self._comments()
            if (found := ALLOWANCE.search(comment))
        )

    def _comments(self) -> Iterator[tuple[int, str]]:
        """Real comments of Python, whole lines of anything else."""
        if not self.is_python:
            yield from enumerate(self.lines, start=1)
            return
        for token in tokenize.generate_tokens(io.StringIO(self.text).readline):
            if token.type == tokenize.COMMENT:
                yield token.start[0], token.string


@dataclass(frozen=True)
class Rule:
    """One thing that ruff cannot say, with a sample it must pass and one it must catch."""

    name: str
    applies: Callable[[Source], bool]
    find: Callable[[Source], Iterator[tuple[int, str]]]
    good: Source
    bad: Source

    def check(self, source: Source) -> Iterator[Finding]:
        """Every breach in a file, allowed or not."""
        if self.applies(source):
            for line, words in self.find(source):
                yield Finding(self.name, source.path, line, words)


def read(paths: list[Path]) -> list[Source]:
    """Read files given by their paths, relative to the root or absolute."""
    resolved = [(ROOT / path).resolve() for path in paths]
    return [
        Source(PurePosixPath(path.relative_to(ROOT).as_posix()), path.read_bytes())
        for path in resolved
        if path.is_file()
    ]


def project_files() -> list[Path]:
    """What git holds or would take; without git, everything that is not made by a tool."""
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if listing.returncode == 0 and listing.stdout:
        return sorted(Path(name) for name in set(listing.stdout.decode().split("\0")) if name)
    found = (path.relative_to(ROOT) for path in ROOT.rglob("*") if path.is_file())
    return sorted(path for path in found if not UNSEEN.intersection(path.parts))
