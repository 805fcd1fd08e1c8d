"""Who of the town is a resident: scripted from the start, or left behind by a person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from services.kernel.town import AccountId, Actor, ParticipantId, Randomness, Role
from services.living import gaming
from services.living.residents.habits import Habit, script
from services.people.identity import PEOPLE, set_habit

if TYPE_CHECKING:
    from sqlalchemy import Row, Select

    from services.kernel.town import Town


@dataclass(frozen=True, slots=True, kw_only=True)
class Resident:
    """Somebody scripted."""

    participant_id: ParticipantId
    name: str
    wallet: AccountId
    habit: Habit
    plays_for_points: bool = False

    @property
    def actor(self) -> Actor:
        """The resident as an actor."""
        return Actor(
            Role.RESIDENT, self.name, participant_id=self.participant_id, wallet=self.wallet
        )


def residents(town: Town) -> list[Resident]:
    """All residents of the town, by name."""
    rows = town.conn.execute(_scripted(town).order_by(PEOPLE.c.name_key))
    return [_resident(town, row) for row in rows]


def resident(town: Town, participant_id: str) -> Resident | None:
    """One resident; None for a person or somebody of another town."""
    row = town.conn.execute(
        _scripted(town).where(PEOPLE.c.participant_id == participant_id)
    ).one_or_none()
    return None if row is None else _resident(town, row)


def take_on_habit(town: Town, participant_id: ParticipantId, name: str) -> None:
    """Give a persona that a person left behind a habit to live on by."""
    habits = sorted(script().habits)
    chance = Randomness(town.workshop.secret, f"habit|{name}")
    set_habit(town, participant_id, habits[chance.below(len(habits))])


def lot(town: Town, name: str, occasion: str) -> Randomness:
    """A resident's chance on one occasion: the town's secret, their name, what, and when.

    No row numbers go into it, so the same seed tells the same story in every database.
    """
    return Randomness(town.workshop.secret, f"resident|{name}|{occasion}|{town.now}")


def _scripted(town: Town) -> Select[Any]:
    return select(PEOPLE).where(
        PEOPLE.c.workshop_id == town.workshop_id,
        PEOPLE.c.person_id.is_(None),
        PEOPLE.c.habit != "",
    )


def _resident(town: Town, row: Row[*tuple[Any, ...]]) -> Resident:
    habits = script().habits
    return Resident(
        participant_id=ParticipantId(row.participant_id),
        name=row.name,
        wallet=AccountId(row.wallet),
        habit=habits[row.habit],
        plays_for_points=row.habit in gaming.catalogue().habits,
    )
