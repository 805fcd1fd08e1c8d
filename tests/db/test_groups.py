"""Groups that people make: who is in them, who hears, and what a name may be."""

from __future__ import annotations

import pytest

from services.kernel.errors import Outdated
from services.kernel.town import Town
from services.living import seats
from services.people import blocks
from services.social import friends, groups, messaging
from services.social.groups import Group
from services.social.messaging import Enclosure, Kind
from tests.support.moving import acting
from tests.support.world import ON_SQLITE, Builder, World


@pytest.fixture
def world(town_of: Builder) -> World:
    return town_of("ana", "bo", "cy", residents=("rui",))


def made(world: World, *guests: str, name: str = "Tea at four") -> Group:
    """A group of Ana's; guests have joined."""
    with world.acting("ana") as town:
        group = groups.make(town, name)
        for guest in guests:
            groups.invite(town, group.group_id, world.ids[guest])
    for guest in guests:
        if guest in world.visitors:
            with world.acting(guest) as town:
                groups.answer(town, group.group_id, yes=True)
    return seen(world, group)


def seen(world: World, group: Group) -> Group:
    with world.office() as town:
        return groups.find_group(town, group.group_id)


def names(group: Group) -> list[str]:
    return sorted(one.name for one in group.members)


def test_a_group_is_made_joined_and_written_to(world: World):
    group = made(world, "bo", "rui")
    assert (group.name, names(group)) == ("Tea at four", ["Ana", "Bo", "Rui"])
    assert [told.who for told in world.emitted(groups.GroupInvited)] == [world.ids["bo"]], (
        "residents come without being asked twice"
    )
    with world.acting("bo") as town:
        groups.write(town, group.group_id, "who brings cake?")
    [spoken] = world.emitted(groups.GroupSpoken)
    assert spoken.to == tuple(sorted((world.ids["ana"], world.ids["rui"])))
    assert (spoken.text, spoken.group_name) == ("who brings cake?", "Tea at four")
    assert world.fact_kinds("ana") == ["group_joined", "group_made"]
    assert world.fact_kinds("bo") == ["group_joined", "group_message"]


@ON_SQLITE
def test_a_question_can_be_answered_with_no_and_twice_is_once(world: World):
    group = made(world)
    with world.acting("ana") as town:
        groups.invite(town, group.group_id, world.ids["bo"])
        with pytest.raises(groups.AlreadyInGroup):
            groups.invite(town, group.group_id, world.ids["bo"])
    with pytest.raises(Outdated), world.acting("cy") as town:
        groups.answer(town, group.group_id, yes=True)
    with world.acting("bo") as town:
        groups.answer(town, group.group_id, yes=False)
    with pytest.raises(Outdated), world.acting("bo") as town:
        groups.answer(town, group.group_id, yes=True)
    assert world.fact_kinds("bo") == []
    again = made(world, "bo")
    with world.acting("bo") as town:
        assert names(groups.answer(town, again.group_id, yes=True)) == ["Ana", "Bo"]


@ON_SQLITE
def test_a_group_of_one_hears_nobody_and_others_are_kept_out(world: World):
    group = made(world)
    with pytest.raises(groups.GroupOfOne), world.acting("ana") as town:
        groups.write(town, group.group_id, "anybody?")
    for number in (group.group_id, 99):
        with pytest.raises(Outdated), world.acting("bo") as town:
            groups.write(town, number, "let me in")
    with pytest.raises(groups.GroupTextTooLong), world.acting("ana") as town:
        groups.write(town, group.group_id, "x" * 501)


@ON_SQLITE
def test_plain_words_and_photos_go_to_the_group_one_has_open(world: World):
    group = made(world, "bo")
    photo = Enclosure(kind=Kind.PHOTO, handle="f1", bot_id=777)
    with world.acting("ana") as town:
        opened = messaging.open_group(town, group.group_id)
        assert (opened.talk, opened.has_topic) == (f"g:{group.group_id}", False)
    for text, enclosure in (("hello", None), ("look", photo)):
        with world.acting("ana") as town:
            assert messaging.say(town, text, enclosure) is None
    told = [(spoken.text, spoken.enclosure) for spoken in world.emitted(groups.GroupSpoken)]
    assert told == [("hello", None), ("look", photo)]
    with pytest.raises(Outdated), world.acting("cy") as town:
        messaging.open_group(town, group.group_id)
    with world.acting("ana") as town:
        groups.leave(town, group.group_id)
        with pytest.raises(messaging.LeadsNowhere):
            messaging.say(town, "still there?")
        assert messaging.leave(town) == "Tea at four"


