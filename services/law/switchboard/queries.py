"""What the law says as of a town time.

Of two enactments that both apply, the one decided last counts: whoever decides on a matter again
also decides about what was still to come. As nothing is ever enacted for the past, what the law
said at a moment never changes afterwards.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from services.kernel.schema import AnyRow
from services.kernel.time import TownTime
from services.kernel.town import Town
from services.law.switchboard.catalogue import Setting, Switch, Value, catalogue
from services.law.switchboard.tables import law_switches


@dataclass(frozen=True, slots=True)
class Enactment:
    """One decision, as it stands in the book."""

    switch: Switch
    value: Value
    in_force_from: TownTime
    set_at: TownTime
    actor: str
    poll: int | None = None  # the vote that carried it


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One switch as it stands: the value in force, and what is decided but not yet in force."""

    setting: Setting
    value: Value
    since: TownTime | None  # None: from the start
    next_value: Value | None
    next_from: TownTime | None


def value(town: Town, switch: Switch, as_of: int | None = None) -> Value:
    """What the law says on one switch as of a town time (now where none is given)."""
    return _latest(catalogue()[switch], _enactments(town, switch), _moment(town, as_of))


def switches(town: Town, as_of: int | None = None) -> Mapping[str, Value]:
    """The whole law as of a town time, by switch."""
    enacted, moment = _enactments(town), _moment(town, as_of)
    return {
        switch.value: _latest(setting, enacted, moment) for switch, setting in catalogue().items()
    }


def is_on(town: Town, switch: Switch, as_of: int | None = None) -> bool:
    """Whether the law lets what hangs on an on/off switch be."""
    return value(town, switch, as_of) == "on"


def history(town: Town) -> list[Enactment]:
    """Everything that was ever enacted here, in the order in which it was decided."""
    return _enactments(town)


def clause(setting: Setting, enacted: list[Enactment], moment: int) -> Clause:
    """One switch as it stands at a moment, and what comes next."""
    mine = [one for one in enacted if one.switch is setting.switch]
    latest, later = _split(mine, moment)
    # What comes next is the earliest; of several on one day, the one decided last.
    following = min(reversed(later), key=lambda one: one.in_force_from, default=None)
    return Clause(
        setting=setting,
        value=setting.default if latest is None else latest.value,
        since=None if latest is None else latest.in_force_from,
        next_value=None if following is None else following.value,
        next_from=None if following is None else following.in_force_from,
    )


def coming(town: Town, switch: Switch, moment: int) -> list[Enactment]:
    """What is decided and comes into force after a moment, unless something else is decided."""
    return _split(_enactments(town, switch), moment)[1]


def _split(mine: list[Enactment], moment: int) -> tuple[Enactment | None, list[Enactment]]:
    """What is in force at a moment, and what was decided after it for later."""
    numbers = [n for n, one in enumerate(mine) if one.in_force_from <= moment]
    if not numbers:
        return None, mine
    return mine[numbers[-1]], mine[numbers[-1] + 1 :]


def _latest(setting: Setting, enacted: list[Enactment], moment: int) -> Value:
    for one in reversed(enacted):
        if one.switch is setting.switch and one.in_force_from <= moment:
            return one.value
    return setting.default


def _moment(town: Town, as_of: int | None) -> int:
    return town.now if as_of is None else as_of


def _enactments(town: Town, switch: Switch | None = None) -> list[Enactment]:
    query = (
        select(law_switches)
        .where(law_switches.c.workshop_id == town.workshop_id)
        .order_by(law_switches.c.enactment_id)
    )
    if switch is not None:
        query = query.where(law_switches.c.switch == switch.value)
    return [_enactment(row) for row in town.conn.execute(query)]


def _enactment(row: AnyRow) -> Enactment:
    switch = Switch(row.switch)
    kept = catalogue()[switch].read(row.value)
    if kept is None:
        raise LookupError(f"the book says {row.switch} = {row.value!r}, which is not a value")
    return Enactment(switch, kept, row.in_force_town_s, row.set_town_s, row.actor, row.poll)
