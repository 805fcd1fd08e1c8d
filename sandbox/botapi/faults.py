"""Trouble on demand: refusals, outages, slow or lost answers, repeated and shuffled updates.

Every draw comes from one seeded source, so the same requests meet the same trouble again.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sandbox.messenger.shapes import Json

Kind = Literal["retry_after", "error", "html", "timeout", "reset", "slow", "general"]
Probability = Annotated[float, Field(ge=0, le=1)]
Item = TypeVar("Item")
_FORBID = ConfigDict(extra="forbid", frozen=True)


class Rule(BaseModel):
    """One kind of trouble: for which calls, how often, how many times."""

    model_config = _FORBID

    kind: Kind
    methods: tuple[str, ...] | None = None
    chats: tuple[int, ...] | None = None
    topics: tuple[int, ...] | None = None
    """Only calls that name one of these topics; with none of them, any topic."""
    probability: Probability = 1.0
    count: Annotated[int, Field(ge=0)] | None = None
    after_processing: bool = False
    retry_after: tuple[Annotated[int, Field(ge=1)], Annotated[int, Field(ge=1)]] = (1, 30)
    status: Literal[400, 401, 403, 404, 409, 500, 502, 503, 504] = 500
    description: str | None = None
    seconds: Annotated[float, Field(ge=0, le=600)] = 1.0


class UpdateTrouble(BaseModel):
    """Each update is sent 1 to `copies` times, shuffled within a window."""

    model_config = _FORBID

    copies: Annotated[int, Field(ge=1, le=10)] = 1
    window: Annotated[int, Field(ge=1, le=1000)] = 1


class Plan(BaseModel):
    """Everything that shall go wrong."""

    model_config = _FORBID

    seed: int = 0
    rules: tuple[Rule, ...] = ()
    updates: UpdateTrouble = UpdateTrouble()


@dataclass(frozen=True, slots=True)
class Strike:
    """One rule that has hit one call."""

    rule: Rule
    retry_after: int


class Faults:
    """The plan in force and how much of it is used up."""

    def __init__(self, seed: int) -> None:
        self.plan = Plan(seed=seed)
        self._random = random.Random(seed)  # noqa: S311 - repeatable, guards nothing
        self._hits: list[int] = []
        self._methods: list[frozenset[str] | None] = []

    def set(self, plan: Plan) -> None:
        """Start a plan from its beginning."""
        self.plan = plan
        self._random = random.Random(plan.seed)  # noqa: S311 - repeatable, guards nothing
        self._hits = [0] * len(plan.rules)
        self._methods = [
            None if rule.methods is None else frozenset(name.lower() for name in rule.methods)
            for rule in plan.rules
        ]

    def as_json(self) -> Json:
        """The plan and the hits of each rule so far."""
        return {**self.plan.model_dump(mode="json"), "hits": list(self._hits)}

    def strike(self, method: str, chat: int | None, topic: int | None = None) -> Strike | None:
        """The first rule that hits this call, if any does."""
        for number, rule in enumerate(self.plan.rules):
            if not self._fits(number, method.lower(), chat, topic):
                continue
            if rule.probability < 1 and self._random.random() >= rule.probability:
                continue
            self._hits[number] += 1
            low, high = sorted(rule.retry_after)
            wait = self._random.randint(low, high) if rule.kind == "retry_after" else 0
            return Strike(rule, wait)
        return None

    def _fits(self, number: int, method: str, chat: int | None, topic: int | None) -> bool:
        rule, methods = self.plan.rules[number], self._methods[number]
        if rule.count is not None and self._hits[number] >= rule.count:
            return False
        if methods is None:
            # Polling is left alone unless named: most plans are about what the bot sends.
            if method == "getupdates":
                return False
        elif method not in methods:
            return False
        if rule.topics is not None and (topic is None or topic not in (rule.topics or {topic})):
            return False
        return rule.chats is None or chat in rule.chats

    def deal(self, items: Sequence[Item]) -> list[Item]:
        """The same items, repeated and shuffled as the plan says; none is ever missing."""
        trouble = self.plan.updates
        if trouble.copies > 1:
            items = [one for one in items for _ in range(self._random.randint(1, trouble.copies))]
        if trouble.window == 1:
            return list(items)
        dealt: list[Item] = []
        for start in range(0, len(items), trouble.window):
            part = list(items[start : start + trouble.window])
            self._random.shuffle(part)
            dealt += part
        return dealt