@ON_SQLITE
def test_whom_one_writes_to_goes_by_a_key(world: World):
    group = made(world, "bo")
    with world.acting("ana") as town:
        assert groups.audience(town, f"g:{group.group_id}") == (world.ids["bo"],)
        assert groups.audience(town, f"p:{world.ids['cy']}") == (world.ids["cy"],)
        for forged in ("g:", "g:x", "", "x:1"):
            with pytest.raises(Outdated):
                groups.audience(town, forged)


@ON_SQLITE
def test_in_a_group_nobody_is_heard_past_a_block(world: World):
    group = made(world, "bo", "cy")
    with world.acting("bo") as town:
        blocks.block(town, world.ids["ana"])
    with world.acting("ana") as town:
        groups.write(town, group.group_id, "hello")
        with pytest.raises(blocks.TakesNothing):
            groups.invite(town, groups.make(town, "Others").group_id, world.ids["bo"])
    assert [told.to for told in world.emitted(groups.GroupSpoken)] == [(world.ids["cy"],)]


@ON_SQLITE
def test_only_the_maker_removes_and_renames(world: World):
    group = made(world, "bo", "cy")
    for verb in (
        lambda town: groups.rename(town, group.group_id, "Mine"),
        lambda town: groups.remove(town, group.group_id, world.ids["cy"]),
    ):
        with pytest.raises(groups.NotTheMaker), world.acting("bo") as town:
            verb(town)
    with world.acting("ana") as town:
        groups.rename(town, group.group_id, "Coffee")
        left = groups.remove(town, group.group_id, world.ids["cy"])
        assert (left.name, names(left)) == ("Coffee", ["Ana", "Bo"])
        for whom in (world.ids["cy"], world.ids["ana"], "nobody"):
            with pytest.raises(Outdated):
                groups.remove(town, group.group_id, whom)


@ON_SQLITE
def test_names_of_either_language_fit(world: World):
    for name in ("下午茶 🍵", "  Tea   at\nfour ", "ب"):
        with world.acting("ana") as town:
            assert groups.make(town, name).name == " ".join(name.split())


@ON_SQLITE
def test_groups_and_their_members_have_bounds(town_of: Builder):
    guests = [f"g{number}" for number in range(30)]
    world = town_of("ana", residents=tuple(guests))

    def fill(town: Town) -> None:
        group = groups.make(town, "All")
        for guest in guests:
            groups.invite(town, group.group_id, world.ids[guest])

    with pytest.raises(groups.GroupFull), world.acting("ana") as town:
        fill(town)
    for _ in range(groups.GROUPS_MAX):
        made(world)
    with pytest.raises(groups.TooManyGroups):
        made(world)


def test_one_act_makes_one_group(world: World):
    for _ in range(2):
        with world.acting("ana", key="777:1") as town:
            groups.make(town, "Tea")
    with world.acting("ana") as town:
        assert len(groups.mine(town)[1]) == 1


def test_the_maker_leaves_it_to_the_eldest_and_the_last_takes_it_along(world: World):
    group = made(world, "bo", "cy")
    with world.acting("ana") as town:
        groups.leave(town, group.group_id)
    left = seen(world, group)
    assert (left.maker, names(left)) == (left.members[0].participant_id, ["Bo", "Cy"])
    for name in ("bo", "cy"):
        with world.acting(name) as town:
            groups.leave(town, group.group_id)
    with pytest.raises(Outdated):
        seen(world, group)
    assert world.fact_kinds("ana") == ["group_joined", "group_made", "group_left"]


def test_leaving_the_town_leaves_groups_and_takes_the_name_along(world: World):
    group, other = made(world, "bo"), made(world, "bo", name="More tea")
    with acting(world, world.visitors["ana"]) as (uow, _):
        seats.leave(uow)
    for one in (group, other):
        left = seen(world, one)
        assert (left.name, names(left), left.maker) == ("", ["Bo"], world.ids["bo"])


@ON_SQLITE
def test_friends_come_first_among_those_one_can_ask(world: World):
    with world.office() as town:
        friends.acquaint(town, world.ids["ana"], world.ids["rui"])
    group = made(world, "cy")
    with world.acting("ana") as town:
        _, found = groups.candidates(town, group.group_id)
    assert [one.name for one in found.items] == ["Rui", "Bo"]
