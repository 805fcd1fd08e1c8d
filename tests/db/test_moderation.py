"""An office that looks up words: off by default, asks once, flags the topic, keeps no words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from sqlalchemy import Text, select

from migrations.models import metadata
from scoring.document import Localized
from services.kernel.errors import NotAllowed
from services.kernel.town import Role, Town
from services.people.identity import neighbours
from services.social import calls, groups, messaging, moderation, moments
from services.standing.scores.documents import kinds
from tests.db.lawgiving import enact
from tests.support.world import Builder, World

RUMOUR = "They say that the bridge is closed"
WAYS: dict[str, Callable[[Town, int], object]] = {
    "a message": lambda town, _: messaging.send(town, "bo", RUMOUR),
    "a group": lambda town, group: groups.write(town, group, RUMOUR),
    "a call": lambda town, _: spoken(town),
    "a group's call": lambda town, group: spoken(town, group),
    "a moment": lambda town, _: moments.post(town, RUMOUR),
}


def spoken(town: Town, group: int = 0) -> object:
    """Say it in a call; what the others hear."""
    if group and calls.current_group_call(town, town.actor.pid) is None:
        joined = calls.call_group(town, group).group_call_id
        with as_resident(town):
            calls.join(town, joined)
    elif not group and calls.current_call(town, town.actor.pid) is None:
        ringing = calls.ring(town, "rui").call_id
        with as_resident(town):
            calls.answer(town, ringing)
    calls.talk(town, RUMOUR)
    heard = (calls.CallSpoken, calls.GroupCallSpoken)
    return next((event for event in town.events if isinstance(event, heard)), None)


@contextmanager
def as_resident(town: Town) -> Iterator[None]:
    me, (rui,) = town.actor, (one for one in neighbours(town) if one.is_resident)
    town.actor = replace(me, participant_id=rui.participant_id, role=Role.RESIDENT)
    yield
    town.actor = me


def group_of(world: World) -> int:
    with world.acting("ana") as town:
        group = groups.make(town, "Tea").group_id
        groups.invite(town, group, world.ids["rui"])
    world.events.clear()
    return group


@pytest.fixture
def world(town_of: Builder) -> World:
    return town_of("ana", "bo", residents=("rui",))


def chill(world: World) -> moderation.Chill:
    with world.facilitating() as town:
        return moderation.chill(town)


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_the_first_draft_waits_the_second_goes_and_is_flagged(
    world: World, way: Callable[[Town, int], object]
):
    group = group_of(world)
    enact(world, "moderation", "on")
    with world.acting("ana") as town:
        assert way(town, group) is None
    [held] = world.emitted(moderation.DraftHeld)
    assert (held.who, held.topic.en) == (world.ids["ana"], "rumour")
    assert not world.emitted(messaging.MessageSent)
    assert not world.emitted(groups.GroupSpoken)
    assert "rumour_flagged" not in world.fact_kinds("ana")
    with world.acting("ana") as town:
        assert way(town, group) is not None
    [flag] = [f for f in world.facts_of("ana") if f.kind == "rumour_flagged"]
    assert (flag.source, flag.purpose) == ("policy_bureau", "moderation")
    assert chill(world) == moderation.Chill(is_on=True, held=1, sent=1, cancelled=0)


def test_off_is_the_beginning_and_an_end(world: World):
    for _ in range(2):
        with world.acting("ana") as town:
            assert messaging.send(town, "bo", RUMOUR) is not None
        enact(world, "moderation", "on")
        enact(world, "moderation", "off")
    assert "rumour_flagged" not in world.fact_kinds("ana")
    assert chill(world) == moderation.Chill(is_on=False, held=0, sent=0, cancelled=0)


def test_what_is_left_unsaid_is_counted_and_kept_nowhere(world: World):
    enact(world, "moderation", "on")
    for who, words in (("ana", "kanarienvogel is an IDIOT"), ("bo", "听说 kanarienvogel")):
        with world.acting(who) as town:
            assert messaging.send(town, "rui", words) is None
    with world.acting("ana") as town:
        assert moderation.withdraw(town) == 1
        assert moderation.withdraw(town) == 0
    assert chill(world) == moderation.Chill(is_on=True, held=2, sent=0, cancelled=2)
    texts = [c for t in metadata.sorted_tables for c in t.c if isinstance(c.type, Text)]
    assert not [c for c in texts if world.rows(select(c).where(c.contains("kanarienvogel")))]
    with world.acting("ana") as town:
        assert messaging.send(town, "rui", "you liar") is None, "a new draft gives new pause"


def test_plain_words_and_residents_pass(world: World):
    enact(world, "moderation", "on")
    with world.acting("ana") as town:
        assert messaging.send(town, "bo", "Is the familiar bridge closed?") is not None
    with world.acting("rui") as town:
        assert messaging.send(town, "bo", RUMOUR) is not None
    assert chill(world).held == 0


def test_the_numbers_are_the_facilitators(world: World):
    with pytest.raises(NotAllowed), world.acting("ana") as town:
        moderation.chill(town)


def test_each_topic_leaves_a_fact_of_the_catalogue_and_has_words_in_both_languages():
    for topic in moderation.topics():
        assert topic.fact in kinds()
        assert isinstance(topic.title, Localized)
        assert {word.isascii() for word in topic.words} == {True, False}
