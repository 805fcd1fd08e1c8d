"""Persons, participants, roles and where each is reached."""

from services.people.entry import (
    Address,
    addresses,
    facilitator_address,
    facilitator_town,
    has_role,
    known,
    language_of,
    office_town,
    own_town,
    participant_actor,
    participant_town,
)
from services.people.queries import (
    GroupChat,
    Neighbour,
    NobodyOfThatName,
    by_id,
    by_name,
    neighbours,
    town_groups,
)
from services.people.rights import grant_role

__all__ = [
    "Address",
    "GroupChat",
    "Neighbour",
    "NobodyOfThatName",
    "addresses",
    "by_id",
    "by_name",
    "facilitator_address",
    "facilitator_town",
    "grant_role",
    "has_role",
    "known",
    "language_of",
    "neighbours",
    "office_town",
    "own_town",
    "participant_actor",
    "participant_town",
    "town_groups",
]
