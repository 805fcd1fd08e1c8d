"""Facts without the people in them: each participant's id gives way to an alias of one file.

The score stays the same, whatever measure reads the facts. Aliases are one to one, so as many
different counterparts are counted. Every key is led by its place among the keys, so the order of
keys stays, which decides between facts of one second.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from scoring.facts import distinct

if TYPE_CHECKING:
    from scoring.facts import Fact

PREFIX = "person-"
SHORTEST = 8  # hexadecimal digits; more where two aliases would be the same
PLACES = 5  # digits of a key's place: one person has 50 000 facts at the most


def aliased(facts: Iterable[Fact], ids: Collection[str], secret: bytes) -> tuple[Fact, ...]:
    """The facts, each key once, with no id of these in them. The same secret, the same aliases."""
    told = distinct(facts)
    names = _aliases(ids, secret)
    place = {key: number for number, key in enumerate(sorted(fact.key for fact in told))}
    # The longest first: one id may begin another.
    wanted = sorted(names, key=lambda name: (-len(name), name))
    found = re.compile("|".join(map(re.escape, wanted)) or "(?!)")

    def told_anew(text: str) -> str:
        return found.sub(lambda hit: names[hit[0]], text)

    return tuple(
        replace(
            fact,
            key=f"{place[fact.key]:0{PLACES}d}:{told_anew(fact.key)}",
            counterpart=None if fact.counterpart is None else told_anew(fact.counterpart),
            purpose=told_anew(fact.purpose),
            source=told_anew(fact.source),
        )
        for fact in told
    )


def _aliases(ids: Collection[str], secret: bytes) -> Mapping[str, str]:
    """An alias for each id, no two the same."""
    whole = {one: hmac.new(secret, one.encode(), "sha256").hexdigest() for one in ids if one}
    size = SHORTEST
    while len({mark[:size] for mark in whole.values()}) < len(whole):
        size += 1
    return {one: PREFIX + mark[:size] for one, mark in whole.items()}
