"""What home says of one's call, and of one's own entry on a list; and words beside a contest."""

from __future__ import annotations

import pytest
from sqlalchemy import select, update

from bot.arguments import MyListing
from bot.social.calls import handlers as calling
from bot.social.calls.views import HangUp
from bot.standing.lists import handlers as listed
from bot.workshops.sessions import handlers as coming
from bot.workshops.sessions.views import ShowTerms
from services.kernel.time import DAY_S
from services.living import seats
from services.people.identity.tables import persons
from services.social import calls
from services.standing import complaints, listings, lists
from services.standing.listings import Colour, Ended
from tests.db.lawgiving import enact
from tests.support.world import Builder, World


@pytest.fixture
def world(town_of: Builder) -> World:
    return town_of("ana", "bo")


def at_home(world: World, name: str) -> list[tuple[str, object]]:
    """What a list tells somebody at home: of the text its key, and where it leads."""
    with world.acting(name) as town:
        return [(one.text.key, one.open) for one in listed.waits(town)]


def enter(world: World, agency: str = "court") -> int:
    with world.office() as town:
        who = world.ids["ana"]
        return listings.enter(town, agency, Colour.BLACK, who, basis="judgment:1").listing_id


def publish(world: World) -> None:
    with world.office() as town:
        lists.publish(town)


def test_home_tells_of_an_entry_as_soon_as_its_person_may_know_and_for_two_days_after(world: World):
    number = enter(world)
    assert at_home(world, "ana") == [], "neither public nor served"
    publish(world)
    here = MyListing(listing_id=number)
    assert at_home(world, "ana") == [("waits.listed", here)]
    assert at_home(world, "bo") == []
    with world.office() as town:
        listings.lift(town, "court", basis="judgment:1", because=Ended.UPHELD, since=town.now)
    publish(world)
    assert at_home(world, "ana") == [("waits.delisted", here)]
    with world.acting("ana") as town:
        assert listings.own_of_late(town, town.now + 2 * DAY_S) == []


def test_what_is_served_is_told_before_it_is_public(world: World):
    enact(world, "listing_served", "on")
    number = enter(world)
    assert at_home(world, "ana") == [("waits.listed", MyListing(listing_id=number))]


def test_home_says_with_whom_one_is_on_the_phone_and_ends_it_by_a_tap(world: World):
    with world.acting("ana") as town:
        call = calls.ring(town, "bo")
        assert list(calling.waits(town)) == []
    with world.acting("bo") as town:
        calls.answer(town, call.call_id)
    for name, other in (("ana", "Bo"), ("bo", "Ana")):
        with world.acting(name) as town:
            (one,) = calling.waits(town)
            assert one.text.values["name"] == other
            assert one.open == HangUp(call_id=call.call_id)
    with world.acting("ana") as town:
        calls.hang_up(town, call.call_id)
        assert list(calling.waits(town)) == []


def test_a_contest_takes_words_that_whoever_decides_reads(world: World):
    number = enter(world)
    publish(world)
    with world.acting("ana") as town:
        opened = complaints.contest(town, number, "I paid in March.").complaint
    with world.facilitating() as town:
        assert complaints.complaint_of(town, opened.number).words == "I paid in March."


def test_whoever_agreed_to_older_words_finds_the_new_ones_at_home_until_they_agree(world: World):
    def told(name: str) -> list[tuple[str, object]]:
        with world.acting(name) as town:
            return [(one.text.key, one.open) for one in coming.waits(town)]

    assert told("ana") == []
    with world.acting("ana") as town:
        me = persons.c.person_id == town.actor.person_id
        town.conn.execute(update(persons).where(me).values(consent_version="1"))
    assert told("ana") == [("waits.terms", ShowTerms())]
    assert told("bo") == []
    with world.acting("ana") as town:
        assert seats.my_terms(town).owes
        assert seats.agree_anew(town).owes
    assert told("ana") == []
    agreed = world.rows(select(persons.c.consent_version, persons.c.consent_ms))
    assert ("2", world.clock.ms) in [tuple(row) for row in agreed]
    world.forward(minutes=1)
    with world.acting("ana") as town:
        assert not seats.agree_anew(town).owes
    assert agreed == world.rows(select(persons.c.consent_version, persons.c.consent_ms))
