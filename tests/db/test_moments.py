"""Moments: seen by friends, liked, commented, taken back; nobody is rung for them."""

from __future__ import annotations

import pytest

from services.kernel.town import Event
from services.living import seats
from services.people import blocks
from services.social import friends, messaging, moments
from services.social.messaging import Enclosure, Kind
from services.social.moments import Moment
from services.social.moments.tables import moments as rows
from tests.support.moving import acting
from tests.support.world import ON_SQLITE, Builder, World


@pytest.fixture
def world(town_of: Builder) -> World:
    """Ana and Bo are friends, Cy is nobody's."""
    world = town_of("ana", "bo", "cy")
    with world.office() as town:
        friends.acquaint(town, world.ids["ana"], world.ids["bo"])
    world.events.clear()
    return world


def post(world: World, words: str = "a fine day", who: str = "ana") -> Moment:
    with world.acting(who) as town:
        posted = moments.post(town, words)
    assert posted is not None
    return posted


@ON_SQLITE
def test_a_moment_is_seen_by_friends_and_nobody_is_told(world: World):
    posted = post(world)
    assert world.events == []
    seen = {}
    for name in ("ana", "bo", "cy"):
        with world.acting(name) as town:
            seen[name] = [one.words for one in moments.feed(town).page.items]
    assert seen == {"ana": ["a fine day"], "bo": ["a fine day"], "cy": []}
    with pytest.raises(moments.MomentGone), world.acting("cy") as town:
        moments.like(town, posted.moment_id)
    assert "moment_posted" in world.fact_kinds("ana")


def test_likes_come_and_go_and_comments_stay(world: World):
    posted = post(world)
    with world.acting("bo") as town:
        liked = moments.like(town, posted.moment_id)
        assert (liked.likes, liked.is_liked, liked.is_mine) == (("Bo",), True, False)
        assert moments.like(town, posted.moment_id).likes == ()
    with world.acting("bo") as town:
        moments.like(town, posted.moment_id)
    said = []
    for _ in range(2):
        with world.acting("bo", key="777:9") as town:
            said.append(moments.comment(town, posted.moment_id, "indeed"))
    assert said[0] is not None
    assert said[0] == said[1]
    assert [(one.name, one.words) for one in said[0].comments] == [("Bo", "indeed")]
    kinds = world.fact_kinds("bo")
    assert (kinds.count("moment_commented"), "moment_liked" in kinds) == (1, True)
    told: set[type[Event]] = {type(event) for event in world.events}
    assert told == {moments.MomentChanged}, "only the card of whoever posted is drawn again"


def test_a_photo_goes_along_with_words_or_without(world: World):
    photo = Enclosure(kind=Kind.PHOTO, handle="f1", bot_id=777)
    for words in ("look", ""):
        with world.acting("ana") as town:
            moments.post(town, words, photo)
    with world.acting("bo") as town:
        shown = moments.feed(town).page.items
    assert [(one.words, one.photo) for one in shown] == [("", photo), ("look", photo)]
    huge = Enclosure(kind=Kind.PHOTO, handle="f2", bot_id=777, sides=(5_000, 5_000))
    with pytest.raises(messaging.PictureTooLarge), world.acting("ana") as town:
        moments.post(town, "", huge)


@ON_SQLITE
def test_only_ones_own_can_be_taken_back_and_with_it_goes_all(world: World):
    posted = post(world)
    with world.acting("bo") as town:
        moments.comment(town, posted.moment_id, "indeed")
        with pytest.raises(moments.MomentGone):
            moments.erase(town, posted.moment_id)
    with world.acting("ana") as town:
        moments.erase(town, posted.moment_id)
    assert world.rows(rows.select()) == []
    with pytest.raises(moments.MomentGone), world.acting("bo") as town:
        moments.look(town, posted.moment_id)


def test_one_act_posts_once_and_pages_turn(world: World):
    for number in range(7):
        for _ in range(2):
            with world.acting("ana", key=f"777:{number}") as town:
                moments.post(town, f"day {number}")
    with world.acting("bo") as town:
        first, last = moments.feed(town), moments.feed(town, 99)
    assert [one.words for one in first.page.items] == [f"day {n}" for n in (6, 5, 4, 3, 2)]
    assert [one.words for one in last.page.items] == ["day 1", "day 0"]
    assert first.friends == 1


@ON_SQLITE
def test_a_block_hides_both_from_each_other(world: World):
    posted = post(world)
    with world.acting("bo") as town:
        moments.like(town, posted.moment_id)
        moments.comment(town, posted.moment_id, "indeed")
        blocks.block(town, world.ids["ana"])
    for name in ("ana", "bo"):
        with world.acting(name) as town:
            shown = [(m.likes, m.comments) for m in moments.feed(town).page.items]
        assert shown == ([((), ())] if name == "ana" else [])


def test_whoever_leaves_takes_moments_likes_and_comments_along(world: World):
    of_ana, of_bo = post(world), post(world, "mine", "bo")
    for name, number in (("bo", of_ana.moment_id), ("ana", of_bo.moment_id)):
        with world.acting(name) as town:
            moments.like(town, number)
            moments.comment(town, number, "indeed")
    with acting(world, world.visitors["ana"]) as (uow, told):
        seats.leave(uow)
    changed = {e.moment_id for _, e in told if isinstance(e, moments.MomentChanged)}
    assert changed == {of_ana.moment_id, of_bo.moment_id}
    with world.acting("bo") as town:
        [left] = moments.feed(town).page.items
    assert (left.words, left.likes, left.comments) == ("mine", (), ())
