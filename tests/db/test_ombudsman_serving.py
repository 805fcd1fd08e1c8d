"""Nobody told me of it: by the law of the moment at which the entry was made."""

from __future__ import annotations

import pytest

from services.standing import complaints, courts, listings, ombudsman
from services.standing.complaints import About, DecidedBy, OrderKind, Stage
from services.standing.listings import Colour, ListingServed
from tests.db.appealing import appeal, case, file, lawful, settled
from tests.db.lawgiving import enact
from tests.support.world import ON_SQLITE, Builder, World

pytestmark = ON_SQLITE
UNTOLD = About.UNTOLD


@pytest.fixture
def world(town_of: Builder) -> World:
    return lawful(town_of)


def judged(world: World, *, is_told: bool) -> int:
    """Ana is judged and listed; the court tells her of the entry, or forgets to."""
    with world.facilitating() as town:
        made = courts.judge(town, world.ids["ana"], days=0)
        courts.enforce(town, made.judgment_id, to_nobody=not is_told)
    with world.office() as town:
        listings.publish_due(town)
        return listings.standing(town, Colour.BLACK)[-1].listing_id


def test_an_entry_that_the_law_wanted_served_is_served_by_order(world: World):
    enact(world, "listing_served", "on")
    entry = judged(world, is_told=False)
    number = appeal(world, entry, what=UNTOLD)
    assert appeal(world, entry, what=UNTOLD) == number, "once for each entry and matter"
    with world.acting("ana") as town:
        [service] = ombudsman.own_page(town, number).file.services
    assert (service.was_due, service.is_breach, service.listing.served) == (True, True, None)
    assert world.emitted(ListingServed) == []
    world.forward(hours=1)
    enact(world, "listing_served", "off")  # what counts is the law of that moment
    world.forward(hours=12)
    done = case(world, number)
    assert (done.ground, done.decided_by, done.about) == ("never_told", DecidedBy.RULES, UNTOLD)
    assert [event.listing.listing_id for event in world.emitted(ListingServed)] == [entry]
    assert done.stage is Stage.CHECKED
    assert {order.kind: order.is_cured for order in done.orders} == {
        OrderKind.SERVE: True,
        OrderKind.APOLOGISE: True,
    }
    with world.office() as town:
        assert listings.listing_of(town, entry).delisted is None, "it is served, not struck"


def test_where_no_law_wanted_it_that_is_said_with_what_there_is_instead(world: World):
    number = appeal(world, judged(world, is_told=True), what=UNTOLD)
    world.forward(hours=1)
    enact(world, "listing_served", "on")
    world.forward(hours=13)
    done = case(world, number)
    assert (done.state, done.ground, done.orders) == ("dismissed", "no_duty_to_tell", ())
    assert complaints.reasons()[done.ground].remedy
    assert world.emitted(ListingServed) == []


def test_what_was_served_is_shown_with_its_day_and_its_rule(world: World):
    enact(world, "listing_served", "on")
    entry = judged(world, is_told=True)
    number = file(world)
    with world.acting("ana") as town:
        complaints.concerns(town, number, UNTOLD)
    with world.acting("ana") as town:
        [service] = ombudsman.own_page(town, number).file.services
    assert (service.listing.listing_id, service.was_due) == (entry, True)
    assert service.listing.served is not None
    assert not service.is_breach
    world.forward(hours=13)
    assert case(world, number).ground == "was_served"
    with world.acting("ana") as town:
        again = complaints.reconsider(town, number).complaint
        settled(world, town)
    assert (again.about, again.is_again) == (UNTOLD, True)


def test_nobody_was_listed_at_all(world: World):
    number = file(world, UNTOLD)
    world.forward(hours=13)
    assert case(world, number).ground == "follows"


def test_a_case_file_that_reads_todays_law_would_be_caught(
    world: World, monkeypatch: pytest.MonkeyPatch
):
    entry = judged(world, is_told=True)
    world.forward(hours=1)
    enact(world, "listing_served", "on")
    number = appeal(world, entry, what=UNTOLD)
    at = ombudsman.serving.switchboard.at
    monkeypatch.setattr("services.law.switchboard.at", lambda town, _=None: at(town))
    with world.acting("ana") as town:
        [service] = ombudsman.own_page(town, number).file.services
    assert service.was_due, "by the law of today it would seem a breach"
