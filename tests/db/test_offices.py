"""The offices: what they report, how late, about whom, and what closing one takes away."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from services.kernel.errors import NotAllowed
from services.kernel.time import DAY_S, HOUR_S
from services.kernel.town import Role, Visitor
from services.living import offices
from services.living.offices.catalogue import catalogue
from services.living.offices.nights import MOST_A_DAY, NIGHT_AT_S
from services.living.offices.tables import office_incidents
from services.people.facts.tables import facts
from services.people.identity import grant_role
from services.standing import agencies
from services.standing.scores.documents import kinds
from tests.support.settling import BOT_ID, FACILITATOR_TG_USER_ID
from tests.support.world import Builder, World

TIMERS = {offices.OFFICE_FEED: offices.night}
RESIDENTS = tuple(f"res{number}" for number in range(20))


@pytest.fixture
def world(town_of: Builder) -> World:
    return a_town(town_of)


def a_town(town_of: Builder, seed: int = 1) -> World:
    world = town_of("ana", "bo", residents=RESIDENTS, timers=TIMERS, seed=seed)
    with world.office() as town:
        offices.start_nights(town)
        offices.start_nights(town)
    return world


def reported(world: World) -> list[Any]:
    return world.rows(
        select(facts)
        .where(facts.c.workshop_id == world.workshop_id, facts.c.purpose == "duty")
        .order_by(facts.c.fact_id)
    )


def incidents(world: World) -> list[Any]:
    return world.rows(
        select(office_incidents)
        .where(office_incidents.c.workshop_id == world.workshop_id)
        .order_by(office_incidents.c.incident_id)
    )


def story(world: World) -> list[tuple[Any, ...]]:
    """What happened, without the numbers that differ between two databases."""
    names = {pid: name for name, pid in world.ids.items()}
    return [
        (i.office, i.kind, i.amount, names[i.who], names[i.named], i.happened_town_s, i.due_town_s)
        for i in incidents(world)
    ]


# The catalogue


def test_there_are_38_offices_and_the_invented_ones_say_so():
    found = [one for one in catalogue().values() if one.is_office]
    assert len(found) == 38
    named = {one.office_id for one in found if not one.is_invented}
    assert named == {"tax_bureau", "industry_regulator", "policy_bureau"}
    assert all(one.provenance == "invented" for one in found if one.is_invented)


def test_every_report_is_a_kind_that_documents_may_read_and_goes_to_an_agency():
    known = kinds()
    for office in catalogue().values():
        assert office.feeds in agencies.catalogue()
        for report in office.reports:
            assert report.kind in known
            assert (report.amount[1] > 0) == (known[report.kind].unit != "none")


def test_the_load_stays_modest_for_every_habit():
    habits = {h for o in catalogue().values() for r in o.reports for h in r.by_habit}
    for habit in (*habits, ""):
        a_day = sum(report.rate(habit) for o in catalogue().values() for report in o.reports)
        assert a_day < 1_000, "less than one report a person and day"


# The nights


def test_nothing_is_reported_before_the_first_night(world: World):
    world.forward(hours=13)
    assert incidents(world) == []
    world.forward(hours=2)
    assert incidents(world) != []


def test_reports_are_facts_with_source_recipient_and_truth(world: World):
    world.forward(days=14)
    found = reported(world)
    assert found
    for fact in found:
        office = catalogue()[fact.source]
        assert fact.kind in {report.kind for report in office.reports}
        assert fact.recipients == office.feeds
        assert fact.town_s % DAY_S == NIGHT_AT_S


def test_delays_are_honoured_to_the_day(world: World):
    world.forward(days=14)
    for incident in incidents(world):
        delay_s = catalogue()[incident.office].delay_days * DAY_S
        assert incident.due_town_s == incident.happened_town_s + delay_s
        if incident.due_town_s <= world.now():
            assert incident.reported_town_s == incident.due_town_s
        else:
            assert incident.reported_town_s is None
    assert any(incident.reported_town_s is None for incident in incidents(world))


def test_truth_is_kept_beside_what_was_reported(world: World):
    for _ in range(6):
        world.forward(days=14)
    by_key = {f"office:{incident.key}": incident for incident in incidents(world)}
    for fact in reported(world):
        incident = by_key[fact.key]
        assert fact.participant_id == incident.named
        assert fact.is_true == (incident.named == incident.who)
    wrong = [fact for fact in reported(world) if not fact.is_true]
    assert wrong, "some reports are about the wrong person"
    assert len(wrong) * 10 < len(reported(world)), "and most are not"
    with world.facilitating() as town:
        held = offices.truth(town)
    assert sum(one.wrong for one in held.values()) == len(wrong)
    assert sum(one.reported for one in held.values()) == len(reported(world))


def test_what_is_told_of_a_participant_they_did_themselves(world: World):
    world.forward(days=14)
    about = {who for one in incidents(world) for who in (one.who, one.named)}
    assert about
    assert not about & {world.ids["ana"], world.ids["bo"]}


def test_a_company_writes_of_those_alone_whom_it_rates(world: World):
    world.forward(days=14)
    told = [one for one in reported(world) if not catalogue()[one.source].is_office]
    with world.office() as town:
        rated = {one.source: agencies.members(town, one.source) for one in told}
        assert any(len(found) < len(RESIDENTS) for found in rated.values())
        assert all(one.participant_id in rated[one.source] for one in told)


def test_nobody_has_more_than_a_little_a_day(world: World):
    world.forward(days=14)
    a_day: dict[tuple[str, int], int] = {}
    for incident in incidents(world):
        day = (incident.who, incident.happened_town_s)
        a_day[day] = a_day.get(day, 0) + 1
    assert max(a_day.values()) <= MOST_A_DAY


def test_one_seed_tells_one_story_and_another_seed_another(town_of: Builder):
    first, second, third = a_town(town_of), a_town(town_of), a_town(town_of, seed=2)
    for world in (first, second, third):
        world.forward(days=5)
    assert story(first) == story(second)
    assert story(first) != story(third)


def test_a_night_lived_twice_is_one_night(world: World):
    world.forward(days=3)
    before, told = story(world), reported(world)
    with world.office() as town:
        town.now = type(town.now)(2 * DAY_S + NIGHT_AT_S)
        offices.simulate_day(town)
        offices.report(town)
    assert (story(world), reported(world)) == (before, told)


def test_of_a_long_leap_only_the_last_days_are_lived(world: World):
    world.forward(days=300)
    days = {incident.happened_town_s // DAY_S for incident in incidents(world)}
    assert len(days) <= 16
    assert max(days) >= 299


def test_alone_in_town_nobody_can_be_taken_for_another(town_of: Builder):
    world = town_of(residents=("rui",), timers=TIMERS)
    with world.office() as town:
        offices.start_nights(town)
    for _ in range(4):
        world.forward(days=14)
    assert incidents(world)
    assert all(incident.who == incident.named for incident in incidents(world))


def test_the_database_itself_refuses_a_report_before_its_time(world: World):
    def row(**changed) -> None:
        values = {
            "workshop_id": world.workshop_id,
            "office": "library",
            "kind": "library_late",
            "amount": 0,
            "who": world.ids["ana"],
            "named": world.ids["ana"],
            "happened_town_s": 10,
            "due_town_s": 20,
            "key": "k",
        }
        with world.office() as town:
            town.conn.execute(insert(office_incidents).values(values | changed))

    row(reported_town_s=20)
    for broken in (
        {"reported_town_s": 19, "key": "a"},
        {"due_town_s": 9, "key": "b"},
        {},  # the same key again
    ):
        with pytest.raises(IntegrityError):
            row(**broken)


# Closing and opening


def test_a_closed_office_keeps_its_files_until_it_opens(world: World):
    for office in catalogue().values():
        if office.is_office and office.office_id != "library":
            with world.facilitating() as town:
                assert offices.close(town, office.office_id).changed
    world.forward(days=14)
    sources = {fact.source for fact in reported(world)}
    companies = {one.office_id for one in catalogue().values() if not one.is_office}
    assert "library" in sources
    assert sources <= companies | {"library"}
    with world.facilitating() as town:
        assert offices.reopen(town, "Power Supply Office").changed
    world.forward(days=1)
    late = [fact for fact in reported(world) if fact.source == "power_office"]
    assert len(late) > 1, "what waited is told at once"


def test_closing_an_office_takes_its_reports_out_of_what_the_city_hears(world: World):
    world.forward(days=14)
    with world.facilitating() as town:
        assert offices.close(town, "library").is_open is False
        assert not offices.close(town, " Town  Library ").changed
    said = reported(world)
    with world.office() as town:
        hears = agencies.hearing(town, "city_credit_office").hears
    heard = [fact for fact in said if hears(fact.source)]
    sources = {fact.source for fact in said if catalogue()[fact.source].is_office}
    assert "library" in sources
    assert {fact.source for fact in heard} == sources - {"library"}
    with world.facilitating() as town:
        offices.reopen(town, "镇图书馆")
    with world.office() as town:
        hears = agencies.hearing(town, "city_credit_office").hears
    again = [fact for fact in said if hears(fact.source)]
    assert {fact.source for fact in again} == sources


def test_only_who_runs_the_town_closes_an_office(world: World):
    with pytest.raises(NotAllowed), world.acting("ana") as town:
        offices.close(town, "library")
    for typed in ("weather office", "koala_credit", "x" * 400):
        with pytest.raises(offices.NoSuchOffice) as refused, world.facilitating() as town:
            offices.close(town, typed)
        assert len(str(refused.value.fields["typed"])) <= 40


def test_the_list_is_for_admins_and_facilitators(world: World):
    admin = Visitor(bot_id=BOT_ID, tg_user_id=4_001, first_name="Ada", username=None, language="en")
    fay = Visitor(
        bot_id=BOT_ID,
        tg_user_id=FACILITATOR_TG_USER_ID + 1,
        first_name="Fay",
        username=None,
        language="en",
    )
    with world.uow(admin) as uow, pytest.raises(NotAllowed):
        offices.all_offices(uow)
    with world.uow(world.visitors["ana"]) as uow, pytest.raises(NotAllowed):
        offices.all_offices(uow)
    with world.office() as town:
        grant_role(town.conn, BOT_ID, admin.tg_user_id, Role.ADMIN, wall_ms=0)
        grant_role(town.conn, BOT_ID, fay.tg_user_id, Role.FACILITATOR, wall_ms=0)
    with world.uow(admin) as uow:
        found = offices.all_offices(uow)
    assert (len(found.lines), found.has_town) == (38, False)
    with world.facilitating() as town:
        offices.close(town, "museum")
    with world.uow(fay) as uow:
        seen = offices.all_offices(uow)
    assert seen.has_town
    assert [one.office.office_id for one in seen.lines if not one.is_open] == ["museum"]
    with pytest.raises(NotAllowed), world.acting("ana") as town:
        offices.truth(town)


def test_nights_begin_at_ten(world: World):
    world.forward(hours=14 - 1)
    assert incidents(world) == []
    world.forward(hours=1)
    assert {incident.happened_town_s for incident in incidents(world)} == {22 * HOUR_S}
