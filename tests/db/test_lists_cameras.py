"""The crossing cameras' board: what hangs when, under which mask, and how much of it is true."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from bot.replies import Message
from bot.standing.lists import views
from bot.words import words_for
from services.kernel.errors import NotAllowed
from services.kernel.localized import LANGUAGES
from services.kernel.time import DAY_S
from services.kernel.town import Randomness, Town
from services.living import offices
from services.living.offices import catalogue, nights
from services.living.offices.tables import office_incidents
from services.people.facts import Fact, record
from services.people.facts.tables import facts
from services.standing import lists
from services.standing.agencies import close_source, open_source
from services.standing.lists.cameras import HANGS_S, OFFICE, REPORTED, post
from services.standing.lists.tables import camera_pictures
from tests.db.lawgiving import enact
from tests.support.world import Builder, World

TIMERS = {
    lists.EVENING_LISTS: lists.evening,
    lists.CALLER_NOTICES: lists.notices,
    offices.OFFICE_FEED: offices.night,
}


@pytest.fixture
def world(town_of: Builder) -> World:
    return town_of("ana", "bo", residents=("rui", "wen"), timers=TIMERS)


def seen(world: World, name: str, *, source: str = OFFICE, kind: str = REPORTED) -> None:
    with world.office() as town:
        record(town, Fact(world.ids[name], kind, source=source, purpose="duty"))


def publish(world: World) -> lists.CameraBoard:
    with world.facilitating() as town:
        return lists.publish_now(town).cameras


def board(world: World) -> lists.CameraBoard:
    with world.acting("ana") as town:
        return lists.cameras(town)


def shown(found: lists.CameraBoard) -> list[tuple[str, int]]:
    return [(one.name.en, one.times) for one in found.seen]


def pictures(world: World) -> list[Any]:
    return world.rows(select(camera_pictures))


# What hangs there


def test_the_evening_hangs_up_what_the_cameras_reported(world: World):
    with world.office() as town:
        lists.start_evenings(town)
    for name in ("bo", "ana", "bo"):
        seen(world, name)
    assert board(world).seen == ()
    world.forward(hours=13)
    found = board(world)
    assert shown(found) == [("A**", 1), ("B**", 2)]
    assert found.pictures == 3


def test_other_reports_and_other_offices_hang_nowhere(world: World):
    seen(world, "ana", kind="traffic_violation")
    seen(world, "ana", source="traffic_police")
    seen(world, "ana", source="super_app")
    assert publish(world).seen == ()


def test_a_picture_hangs_for_three_days_and_the_newest_comes_first(world: World):
    seen(world, "ana")
    publish(world)
    world.forward(days=2)
    seen(world, "bo")
    assert shown(publish(world)) == [("B**", 1), ("A**", 1)]
    world.forward(seconds=DAY_S - 1)
    assert shown(publish(world)) == [("B**", 1), ("A**", 1)]
    world.forward(seconds=1)
    assert shown(publish(world)) == [("B**", 1)]


def test_what_is_older_than_three_days_is_never_hung_up(world: World):
    seen(world, "ana")
    world.forward(seconds=HANGS_S)
    publish(world)
    assert pictures(world) == []


def test_nobodys_whole_name_leaves_the_service(town_of: Builder):
    names = ("ana", "bo", "竹青", "x")
    world = town_of(*names)
    for name in names:
        seen(world, name)
    found = publish(world)
    assert sorted(one.name.zh for one in found.seen) == ["***", "A**", "B**", "竹某"]
    with world.acting("ana") as town:
        replies = (*views.cameras(lists.cameras(town)), *views.board(lists.ask(town)))
    messages = [reply for reply in replies if isinstance(reply, Message) and reply.picture is None]
    assert len(messages) == len(replies)
    said = [words_for(lang).html(m.text) for m in messages for lang in LANGUAGES]
    assert not any(name in text for text in said for name in ("Ana", "竹青"))


def test_pictures_alone_are_no_news(world: World):
    publish(world)
    with world.office() as town:
        lists.start_evenings(town)
    seen(world, "ana")
    world.forward(hours=13)
    last = world.emitted(lists.ListsPublished)[-1]
    assert not last.has_news
    assert shown(last.board.cameras) == [("A**", 1)]


def test_hanging_up_twice_is_once(world: World):
    seen(world, "ana")
    publish(world)
    publish(world)
    with world.office() as town:
        assert post(town) == 0
    assert len(pictures(world)) == 1
    assert board(world).pictures == 1


def test_towns_share_no_board(world: World, town_of: Builder):
    seen(world, "ana")
    publish(world)
    elsewhere = town_of("zoe")
    assert publish(elsewhere).seen == ()
    with elsewhere.facilitating() as town:
        assert lists.camera_truth(town) == lists.CameraTruth(0, 0)


# The law, and the office


def test_the_law_takes_the_board_down_and_nothing_is_hung_up_meanwhile(world: World):
    seen(world, "ana")
    publish(world)
    enact(world, "camera_board", "off")
    assert board(world) == lists.CameraBoard(is_lawful=False, pictures=0, seen=())
    seen(world, "bo")
    assert publish(world).seen == ()
    assert len(pictures(world)) == 1
    world.forward(days=4)
    enact(world, "camera_board", "on")
    assert publish(world).seen == ()


def test_the_law_on_petty_matters_is_another_one(world: World):
    enact(world, "petty", "off")
    seen(world, "ana")
    assert shown(publish(world)) == [("A**", 1)]


def test_a_closed_office_shows_nobody_until_it_opens(world: World):
    seen(world, "ana")
    publish(world)
    with world.facilitating() as town:
        close_source(town, OFFICE)
    assert board(world) == lists.CameraBoard(is_lawful=True, pictures=0, seen=())
    seen(world, "bo")
    publish(world)
    with world.facilitating() as town:
        open_source(town, OFFICE)
    assert shown(publish(world)) == [("A**", 1), ("B**", 1)]


# The truth


def live(town: Town, souls: list[Any], office: offices.Office, day: int) -> None:
    """One day on which everybody crosses on red before cameras of this error rate."""
    for who in souls:
        chance = Randomness(town.workshop.secret, f"cameras|{who.name}|{day}")
        nights._write_down(town, dict.fromkeys(souls), who, chance, (office, office.reports[0]))


def lived(town_of: Builder, error_per_mille: int, *, days: int, seed: int) -> World:
    people = tuple(f"n{number:02}" for number in range(20))
    world = town_of(residents=people, timers=TIMERS, seed=seed)
    enact(world, "camera_error", str(error_per_mille // 10))
    office = catalogue()[OFFICE]
    for day in range(days):
        with world.office() as town:
            live(town, nights._inhabitants(town), office, day)
            offices.report(town)
        publish(world)
        world.forward(days=1)
    return world


def truth(world: World) -> lists.CameraTruth:
    with world.facilitating() as town:
        return lists.camera_truth(town)


def spread(pictures: int, error_per_mille: int) -> int:
    """Four standard deviations of the binomial, rounded up."""
    square = 16 * pictures * error_per_mille * (1_000 - error_per_mille)
    return 1 + next(root for root in range(pictures) if (root * 1_000) ** 2 >= square)


@pytest.mark.parametrize(("error_per_mille", "seed"), [(60, 1), (60, 2), (250, 3)])
def test_about_as_many_pictures_name_the_wrong_one_as_the_error_rate_says(
    town_of: Builder, error_per_mille: int, seed: int
):
    found = truth(lived(town_of, error_per_mille, days=30, seed=seed))
    assert found.pictures == 20 * 30
    expected = found.pictures * error_per_mille // 1_000
    assert abs(found.wrong - expected) <= spread(found.pictures, error_per_mille)
    assert 0 < found.wrong < found.pictures // 2


def test_cameras_that_never_err_name_nobody_wrongly(town_of: Builder):
    assert truth(lived(town_of, 0, days=10, seed=1)) == lists.CameraTruth(200, 0)


def test_the_truth_is_that_of_the_incidents(town_of: Builder):
    world = lived(town_of, 250, days=5, seed=1)
    incidents = world.rows(select(office_incidents))
    assert truth(world).wrong == sum(one.who != one.named for one in incidents)
    hung = {row.fact_id: row.participant_id for row in pictures(world)}
    told = {
        row.fact_id: row.participant_id for row in world.rows(select(facts)) if row.fact_id in hung
    }
    assert hung == told, "who hangs there is who was named, not who it was"


def test_the_truth_is_for_those_who_run_the_town(world: World):
    with pytest.raises(NotAllowed), world.acting("ana") as town:
        lists.camera_truth(town)


# The guards


def hang(world: World, **changed: int) -> None:
    report = world.rows(select(facts).where(facts.c.source == OFFICE))[0]
    values = {
        "workshop_id": world.workshop_id,
        "fact_id": report.fact_id,
        "participant_id": report.participant_id,
        "reported_town_s": 10,
        "posted_town_s": 10,
    }
    with world.office() as town:
        town.conn.execute(insert(camera_pictures).values(values | changed))


def test_the_database_alone_refuses_a_picture_twice_or_before_its_report(world: World):
    seen(world, "ana")
    with pytest.raises(IntegrityError):
        hang(world, posted_town_s=9)
    hang(world)
    with pytest.raises(IntegrityError):
        hang(world)


def test_the_database_alone_refuses_a_picture_of_no_report(world: World):
    seen(world, "ana")
    with pytest.raises(IntegrityError):
        hang(world, fact_id=9_999_999)


def test_a_wrong_picture_that_is_taken_back_hangs_no_more_and_is_not_hung_again(world: World):
    with world.office() as town:
        key = offices.report_wrongly(town, OFFICE, REPORTED, world.ids["ana"])
        lists.publish(town)
        assert len(lists.cameras(town).seen) == 1
    with world.office() as town:
        offices.correct_report(town, key)
        assert lists.cameras(town).seen == ()
        assert post(town) == 0
        assert lists.camera_truth(town).wrong == 1, "that it hung stays true"


def test_a_report_that_is_corrected_before_the_evening_never_hangs(world: World):
    with world.office() as town:
        key = offices.report_wrongly(town, OFFICE, REPORTED, world.ids["ana"])
        offices.correct_report(town, key)
        assert post(town) == 0
