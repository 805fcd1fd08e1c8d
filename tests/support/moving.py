"""What people do on their way in and out of towns, with everything the towns do about it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from services.kernel.town import Event, Role, UnitOfWork, Visitor, WorkshopId
from services.modules import Wiring, towns_of
from services.people.identity import grant_role
from tests.support.world import World

WIRING = Wiring()


@contextmanager
def acting(world: World, visitor: Visitor) -> Iterator[tuple[UnitOfWork, list[Told]]]:
    """One unit of work outside of any town, and what each town was told of it, in order."""
    told: list[Told] = []
    with world.uow(visitor) as uow:
        yield uow, told
        for town in towns_of(uow):
            WIRING.settle(town, lambda event, town=town: told.append((town.workshop_id, event)))


Told = tuple[WorkshopId, Event]


def grant(world: World, visitor: Visitor, role: Role = Role.FACILITATOR) -> None:
    """Give somebody a right, as the installation's settings do."""
    with world.uow() as uow:
        grant_role(uow.conn, visitor.bot_id, visitor.tg_user_id, role, wall_ms=0)
