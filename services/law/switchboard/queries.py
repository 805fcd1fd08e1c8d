"""What the law says as of a town time.

A switch is set by itself, or by the provisions of statutes. Of two decisions that both apply, the
one decided last counts: whoever decides on a matter again also decides about what was still to
come, and whoever decides the same for a later day puts off what has not come into force. Among
provisions the one that prevails counts, in whatever order they were enacted; when one ends, what
it stood over holds again. As nothing is ever enacted for the past, what the law said at a moment
never changes afterwards.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select

from services.kernel.schema import AnyRow
from services.kernel.time import TownTime
from services.kernel.town import Town
from services.law.switchboard.catalogue import Setting, Switch, Value, catalogue
from services.law.switchboard.tables import law_switches


@dataclass(frozen=True, slots=True)
class Enactment:
    """One decision, as it stands in the book.

    `provision`: of which statute, `guideline_2020/1.petty`; empty where a switch was set by itself.
    `rank`: among provisions the highest counts. `ends`: the provision says nothing from then on,
    and `value` is what then holds.
    """

    switch: Switch
    value: Value
    in_force_from: TownTime
    set_at: TownTime
    actor: str
    provision: str = ""
    rank: int = 0
    ends: bool = False
    poll: int | None = None  # the vote that carried it


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One switch as it stands: the value in force, and what is decided but not yet in force."""

    setting: Setting
    value: Value
    since: TownTime | None  # None: from the start
    next_value: Value | None
    next_from: TownTime | None


@dataclass(frozen=True, slots=True)
class Course:
    """All that was decided on one switch, in the order of deciding."""

    setting: Setting
    decided: Sequence[Enactment]

    def at(self, moment: int) -> Value:
        """What holds at a town time."""
        found = self.decisive(moment)
        return self.setting.default if found is None else found.value

    def decisive(self, moment: int) -> Enactment | None:
        """The decision that says so; None where what held from the start still does."""
        said, speaking = self._heard(moment)
        return max(speaking.values(), key=lambda one: one.rank, default=said)

    def speaks(self, provision: str, moment: int) -> bool:
        """Whether a provision is in force and nothing was decided on its switch by itself since."""
        return provision in self._heard(moment)[1]

    def _heard(self, moment: int) -> tuple[Enactment | None, dict[str, Enactment]]:
        """What was last decided by itself, and the provisions in force that came after it."""
        said: Enactment | None = None
        speaking: dict[str, Enactment] = {}
        for one in self.decided:
            if one.in_force_from > moment:
                continue
            if not one.provision:
                said, speaking = one, {}
            elif one.ends:
                speaking.pop(one.provision, None)
            else:
                speaking[one.provision] = one
        return said, speaking

    @property
    def turns(self) -> list[TownTime]:
        """The town times at which something comes into force or ends, each once, rising."""
        return sorted({one.in_force_from for one in self.decided})

    def coming(self, moment: int) -> list[Enactment]:
        """What is decided and changes something after a moment, unless it is decided otherwise."""
        said = [
            number
            for number, one in enumerate(self.decided)
            if one.in_force_from <= moment and not one.provision
        ]
        later = self.decided[said[-1] + 1 if said else 0 :]
        return [one for one in later if one.in_force_from > moment and self._turns_by(one)]

    def since(self, moment: int) -> TownTime | None:
        """Since when what holds at a moment does; None: from the start."""
        found, by = None, None
        for turn in self.turns:
            if turn <= moment and (decisive := self.decisive(turn)) is not by:
                found, by = turn, decisive
        return found

    def _turns_by(self, one: Enactment) -> bool:
        """Whether something else is decisive from its time on; what is set by itself always is."""
        at = one.in_force_from
        return not one.provision or self.decisive(at) is not self.decisive(at - 1)


@dataclass(frozen=True, slots=True)
class Law:
    """The whole law of one moment."""

    moment: int
    courses: Mapping[Switch, Course]

    def value(self, switch: Switch) -> Value:
        """What it says on one switch."""
        return self.courses[switch].at(self.moment)

    def provision(self, switch: Switch) -> str:
        """Which provision says so; empty where the switch was set by itself, or never."""
        found = self.courses[switch].decisive(self.moment)
        return "" if found is None else found.provision

    @property
    def values(self) -> dict[str, Value]:
        """Everything it says, by switch."""
        return {switch.value: self.value(switch) for switch in self.courses}


