"""What is known of newcomers is what they are told on arrival, and nothing else until they act."""

from __future__ import annotations

import pytest

from services.kernel.time import DAY_S
from services.living import offices
from services.living.offices.catalogue import catalogue as feeders
from services.living.seats.newcomers import introduce, pasts
from services.standing import agencies, proxies, scores
from services.standing.proxies.service import MARKET
from services.standing.scores.documents import kinds
from tests.support.world import Builder, World

TIMERS = {offices.OFFICE_FEED: offices.night, proxies.INFER: proxies.night}


@pytest.fixture
def world(town_of: Builder) -> World:
    return town_of("ana", residents=("rui", "wen"), timers=TIMERS)


def test_every_past_says_what_the_catalogue_knows_by_who_could_know_it():
    for past in pasts():
        for one in past.facts:
            kind = kinds()[one.fact]
            assert (one.amount > 0) == (kind.unit != "none"), one
            assert one.source in {*feeders(), MARKET}
            if one.source in feeders():
                assert one.fact in {report.kind for report in feeders()[one.source].reports}


def test_no_past_touches_the_city_where_everybody_starts_alike():
    rules = agencies.library().documents["city", 1].rules
    read = {kind for rule in rules for kind in rule.kinds}
    assert not read & {one.fact for past in pasts() for one in past.facts}


def test_weeks_of_doing_nothing_add_nothing_to_the_past(world: World):
    with world.office() as town:
        offices.start_nights(town)
        proxies.start_nights(town)
        said = introduce(town, world.ids["ana"], "Ana")
    [past] = [one for one in pasts() if one.says == said]
    world.forward(days=20)
    about = [fact for fact in world.facts_of("ana") if fact.kind not in GUESSES]
    assert [(fact.kind, fact.source) for fact in about] == [
        (one.fact, one.source) for one in past.facts
    ]
    assert any(fact.at > DAY_S for fact in world.facts_of("rui")), "residents' lives go on"
    with world.office() as town:
        given = scores.evaluate_and_store(town, world.ids["ana"], "city_credit_office")
    assert given.score == 100


GUESSES = ("guess_made", "guess_dropped")  # a machine's reading of what is known already
