"""Rules about what code says: commits, floats, errors, SQL, and words in the wrong place."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Final

from tests.tidy.source import Rule, Source

UNIT_OF_WORK: Final = "bot/runtime/database.py"
COMMITTERS: Final = frozenset({UNIT_OF_WORK, "migrations/env.py"})
CATCHERS: Final = frozenset({"bot/runtime/worker.py", "bot/runtime/sender.py"})
SPEAKERS: Final = frozenset({"say", "Say", "Message", "Answer", "Button", "LinkButton", "Reply"})
REPLACING_SQL: Final = re.compile(r"(?<!CREATE )\bOR REPLACE\b|\bREPLACE INTO\b", re.IGNORECASE)

Places = Iterator[tuple[int, str]]


def commit(source: Source) -> Places:
    """One update, one transaction: only its owner commits, by word or by leaving `begin()`."""
    for node in source.nodes:
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in {"commit", "begin"}
        ):
            yield node.lineno, f"only {UNIT_OF_WORK} commits"


def inexact(source: Source) -> Places:
    """Money and points are integers: no float literal, no float type, no true division."""
    refused = {id(name) for node in source.nodes for name in tested_types(node)}
    folders = {name for node in source.nodes for name in path_names(node)}
    for node in source.nodes:
        match node:
            case ast.Constant(value=float(value)):
                yield node.lineno, f"{value} is a float"
            case ast.Name(id="float") if id(node) not in refused:
                yield node.lineno, "money and points are integers, not float"
            case ast.BinOp(op=ast.Div()) if not joins_paths(node, folders):
                yield node.lineno, "/ makes a float; // with a stated rounding does not"
            case ast.AugAssign(op=ast.Div()):
                yield node.lineno, "/= makes a float"
            case _:
                pass


def tested_types(node: ast.AST) -> Iterator[ast.AST]:
    """What `isinstance` asks for: a rule may name float in order to refuse it."""
    if isinstance(node, ast.Call) and called_name(node) == "isinstance":
        yield from ast.walk(node)


def path_names(node: ast.AST) -> Iterator[str]:
    """Names of paths: parameters annotated so, and what `Path(…)` is assigned to."""
    match node:
        case ast.arg(arg=name, annotation=ast.expr() as annotation) if mentions_path(annotation):
            yield name
        case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call(func=ast.Name(id="Path"))):
            yield name
        case _:
            pass


def mentions_path(annotation: ast.expr) -> bool:
    """`Path`, `Path | None`, `list[Path]`."""
    return any(isinstance(part, ast.Name) and part.id == "Path" for part in ast.walk(annotation))


def joins_paths(node: ast.BinOp, folders: set[str]) -> bool:
    """`folder / "name"`, `path.parent / name`: words and folders are not divided."""
    return any(
        isinstance(side, ast.JoinedStr)
        or (isinstance(side, ast.Constant) and isinstance(side.value, str))
        or (isinstance(side, ast.Attribute) and side.attr == "parent")
        or (isinstance(side, ast.Name) and side.id in folders)
        for side in (node.left, node.right)
    )


def broad_except(source: Source) -> Places:
    """A handler of every error hides bugs, unless it raises on."""
    for node in source.nodes:
        if isinstance(node, ast.ExceptHandler) and is_broad(node.type) and not raises_on(node):
            yield node.lineno, "name the errors that are expected here"


def is_broad(caught: ast.expr | None) -> bool:
    """Bare, or naming the root of all errors, alone or in a tuple."""
    if caught is None:
        return True
    names = caught.elts if isinstance(caught, ast.Tuple) else [caught]
    return any(isinstance(n, ast.Name) and n.id in {"Exception", "BaseException"} for n in names)


def raises_on(handler: ast.ExceptHandler) -> bool:
    """Cleaning up and raising the same error again swallows nothing."""
    last = handler.body[-1]
    return isinstance(last, ast.Raise) and last.exc is None


def spoken_words(source: Source) -> Places:
    """Sentences for people live in the locales; a reply is given a key."""
    for node in source.nodes:
        if isinstance(node, ast.Call) and called_name(node) in SPEAKERS:
            for part in (*node.args, *(keyword.value for keyword in node.keywords)):
                if isinstance(text := literal_text(part), str) and re.search(r"\S\s+\S", text):
                    yield part.lineno, f"{text[:30]!r} belongs into bot/locales"


def called_name(node: ast.Call) -> str:
    """`Reply` for `Reply(…)` and for `replies.Reply(…)`."""
    if isinstance(node.func, ast.Attribute):
        return node.func.attr
    return node.func.id if isinstance(node.func, ast.Name) else ""


def literal_text(node: ast.expr) -> str | None:
    """The words of a string or of an f-string, without what is filled in."""
    if isinstance(node, ast.JoinedStr):
        return "".join(literal_text(part) or "x" for part in node.values)
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def replacing_sql(source: Source) -> Places:
    """OR REPLACE deletes a row and writes another one: history and references are gone."""
    remarks = {id(node.value) for node in source.nodes if isinstance(node, ast.Expr)}
    for node in source.nodes:
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in remarks
            and REPLACING_SQL.search(node.value)
        ):
            yield node.lineno, "an upsert names its conflict: ON CONFLICT … DO …"


def counts(source: Source) -> bool:
    """Where integers are the law."""
    return source.is_python and source.storey in {"services", "scoring"}


RULES: Final = (
    Rule(
        "commit",
        lambda source: source.is_product and str(source.path) not in COMMITTERS,
        commit,
        good=Source.sample("services/a.py", "connection.execute(commit)\n"),
        bad=Source.sample("services/a.py", "connection.commit()\n"),
    ),
    Rule(
        "inexact",
        counts,
        inexact,
        good=Source.sample("scoring/a.py", "half: int = 7 // 2\nplace = folder / 'a.yaml'\n"),
        bad=Source.sample("scoring/a.py", "half = 7 / 2\n"),
    ),
    Rule(
        "broad-except",
        lambda source: source.is_python and str(source.path) not in CATCHERS,
        broad_except,
        good=Source.sample("bot/a.py", "try:\n    x()\nexcept Exception:\n    undo()\n    raise\n"),
        bad=Source.sample("bot/a.py", "try:\n    x()\nexcept (OSError, Exception):\n    pass\n"),
    ),
    Rule(
        "spoken-words",
        lambda source: source.is_python and source.storey == "bot",
        spoken_words,
        good=Source.sample("bot/a.py", "say('wallet.empty', note=row.note)\n"),
        bad=Source.sample("bot/a.py", "say(f'You have {fen} fen')\n"),
    ),
    Rule(
        "replacing-sql",
        lambda source: source.is_product,
        replacing_sql,
        good=Source.sample("migrations/a.py", "sql('CREATE OR REPLACE FUNCTION f()')\n"),
        bad=Source.sample("migrations/a.py", "sql('insert or replace into t values (1)')\n"),
    ),
)
