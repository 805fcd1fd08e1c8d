"""Who would win and lose by a change of law, and, once it has been in force, who did.

In this town by replay of its stored facts; in the synthetic town from its bands. Fixed when the
ballot opens. What is measured is the law's own part: the facts of the day it is measured, judged
with the law in force and as if it had not come. So it equals the prediction where people go on as
before, and differs by as much as they did not. Nobody is named; small groups are not even kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass

from services.kernel.errors import Outdated
from services.kernel.localized import Localized
from services.kernel.schema import change_row
from services.kernel.time import DAY_S, TownTime
from services.kernel.timers import clear_timer, set_timer
from services.kernel.town import Event, ParticipantId, Town, UnitOfWork, office
from services.law import statutes, switchboard
from services.law.switchboard import Switch
from services.people.identity import own_town
from services.standing.rescoring import moves_of
from services.standing.scores import groups_of, too_small, traits
from services.workshops import adoptions, lab
from services.workshops.adoptions import Adoptee, LifeMoved
from services.workshops.lab import Tried
from services.workshops.votes import trying
from services.workshops.votes.changes import StatuteChange, written
from services.workshops.votes.records import (
    Motion,
    MotionState,
    all_motions,
    find,
    id_of,
    row_of,
)
from services.workshops.votes.tables import motions
from services.workshops.votes.waiting import in_force

MEASURE = "motion_measured"  # the timer's kind
IN_FORCE_DAYS = 7  # before it is measured; invented
NEAR = 50  # in a thousand: as far as a measured share may lie from the predicted; invented
PER_MILLE = 1_000
UNDECIDED = {MotionState.PUT, MotionState.SECONDED, MotionState.DEBATE}


@dataclass(frozen=True, slots=True)
class TownGroup:
    """How many in a thousand of a group of the town win and lose by scores."""

    people: int
    up: int
    down: int

    def hits(self, measured: TownGroup) -> bool:
        """Whether this is what was measured later, or near."""
        return max(abs(self.up - measured.up), abs(self.down - measured.down)) <= NEAR


@dataclass(frozen=True, slots=True)
class TownEffect:
    """A law's effect on the town as of a time; None for a group that is hidden, for it is small.
    No groups at all: no score hangs on that law.
    """

    at: TownTime
    groups: Mapping[str, TownGroup | None]


@dataclass(frozen=True, slots=True)
class Forecast:
    """All that is foreseen of a motion, and what came of it. `lab`: None where it was not tried.

    `adopted`: whom the asker has adopted, and what becomes of their year.
    """

    motion: Motion
    predicted: TownEffect | None
    measured: TownEffect | None
    measured_from: TownTime | None  # when it will be, once it is carried
    lab: Mapping[str, lab.GroupBands] | None
    tried: Tried | None = None  # what was not lived ahead; `lab` is its, once it is whole
    adopted: tuple[Adoptee, LifeMoved] | None = None
    may_adopt: bool = False
    why_still: tuple[Localized, ...] = ()  # what of it the synthetic town cannot show, and why


@dataclass(frozen=True, slots=True)
class MotionMeasured(Event):
    """A law that was voted on has been in force for some days: what came true is known."""

    forecast: Forecast


def forecast(uow: UnitOfWork, number: int) -> Forecast:
    """Who would win and lose by a motion; before its ballot as of today.

    Raises `NotInTown`, `NoSuchMotion`, `Outdated` where it would change no law.
    """
    town = own_town(uow)
    motion = find(town, number)
    if not motion.changes:
        raise Outdated
    row = row_of(town, number)
    if motion.state in UNDECIDED:
        was, at = written_law(_stands(town, _instead(town, motion))), row.predicted_town_s
        if at is None or town.now >= at + DAY_S or was != row.law_before:
            predict(town, motion)
    return _forecast(town, motion)


def predict(town: Town, motion: Motion) -> None:
    """Keep what a motion would do to the town's people by their facts of now."""
    if not motion.changes:
        return
    instead = _instead(town, motion)
    change_row(
        town.conn,
        motions,
        id_of(town, motion.number),
        law_before=written_law(_stands(town, instead)),
        predicted=_kept(town, moves_of(town, instead)),
        predicted_town_s=town.now,
    )
    trying.start(town, motion, instead)


def await_measure(town: Town, motion: Motion) -> None:
    """Have it measured when the law has been in force for some days."""
    if motion.changes and motion.closed is not None:
        due = in_force(town, motion, motion.closed) + IN_FORCE_DAYS * DAY_S
        if due > town.now:
            clear_timer(town, MEASURE, str(motion.number))
            set_timer(town, MEASURE, str(motion.number), due=due)


def await_anew(town: Town, switch: Switch) -> None:
    """A switch comes into force on another day: what was voted on it is measured from that day."""
    here = (motions.c.state == MotionState.CLOSED.value, motions.c.measured_town_s.is_(None))
    for one in all_motions(town, *here, motions.c.changes.contains(f"{switch.value}=")):
        if one.outcome is not None and one.outcome.carries:
            await_measure(town, one)


