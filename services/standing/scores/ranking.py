"""The ranks before all eyes: town names, without whoever is masked, while the law wants them."""

from __future__ import annotations

from dataclasses import dataclass

from services.kernel.audit_log import note
from services.kernel.town import STEWARDS, Event, Town, UnitOfWork, WorkshopId, require
from services.people.identity import own_town, town_groups
from services.standing.scores.lawful import law_of
from services.standing.scores.service import Ranked, leaderboard


@dataclass(frozen=True, slots=True)
class Ranks:
    """The ranks as somebody sees them who may hang them up, or not. `has_group`: where to."""

    ranked: tuple[Ranked, ...]
    workshop_id: WorkshopId
    may_show: bool
    has_group: bool


@dataclass(frozen=True, slots=True)
class RanksShown(Event):
    """The ranks are hung up before everybody, or in the group alone."""

    to_all: bool


def ranks(uow: UnitOfWork) -> Ranks:
    """The ranks of one's own town. Raises `NotInTown`, `LeaderboardOff`."""
    town = own_town(uow)
    found, has_group = tuple(leaderboard(town)), bool(town_groups(town))
    return Ranks(found, town.workshop_id, town.actor.role in STEWARDS, has_group)


def ranks_now(town: Town) -> tuple[Ranked, ...] | None:
    """What hangs before all eyes at this moment; None once the law ranks nobody."""
    return tuple(leaderboard(town)) if law_of(town).has_leaderboard else None


def show_ranks(town: Town, *, to_all: bool) -> RanksShown:
    """Hang them up. Raises `NotAllowed`, `LeaderboardOff`."""
    require(town, *STEWARDS)
    leaderboard(town)
    note(town, "ranks_shown", "all" if to_all else "group", role=town.actor.role)
    shown = RanksShown(to_all)
    town.emit(shown)
    return shown
