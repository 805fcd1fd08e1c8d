"""Tables: whoever runs the town seats people, one by one or by lot, and takes it back."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from services.kernel.audit_log import audit_log
from services.kernel.errors import NotAllowed, Outdated
from services.kernel.localized import Localized
from services.living import seats
from services.modules import Wiring
from services.social import groups
from services.workshops import cockpit, scenarios
from tests.support.moving import acting
from tests.support.world import Builder, World

SEVEN = ("ana", "bo", "cy", "dee", "eve", "fin", "gil")


@pytest.fixture
def world(town_of: Builder) -> World:
    return town_of("ana", "bo", "cy", residents=("rui",))


@pytest.fixture
def class_of_seven(town_of: Builder) -> World:
    return town_of(*SEVEN, residents=("rui",))


def sits(world: World) -> dict[str, set[str]]:
    """Who sits at which table."""
    with world.facilitating() as town:
        tables = groups.plan(town).tables
    return {one.name: {member.name for member in one.members} for one in tables if one.members}


def seated(world: World, who: str, table: int) -> groups.Group:
    with world.facilitating() as town:
        return groups.seat(town, world.ids[who], table)


def made(world: World, name: str = "") -> int:
    with world.facilitating() as town:
        return groups.new_table(town, name).group_id


def lot(world: World, tables: int, number: int) -> groups.Plan:
    with world.facilitating() as town:
        return groups.draw(town, tables, number)


def told(world: World) -> list[tuple[str, str | None]]:
    """Who has been told of which table."""
    names = {number: name for name, number in world.ids.items()}
    events = world.emitted(groups.SeatChanged)
    return [(names[one.who], one.table.name if one.table else None) for one in events]


def test_somebody_is_moved_from_one_table_to_another_and_told_once(world: World):
    one, two = made(world), made(world, "By the window")
    seated(world, "ana", one)
    seated(world, "bo", two)
    for _ in range(2):
        seated(world, "ana", two)
    assert sits(world) == {"By the window": {"Ana", "Bo"}}
    assert told(world) == [("ana", "Table 1"), ("bo", "By the window"), ("ana", "By the window")]
    assert world.emitted(groups.GroupLeft) == [groups.GroupLeft(one, world.ids["ana"])]
    assert world.fact_kinds("ana") == [], "it is nobody's own act"
    with world.office() as town:
        lines = town.conn.execute(select(audit_log.c.action, audit_log.c.detail)).all()
    assert lines.count(("seated", f"group {two}")) == 2


def test_a_group_of_their_own_stays_theirs_and_takes_whom_the_desk_brings(world: World):
    with world.acting("bo") as town:
        own = groups.make(town, "Tea at four").group_id
        groups.invite(town, own, world.ids["ana"])
    seated(world, "bo", made(world))
    group = seated(world, "ana", own)
    assert {one.name for one in group.members} == {"Bo", "Ana"}, "asked before, and in it now"
    seated(world, "bo", made(world))
    with world.office() as town:
        assert groups.find_group(town, own).is_member(world.ids["bo"])


def test_only_whoever_runs_the_town_seats_and_only_its_people_and_tables(
    world: World, town_of: Builder
):
    table, elsewhere = made(world), town_of("zoe")
    with pytest.raises(NotAllowed), world.acting("ana") as town:
        groups.seat(town, world.ids["bo"], table)
    for verb in (groups.plan, lambda town: groups.draw(town, 1, 5)):
        with pytest.raises(NotAllowed), world.acting("ana") as town:
            verb(town)
    with pytest.raises(Outdated), elsewhere.facilitating() as town:
        cockpit.move(town, elsewhere.ids["zoe"], table)
    for who in (world.ids["rui"], elsewhere.ids["zoe"], "nobody"):
        with pytest.raises(Outdated), world.facilitating() as town:
            cockpit.move(town, who, table)


def test_who_sits_at_a_table_neither_asks_in_nor_puts_out_nor_renames(world: World):
    table = made(world)
    for who in ("ana", "bo"):
        seated(world, who, table)
    for verb in (
        lambda town: groups.invite(town, table, world.ids["cy"]),
        lambda town: groups.rename(town, table, "Ours"),
        lambda town: groups.remove(town, table, world.ids["bo"]),
    ):
        with pytest.raises(groups.SeatedByDesk), world.acting("ana") as town:
            verb(town)
    with world.acting("ana") as town:
        groups.write(town, table, "who begins?")
    assert world.emitted(groups.GroupSpoken)[-1].to == (world.ids["bo"],)


def test_a_lot_seats_everybody_evenly_and_is_taken_back_and_drawn_anew(class_of_seven: World):
    world = class_of_seven
    seated(world, "ana", made(world, "By the window"))
    before = sits(world)
    for number in (11, 11, 12):
        lot(world, 3, number)
        after = sits(world)
        assert sorted(map(len, after.values())) == [2, 2, 3]
        assert set(after) == {"By the window", "Table 1", "Table 2"}
        assert set.union(*after.values()) == {name.title() for name in SEVEN}
    assert len(told(world)) == 1 + 2 * len(SEVEN), "the same lot is drawn once"
    with pytest.raises(Outdated), world.facilitating() as town:
        groups.undo(town, 11)
    with world.facilitating() as town:
        groups.undo(town, 12)
    with pytest.raises(Outdated), world.facilitating() as town:
        groups.undo(town, 12)
    again = sits(world)
    assert sorted(map(len, again.values())) == [2, 2, 3], "as after the first lot"
    lot(world, 1, 13)
    seated(world, "bo", made(world, "Alone"))
    with world.facilitating() as town:
        left = groups.undo(town, 13)
    now = sits(world)
    assert now.pop("Alone") == {"Bo"}
    assert now == {name: there - {"Bo"} for name, there in again.items() if there - {"Bo"}}
    assert (left.drawn, before) == (None, {"By the window": {"Ana"}})


def test_by_lot_means_that_each_seat_is_as_likely(class_of_seven: World):
    found = set()
    for number in range(1, 9):
        lot(class_of_seven, 2, number)
        found.add(frozenset(map(frozenset, sits(class_of_seven).values())))
    assert len(found) > 5


def test_too_many_or_too_few_tables_are_refused(class_of_seven: World, town_of: Builder):
    for wrong in (0, 8):
        with pytest.raises(groups.TablesUnfit) as refused:
            lot(class_of_seven, wrong, 5)
        assert refused.value.fields == {"low": 1, "high": 7, "people": 7}
    with pytest.raises(groups.NobodyToSeat):
        lot(town_of(), 1, 5)
    crowd = town_of(*(f"p{number}" for number in range(31)))
    with pytest.raises(groups.TablesUnfit) as refused:
        lot(crowd, 1, 5)
    assert refused.value.fields["low"] == 2, "a table holds thirty"
    table = made(crowd)
    for number in range(30):
        seated(crowd, f"p{number}", table)
    with pytest.raises(groups.GroupFull):
        seated(crowd, "p30", table)


def test_a_table_has_a_name_of_its_own(world: World):
    made(world, "Red")
    for taken in ("red", " R e d "):
        with pytest.raises(groups.TableNameTaken):
            made(world, taken)
    with pytest.raises(groups.GroupNameUnfit):
        made(world, "…")


def test_a_table_of_a_number_is_called_in_each_readers_language(world: World):
    with world.facilitating() as town:
        numbered, own = groups.new_table(town), groups.new_table(town, "Red 2")
    assert numbered.title == Localized(en="Table 1", zh="1 号桌")
    assert own.title == "Red 2"
    with world.acting("ana") as town:
        assert groups.make(town, "Table 7").title == "Table 7", "a group of theirs"


def test_whoever_leaves_the_town_leaves_the_table_which_stays(world: World):
    table = made(world, "Red")
    seated(world, "ana", table)
    with acting(world, world.visitors["ana"]) as (uow, _):
        seats.leave(uow)
    assert sits(world) == {}
    seated(world, "bo", table)
    assert sits(world) == {"Red": {"Bo"}}


def test_whoever_is_removed_is_not_brought_back_by_undoing_a_lot(world: World):
    lot(world, 1, 5)
    with world.facilitating() as town:
        cockpit.remove(town, world.ids["ana"])
        Wiring().settle(town, lambda _: None)
        groups.undo(town, 5)
    lot(world, 1, 6)
    assert sits(world) == {"Table 1": {"Bo", "Cy"}}


def test_a_masked_person_is_seated_like_all_others(world: World):
    table = made(world)
    with world.facilitating() as town:
        cockpit.set_mask(town, world.ids["bo"], on=True)
        found = cockpit.move(town, world.ids["bo"], table)
    assert (found.is_masked, found.table) == (True, Localized(en="Table 1", zh="1 号桌"))


def test_a_card_is_played_on_a_table(world: World):
    table = made(world)
    for who in ("ana", "bo"):
        seated(world, who, table)
    with world.facilitating() as town:
        for typed in ("Table 1", "table1", "1"):
            asked = scenarios.order(town, f"judgment_served {typed} ?")
            assert isinstance(asked, scenarios.Preview)
            assert {one.name for one in asked.whom.people} == {"Ana", "Bo"}
    made(world, "Red")
    with pytest.raises(scenarios.NobodyThere), world.facilitating() as town:
        scenarios.order(town, "judgment_served Red")


def test_what_is_typed_names_somebody_and_a_table(world: World):
    made(world, "By the window")
    made(world)
    with world.facilitating() as town:
        for typed, name in (
            ("ana by the window", "By the window"),
            ("@Ana to Table 1", "Table 1"),
            ("ana 到 1 号桌", "Table 1"),
            ("Ana 1", "Table 1"),
        ):
            asked = cockpit.move_typed(town, typed)
            assert isinstance(asked, cockpit.Move)
            assert (asked.one.name, asked.to and asked.to.name) == ("Ana", name)
        fresh = cockpit.move_typed(town, "ana new")
        assert isinstance(fresh, cockpit.Move)
        assert fresh.to is None
        assert isinstance(cockpit.move_typed(town, "ana"), cockpit.Seating)
        with pytest.raises(cockpit.NoSuchTable) as refused:
            cockpit.move_typed(town, "ana Tabel 1")
        assert refused.value.fields["instead"] == ("Table 1",)
        with pytest.raises(cockpit.ResidentsStand):
            cockpit.move_typed(town, "rui 1")
