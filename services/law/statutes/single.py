"""One switch by itself before it is law: what that changes, what votes it would undo, its price.

Statutes say what a value costs; a value that no statute sets has no price written down.
"""

from __future__ import annotations

from dataclasses import dataclass

from services.kernel.town import STEWARDS, Town, UnitOfWork, WorkshopId
from services.law import switchboard
from services.law.statutes.catalogue import Statute, catalogue
from services.law.switchboard import Enactment, LawEnacted, PollNeeded, Setting
from services.people.identity import own_town


@dataclass(frozen=True, slots=True, kw_only=True)
class SwitchDraft:
    """What is asked about before a switch is set. `undoes`: what votes have carried and would be
    otherwise; `by_vote`: the law changes by a vote alone.
    """

    workshop_id: WorkshopId
    setting: Setting
    done: LawEnacted
    in_days: int
    undoes: tuple[Enactment, ...]
    prices: tuple[Statute, ...]
    may_set: bool
    by_vote: bool

    @property
    def typed(self) -> str:
        """How it is moved or set by words."""
        later = f" in {self.in_days} day{'s' * (self.in_days > 1)}" if self.in_days else ""
        return f"{self.setting.switch.value} {self.done.value}{later}"


def draft_switch(uow: UnitOfWork, switch: str, value: str, in_days: int = 0) -> SwitchDraft:
    """What setting a switch would be, for whoever may set it and all others. Nothing is written.

    Raises `NotInTown`, `UnknownSwitch`, `UnknownValue`, `DelayOutOfRange`.
    """
    town = own_town(uow)
    done = switchboard.foresee(town, switch, value, in_days=in_days)
    may_set = town.actor.role in STEWARDS
    return SwitchDraft(
        workshop_id=town.workshop_id,
        setting=switchboard.catalogue()[done.switch],
        done=done,
        in_days=in_days,
        undoes=switchboard.undone(town, done, also_coming=True),
        prices=tuple(one for one in catalogue().values() if _sets(one, done)),
        may_set=may_set,
        by_vote=may_set and _needs_poll(town, done),
    )


def _sets(statute: Statute, done: LawEnacted) -> bool:
    return any(
        one.sets is done.switch and one.value == done.value for one in statute.provisions.values()
    )


def _needs_poll(town: Town, done: LawEnacted) -> bool:
    try:
        switchboard.require_poll(town, done)
    except PollNeeded:
        return True
    return False
