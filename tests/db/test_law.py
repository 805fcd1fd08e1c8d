"""The law: what holds from when on, what is refused, what is announced, what the book promises."""

from __future__ import annotations

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from services.kernel.audit_log import audit_log
from services.kernel.errors import NotAllowed, NotInTown
from services.kernel.time import DAY_S, TOWN_OPENS_AT
from services.kernel.town import Visitor, office
from services.law import switchboard
from services.law.switchboard.tables import law_switches
from tests.support.moving import grant
from tests.support.settling import BOT_ID, FACILITATOR_TG_USER_ID
from tests.support.world import Builder, World

FAY = Visitor(
    bot_id=BOT_ID,
    tg_user_id=FACILITATOR_TG_USER_ID + 1,
    first_name="Fay",
    username=None,
    language="en",
)


PARTS_OF_LIFE = (
    "bills",
    "taxes",
    "purchases",
    "location",
    "online_hours",
    "traffic",
    "reading",
)


def enact(world: World, switch: str, value: str, in_days: int = 0, key: str | None = None):
    with world.facilitating(key=key) as town:
        return switchboard.enact(town, switch, value, in_days=in_days)


def value(world: World, switch: switchboard.Switch, as_of: int | None = None) -> str | int:
    with world.office() as town:
        return switchboard.value(town, switch, as_of)


def test_a_new_town_lives_under_the_opaque_law(world: World):
    with world.office() as town:
        assert switchboard.switches(town) == {
            "explanation": "vague",
            "friends": "on",
            "proxies": "on",
            "kin": "on",
            "petty": "on",
            "standard_bands": "off",
            "leaderboard": "off",
            "rescoring_day": 1,
            "company_lists": "on",
            "clearing": "off",
            "camera_board": "on",
            "camera_error": 6,
            "office_grades": "off",
            "moderation": "off",
            "caller_notice": "plain",
            "message_notice": "off",
            "shame_wall": "on",
            "consent_to_share": "off",
            "licence_consultation": "off",
            "consultation": "off",
            "list_sanctions": "on",
            "slow_line": "on",
            "joint_sanctions": "off",
            "score_sanctions": "off",
            "legal_basis": "off",
            "second_signature": "off",
            "listing_served": "off",
            "minors_spared": "off",
            "ombudsman": "off",
            "data_rights": "off",
            "purge_days": 0,
            "conflict_ban": "off",
            "listing_months": 0,
            "trust_floor": 0,
            **dict.fromkeys(PARTS_OF_LIFE, "on"),
        }


def test_a_law_is_in_force_from_now_and_not_before(world: World):
    world.forward(days=3)
    now = world.now()
    done = enact(world, "friends", "off")
    assert (done.in_force_from, done.at_once, done.changed) == (now, True, True)
    assert value(world, switchboard.Switch.FRIENDS) == "off"
    assert value(world, switchboard.Switch.FRIENDS, now - 1) == "on", "what was judged stays judged"
    with world.office() as town:
        assert not switchboard.is_on(town, switchboard.Switch.FRIENDS)
        assert switchboard.is_on(town, switchboard.Switch.KIN)


def test_a_law_can_wait_for_a_midnight(world: World):
    done = enact(world, "explanation", "receipt", in_days=2)
    assert done.in_force_from == 2 * DAY_S
    assert not done.at_once
    assert value(world, switchboard.Switch.EXPLANATION) == "vague"
    assert value(world, switchboard.Switch.EXPLANATION, 2 * DAY_S - 1) == "vague"
    assert value(world, switchboard.Switch.EXPLANATION, 2 * DAY_S) == "receipt"
    world.forward(days=2)
    assert value(world, switchboard.Switch.EXPLANATION) == "receipt"


def test_who_decides_again_decides_about_what_was_still_to_come(world: World):
    enact(world, "kin", "off", in_days=5)
    taken_back = enact(world, "kin", "on")
    assert taken_back.changed
    assert value(world, switchboard.Switch.KIN, 9 * DAY_S) == "on"
    again = enact(world, "kin", "on")
    assert not again.changed, "nothing is left to take back"


def test_the_next_of_several_decisions_is_shown(world: World):
    enact(world, "explanation", "reasons", in_days=2)
    enact(world, "explanation", "receipt", in_days=4)
    with world.facilitating() as town:
        page = switchboard.my_law(town)
    clause = next(c for c in page.clauses if c.setting.switch is switchboard.Switch.EXPLANATION)
    assert (clause.value, clause.since) == ("vague", None)
    assert (clause.next_value, clause.next_from) == ("reasons", 2 * DAY_S)
    assert page.may_set
    world.forward(days=2)
    with world.facilitating() as town:
        found = switchboard.one_switch(town, "explanation")
    assert (found.clause.value, found.clause.since) == ("reasons", 2 * DAY_S)
    assert (found.clause.next_value, found.clause.next_from) == ("receipt", 4 * DAY_S)
    assert [one.value for one in found.history] == ["reasons", "receipt"]


def test_a_later_word_for_an_earlier_day_stands_over_both(world: World):
    enact(world, "petty", "off", in_days=5)
    enact(world, "petty", "on", in_days=2)
    with world.office() as town:
        clause = switchboard.one_switch(town, "petty").clause
    assert (clause.value, clause.next_value, clause.next_from) == ("on", "on", 2 * DAY_S)
    assert value(world, switchboard.Switch.PETTY, 6 * DAY_S) == "on"


