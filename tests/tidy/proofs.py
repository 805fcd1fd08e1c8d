"""Rules about tests: an assertion can fail, and every test makes one."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Final

from tests.tidy.code import called_name
from tests.tidy.source import Rule, Source

# Helpers that fail by themselves, and waits that end in a failure when they wait in vain.
PROOFS: Final = re.compile(
    r"_?(check|expect|assert|refuse)|raises$|sees$|until|taps$|with_button$|run_state_machine"
)
ALIKE: Final = (ast.Eq, ast.Is, ast.LtE, ast.GtE)

Places = Iterator[tuple[int, str]]


def idle_assert(source: Source) -> Places:
    """What is true whatever the program does."""
    for node in source.nodes:
        if isinstance(node, ast.Assert) and is_always_true(node.test):
            yield node.lineno, "this cannot fail"


def is_always_true(claim: ast.expr) -> bool:
    """A true constant, a tuple, one of these in an `or`, a thing that is itself, a length ≥ 0."""
    match claim:
        case ast.Constant(value=value):
            return bool(value)
        case ast.Tuple(elts=elements):
            return bool(elements)
        case ast.BoolOp(op=operator, values=parts):
            holds = any if isinstance(operator, ast.Or) else all
            return holds(is_always_true(part) for part in parts)
        case ast.Compare(left=left, ops=[operator], comparators=[right]):
            return is_itself(left, operator, right) or is_any_length(left, operator, right)
        case _:
            return False


def is_itself(left: ast.expr, operator: ast.cmpop, right: ast.expr) -> bool:
    """`x == x`; but what is called twice may answer twice."""
    is_asked = any(isinstance(part, ast.Call | ast.Await) for part in ast.walk(left))
    return isinstance(operator, ALIKE) and not is_asked and ast.dump(left) == ast.dump(right)


def is_any_length(left: ast.expr, operator: ast.cmpop, right: ast.expr) -> bool:
    """`len(x) >= 0`."""
    counts = isinstance(left, ast.Call) and called_name(left) == "len"
    match operator, right:
        case ast.GtE(), ast.Constant(value=0):
            return counts
        case ast.Gt(), ast.UnaryOp(op=ast.USub()):
            return counts
        case _:
            return False


def no_proof(source: Source) -> Places:
    """A test that only runs something proves that it runs."""
    for node in source.nodes:
        if (
            isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
            and node.name.startswith("test_")
            and not any(is_proof(part) for part in ast.walk(node))
        ):
            yield node.lineno, f"{node.name} asserts nothing"


def is_proof(node: ast.AST) -> bool:
    """An assertion, or a call of what fails by itself."""
    if isinstance(node, ast.Call):
        return PROOFS.match(called_name(node)) is not None
    return isinstance(node, ast.Assert)


def is_test(source: Source) -> bool:
    """A file of tests, or of what they share."""
    return source.is_python and source.storey == "tests"


RULES: Final = (
    Rule(
        "idle-assert",
        is_test,
        idle_assert,
        good=Source.sample("tests/test_a.py", "assert draw(7) == draw(7)\nassert len(x) > 0\n"),
        bad=Source.sample("tests/test_a.py", "assert tapped() or True\n"),
    ),
    Rule(
        "no-proof",
        is_test,
        no_proof,
        good=Source.sample("tests/test_a.py", "def test_a():\n    check_books(world)\n"),
        bad=Source.sample("tests/test_a.py", "def test_a():\n    pay(world)\n"),
    ),
)
