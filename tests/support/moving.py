"""What people do on their way in and out of towns, with everything the towns do about it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

from services.kernel.town import Event, Role, UnitOfWork, Visitor, WorkshopId
from services.living import seats
from services.modules import Wiring, towns_of
from services.people.identity import grant_role
from services.workshops.sessions import opening
from tests.support.settling import BOT_ID
from tests.support.world import Builder, World

WIRING = Wiring()


@contextmanager
def acting(world: World, visitor: Visitor) -> Iterator[tuple[UnitOfWork, list[Told]]]:
    """One unit of work outside of any town, and what each town was told of it, in order."""
    told: list[Told] = []
    with world.uow(visitor) as uow:
        yield uow, told
        for town in towns_of(uow):
            WIRING.settle(town, partial(_keep, told, town.workshop_id))


Told = tuple[WorkshopId, Event]


def _keep(told: list[Told], of: WorkshopId, event: Event) -> None:
    told.append((of, event))


def grant(world: World, visitor: Visitor, role: Role = Role.FACILITATOR) -> None:
    """Give somebody a right, as the installation's settings do."""
    with world.uow() as uow:
        grant_role(uow.conn, visitor.bot_id, visitor.tg_user_id, role, wall_ms=0)


def visitor(number: int, *, language: str = "en") -> Visitor:
    """Somebody whom no town knows yet."""
    return Visitor(
        bot_id=BOT_ID,
        tg_user_id=number,
        first_name=f"Guest {number}",
        username=f"guest{number}",
        language=language,
    )


FAY, GUS = visitor(501), visitor(502)
ANA, BO = visitor(601), visitor(602)


def installation(town_of: Builder) -> World:
    """The fixture's own town is there, the tests make theirs beside it."""
    world = town_of("someone")
    for facilitator in (FAY, GUS, visitor(503)):
        grant(world, facilitator)
    return world


def made(world: World, by: Visitor = FAY, title: str = "Monday") -> opening.Opened:
    """A new workshop."""
    with world.uow(by) as uow:
        return opening.open_new(uow, title)


def joined(world: World, code: str, who: Visitor = ANA) -> seats.Welcome | seats.Persona:
    """Somebody comes in, or finds that they live here."""
    with world.uow(who) as uow:
        return seats.join(uow, code)
