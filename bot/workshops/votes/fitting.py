"""Which rule of the law somebody may mean who moves one that there is not: by its id, or by its
title or a word of it in any language.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from bot.replies import say
from bot.words import words_for
from services.kernel.localized import LANGUAGES
from services.kernel.town import STEWARDS, Town
from services.law import switchboard
from services.law.switchboard import Setting, Switch, SwitchPage
from services.people.identity import names_like
from services.workshops import votes
from services.workshops.votes import Motion

NEAREST = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Unfit:
    """What was typed is no rule of the law; `near` may be meant, `value` is what it shall say."""

    typed: str
    value: str
    near: tuple[Setting, ...]
    may_run: bool


def put(
    town: Town, typed: list[tuple[str, str]], *, words: str = "", in_days: int = 0
) -> Motion | Unfit:
    """Move what was typed, or ask which rule is meant. Raises what `votes.put` raises."""
    try:
        return votes.put(town, typed, words=words, in_days=in_days)
    except switchboard.UnknownSwitch:
        if len(typed) > 1 or words or in_days:  # the refusal's keys keep all the rest
            raise
        return _unfit(town, *typed[0])


def begin(town: Town, typed: str) -> SwitchPage | Unfit:
    """One rule that shall change, or the question which."""
    try:
        return switchboard.one_switch(town, typed)
    except switchboard.UnknownSwitch:
        return _unfit(town, typed, "")


def nearest(typed: str) -> tuple[Setting, ...]:
    """The rules that what was typed is nearest to, the best first."""
    found = names_like(typed.strip(), _called(), most=NEAREST)
    near = dict.fromkeys(switch for name in found for switch in _called()[name])
    return tuple(switchboard.catalogue()[one] for one in near)[:NEAREST]


@cache
def _called() -> dict[str, list[Switch]]:
    called: dict[str, list[Switch]] = {}
    for switch in Switch:
        title = say(f"law.title_{switch.value}")
        names = [switch.value.replace("_", " "), *(words_for(x).plain(title) for x in LANGUAGES)]
        words = [word for name in names for word in name.split()]
        for name in dict.fromkeys((switch.value, *names, *words)):
            called.setdefault(name.casefold(), []).append(switch)
    return called


def _unfit(town: Town, typed: str, value: str) -> Unfit:
    may_run = town.actor.role in STEWARDS
    return Unfit(typed=typed[:40], value=value, near=nearest(typed), may_run=may_run)
