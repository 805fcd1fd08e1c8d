"""Laws to ask the synthetic town about: that of the beginning, changed as motions write it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from services.law import statutes, switchboard
from services.law.statutes import Statute
from services.law.switchboard import UnknownSwitch, Value
from services.people import identity

Law = Mapping[str, Value]
NEAREST, TYPED_MAX = 5, 40
BEGINNING = 4  # letters that are looked for where nothing is like the whole
ENACT, PRESET, REPEAL = "enact", "preset", "repeal"


def law_with(changes: Sequence[str]) -> Law:
    """The law as it is from the start, with `switch=value` changed, `enact=statute` passed, or all
    of `preset=set`. Statutes come first, by rank, whatever the order; switches have the last word.

    Raises `UnknownSwitch`, `UnknownValue`, `UnknownStatute`.
    """
    by_name = {switch.value: one for switch, one in switchboard.catalogue().items()}
    passed: list[Statute] = []
    typed: dict[str, Value] = {}
    for change in changes:
        what, _, value = (part.strip().lower() for part in change.partition("="))
        if what == ENACT:
            passed.append(statutes.find_statute(value))
        elif what == PRESET:
            passed += statutes.statutes_of(statutes.find_preset(value))
        elif what in by_name:
            typed[what] = switchboard.read_value(by_name[what], value)
        else:
            raise _unknown(what, value)
    start = {name: setting.default for name, setting in by_name.items()}
    return {**under(start, passed), **typed}


def one_step() -> dict[str, Law]:
    """Every law that is one step from where a town begins, as a motion would write it."""
    changes = [
        f"{switch.value}={value}"
        for switch, setting in switchboard.catalogue().items()
        if not setting.is_number
        for value in setting.values
        if value != setting.default
    ]
    changes += [f"{ENACT}={name}" for name in statutes.catalogue()]
    changes += [f"{PRESET}={name}" for name in statutes.presets()]
    return {change: law_with([change]) for change in changes}


def under(start: Law, passed: Iterable[Statute]) -> Law:
    """The law once all that statutes say has come into force, the highest rank last."""
    said = [(one, provision) for one in passed for provision in one.provisions.values()]
    said.sort(key=lambda pair: statutes.rank_of(*pair))
    return {**start, **{p.sets.value: p.value for _, p in said if p.to_day is None}}


def _unknown(what: str, value: str) -> UnknownSwitch:
    """The refusal, with what is nearest, as it is to be typed."""
    if what == REPEAL:  # from the beginning nothing was passed that could be taken back
        one = statutes.find_statute(value).statute_id
        return UnknownSwitch(typed=f"{REPEAL}={one}", instead=(f"{ENACT}={one}",))
    ways = {
        switch.value: f"{switch.value}={'/'.join(map(str, one.values[:3]))}"
        for switch, one in switchboard.catalogue().items()
    }
    ways |= {name: f"{ENACT}={name}" for name in statutes.catalogue()}
    ways |= {name: f"{PRESET}={name}" for name in statutes.presets()}
    near = identity.names_like(what, ways, most=NEAREST)
    near = near or identity.names_like(what[:BEGINNING], ways, most=NEAREST)
    return UnknownSwitch(typed=what[:TYPED_MAX], instead=tuple(ways[name] for name in near))
