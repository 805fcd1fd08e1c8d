"""Which verbs can change a score, and whether the audit log hears of it: read off the code.

A verb is followed into whatever it names, as far as our own code goes; nothing is run. A branch
that may be taken counts as taken, in favour of the change and of the line in the log alike.
"""

from __future__ import annotations

import dis
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import CodeType, FunctionType, ModuleType

from services.kernel.audit_log import note
from services.law import switchboard
from services.people import facts
from services.standing import listings

# What scores are computed from is written by these alone: the books, the lists, the law.
CHANGES: frozenset[object] = frozenset(
    {facts.record, facts.strike, facts.purge, switchboard.enact, switchboard.written}
    | {listings.enter, listings.lift, listings.strike, listings.unlist}
)
OURS = frozenset({"services", "bot"})


@dataclass(frozen=True, slots=True)
class Reach:
    """What a verb comes to. `is_in_books`: it leaves a fact, which stands there as its trace."""

    changes: bool
    is_noted: bool
    is_in_books: bool


def reach(verb: FunctionType) -> Reach:
    """How far a verb comes."""
    seen = followed((verb,))
    return Reach(bool(seen & CHANGES), note in seen, facts.record in seen)


def followed(roots: Iterable[FunctionType]) -> frozenset[FunctionType]:
    """All functions of ours that these come to, themselves among them."""
    seen, todo = set[FunctionType](), list(roots)
    tops = OURS | {_top(one) for one in todo}
    while todo:
        one = todo.pop()
        if one not in seen and _top(one) in tops:
            seen.add(one)
            todo += named_by(one)
    return frozenset(seen)


@cache
def named_by(function: FunctionType) -> frozenset[FunctionType]:
    """The functions that one names: by itself, through a module, in a table, or closed over."""
    found = {one for cell in function.__closure__ or () for one in _within(cell.cell_contents)}
    for code in _codes(function.__code__):
        held: object = None
        for step in dis.get_instructions(code):
            if step.opname == "LOAD_GLOBAL":
                held = function.__globals__.get(step.argval)
            elif step.opname in ("LOAD_ATTR", "LOAD_METHOD"):
                held = vars(held).get(step.argval) if isinstance(held, ModuleType) else None
            elif step.opname not in ("CACHE", "PRECALL", "EXTENDED_ARG"):
                held = None
            found.update(_within(held))
    return frozenset(found)


def _codes(code: CodeType) -> Iterator[CodeType]:
    yield code
    for const in code.co_consts:
        if isinstance(const, CodeType):
            yield from _codes(const)


def _within(held: object) -> Iterator[FunctionType]:
    if isinstance(held, FunctionType):
        yield held
    elif isinstance(held, Mapping):
        for one in held.values():
            yield from _within(one)
    elif isinstance(held, tuple | list):
        for one in held:
            yield from _within(one)


def _top(function: FunctionType) -> str:
    return function.__module__.partition(".")[0]
