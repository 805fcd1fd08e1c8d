"""The court's list as it is searched, the wall of shame, and the mask that takes one off both."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from services.kernel.audit_log import audit_log
from services.kernel.errors import NotAllowed
from services.kernel.town import Town
from services.law import switchboard
from services.people import masks
from services.people.facts import Fact, record
from services.people.identity import NobodyOfThatName
from services.people.masks import MaskChanged
from services.social import notices
from services.standing import courts, listings, lists, profiles, scores
from services.standing.listings import Colour
from tests.support.world import Builder, World

BASIS = "score:1:a"


@pytest.fixture
def world(town_of: Builder) -> World:
    """Bo is on every list that shows a name, and on the cameras' board."""
    world = town_of("ana", "bo", "cy")
    bo = world.ids["bo"]
    with world.facilitating() as town:
        courts.enforce(town, courts.judge(town, bo).judgment_id)
        switchboard.enact(town, "leaderboard", "on")
    with world.office() as town:
        record(town, Fact(bo, "jaywalking", source="crossing_cameras", key="seen"))
        lists.publish(town)
        listings.enter(town, "koala_credit", Colour.RED, bo, basis=BASIS)
        listings.publish_due(town)
        lists.attach_notices(town)
    return world


def mask(world: World, *, on: bool, by: str = "bo") -> None:
    with world.acting(by) as town:
        masks.set_mask(town, on=on)


def sought(world: World, name: str) -> lists.CourtList:
    with world.acting("ana") as town:
        return lists.court_list(town, name)


def named(town: Town, name: str) -> dict[str, bool]:
    """By board, whether somebody's name stands there."""
    board, camera = lists.current_board(town), lists.cameras(town)
    came, _ = listings.changes(town, 0, town.now + 1)
    return {
        "black": name in [one.name for one in board.black],
        "company": name in [one.name for one in lists.company(town, "koala").lists.red],
        "court": bool(lists.court_list(town, name).entries),
        "cameras": bool(camera.seen),
        "ranks": name in [one.neighbour.name for one in scores.leaderboard(town)],
        "ranks on the wall": name in [o.neighbour.name for o in scores.ranks_now(town) or ()],
        "news": name in [one.name for one in came],
        "card": bool(profiles.look_up(town, name).lists),
        "wall": any(one.name for one in lists.shame(town).shown),
    }


def test_whoever_is_listed_is_found_and_after_the_delisting_is_not(world: World):
    [entry] = sought(world, "bo").entries
    assert (entry.name, entry.case) == ("Bo", "2015-0001")
    assert sought(world, "ana").entries == ()
    assert [one.name for one in sought(world, "").entries] == ["Bo"]
    with pytest.raises(NobodyOfThatName):
        sought(world, "Zeppelin")
    with world.facilitating() as town:
        courts.pay_judgment(town, of=world.ids["bo"])
        lists.publish_now(town)
    assert sought(world, "bo") == lists.CourtList((), "Bo")
    assert sought(world, "").entries == ()


def test_a_mask_takes_one_off_every_board_at_once_and_back(world: World):
    for on in (False, True, False):
        mask(world, on=on)
        with world.acting("ana") as town:
            assert set(named(town, "Bo").values()) == {not on}, named(town, "Bo")
            assert (notices.notice_on(town, world.ids["bo"]) is None) == on
        with world.acting("bo") as town:
            assert len(lists.ask(town).mine) == 2, "one's own standing one may always read"


def test_on_the_wall_names_are_masked_and_a_stand_in_hangs_for_who_is_off_it(world: World):
    for on, shown in ((False, ["B**"]), (True, [None])):
        mask(world, on=on)
        with world.acting("ana") as town:
            assert [one.name and one.name.en for one in lists.shame(town).shown] == shown
    with world.facilitating() as town:
        switchboard.enact(town, "shame_wall", "off")
        assert lists.shame(town) == lists.ShameWall(is_lawful=False)


def test_who_runs_the_town_masks_another_and_nobody_else_does(world: World):
    with pytest.raises(NotAllowed), world.acting("ana") as town:
        masks.set_mask(town, "bo", on=True)
    for _ in range(2):
        with world.facilitating() as town:
            masks.set_mask(town, "bo", on=True)
    assert world.emitted(MaskChanged) == [MaskChanged(world.workshop_id, "Bo", is_on=True)]
    lines = world.rows(select(audit_log).where(audit_log.c.action == "mask"))
    assert [line.detail for line in lines] == ["on"]
    with world.acting("ana") as town:
        assert masks.hidden(town) == {world.ids["bo"]}
