"""Whom one knows from the start: the twelve know each other, a newcomer has two friends, and family
if chance will have it. Nobody is asked; it is part of who one is in this town.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from services.living.residents.folk import residents
from services.living.residents.habits import script
from services.social import friends, kin
from services.social.friends import KnownHere

if TYPE_CHECKING:
    from services.kernel.town import Town
    from services.living.residents.folk import Resident
    from services.people.identity import ParticipantJoined


def know_each_other(town: Town) -> None:
    """The first residents of a town: families as written down, friends by chance. Twice is once."""
    everybody = residents(town)
    by_name = {one.name: one.participant_id for one in everybody}
    language = town.workshop.language
    habits = {role.habit: by_name[role.name.in_(language)] for role in script().roles}
    kin.settle_families(town, habits)
    for one in everybody:
        friends.arrive(town, one.participant_id, one.name, list(by_name.values()))


def know_somebody(town: Town, newcomer: ParticipantJoined, hosts: list[Resident]) -> None:
    """A newcomer's two friends and, perhaps, family: since they are said to have come."""
    then = replace(town, now=newcomer.since)
    who, names = newcomer.participant_id, {one.participant_id: one.name for one in hosts}
    chosen = friends.arrive(then, who, newcomer.name, list(names))
    relative = kin.arrive(town, who, newcomer.name, newcomer.since)
    town.emit(
        KnownHere(
            who,
            tuple(names[friend] for friend in chosen),
            () if relative is None else (relative,),
        )
    )
