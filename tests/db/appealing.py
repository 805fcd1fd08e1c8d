"""Steps that tests of the ombudsman share: filing, giving seats, deciding."""

from __future__ import annotations

from services.kernel.town import Town
from services.standing import complaints, listings, ombudsman
from services.standing.complaints import About
from services.standing.listings import Colour
from tests.db.lawgiving import enact, look
from tests.support.world import Builder, World


def lawful(town_of: Builder) -> World:
    """A town of four whose law knows an ombudsman."""
    made = town_of("ana", "bo", "cy", "dee", timers={ombudsman.CASE_DUE: ombudsman.fall_due})
    enact(made, "ombudsman", "on")
    return made


def settled(world: World, town: Town) -> None:
    """What the town's wiring does after a unit of work."""
    for event in list(town.events):
        ombudsman.handle_event(town, event)


def appoint(world: World, typed: str) -> None:
    with world.facilitating() as town:
        ombudsman.appoint(town, typed)
        settled(world, town)


def file(world: World, what: About = About.ARITHMETIC, name: str = "ana") -> int:
    look(world, name)
    with world.acting(name) as town:
        number = complaints.in_words(town, "").complaint.number
        if what is not About.UNSAID:
            complaints.concerns(town, number, what)
        settled(world, town)
    return number


def listed(world: World, name: str = "ana", agency: str = "court", basis: str = "rumour:1") -> int:
    with world.office() as town:
        listings.enter(town, agency, Colour.BLACK, world.ids[name], basis=basis)
        listings.publish_due(town)
        return next(
            one.listing_id
            for one in listings.standing(town, Colour.BLACK)
            if (one.participant_id, one.agency) == (world.ids[name], agency)
        )


def appeal(world: World, listing_id: int, name: str = "ana", what: About = About.LISTING) -> int:
    with world.acting(name) as town:
        number = complaints.appeal(town, listing_id, what).complaint.number
        settled(world, town)
    return number


def rule(world: World, number: int, ground: str, words: str = "", *, by: str = "bo", mask=None):
    """Decide, and have another of the office sign where one may."""
    with world.acting(by) as town:
        done = ombudsman.rule(town, number, ground, mask, words)
        pids = {holder.who for holder in ombudsman.impartial(town, done)} - {world.ids[by]}
    if done.decided is None:
        [other] = [name for name, pid in world.ids.items() if pid in pids]
        with world.acting(other) as town:
            done = ombudsman.sign(town, number)
    return done


def case(world: World, number: int) -> complaints.Complaint:
    with world.office() as town:
        return complaints.complaint_of(town, number)