def at(town: Town, moment: int | None = None) -> Law:
    """The law as of a town time, now where none is given."""
    return Law(town.now if moment is None else moment, courses_of(decisions(town)))


def value(town: Town, switch: Switch, as_of: int | None = None) -> Value:
    """What the law says on one switch as of a town time (now where none is given)."""
    return course(town, switch).at(town.now if as_of is None else as_of)


def switches(town: Town, as_of: int | None = None) -> Mapping[str, Value]:
    """The whole law as of a town time, by switch."""
    return at(town, as_of).values


def is_on(town: Town, switch: Switch, as_of: int | None = None) -> bool:
    """Whether the law lets what hangs on an on/off switch be."""
    return value(town, switch, as_of) == "on"


def course(town: Town, switch: Switch) -> Course:
    """What the law said, says and will say on one switch."""
    return Course(catalogue()[switch], standing(decisions(town, switch)))


def courses_of(decided: Iterable[Enactment]) -> dict[Switch, Course]:
    """Decisions by their switch, in the order in which switches are shown."""
    found: dict[Switch, list[Enactment]] = {switch: [] for switch in catalogue()}
    for one in decided:
        found[one.switch].append(one)
    return {switch: Course(catalogue()[switch], standing(mine)) for switch, mine in found.items()}


def standing(decided: Sequence[Enactment]) -> list[Enactment]:
    """Of all that was decided on one switch what was not put off."""
    kept: list[Enactment] = []
    for one in decided:
        late = put_off(kept, one)
        kept = [*(other for other in kept if other not in late), one]
    return kept


def put_off(stands: Sequence[Enactment], one: Enactment) -> list[Enactment]:
    """What a decision puts off: the same, decided for an earlier day that has not come."""
    found: list[Enactment] = []
    while one.in_force_from > one.set_at and not one.provision:
        left = Course(catalogue()[one.switch], [x for x in stands if x not in found])
        late = left.decisive(one.in_force_from)
        if late is None or late.provision or late.value != one.value:
            break
        if not one.set_at < late.in_force_from < one.in_force_from:
            break
        found.append(late)
    return found


def history(town: Town) -> list[Enactment]:
    """What was ever decided of a switch by itself, in the order in which it was decided."""
    return [one for one in decisions(town) if not one.provision]


def clause(setting: Setting, enacted: Iterable[Enactment], moment: int) -> Clause:
    """One switch as it stands at a moment, and what comes next."""
    mine = Course(setting, standing([one for one in enacted if one.switch is setting.switch]))
    following = min((one.in_force_from for one in mine.coming(moment)), default=None)
    return Clause(
        setting=setting,
        value=mine.at(moment),
        since=mine.since(moment),
        next_value=None if following is None else mine.at(following),
        next_from=following,
    )


def decisions(town: Town, switch: Switch | None = None) -> list[Enactment]:
    """The book: everything that was ever decided here, or on one switch, as it was decided."""
    query = (
        select(law_switches)
        .where(law_switches.c.workshop_id == town.workshop_id)
        .order_by(law_switches.c.enactment_id)
    )
    if switch is not None:
        query = query.where(law_switches.c.switch == switch.value)
    found: list[Enactment] = []
    for row in town.conn.execute(query):
        one = _enactment(row)
        found.append(replace(one, value=held(found, one)) if one.ends else one)
    return found


def held(decided: Iterable[Enactment], one: Enactment) -> Value:
    """What holds from the time of a decision on, if it is taken after these."""
    mine = [*(other for other in decided if other.switch is one.switch), one]
    return Course(catalogue()[one.switch], standing(mine)).at(one.in_force_from)


def _enactment(row: AnyRow) -> Enactment:
    switch = Switch(row.switch)
    ends = bool(row.provision) and not row.value
    kept = catalogue()[switch].default if ends else catalogue()[switch].read(row.value)
    if kept is None:
        raise LookupError(f"the book says {row.switch} = {row.value!r}, which is not a value")
    return Enactment(
        switch,
        kept,
        row.in_force_town_s,
        row.set_town_s,
        row.actor,
        row.provision,
        row.rank,
        ends,
        row.poll,
    )
