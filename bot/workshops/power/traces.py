"""Who can change a score without a trace: every key and command, compared with the audit log.

Read off the routers and the code behind them: no list is kept by hand. Whoever runs a town or the
installation acts on others, so that each such act has to leave a line in the log; of whoever lives
there the fact that they leave is the trace.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import FunctionType

from bot.acts import Act, GuardedRouter
from bot.features import Feature
from bot.workshops.power.matrix import CHAIRS, KEEPERS, Chair
from services.workshops import power


@dataclass(frozen=True, slots=True)
class Traces:
    """Of one chair: how many acts can change a score, and which of them leave no trace."""

    changes: int
    unseen: tuple[str, ...]


def traces(features: Iterable[Feature]) -> Mapping[Chair, Traces]:
    """Of every chair, over all commands and keys of these features."""
    acts: dict[Chair, set[str]] = {chair: set() for chair in Chair}
    unseen: dict[Chair, set[str]] = {chair: set() for chair in Chair}
    for router in (router for feature in features for router in feature.routers):
        chairs = CHAIRS[router.access]
        for verb in frozenset(_verbs(router)):
            far, name = power.reach(verb), f"{verb.__module__}.{verb.__name__}"
            by_fact = far.is_in_books and not set(chairs) <= set(KEEPERS)
            for chair in chairs if far.changes else ():
                acts[chair].add(name)
                if not (far.is_noted or by_fact):
                    unseen[chair].add(name)
    return {chair: Traces(len(acts[chair]), tuple(sorted(unseen[chair]))) for chair in Chair}


def roles(found: Mapping[Chair, Traces]) -> int:
    """How many roles can change a score without a trace."""
    return sum(bool(one.unseen) for one in found.values())


def _verbs(router: GuardedRouter) -> Iterator[FunctionType]:
    """What its commands and keys may run: where the code behind them leaves the face."""
    heard = (*router.message.handlers, *router.callback_query.handlers)
    seen, todo = set[FunctionType](), [one for h in heard for one in _behind(h.callback)]
    while todo:
        one = todo.pop()
        if one in seen:
            continue
        seen.add(one)
        if one.__module__.partition(".")[0] == "services":
            yield one
        elif one.__module__.partition(".")[0] != "aiogram":
            todo += _behind(one)


def _behind(callback: object) -> list[FunctionType]:
    """What a handler names; of an act that it always does, the verb."""
    if not isinstance(callback, FunctionType):
        return []
    cells = [cell.cell_contents for cell in callback.__closure__ or ()]
    runs = [one.run for one in cells if isinstance(one, Act)]
    return [*power.named_by(callback), *(run for run in runs if isinstance(run, FunctionType))]
