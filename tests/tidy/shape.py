"""Rules about the shape of code: how long things may grow, and how revisions are called."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Final

from tests.tidy.source import WHOLE_FILE, Rule, Source

# Of the program; tests, the page's scripts and the history of the schema may be longer.
FILE_LINES_MAX: Final = 300
FUNCTION_LINES_MAX: Final = 40
LOOSER_FILE_LINES_MAX: Final = 400
LOOSER_FUNCTION_LINES_MAX: Final = 60
HANDLER_LINES_MAX: Final = 30
MIGRATION: Final = re.compile(
    r"\d{4}_\d{2}_\d{2}_\d{4}_(add|drop|rename|backfill|fix)(_[a-z0-9]+)+\.py"
)

Places = Iterator[tuple[int, str]]


def long_file(source: Source) -> Places:
    """A file nobody reads to its end."""
    limit = FILE_LINES_MAX if is_program(source) else LOOSER_FILE_LINES_MAX
    if len(source.lines) > limit:
        yield WHOLE_FILE, f"{len(source.lines)} lines, at most {limit}: split it"


def long_functions(source: Source, limit: int) -> Places:
    """Functions above a limit, counted from `def` to the last line."""
    for node in source.nodes:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > limit:
                yield node.lineno, f"{node.name} has {length} lines, at most {limit}"


def long_function(source: Source) -> Places:
    """Any function."""
    limit = FUNCTION_LINES_MAX if is_program(source) else LOOSER_FUNCTION_LINES_MAX
    yield from long_functions(source, limit)


def long_handler(source: Source) -> Places:
    """A handler parses and says what to do; it has no room for rules."""
    yield from long_functions(source, HANDLER_LINES_MAX)


def migration_name(source: Source) -> Places:
    """Revisions read as a history: when, which verb, what; and say why."""
    if not MIGRATION.fullmatch(source.path.name):
        yield WHOLE_FILE, "YYYY_MM_DD_HHMM_(add|drop|rename|backfill|fix)_object.py"
    if not ast.get_docstring(ast.parse(source.text or "")):
        yield WHOLE_FILE, "the docstring of a revision says why"


def is_handlers(source: Source) -> bool:
    """The handlers of a feature."""
    return source.storey == "bot" and source.path.name == "handlers.py"


def is_revision(source: Source) -> bool:
    """A step of the schema's history."""
    return source.is_python and source.path.is_relative_to("migrations/versions")


def is_program(source: Source) -> bool:
    """What people run, as against its tests and the history of the schema."""
    return source.is_product and not is_revision(source)


def is_written_code(source: Source) -> bool:
    """Code of ours that somebody has to read."""
    return source.is_python or (source.path.suffix == ".js" and ".min." not in source.path.name)


def body_of(lines: int) -> str:
    """A function of so many lines."""
    return "def act():\n" + "    x = 1\n" * (lines - 1)


RULES: Final = (
    Rule(
        "file-length",
        is_written_code,
        long_file,
        good=Source.sample("bot/a.py", "x = 1\n" * FILE_LINES_MAX),
        bad=Source.sample("bot/a.py", "x = 1\n" * (FILE_LINES_MAX + 1)),
    ),
    Rule(
        "function-length",
        lambda source: source.is_python,
        long_function,
        good=Source.sample("tests/a.py", body_of(LOOSER_FUNCTION_LINES_MAX)),
        bad=Source.sample("bot/a.py", body_of(FUNCTION_LINES_MAX + 1)),
    ),
    Rule(
        "handler-length",
        is_handlers,
        long_handler,
        good=Source.sample("bot/money/wallet/handlers.py", body_of(HANDLER_LINES_MAX)),
        bad=Source.sample("bot/money/wallet/handlers.py", body_of(HANDLER_LINES_MAX + 1)),
    ),
    Rule(
        "migration-name",
        is_revision,
        migration_name,
        good=Source.sample(
            "migrations/versions/2026_11_24_1030_add_red_envelopes.py", '"""Why."""\n'
        ),
        bad=Source.sample("migrations/versions/0001_envelopes.py", '"""Why."""\n'),
    ),
)