def measure(town: Town, number: str) -> None:
    """A timer's verb: what the law does to the facts of now, beside the law it took the place of.

    A law that was changed back since then is not measured.
    """
    motion, row = find(town, int(number), held=True), row_of(town, int(number))
    was = _read_law(row.law_before)
    if row.predicted is None or _stands(town, was) == was:
        return
    moves = moves_of(town, was)
    back = None if moves is None else {who: -moved for who, moved in moves.items()}
    change_row(
        town.conn,
        motions,
        id_of(town, motion.number),
        measured=_kept(town, back),
        measured_town_s=town.now,
    )
    town.emit(MotionMeasured(_forecast(town, motion)))


def written_law(said: Mapping[str, str]) -> str:
    """How a law before is kept."""
    return " ".join(f"{name}={value}" for name, value in sorted(said.items()))


def _forecast(town: Town, motion: Motion) -> Forecast:
    row, waits = row_of(town, motion.number), None
    if motion.closed is not None and motion.outcome is not None and motion.outcome.carries:
        waits = TownTime(in_force(town, motion, motion.closed) + IN_FORCE_DAYS * DAY_S)
    tried = None if row.tried is None else lab.tried(row.tried)
    bands = tried.groups if tried is not None and tried.is_whole else None
    if tried is None and len(motion.changes) == 1:
        bands = lab.foreseen(written(motion.changes))
    return Forecast(
        motion=motion,
        predicted=_read(row.predicted, row.predicted_town_s),
        measured=_read(row.measured, row.measured_town_s),
        measured_from=waits,
        lab=bands,
        tried=tried,
        adopted=_of_adopted(town, motion, row.law_before),
        may_adopt=town.actor.participant_id is not None,
        why_still=tuple(
            dict.fromkeys(w for one in motion.changes for w in lab.why_still(written([one])))
        ),
    )


def _of_adopted(
    town: Town, motion: Motion, law_before: str | None
) -> tuple[Adoptee, LifeMoved] | None:
    """What a motion would do to the one whom the asker has adopted, or did where it is law."""
    one = adoptions.adopted(town)
    if one is None:
        return None
    if instead := _instead(town, motion):
        return one, adoptions.under(town, one, instead)
    return one, adoptions.under(town, one, _read_law(law_before)).turned_round


def _read_law(kept: str | None) -> dict[str, str]:
    return dict(pair.split("=") for pair in (kept or "").split())


def _instead(town: Town, motion: Motion) -> dict[str, str]:
    """What switches would say that say otherwise now."""
    found: dict[str, str] = {}
    for one in motion.changes:
        if isinstance(one, StatuteChange):
            with suppress(statutes.NotInForce):
                drafted = statutes.draft(town.as_actor(office(), key=town.key), one.deed, one.what)
                found |= {turned.switch.value: str(turned.value) for turned in drafted.changes}
        else:
            found[one.switch.value] = str(one.value)
    return {name: value for name, value in found.items() if _stands(town, [name])[name] != value}


def _stands(town: Town, names: Mapping[str, str] | list[str]) -> dict[str, str]:
    said = switchboard.switches(town)
    return {name: str(said[name]) for name in names}


def _kept(town: Town, moves: Mapping[ParticipantId, int] | None) -> str:
    """By group, how many there are, win and lose in a thousand; nothing of small ones."""
    if moves is None:
        return ""
    groups, told = groups_of(town), [_line(lab.EVERYBODY, list(moves.values()), is_shown=True)]
    for trait in traits():
        members: dict[str, list[int]] = {name: [] for name in trait.groups}
        for who, moved in moves.items():
            members[groups[who][trait.name]].append(moved)
        hidden = too_small({name: len(them) for name, them in members.items()}, lab.GROUP_MIN)
        for name, them in members.items():
            told.append(_line(f"{trait.name}.{name}", them, is_shown=name not in hidden))
    return " ".join(told)


def _line(name: str, moves: list[int], *, is_shown: bool) -> str:
    count = len(moves)
    if count < lab.GROUP_MIN or not is_shown:
        return f"{name}="
    up, down = sum(one > 0 for one in moves), sum(one < 0 for one in moves)
    return f"{name}={count},{PER_MILLE * up // count},{PER_MILLE * down // count}"


def _read(kept: str | None, at: int | None) -> TownEffect | None:
    if kept is None or at is None:
        return None
    pairs = (one.split("=") for one in kept.split())
    groups = {
        name: TownGroup(*map(int, numbers.split(","))) if numbers else None
        for name, numbers in pairs
    }
    return TownEffect(TownTime(at), groups)


FORESIGHT = {MEASURE: measure, trying.TRY: trying.one_more}  # timers
