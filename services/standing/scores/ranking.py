"""The ranks before all eyes: town names, without whoever is masked, while the law wants them."""

from __future__ import annotations

from dataclasses import dataclass

from services.kernel.audit_log import note
from services.kernel.town import STEWARDS, Event, Town, WorkshopId, require
from services.people.identity import town_groups
from services.standing.scores.lawful import law_of
from services.standing.scores.service import Ranked, leaderboard


@dataclass(frozen=True, slots=True)
class Ranks:
    """What would be shown; `has_group`: whether the town is at home in some group."""

    ranked: tuple[Ranked, ...]
    workshop_id: WorkshopId
    has_group: bool


@dataclass(frozen=True, slots=True)
class RanksShown(Event):
    """The ranks are hung up before everybody, or in the group alone."""

    to_all: bool


def ranks(town: Town) -> Ranks:
    """The ranks for whoever runs the town. Raises `NotAllowed`, `LeaderboardOff`."""
    require(town, *STEWARDS)
    return Ranks(tuple(leaderboard(town)), town.workshop_id, bool(town_groups(town)))


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
