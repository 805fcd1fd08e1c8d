"""What the last card of a town says of what was done to its reader."""

from __future__ import annotations

import pytest
from sqlalchemy import insert

from bot.living.home import views
from bot.replies import Message
from bot.words import words_for
from services.kernel.town import Town
from services.living.errands.tables import errands
from services.standing import listings, lists
from services.standing.listings import Colour
from services.workshops.sessions.opening import debriefed
from tests.support.world import Builder, World


@pytest.fixture
def world(town_of: Builder) -> World:
    return town_of("ana", "bo")


def shut_out(town: Town, who: str, key: str) -> None:
    row: dict[str, object] = {
        "service": "flight",
        "key": key,
        "state": "refused",
        "refused_by": "flights",
    }
    row |= {"workshop_id": town.workshop_id, "who": who, "refused_for": "court"}
    town.conn.execute(insert(errands).values(row | {"begun_town_s": town.now}))


def card(world: World, name: str) -> str:
    with world.acting(name) as town:
        (shown,) = views.debriefed(debriefed(town))
        assert isinstance(shown, Message)
        return words_for("en").html(shown.text)


def test_the_last_card_says_how_often_one_was_refused_and_whether_a_listing_was_true(world: World):
    with world.office() as town:
        for basis in ("judgment:1", "kin:judgment:2"):
            listings.enter(town, "court", Colour.BLACK, world.ids["ana"], basis=basis)
        lists.publish(town)
        for key in ("a", "b"):
            shut_out(town, world.ids["ana"], key)
    told = card(world, "ana")
    assert "Refused at a closed door: 2 times\n" in told
    assert "court" in told.casefold()
    assert ("it was true" in told, "it was not true" in told) == (True, True)
    told = card(world, "bo")
    assert "No door was closed to you.\nYou were on no black list." in told
