"""What a motion would change: switches, statutes, or a whole law. Read from words, and kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from services.kernel.errors import RuleError
from services.kernel.localized import Localized
from services.kernel.town import Town, office
from services.law import statutes, switchboard
from services.law.statutes import Deed
from services.law.switchboard import Switch, Value

CHANGES_MAX = 8
WITH_STATUTES = frozenset(one.value for one in Deed)


class ChangesNothing(RuleError):
    """All that is moved is the law already."""


@dataclass(frozen=True, slots=True)
class Change:
    """One switch and what it shall say."""

    switch: Switch
    value: Value


@dataclass(frozen=True, slots=True)
class StatuteChange:
    """A statute that shall come or go, or a set of them that shall be the whole law."""

    deed: Deed
    what: str
    title: Localized


def written(changes: Iterable[Change | StatuteChange]) -> str:
    """How changes are kept."""
    return " ".join(
        f"{one.deed.value}={one.what}"
        if isinstance(one, StatuteChange)
        else f"{one.switch.value}={one.value}"
        for one in changes
    )


def statute_change(deed: Deed, what: str) -> StatuteChange:
    """Raises `UnknownStatute`."""
    found = statutes.find_preset(what) if deed is Deed.PRESET else statutes.find_statute(what)
    return StatuteChange(deed, what.strip().lower(), found.title)


def kept_changes(kept: str) -> Iterator[Change | StatuteChange]:
    """The changes that were kept."""
    for name, value in (pair.split("=") for pair in kept.split()):
        if name in WITH_STATUTES:
            yield statute_change(Deed(name), value)
        else:
            setting = switchboard.catalogue()[Switch(name)]
            yield Change(setting.switch, switchboard.read_value(setting, value))


def read_changes(town: Town, typed: Iterable[tuple[str, str]]) -> list[Change | StatuteChange]:
    """Of each statute and switch the last word that would change something.

    Raises `ChangesNothing`, `UnknownStatute`, `NotInForce`, `UnknownSwitch`, `UnknownValue`.
    """
    told: dict[str, Change | StatuteChange] = {}
    stands, asked = switchboard.switches(town), 0
    for name, value in typed:
        asked += 1
        if (deed := name.lower()) in WITH_STATUTES:
            drafted = statutes.draft(town.as_actor(office(), key=town.key), Deed(deed), value)
            if drafted.is_new:
                told[drafted.what] = statute_change(drafted.deed, drafted.what)
            continue
        setting = switchboard.one_switch(town, name).clause.setting
        change = Change(setting.switch, switchboard.read_value(setting, value))
        coming = switchboard.course(town, change.switch).coming(town.now)
        if coming or stands[change.switch.value] != change.value:
            told[change.switch.value] = change
    if asked and not told:
        raise ChangesNothing
    return list(told.values())[:CHANGES_MAX]
