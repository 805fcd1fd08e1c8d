"""A laundering plot with a ground truth: many just-too-small payments through one front.

The front is a merchant of this town, chosen by the town's chance; residents pay it by turns for
some days. Whoever watches for the regulator names one suspect, once a plot.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from services.kernel.errors import RuleError
from services.kernel.localized import Localized
from services.kernel.money import Fen
from services.kernel.schema import AnyRow, insert_new
from services.kernel.time import HOUR_S
from services.kernel.timers import clear_timer, set_timer
from services.kernel.town import STEWARDS, Event, ParticipantId, Randomness, Town, require
from services.law import switchboard as law
from services.law.switchboard import Switch
from services.money import merchants, platforms
from services.money.clearing.feed import NotRegulator, watchers
from services.money.clearing.tables import accusations, laundering_plots
from services.people import identity
from services.people.facts import Fact, record
from services.people.identity import participant_actor


class NoRegulator(RuleError):
    """Nobody watches, so nobody could solve a plot."""


class NoPlot(RuleError):
    """Nothing is being looked for, or no merchant is here to be a front."""


class NamedBefore(RuleError):
    """A watcher names one suspect a plot. Field: `name`, whom they named."""


PLOT_STEP = "laundering_step"  # the timer's kind
STEPS, EVERY_S = 24, 4 * HOUR_S
MULES = 4  # who pay by turns; others step in for them
JUST_BELOW_FEN = (9_40, 9_95)  # a report is made from ¥10 on


@dataclass(frozen=True, slots=True)
class PlotBegun(Event):
    """Whoever watches is given a tip, and no more than that."""

    watchers: tuple[ParticipantId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SuspectNamed(Event):
    """A watcher named somebody; it is told whether they were right, and who it was."""

    accuser: ParticipantId
    suspect_name: str
    culprit_name: str
    front: Localized
    is_right: bool


def begin_plot(town: Town) -> int:
    """Start a plot; its number. The same turn starts one.

    Raises `NotAllowed`, `NoRegulator`, `NoPlot`.
    """
    require(town, *STEWARDS)
    watching = watchers(town)
    if not watching:
        raise NoRegulator
    residents = {one.participant_id for one in identity.neighbours(town) if one.is_resident}
    everywhere = platforms.first()  # hardly a mule has money on another
    fronts = [
        one
        for one in merchants.shops(town)
        if one.keeper in residents and everywhere in one.merchant.platforms
    ]
    if not fronts:
        raise NoPlot
    front = town.randomness("front").pick(fronts)
    is_new = insert_new(
        town.conn,
        laundering_plots,
        workshop_id=town.workshop_id,
        key=town.key,
        front=front.merchant.merchant_id,
        culprit=front.keeper,
        begun_town_s=town.now,
    )
    number = int(_latest(town).plot_id)
    if is_new:
        _plan(town, number, 0, begun=town.now)
        town.emit(PlotBegun(tuple(watching)))
    return number


def stop_plot(town: Town, plot_id: int) -> None:
    """No further payments of a plot; those that were made stay. Raises `NotAllowed`."""
    require(town, *STEWARDS)
    for turn in range(STEPS):
        clear_timer(town, PLOT_STEP, f"{plot_id}:{turn}")


def step(town: Town, subject: str) -> None:
    """A resident pays the front, just below what must be reported. Runs by timer."""
    number, turn = map(int, subject.split(":"))
    row = town.conn.execute(
        select(laundering_plots).where(laundering_plots.c.plot_id == number)
    ).one()
    mules = _mules(town, row.culprit)
    first = turn % MULES
    # By turns; where one has no money left, or none on this platform, the next steps in.
    any(_pays(town, row, turn, mule) for mule in mules[first:] + mules[:first])
    if turn + 1 < STEPS:
        _plan(town, number, turn + 1, begun=row.begun_town_s)


def _pays(town: Town, plot: AnyRow, turn: int, mule: ParticipantId) -> bool:
    """Have one resident pay the front; False where they cannot."""
    key = f"plot:{plot.plot_id}:{turn}"
    place = town.as_actor(participant_actor(town, mule), key=key)
    chance = Randomness(town.workshop.secret, f"plot|{plot.plot_id}|{turn}")
    told = len(town.events)
    try:
        with town.conn.begin_nested():
            amount = Fen(chance.between(*JUST_BELOW_FEN))
            merchants.charge(place, plot.front, amount, "", key=key)
    except RuleError:
        del town.events[told:]
        return False
    return True


def accuse(town: Town, name: str) -> SuspectNamed:
    """Name the suspect of the latest plot, once. Whether it was right is counted.

    Raises `NotRegulator`, `NoPlot`, `NobodyOfThatName`, `NamedBefore`.
    """
    me = town.actor.pid
    if me not in watchers(town):
        raise NotRegulator
    plot, suspect = _latest(town), identity.by_name(town, name)
    is_right = suspect.participant_id == plot.culprit
    is_new = insert_new(
        town.conn,
        accusations,
        plot_id=plot.plot_id,
        accuser=me,
        suspect=suspect.participant_id,
        is_right=int(is_right),
        is_cleared=int(law.is_on(town, Switch.CLEARING)),
    )
    if not is_new:
        mine = (accusations.c.plot_id == plot.plot_id, accusations.c.accuser == me)
        before = town.conn.execute(select(accusations.c.suspect).where(*mine)).scalar_one()
        raise NamedBefore(name=identity.by_id(town, before).name)
    fact = Fact(
        suspect.participant_id,
        "laundering_named",
        counterpart=me,
        is_true=is_right,
        key=f"plot:{plot.plot_id}:{me}:laundering_named",
    )
    record(town, fact)
    done = SuspectNamed(
        accuser=me,
        suspect_name=suspect.name,
        culprit_name=identity.by_id(town, plot.culprit).name,
        front=merchants.catalogue()[plot.front].title,
        is_right=is_right,
    )
    town.emit(done)
    return done


def _latest(town: Town) -> AnyRow:
    """The newest plot of the town. Raises `NoPlot`."""
    row = town.conn.execute(
        select(laundering_plots)
        .where(laundering_plots.c.workshop_id == town.workshop_id)
        .order_by(laundering_plots.c.plot_id.desc())
        .limit(1)
    ).one_or_none()
    if row is None:
        raise NoPlot
    return row


def _mules(town: Town, culprit: str) -> list[ParticipantId]:
    """The residents who may pay, who are not the front's keeper, always in the same order."""
    return [
        one.participant_id
        for one in identity.neighbours(town)
        if one.is_resident and one.participant_id != culprit
    ]


def _plan(town: Town, plot_id: int, turn: int, *, begun: int) -> None:
    """By when the plot began: what is done late, after a leap, puts nothing else off."""
    set_timer(town, PLOT_STEP, f"{plot_id}:{turn}", due=begun + (turn + 1) * EVERY_S)
