"""Who is who: from the messenger's sender to an actor, and from a name to a neighbour."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError

from services.kernel.errors import NotInTown, NoWorkshop
from services.kernel.town import Role, Visitor, office
from services.kernel.towns import workshops
from services.living import seats
from services.people.identity import (
    Address,
    GroupChat,
    NobodyOfThatName,
    SeveralOfThatName,
    addresses,
    by_id,
    by_name,
    facilitator_town,
    has_role,
    known,
    language_of,
    neighbours,
    office_town,
    outsiders,
    participant_actor,
    participant_town,
    town_groups,
)
from services.people.identity.tables import chats, grants, participants, persons
from tests.support.moving import grant
from tests.support.settling import BOT_ID, FACILITATOR_TG_USER_ID

STRANGER = Visitor(bot_id=BOT_ID, tg_user_id=1, first_name="Mallory", username="ana", language="en")
FAY = Visitor(
    bot_id=BOT_ID,
    tg_user_id=FACILITATOR_TG_USER_ID + 1,
    first_name="Fay",
    username=None,
    language="en",
)


@pytest.fixture
def town_with_resident(town_of):
    return town_of("ana", "bo", residents=("rui",))


def change(world, table, **values):
    with world.engine.begin() as conn:
        conn.execute(update(table).values(**values))


def test_a_visitor_with_a_seat_is_in_their_town(world):
    with world.uow(world.visitors["bo"], key="777:1") as uow:
        town = participant_town(uow)
        assert (town.workshop_id, town.key, town.now) == (world.workshop_id, "777:1", 8 * 3600)
        actor = town.actor
    assert (actor.role, actor.name, actor.pid) == (Role.PARTICIPANT, "Bo", world.ids["bo"])
    assert actor.wallet == world.wallets["bo"]


def test_events_of_the_town_reach_the_desk(world):
    with world.uow(world.visitors["bo"]) as uow:
        assert participant_town(uow).events is uow.events


@pytest.mark.parametrize(
    "visitor",
    [
        None,
        STRANGER,
        Visitor(
            bot_id=BOT_ID + 1, tg_user_id=9_001, first_name="Ana", username=None, language="en"
        ),
    ],
    ids=["nobody", "a stranger with a known name", "the same number at another door"],
)
def test_a_visitor_without_a_seat_is_in_no_town(world, visitor):
    with world.uow(visitor) as uow, pytest.raises(NotInTown):
        participant_town(uow)


@pytest.mark.parametrize(
    ("table", "values"), [(participants, {"seated": False}), (workshops, {"state": "closed"})]
)
def test_a_seat_left_or_a_town_closed_is_no_seat(world, table, values):
    change(world, table, **values)
    with world.uow(world.visitors["bo"]) as uow, pytest.raises(NotInTown):
        participant_town(uow)


def test_a_facilitator_runs_the_latest_open_workshop(town_of):
    world, other = town_of("ana"), town_of("ana")
    grant(world, FAY)
    with world.uow(FAY) as uow:
        town = facilitator_town(uow)
        assert (town.workshop_id, town.actor.role) == (world.workshop_id, Role.FACILITATOR)
        assert town.actor.name == "Fay"
        runs_first = town.actor.person_id
    change(world, workshops, facilitator=runs_first)
    with world.uow(FAY) as uow:
        assert facilitator_town(uow).workshop_id == other.workshop_id


def test_nobody_else_runs_it(world):
    for visitor in (None, STRANGER, world.visitors["ana"]):
        with world.uow(visitor) as uow, pytest.raises(NoWorkshop):
            facilitator_town(uow)
    with world.uow(FAY) as uow, pytest.raises(NoWorkshop):
        facilitator_town(uow)  # the town is theirs; the right to run it is not
    grant(world, FAY)
    change(world, workshops, state="closed")
    with world.uow(FAY) as uow, pytest.raises(NoWorkshop):
        facilitator_town(uow)


def test_an_office_sees_the_town_it_is_asked_for(world):
    with world.uow() as uow:
        town = office_town(uow, world.workshop_id, office("court"))
        assert (town.actor.role, town.actor.name) == (Role.OFFICE, "court")
        with pytest.raises(LookupError):
            _ = town.actor.pid


def test_residents_act_like_everybody_else(town_with_resident):
    world = town_with_resident
    with world.office() as town:
        resident = participant_actor(town, world.ids["rui"])
        participant = participant_actor(town, world.ids["ana"])
    assert (resident.role, resident.person_id, resident.name) == (Role.RESIDENT, None, "Rui")
    assert (participant.role, participant.name) == (Role.PARTICIPANT, "Ana")
    with world.acting("rui") as town:
        assert town.actor == resident


def test_a_visitor_becomes_known_by_number_not_by_name(world):
    with world.uow(world.visitors["ana"]) as uow:
        visitor = known(uow).visitor
        assert visitor is not None
        assert visitor.person_id is not None
        assert visitor.tg_user_id == world.visitors["ana"].tg_user_id
    with world.uow(STRANGER) as uow:
        assert known(uow).visitor == STRANGER
    with world.uow() as uow:
        assert known(uow).visitor is None


def test_a_known_visitor_is_spoken_to_in_the_language_they_chose(world):
    change(world, persons, chosen_language="zh")
    with world.uow(world.visitors["ana"]) as uow:
        visitor = known(uow).visitor
        assert visitor is not None
        assert visitor.language == "zh"


def test_roles_are_granted_to_numbers_at_one_door(world):
    with world.engine.begin() as conn:
        conn.execute(
            insert(grants).values(bot_id=BOT_ID, tg_user_id=5, role="facilitator", granted_ms=0)
        )
        granted = Visitor(
            bot_id=BOT_ID, tg_user_id=5, first_name="Fay", username=None, language="en"
        )
        assert has_role(conn, granted, Role.FACILITATOR)
        assert not has_role(conn, granted, Role.ADMIN)
        assert not has_role(conn, STRANGER, Role.FACILITATOR)
        assert not has_role(
            conn,
            Visitor(
                bot_id=BOT_ID + 1, tg_user_id=5, first_name="Fay", username=None, language="en"
            ),
            Role.FACILITATOR,
        )


@pytest.mark.parametrize("typed", ["bo", "Bo", "BO", "@bo", " @Bo "])
def test_somebody_is_found_by_name(world, typed):
    with world.acting("ana") as town:
        found = by_name(town, typed)
    assert (found.participant_id, found.name, found.wallet) == (
        world.ids["bo"],
        "Bo",
        world.wallets["bo"],
    )
    assert not found.is_resident


@pytest.mark.parametrize("typed", ["", "@", "xyz", "b%", "_o", "' OR 1=1 --", "x" * 5_000])
def test_nobody_else_is_found_by_name(world, typed):
    with world.acting("ana") as town, pytest.raises(NobodyOfThatName) as refusal:
        by_name(town, typed)
    assert refusal.value.fields == {"name": typed.removeprefix("@")[:40]}


@pytest.mark.parametrize(
    "typed", ["喜鹊", "@喜鹊", "＠Ｍａｇｐｉｅ", "mag\u200bpie", "\u202emagpie", "MAGPIE"]
)
def test_a_name_is_the_same_in_every_language_and_width(town_of, typed):
    world = town_of("ana", "magpie", "桤木")
    with world.acting("ana") as town:
        assert by_name(town, typed).participant_id == world.ids["magpie"]
        assert by_name(town, "alder").participant_id == world.ids["桤木"]


@pytest.mark.parametrize(
    ("typed", "error", "instead"),
    [
        ("mag", NobodyOfThatName, ("Magpie",)),
        ("magpei", NobodyOfThatName, ("Magpie", "Maple")),
        ("mag pie", NobodyOfThatName, ("Magpie",)),
        ("喜雀", NobodyOfThatName, ("Magpie",)),
        ("ma", SeveralOfThatName, ("Magpie", "Maple")),
        ("an", NobodyOfThatName, None),  # nobody is asked whether they mean themselves
        ("7", NobodyOfThatName, None),
    ],
)
def test_what_is_only_like_a_name_is_asked_about(town_of, typed, error, instead):
    world = town_of("ana", "magpie", "maple")
    with world.acting("ana") as town, pytest.raises(error) as question:
        by_name(town, typed)
    assert question.value.fields.get("instead") == instead


def test_names_and_numbers_of_another_town_are_unknown(town_of):
    here, there = town_of("ana"), town_of("bo")
    with here.acting("ana") as town:
        with pytest.raises(NobodyOfThatName):
            by_name(town, "bo")
        with pytest.raises(NobodyOfThatName):
            by_id(town, there.ids["bo"])
        assert by_id(town, here.ids["ana"]).name == "Ana"


def test_everybody_is_listed_by_name(town_with_resident):
    with town_with_resident.office() as town:
        listed = neighbours(town)
    assert [(person.name, person.is_resident) for person in listed] == [
        ("Ana", False),
        ("Bo", False),
        ("Rui", True),
    ]


def test_people_are_reached_in_private_and_residents_nowhere(town_with_resident):
    world = town_with_resident
    ana = Address(BOT_ID, world.visitors["ana"].tg_user_id, "en")
    with world.office() as town:
        everybody = addresses(town)
        some = addresses(town, [world.ids["ana"], world.ids["rui"]])
        nobody = addresses(town, [])
    assert list(everybody) == [world.ids["ana"], world.ids["bo"]]
    assert some == {world.ids["ana"]: ana}
    assert nobody == {}


@pytest.mark.parametrize(
    ("table", "values"), [(participants, {"seated": False}), (persons, {"blocked": True})]
)
def test_who_left_or_blocked_the_bot_is_not_reached(world, table, values):
    change(world, table, **values)
    with world.office() as town:
        assert addresses(town) == {}


def test_the_groups_of_a_town_are_its_own(town_of):
    here, there = town_of("ana"), town_of("ana")
    with here.engine.begin() as conn:
        for chat_id, world in ((-100, here), (-200, there), (-300, here)):
            conn.execute(
                insert(chats).values(
                    bot_id=BOT_ID, chat_id=chat_id, title="Town", workshop_id=world.workshop_id
                )
            )
    with here.office() as town:
        assert town_groups(town) == [GroupChat(BOT_ID, -300), GroupChat(BOT_ID, -100)]


def test_one_person_has_one_seat_and_one_name_one_bearer(world):
    with world.office() as town:
        seats = dict(workshop_id=town.workshop_id, trade="baker", joined_town_s=0, name="Twin")
        person = participant_actor(town, world.ids["ana"]).person_id
    twins = ({"person_id": person, "name_key": "twin"}, {"person_id": None, "name_key": "ana"})
    for twin in twins:
        with pytest.raises(IntegrityError), world.engine.begin() as conn:
            conn.execute(insert(participants).values(participant_id="twin", **seats, **twin))


def language_after(world, *, said: str) -> str:
    """Ana comes with a client that says so; the language she is written to in."""
    with world.uow(replace(world.visitors["ana"], language=said)) as uow:
        visitor = participant_town(uow).visitor
    assert visitor is not None
    with world.office() as town:
        address = addresses(town)[world.ids["ana"]]
        assert address.language == language_of(town, BOT_ID, address.chat_id) == visitor.language
    return visitor.language


def test_a_person_is_written_to_as_their_client_says_now(world):
    assert language_after(world, said="zh") == "zh"
    assert language_after(world, said="") == "zh", "a client that says nothing changes nothing"
    assert language_after(world, said="en") == "en"


def test_what_a_person_chose_goes_before_what_the_client_says(world):
    with world.uow(world.visitors["ana"]) as uow:
        outsiders.choose_language(known(uow), "zh")
        assert uow.visitor.language == "zh"
    assert language_after(world, said="en") == "zh"
    with world.uow(world.visitors["ana"]) as uow:
        outsiders.choose_language(known(uow), None)
        assert uow.visitor.language == "en"
    assert language_after(world, said="en") == "en"


def test_of_a_stranger_no_choice_is_kept(world):
    with world.uow(STRANGER) as uow, pytest.raises(outsiders.NothingKept):
        outsiders.choose_language(known(uow), "zh")


def test_the_choice_of_a_language_goes_with_the_person(world):
    with world.uow(world.visitors["ana"]) as uow:
        outsiders.choose_language(known(uow), "zh")
        seats.leave(uow)
    assert world.rows(select(persons).where(persons.c.chosen_language.is_not(None))) == []