def test_the_town_hears_of_it_once_and_the_audit_log_keeps_it(world: World):
    for _ in range(2):
        done = enact(world, "proxies", "off", key="7:1")
        assert (done.value, done.changed) == ("off", True)
    assert not enact(world, "proxies", "off").changed, "it holds anyway"
    told = world.emitted(switchboard.LawEnacted)
    assert [(one.switch, one.value, one.before) for one in told] == [
        (switchboard.Switch.PROXIES, "off", "on")
    ]
    logged = world.rows(select(audit_log).where(audit_log.c.action == "law"))
    assert [(row.actor, row.detail) for row in logged] == [("facilitator", "proxies=off")]


def test_numbers_and_capitals_are_read(world: World):
    assert enact(world, " Rescoring_Day ", "15").value == 15
    assert value(world, switchboard.Switch.RESCORING_DAY) == 15
    assert enact(world, "FRIENDS", "OFF").value == "off"


@pytest.mark.parametrize(
    ("switch", "typed", "days", "refusal", "fields"),
    [
        ("weather", "on", 0, switchboard.UnknownSwitch, {"typed": "weather"}),
        (
            "friends",
            "maybe",
            0,
            switchboard.UnknownValue,
            {"switch": "friends", "allowed": "on, off"},
        ),
        ("rescoring_day", "29", 0, switchboard.UnknownValue, {"allowed": "1–28"}),
        ("rescoring_day", "-1", 0, switchboard.UnknownValue, {"typed": "-1"}),
        ("kin", "off", 366, switchboard.DelayOutOfRange, {"high": 365}),
        ("kin", "off", -1, switchboard.DelayOutOfRange, {"high": 365}),
    ],
)
def test_what_the_law_does_not_know_is_refused_with_what_it_knows(
    world: World, switch, typed, days, refusal, fields
):
    with pytest.raises(refusal) as told:
        enact(world, switch, typed, days)
    assert fields.items() <= told.value.fields.items()
    assert world.emitted(switchboard.LawEnacted) == []
    assert world.rows(select(law_switches)) == []


@pytest.mark.parametrize(
    ("typed", "instead"),
    [
        ("kinn", ("kin",)),
        ("list", ("list_sanctions", "listing_served", "listing_months")),
        ("x", ()),
    ],
)
def test_of_what_it_does_not_know_only_the_nearest_is_named(world: World, typed, instead):
    with pytest.raises(switchboard.UnknownSwitch) as told:
        enact(world, typed, "on")
    assert told.value.fields == {"typed": typed, "instead": instead}


def test_a_long_word_is_not_repeated_at_length(world: World):
    with pytest.raises(switchboard.UnknownSwitch) as told:
        enact(world, "x" * 3000, "on")
    assert len(str(told.value.fields["typed"])) <= 40


def test_participants_read_the_law_and_do_not_make_it(world: World):
    with pytest.raises(NotAllowed), world.acting("ana") as town:
        switchboard.enact(town, "friends", "off")
    with world.uow(world.visitors["ana"]) as uow:
        page = switchboard.my_law(uow)
    assert not page.may_set
    grant(world, FAY)
    with world.uow(FAY) as uow:
        assert switchboard.my_law(uow).may_set
    with (
        pytest.raises(NotInTown),
        world.uow(
            Visitor(bot_id=BOT_ID, tg_user_id=5, first_name="Zoe", username=None, language="en")
        ) as uow,
    ):
        switchboard.my_law(uow)


def test_each_town_has_its_own_law(town_of: Builder):
    one, other = town_of("ana"), town_of("bo")
    enact(one, "friends", "off")
    assert value(one, switchboard.Switch.FRIENDS) == "off"
    assert value(other, switchboard.Switch.FRIENDS) == "on"


def test_the_database_itself_refuses_a_law_for_the_past_and_a_decision_twice(world: World):
    def row(**changed) -> None:
        values = {
            "workshop_id": world.workshop_id,
            "switch": "kin",
            "value": "off",
            "in_force_town_s": TOWN_OPENS_AT,
            "set_town_s": TOWN_OPENS_AT,
            "actor": "office",
            "key": "k",
        }
        with world.office() as town:
            town.conn.execute(insert(law_switches).values(values | changed))

    row()
    with pytest.raises(IntegrityError):
        row()
    with pytest.raises(IntegrityError):
        row(key="other", in_force_town_s=TOWN_OPENS_AT - 1)


def test_two_who_decide_at_once_leave_one_answer(world: World):
    def decide(value: str):
        def job(town):
            lawgiver = town.as_actor(office(), key=town.key)
            return switchboard.enact(lawgiver, "explanation", value)

        return job

    answers = world.race_all_done(("ana", decide("none")), ("bo", decide("receipt")))
    assert {answer.value for answer in answers} == {"none", "receipt"}
    assert value(world, switchboard.Switch.EXPLANATION) in {"none", "receipt"}
    befores = sorted(str(answer.before) for answer in answers)
    assert "vague" in befores
    assert befores != ["vague", "vague"], "the later one saw the earlier one"
