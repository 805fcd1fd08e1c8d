"""Finding people of the town by name, id or place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from services.kernel.errors import RuleError
from services.kernel.town import AccountId, ParticipantId, Town
from services.people.tables import chats, participants

if TYPE_CHECKING:
    from sqlalchemy import Row

NAME_TYPED_MAX = 40


class NobodyOfThatName(RuleError):
    """No participant or resident has the name. Field: `name`."""

    code = "nobody_of_that_name"


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Somebody of the town as others see them."""

    participant_id: ParticipantId
    name: str
    trade: str
    wallet: AccountId
    is_resident: bool


@dataclass(frozen=True, slots=True)
class GroupChat:
    """A group that belongs to a workshop."""

    bot_id: int
    chat_id: int


def _neighbour(row: Row[*tuple[Any, ...]]) -> Neighbour:
    return Neighbour(
        ParticipantId(row.participant_id),
        row.name,
        row.trade,
        AccountId(row.wallet),
        is_resident=row.person_id is None,
    )


def by_name(town: Town, typed: str) -> Neighbour:
    """Somebody by a typed name; `@` and case do not matter. Raises `NobodyOfThatName`."""
    wanted = typed.strip().removeprefix("@").casefold()
    row = town.conn.execute(
        select(participants).where(
            participants.c.workshop_id == town.workshop_id, participants.c.name_key == wanted
        )
    ).one_or_none()
    if row is None:
        raise NobodyOfThatName(name=typed.strip()[:NAME_TYPED_MAX])
    return _neighbour(row)


def by_id(town: Town, participant_id: str) -> Neighbour:
    """Somebody by participant id, in this town only. Raises `NobodyOfThatName`."""
    row = town.conn.execute(
        select(participants).where(
            participants.c.workshop_id == town.workshop_id,
            participants.c.participant_id == participant_id,
        )
    ).one_or_none()
    if row is None:
        raise NobodyOfThatName(name="")
    return _neighbour(row)


def neighbours(town: Town) -> list[Neighbour]:
    """Everybody in the town, by name."""
    rows = town.conn.execute(
        select(participants)
        .where(participants.c.workshop_id == town.workshop_id)
        .order_by(participants.c.name_key)
    )
    return [_neighbour(row) for row in rows]


def town_groups(town: Town) -> list[GroupChat]:
    """The group chats of this workshop."""
    rows = town.conn.execute(
        select(chats.c.bot_id, chats.c.chat_id)
        .where(chats.c.workshop_id == town.workshop_id)
        .order_by(chats.c.chat_id)
    )
    return [GroupChat(row.bot_id, row.chat_id) for row in rows]
