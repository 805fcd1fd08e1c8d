"""Friends are asked for and accepted, families come with the persona; both are known by date."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError

from services.kernel.errors import Outdated, RuleError
from services.kernel.time import TownTime
from services.kernel.timers import set_timer
from services.kernel.town import Town
from services.law import switchboard
from services.living.residents import RESIDENT_ACT, perform, react
from services.living.residents.beginnings import know_somebody
from services.living.residents.folk import residents
from services.people.identity import NobodyOfThatName, ParticipantJoined
from services.social import friends, kin
from services.social.friends import (
    AskWithdrawn,
    Befriended,
    FriendAsked,
    FriendDeclined,
    Friendship,
    FriendshipState,
    Unfriended,
)
from services.social.friends.tables import friendships
from services.social.kin import Relation
from services.standing import profiles
from tests.support.world import Builder, World


def ask(world: World, asker: str = "ana", asked: str = "bo") -> Friendship:
    with world.acting(asker) as town:
        return friends.ask(town, asked)


def befriend(world: World, asker: str = "ana", asked: str = "bo") -> Friendship:
    friendship = ask(world, asker, asked)
    with world.acting(asked) as town:
        return friends.accept(town, friendship.friendship_id)


def end(world: World, name: str, friendship: Friendship) -> Friendship:
    with world.acting(name) as town:
        return friends.unfriend(town, friendship.friendship_id)


def friends_of(world: World, name: str, as_of: int) -> set[str]:
    called = {pid: known for known, pid in world.ids.items()}
    with world.office() as town:
        found = friends.graph(town, [world.ids[name]], as_of)
    return {called[friend] for friend in found[world.ids[name]]}


def counted(world: World, name: str, kind: str) -> int:
    return world.fact_kinds(name).count(kind)


# ── asking and answering ─────────────────────────────────────────────────────


def test_who_is_asked_and_agrees_is_a_friend_on_both_sides(world: World):
    asked = ask(world)
    assert asked.state == FriendshipState.ASKED
    assert world.emitted(FriendAsked)[0].friendship.asked == world.ids["bo"]
    with world.acting("bo") as town:
        friendship = friends.accept(town, asked.friendship_id)
    assert (friendship.state, friendship.since) == (FriendshipState.FRIENDS, world.now())
    assert world.emitted(Befriended)[0].friendship.asker == world.ids["ana"]
    for one, other in (("ana", "bo"), ("bo", "ana")):
        [fact] = [f for f in world.facts_of(one) if f.kind == "friend_added"]
        assert fact.counterpart == world.ids[other]


def test_asking_back_is_agreeing(world: World):
    ask(world)
    assert ask(world, "bo", "ana").state == FriendshipState.FRIENDS
    assert len(world.emitted(FriendAsked)) == 1
    assert len(world.emitted(Befriended)) == 1


def test_doing_twice_is_doing_once(world: World):
    first, again = ask(world), ask(world)
    assert first == again
    for _ in range(2):
        with world.acting("bo") as town:
            friends.accept(town, first.friendship_id)
    for _ in range(2):
        assert end(world, "ana", first).state == FriendshipState.ENDED
    assert len(world.emitted(FriendAsked)) == len(world.emitted(Befriended)) == 1
    assert len(world.emitted(Unfriended)) == 1
    assert counted(world, "bo", "friend_added") == counted(world, "bo", "friend_removed") == 1


def test_a_no_is_told_to_nobody_and_is_not_pressed(world: World):
    asked = ask(world)
    for _ in range(2):
        with world.acting("bo") as town:
            assert friends.decline(town, asked.friendship_id).state == FriendshipState.DECLINED
    assert len(world.emitted(FriendDeclined)) == 1
    assert "friend_added" not in world.fact_kinds("ana")
    with pytest.raises(friends.AskedBefore) as refusal:
        ask(world)
    assert refusal.value.fields["name"] == "Bo"
    assert ask(world, "bo", "ana").state == FriendshipState.ASKED, "the other one may ask"


def test_after_a_day_one_may_ask_again(world: World):
    asked = ask(world)
    with world.acting("bo") as town:
        friends.decline(town, asked.friendship_id)
    world.forward(hours=23)
    with pytest.raises(friends.AskedBefore):
        ask(world)
    world.forward(hours=1)
    again = ask(world)
    assert again.state == FriendshipState.ASKED
    assert again.friendship_id != asked.friendship_id


def test_what_was_asked_can_be_taken_back_and_asked_again_at_once(world: World):
    asked = ask(world)
    assert end(world, "ana", asked).state == FriendshipState.WITHDRAWN
    assert world.emitted(AskWithdrawn)[0].friendship.asked == world.ids["bo"]
    with pytest.raises(Outdated), world.acting("bo") as town:
        friends.accept(town, asked.friendship_id)
    assert ask(world).state == FriendshipState.ASKED


@pytest.mark.parametrize(
    ("name", "refusal"),
    [("ana", friends.FriendToSelf), ("nobody", NobodyOfThatName), ("%", NobodyOfThatName)],
)
def test_a_refused_question_leaves_nothing(world: World, name: str, refusal: type[RuleError]):
    with pytest.raises(refusal):
        ask(world, "ana", name)
    assert world.rows(select(friendships)) == []


def test_friends_cannot_be_asked_again(world: World):
    befriend(world)
    for one, other in (("ana", "bo"), ("bo", "ana")):
        with pytest.raises(friends.AlreadyFriends):
            ask(world, one, other)


def test_nobody_writes_to_the_whole_town(town_of: Builder):
    many = [f"n{number:02d}" for number in range(friends.ASKED_MAX + 1)]
    world = town_of("ana", residents=tuple(many))
    for name in many[:-1]:
        ask(world, "ana", name)
    with pytest.raises(friends.TooManyAsked):
        ask(world, "ana", many[-1])
    with world.acting(many[0]) as town:
        friends.accept(town, friends.of_person(town, world.ids[many[0]])[0].friendship_id)
    assert ask(world, "ana", many[-1]).state == FriendshipState.ASKED


def test_only_the_asked_may_answer_and_only_the_two_may_end(world: World):
    asked = ask(world)
    for name, verb in [
        ("ana", friends.accept),
        ("ana", friends.decline),
        ("cy", friends.accept),
        ("cy", friends.decline),
        ("cy", friends.unfriend),
    ]:
        with pytest.raises(Outdated), world.acting(name) as town:
            verb(town, asked.friendship_id)
    assert [row.state for row in world.rows(select(friendships.c.state))] == ["asked"]


def test_a_friendship_of_another_town_is_out_of_reach(town_of: Builder):
    here, there = town_of("ana", "bo"), town_of("zoe", "yan")
    foreign = ask(there, "zoe", "yan")
    with pytest.raises(Outdated), here.acting("bo") as town:
        friends.accept(town, foreign.friendship_id)
    with pytest.raises(NobodyOfThatName), here.acting("ana") as town:
        profiles.look(town, there.ids["zoe"])
    with pytest.raises(NobodyOfThatName), here.acting("ana") as town:
        friends.ask_neighbour(town, there.ids["zoe"])


def test_a_friendship_ends_by_name_too(world: World):
    with pytest.raises(friends.NotFriends), world.acting("bo") as town:
        friends.unfriend_by_name(town, "ana")
    befriend(world)
    with world.acting("bo") as town:
        assert friends.unfriend_by_name(town, "@ANA").state == FriendshipState.ENDED


# ── at the same time ─────────────────────────────────────────────────────────


def test_two_who_ask_each_other_at_once_are_friends_once(world: World):
    answers = world.race_all_done(
        ("ana", lambda town: friends.ask(town, "bo")), ("bo", lambda town: friends.ask(town, "ana"))
    )
    assert {answer.state for answer in answers} == {FriendshipState.ASKED, FriendshipState.FRIENDS}
    assert world.rows(select(func.count()).select_from(friendships)) == [(1,)]
    assert counted(world, "ana", "friend_added") == counted(world, "bo", "friend_added") == 1


def test_a_yes_and_a_withdrawal_at_once_leave_one_story(world: World):
    asked = ask(world)
    number = asked.friendship_id
    yes: Callable[[Town], object] = lambda town: friends.accept(town, number)  # noqa: E731
    back: Callable[[Town], object] = lambda town: friends.unfriend(town, number)  # noqa: E731
    world.race(("bo", yes), ("ana", back))
    [state] = [row.state for row in world.rows(select(friendships.c.state))]
    was_accepted = counted(world, "ana", "friend_added")
    assert state == (FriendshipState.ENDED if was_accepted else FriendshipState.WITHDRAWN)
    assert counted(world, "ana", "friend_removed") == was_accepted


# ── the graph, as of a day ───────────────────────────────────────────────────


def test_the_graph_is_known_as_of_every_day(world: World):
    before = world.now()
    world.forward(days=1)
    friendship = befriend(world)
    begun = world.now()
    ask(world, "ana", "cy")
    world.forward(days=2)
    end(world, "bo", friendship)
    over = world.now()
    assert friends_of(world, "ana", before) == set()
    assert friends_of(world, "ana", begun) == friends_of(world, "ana", over - 1) == {"bo"}
    assert friends_of(world, "bo", over - 1) == {"ana"}
    assert friends_of(world, "ana", over) == set()
    befriend(world)
    assert friends_of(world, "ana", world.now()) == {"bo"}


def test_standing_facts_name_the_friends_of_that_day(world: World):
    friendship = befriend(world)
    befriend(world, "ana", "cy")
    then = world.now()
    world.forward(days=1)
    end(world, "ana", friendship)
    ids = world.ids
    scores = {ids["bo"]: 400, ids["cy"]: 700}
    with world.office() as town:
        earlier = friends.standing_facts(town, ids.values(), then, scores)
        later = friends.standing_facts(town, [ids["ana"]], town.now, scores)
    assert {f.counterpart: f.amount for f in earlier[ids["ana"]]} == scores
    assert [f.counterpart for f in later[ids["ana"]]] == [ids["cy"]]
    assert earlier[ids["bo"]] == [], "ana has no score of her own conduct here"


# ── what one sees ────────────────────────────────────────────────────────────


def test_the_circle_shows_friends_questions_and_family(town_of: Builder):
    world = town_of("ana", "bo", "cy", "di", "eve")
    befriend(world)
    ask(world, "ana", "cy")
    ask(world, "di", "ana")
    with world.office() as town:
        kin.tie(town, world.ids["eve"], Relation.PARENT, world.ids["ana"])
    with world.acting("ana") as town:
        circle = friends.overview(town)
        eve = profiles.look_up(town, "Eve")
        bo = profiles.look(town, world.ids["bo"])
    assert [f.other_name(circle.me) for f in circle.friends.items] == ["Bo"]
    assert [f.asked_name for f in circle.asked_by_me] == ["Cy"]
    assert [f.asker_name for f in circle.asked_me] == ["Di"]
    assert [(one.name, one.relation) for one in circle.family] == [("Eve", Relation.PARENT)]
    assert circle.counts
    assert eve.kin is Relation.PARENT
    assert eve.friendship is None
    assert (bo.kin, bo.friendship) == (None, circle.friends.items[0])


def test_the_circle_says_when_the_law_has_outlawed_friends(world: World):
    with world.facilitating() as town:
        switchboard.enact(town, "friends", "off", in_days=1)
    with world.acting("ana") as town:
        assert friends.overview(town).counts
    world.forward(days=1)
    with world.acting("ana") as town:
        assert not friends.overview(town).counts


def test_many_friends_come_page_by_page(town_of: Builder):
    many = [f"n{number:02d}" for number in range(friends.PAGE_SIZE + 2)]
    world = town_of("ana", residents=tuple(many))
    with world.office() as town:
        for name in many:
            assert friends.acquaint(town, world.ids["ana"], world.ids[name])
            assert not friends.acquaint(town, world.ids[name], world.ids["ana"])
    with world.acting("ana") as town:
        first, last, before = (friends.overview(town, page) for page in (0, 99, -1))
    assert (first.friends.number, first.friends.pages, first.friends.total) == (0, 2, len(many))
    shown = [f.other_name(first.me) for f in (*first.friends.items, *last.friends.items)]
    assert shown == [name.title() for name in many]
    assert before == first


# ── from the start, and by habit ─────────────────────────────────────────────


def test_a_newcomer_knows_two_people_since_they_are_said_to_have_come(town_of: Builder):
    world = town_of("ana", residents=("rui", "sol", "tam"))
    since = TownTime(world.now())
    world.forward(days=4)
    joined = ParticipantJoined(
        workshop_id=world.workshop_id,
        participant_id=world.ids["ana"],
        name="Ana",
        trade="baker",
        since=since,
        is_late=True,
    )
    with world.office() as town:
        know_somebody(town, joined, residents(town))
    [told] = world.emitted(friends.KnownHere)
    assert len(told.friends) == friends.FIRST_FRIENDS
    assert {name.casefold() for name in told.friends} == friends_of(world, "ana", since)
    assert {f.at for f in world.facts_of("ana") if f.kind == "friend_added"} == {since}
    with world.office() as town:
        know_somebody(town, replace(joined, name="Ana"), residents(town))
    assert friends_of(world, "ana", world.now()) == friends_of(world, "ana", since)


def test_residents_answer_by_habit_and_ask_of_their_own(town_of: Builder):
    hosts = tuple(f"r{number:02d}" for number in range(30))
    world = town_of("ana", residents=hosts, timers={RESIDENT_ACT: perform})
    for some in (hosts[:10], hosts[10:20], hosts[20:]):
        for name in some:
            with world.acting("ana") as town:
                friends.ask(town, name)
                react(town, town.events[-1])
        world.forward(hours=24)
    with world.acting("ana") as town:
        circle = friends.overview(town)
    assert 25 <= circle.friends.total <= 30, "95 of 100 generous people agree"
    assert circle.asked_by_me == (), "whoever does not agree says no"
    with world.office() as town:
        set_timer(town, RESIDENT_ACT, f"befriends:{world.ids['r00']}:1", due=town.now)
    world.run_due()
    assert world.emitted(FriendAsked)[-1].friendship.asker == world.ids["r00"]


# ── the database alone ───────────────────────────────────────────────────────

ROW = (
    "INSERT INTO friendships (workshop_id, one, other, asker, state, asked_town_s, since_town_s,"
    " until_town_s) VALUES (1, '{one}', '{other}', '{asker}', '{state}', 0, {since}, {until})"
)


def by_hand(world: World, **changed: object) -> str:
    values = {
        "one": world.ids["ana"],
        "other": world.ids["bo"],
        "asker": world.ids["ana"],
        "state": "friends",
        "since": 5,
        "until": "NULL",
    }
    return ROW.format(**(values | changed))


BAD_ROWS: dict[str, dict[str, object]] = {
    "a second open matter": {},
    "a question beside a friendship": {"state": "asked", "since": "NULL"},
    "a friend of oneself": {"other": "ANA"},
    "asked by a third": {"asker": "CY"},
    "a stranger": {"other": "nobody"},
    "a state that is not": {"state": "engaged"},
    "friends since never": {"other": "CY", "since": "NULL"},
    "asked and already friends since": {"other": "CY", "state": "asked"},
    "ended and no day": {"other": "CY", "state": "ended"},
    "alive with an end": {"other": "CY", "until": 9},
}


@pytest.mark.parametrize("changed", BAD_ROWS.values(), ids=BAD_ROWS)
def test_the_database_refuses(world: World, changed: dict[str, object]):
    befriend(world)
    names = {name.upper(): pid for name, pid in world.ids.items()}
    row = by_hand(world, **{key: names.get(str(value), value) for key, value in changed.items()})
    with pytest.raises(IntegrityError), world.engine.begin() as conn:
        conn.execute(text(row))


def test_the_database_takes_a_row_that_is_right(world: World):
    friendship = befriend(world)
    end(world, "ana", friendship)
    with world.engine.begin() as conn:
        conn.execute(text(by_hand(world)))
    assert len(world.rows(select(friendships))) == 2
