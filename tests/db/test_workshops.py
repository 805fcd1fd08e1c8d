"""Coming and going: nothing is kept before consent, one person has one seat, the books balance."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import ColumnElement, Table, func, select
from sqlalchemy.exc import IntegrityError

from services.kernel.engine import write_engine
from services.kernel.errors import NotInTown, NoWorkshop
from services.kernel.time import DAY_S, TOWN_OPENS_AT
from services.kernel.town import UnitOfWork, Visitor, office
from services.kernel.towns import workshops
from services.living import seats
from services.living.seats import Character, CodeUnknown, SeatedElsewhere, WorkshopClosed
from services.living.seats.newcomers import free_character, pasts
from services.money import ledger
from services.people import facts, identity
from services.people.identity import ParticipantJoined, ParticipantLeft, WorkshopOpened
from services.people.identity.tables import participants, persons
from services.workshops.sessions import NothingToOpen, WorkshopShut, clockwork, opening, queries
from tests.support.moving import ANA, BO, FAY, GUS, installation, joined, made, visitor
from tests.support.world import ON_SQLITE, Builder, World

KNOWN_CODES = ["VYMYMT", "DQNXYK"]  # of the second and third town under the fixture's seed


@pytest.fixture
def world(town_of: Builder) -> World:
    return installation(town_of)


def count(world: World, table: Table, *where: ColumnElement[bool]) -> int:
    return int(world.rows(select(func.count()).select_from(table).where(*where))[0][0])


# ── making ──────────────────────────────────────────────────────────────────


def test_a_new_workshop_has_a_code_people_can_read_out(world: World):
    opened = made(world)
    assert len(opened.code) == 6
    assert set(opened.code) <= set("BCDFGHJKMNPQRTVWXY")
    assert world.emitted(WorkshopOpened) == [WorkshopOpened(opened.workshop_id, "Monday")]


def test_a_new_town_runs_from_eight_in_the_morning_at_a_day_a_minute(world: World):
    made(world)
    world.clock.pass_ms(60_000)
    with world.uow(FAY) as uow:
        assert identity.facilitator_town(uow).now == TOWN_OPENS_AT + DAY_S


@pytest.mark.parametrize("key", ["777:1", "777:99999"])
def test_the_same_seed_makes_the_same_towns_under_whichever_update(world: World, key: str):
    with world.uow(FAY, key=key) as uow:
        codes = [opening.open_new(uow, "One").code, opening.open_new(uow, "Two").code]
    assert codes == KNOWN_CODES
    assert len(set(world.rows(select(workshops.c.secret)))) == 3


def test_a_title_is_one_short_line(world: World):
    assert made(world, title="  a\n b  ").title == "a b"
    assert len(made(world, title="x" * 500).title) == 60
    assert made(world, title="").title.startswith("Glasstown ")


def test_a_town_speaks_its_facilitators_language(world: World):
    opened = made(world, by=visitor(503, language="zh-hans"))
    welcome = joined(world, opened.code)
    assert not welcome.name.isascii()


# ── coming in ───────────────────────────────────────────────────────────────


def test_looking_in_keeps_nothing_about_the_person(world: World):
    opened = made(world)
    before = count(world, persons)
    with world.uow(ANA) as uow:
        assert seats.knock(uow, opened.code) == seats.Invitation(opened.code, "Monday")
    assert count(world, persons) == before


def test_joining_makes_a_persona_with_money_and_facts(world: World):
    opened = made(world)
    welcome = joined(world, opened.code)
    assert isinstance(welcome, seats.Welcome)
    assert welcome.money == 200_00
    with world.uow(ANA) as uow:
        town = identity.participant_town(uow)
        assert town.actor.name == welcome.name
        assert ledger.balance(town, identity.by_id(town, town.actor.pid).wallet) == 200_00
        kinds = [fact.kind for fact in facts.facts_of(town, town.actor.pid)]
    [past] = [one for one in pasts() if one.says == welcome.past]
    own = [one.fact for one in past.facts]
    assert sorted(kinds) == sorted(["consented", "identity_verified", "joined", "welcomed", *own])
    consent = world.rows(select(persons.c.consent_ms).where(persons.c.tg_user_id == 601))
    assert consent[0].consent_ms == world.clock.ms
    world.check_books()


def test_joining_twice_is_joining_once(world: World):
    opened = made(world)
    first = joined(world, opened.code)
    again = joined(world, opened.code)
    assert again == seats.Persona(first.name, first.trade, "Monday")
    assert len(world.emitted(ParticipantJoined)) == 1
    where = participants.c.workshop_id == opened.workshop_id
    assert count(world, participants, where) == 1


@ON_SQLITE
def test_names_are_unique_in_a_full_town_and_go_on_beyond_the_catalogue(world: World):
    opened = made(world)
    names = set()
    for number in range(230):
        names.add(joined(world, opened.code, visitor(10_000 + number)).name)
    assert len(names) == 230
    assert all(name.isalnum() for name in names)
    assert any(name.endswith("2") for name in names)


def test_late_joiners_have_lived_here_for_some_days(world: World):
    opened = made(world)
    world.clock.pass_ms(10 * 60_000)
    welcome = joined(world, opened.code)
    assert isinstance(welcome, seats.Welcome)
    assert welcome.is_late
    assert TOWN_OPENS_AT <= welcome.since < TOWN_OPENS_AT + 10 * DAY_S
    with world.uow(ANA) as uow:
        town = identity.participant_town(uow)
        lived = {fact.kind: fact.at for fact in facts.facts_of(town, town.actor.pid)}
    assert lived["joined"] == welcome.since
    assert lived["consented"] == TOWN_OPENS_AT + 10 * DAY_S
    world.check_books()


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "ABC",
        "x" * 64,
        "../../etc/passwd",
        "' OR 1=1 --",
        "BCDFG",
        "BCDFGH",
        "ＢＣＤＦＧＨ",
        "\u202eB",
    ],
)
def test_a_code_nobody_has_is_refused_in_words(world: World, typed: str):
    with world.uow(ANA) as uow, pytest.raises(CodeUnknown) as refused:
        seats.knock(uow, typed)
    assert len(str(refused.value.fields["code"])) <= 20


def test_a_code_may_be_typed_in_small_letters(world: World):
    opened = made(world)
    with world.uow(ANA) as uow:
        assert isinstance(seats.knock(uow, f" {opened.code.lower()} "), seats.Invitation)


def test_one_person_has_one_seat(world: World):
    monday, tuesday = made(world), made(world, by=GUS, title="Tuesday")
    name = joined(world, monday.code).name
    for verb in (seats.knock, seats.join):
        with world.uow(ANA) as uow, pytest.raises(SeatedElsewhere) as refused:
            verb(uow, tuesday.code)
        assert refused.value.fields == {"name": name, "title": "Monday"}


def test_the_database_alone_refuses_a_second_seat(world: World):
    monday, tuesday = made(world), made(world, by=GUS, title="Tuesday")
    joined(world, monday.code)
    with world.uow(ANA) as uow:
        town = identity.office_town(uow, tuesday.workshop_id, office())
        with pytest.raises(IntegrityError), uow.conn.begin_nested():
            seats.settle(town, free_character(town), person_id=identity.person_of(uow))


def test_a_seat_in_a_closed_workshop_does_not_bind(world: World):
    monday = made(world)
    joined(world, monday.code)
    with world.uow(FAY) as uow:
        opening.close(uow)
    tuesday = made(world, by=GUS, title="Tuesday")
    assert isinstance(joined(world, tuesday.code), seats.Welcome)
    with world.uow(ANA) as uow:
        assert identity.participant_town(uow).workshop_id == tuesday.workshop_id


def test_two_workshops_share_nothing(world: World):
    monday, tuesday = made(world), made(world, by=GUS, title="Tuesday")
    ana = joined(world, monday.code)
    joined(world, tuesday.code, BO)
    with world.uow(BO) as uow:
        town = identity.participant_town(uow)
        assert [n.name for n in identity.neighbours(town)] == [town.actor.name]
        if town.actor.name != ana.name:
            with pytest.raises(identity.NobodyOfThatName):
                identity.by_name(town, ana.name)
    with world.uow(ANA) as uow:
        ana_pid = identity.participant_town(uow).actor.pid
    with world.uow(BO) as uow, pytest.raises(identity.NobodyOfThatName):
        identity.by_id(identity.participant_town(uow), ana_pid)


def test_the_database_alone_refuses_a_name_twice(world: World):
    opened = made(world)
    with world.uow(FAY) as uow:
        town = identity.facilitator_town(uow)
        assert town.workshop_id == opened.workshop_id
        seats.settle(town, Character("Linden", "baker"))
        with pytest.raises(IntegrityError), uow.conn.begin_nested():
            seats.settle(town, Character("LINDEN", "potter"))


def at_once(world: World, code: str, *visitors: Visitor) -> list[str]:
    """The names of visitors who join at the same moment, each on a connection of their own."""
    start = Barrier(len(visitors))

    def join(number: int, who: Visitor) -> str:
        engine = write_engine(world.url)
        try:
            with engine.connect() as conn:
                start.wait(timeout=30)
                with conn.begin():
                    uow = UnitOfWork(conn, world.clock.ms, f"race:{number}", b"", who)
                    return seats.join(uow, code).name
        finally:
            engine.dispose()

    with ThreadPoolExecutor(len(visitors)) as threads:
        return list(threads.map(join, range(len(visitors)), visitors))


def test_a_room_that_joins_at_once_gets_different_names(world: World):
    opened = made(world)
    found = at_once(world, opened.code, *(visitor(700 + number) for number in range(8)))
    assert len(set(found)) == 8
    world.check_books()


def test_one_person_who_presses_twice_at_once_has_one_seat(world: World):
    opened = made(world)
    found = at_once(world, opened.code, ANA, ANA)
    assert len(set(found)) == 1
    assert count(world, participants, participants.c.workshop_id == opened.workshop_id) == 1


# ── leaving ─────────────────────────────────────────────────────────────────


def test_leaving_erases_the_person_and_leaves_the_persona(world: World):
    opened = made(world)
    name = joined(world, opened.code).name
    with world.uow(ANA) as uow:
        farewell = seats.leave(uow)
    assert farewell == seats.Farewell(name, "Monday", erased=True)
    assert count(world, persons, persons.c.tg_user_id == 601) == 0
    with world.uow(ANA) as uow:
        with pytest.raises(NotInTown):
            identity.participant_town(uow)
        town = identity.office_town(uow, opened.workshop_id, office())
        assert identity.by_name(town, name).is_resident
    assert [event.name for event in world.emitted(ParticipantLeft)] == [name]
    world.check_books()


def test_a_facilitator_who_leaves_a_seat_still_runs_the_workshop(world: World):
    opened = made(world)
    joined(world, opened.code, FAY)
    with world.uow(FAY) as uow:
        assert not seats.leave(uow).erased
    with world.uow(FAY) as uow:
        assert identity.facilitator_town(uow).workshop_id == opened.workshop_id


@pytest.mark.parametrize("closed", [True, False])
def test_nobody_is_kept_in_a_workshop_that_is_closed_or_paused(world: World, closed: bool):
    opened = made(world)
    name = joined(world, opened.code).name
    with world.uow(FAY) as uow:
        if closed:
            opening.close(uow)
        else:
            clockwork.pause(identity.facilitator_town(uow))
    with world.uow(ANA) as uow:
        assert seats.my_seat(uow).name == name
        assert seats.leave(uow).erased
    with world.uow(ANA) as uow, pytest.raises(NotInTown):
        seats.leave(uow)
    assert count(world, persons, persons.c.tg_user_id == 601) == 0


def test_whoever_left_may_come_back_as_somebody_else(world: World):
    opened = made(world)
    first = joined(world, opened.code)
    with world.uow(ANA) as uow:
        seats.leave(uow)
    assert joined(world, opened.code).name != first.name


def test_a_blocked_person_is_reached_nowhere_until_unblocked(world: World):
    opened = made(world)
    joined(world, opened.code)
    for blocked, reached in ((True, 0), (False, 1)):
        with world.uow(ANA) as uow:
            identity.note_block(uow, blocked=blocked)
            town = identity.office_town(uow, opened.workshop_id, office())
            assert len(identity.addresses(town)) == reached


# ── closing and opening ─────────────────────────────────────────────────────


def test_a_closed_workshop_lets_nobody_in_and_its_clock_stands(world: World):
    opened = made(world)
    joined(world, opened.code)
    with world.uow(FAY) as uow:
        opening.close(uow)
    with world.uow(BO) as uow, pytest.raises(WorkshopClosed):
        seats.join(uow, opened.code)
    with world.uow(ANA) as uow, pytest.raises(NotInTown):
        identity.participant_town(uow)
    with world.uow(FAY) as uow, pytest.raises(NoWorkshop):
        opening.close(uow)
    world.clock.pass_ms(600_000)
    with world.uow(FAY) as uow:
        opening.reopen(uow, opened.code.lower())
    with world.uow(ANA) as uow:
        assert identity.participant_town(uow).now == TOWN_OPENS_AT
    assert len(world.emitted(WorkshopShut)) == 1


def test_only_ones_own_closed_workshop_can_be_opened(world: World):
    opened = made(world)
    with world.uow(FAY) as uow:
        opening.close(uow)
    with world.uow(GUS) as uow, pytest.raises(NothingToOpen):
        opening.reopen(uow, opened.code)


def test_one_without_a_workshop_is_told_so(world: World):
    for verb in (opening.close, opening.invitation, queries.my_status):
        with world.uow(GUS) as uow, pytest.raises(NoWorkshop):
            verb(uow)
