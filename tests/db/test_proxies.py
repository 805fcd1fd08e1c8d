"""A machine guesses from habits, may be wrong, and is silent where the law does not ask it."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from services.kernel.errors import NotAllowed
from services.kernel.time import DAY_S, HOUR_S
from services.kernel.timers import timers
from services.law import switchboard
from services.people.facts import Fact, record
from services.standing import proxies
from services.standing.proxies.catalogue import catalogue
from services.standing.proxies.tables import guesses
from services.standing.scores.documents import kinds
from tests.support.world import Builder, World

TIMERS = {proxies.INFER: proxies.night}
MANY = tuple(f"n{number:02d}" for number in range(40))


def buys_nappies(world: World, name: str, times: int = 1) -> None:
    with world.office() as town:
        who = world.ids[name]
        record(town, *(Fact(who, "nappies_bought", 50_00, key=f"n{n}") for n in range(times)))


def infer(world: World) -> proxies.Night:
    with world.office() as town:
        return proxies.infer(town)


def enact(world: World, switch: str, value: str) -> None:
    with world.facilitating() as town:
        switchboard.enact(town, switch, value)


def mine(world: World, name: str = "ana") -> tuple[proxies.Guess, ...]:
    with world.acting(name) as town:
        return proxies.my_guesses(town)


def test_nappies_make_a_parent_and_say_why(world: World):
    buys_nappies(world, "ana", 2)
    assert infer(world) == proxies.Night(made=1, dropped=0)
    enact(world, "explanation", "receipt")
    [guess] = mine(world)
    assert (guess.proxy.id, guess.proxy.trait, guess.evidence) == ("nappies", "parent", 2)
    assert guess.confidence == 1000 - guess.proxy.error_per_mille
    assert guess.since.town_s == world.now()
    assert guess.town_tally.made == 1
    assert mine(world, "bo") == ()


def test_a_guess_leaves_a_fact_that_knows_whether_it_is_true(world: World):
    buys_nappies(world, "ana")
    infer(world)
    [fact] = [f for f in world.facts_of("ana") if f.kind == "guess_made"]
    assert fact.purpose == "guess_nappies"
    [row] = world.rows(select(guesses))
    with world.office() as town:
        truth = proxies.has_trait(town, "Ana", "parent")
    assert row.is_true == truth


def test_reading_twice_guesses_once(world: World):
    buys_nappies(world, "ana")
    infer(world)
    assert infer(world) == proxies.Night(0, 0)
    world.forward(days=1)
    assert infer(world) == proxies.Night(0, 0)
    assert world.fact_kinds("ana").count("guess_made") == 1


def test_a_guess_is_dropped_when_its_evidence_has_run_out_and_may_come_back(world: World):
    buys_nappies(world, "ana")
    infer(world)
    world.forward(days=29, hours=23)
    assert infer(world).dropped == 0
    world.forward(hours=1)
    assert infer(world) == proxies.Night(made=0, dropped=1)
    assert world.fact_kinds("ana")[-1] == "guess_dropped"
    with world.office() as town:
        record(town, Fact(world.ids["ana"], "nappies_bought", 1, key="again"))
    assert infer(world).made == 1
    assert len(world.rows(select(guesses))) == 2


def test_outlawed_nothing_is_guessed_and_what_stood_is_dropped(world: World):
    buys_nappies(world, "ana")
    infer(world)
    enact(world, "explanation", "receipt")
    enact(world, "proxies", "off")
    assert mine(world) == (), "at once, not only from the night on"
    assert infer(world) == proxies.Night(made=0, dropped=1)
    assert infer(world) == proxies.Night(0, 0)
    enact(world, "proxies", "on")
    enact(world, "purchases", "off")
    assert infer(world).made == 0, "what nobody may read, no machine reads"


@pytest.mark.parametrize("explanation", ["none", "vague", "reasons"])
def test_guesses_are_shown_by_the_full_receipt_only(world: World, explanation: str):
    buys_nappies(world, "ana")
    infer(world)
    enact(world, "explanation", explanation)
    with pytest.raises(proxies.GuessesHidden):
        mine(world)


@pytest.mark.parametrize(("hours", "is_idle"), [(9, False), (10, True)])
def test_ten_hours_a_day_and_one_counts_as_idle(world: World, hours: int, is_idle: bool):
    with world.office() as town:
        who = world.ids["ana"]
        record(town, *(Fact(who, "gaming_hours", hours, key=f"g{n}") for n in range(3)))
    assert infer(world).made == int(is_idle)


def test_nights_are_told_from_days(world: World):
    """Four acts by day say nothing, four by night say "unsteady"."""
    for at_night, made in ((False, 0), (True, 1)):
        with world.office() as town:
            midnight = town.now - town.now % DAY_S + (DAY_S if at_night else 0)
        world.forward(seconds=midnight + (2 if at_night else 12) * HOUR_S - world.now())
        with world.office() as town:
            who = world.ids["ana"]
            key = f"{at_night}"
            record(town, *(Fact(who, "message_sent", key=f"{key}{n}") for n in range(4)))
        assert infer(world).made == made


def test_a_guess_of_one_town_is_nothing_to_another(town_of: Builder):
    here, there = town_of("ana"), town_of("ana")
    buys_nappies(here, "ana")
    assert infer(there) == proxies.Night(0, 0)
    assert infer(here).made == 1


# ── the nights ───────────────────────────────────────────────────────────────


def nights(world: World, days: int) -> None:
    with world.office() as town:
        proxies.start_nights(town)
        proxies.start_nights(town)
    world.forward(days=days)


def test_lives_leave_few_facts_and_the_machine_is_sometimes_wrong(town_of: Builder):
    world = town_of(residents=MANY, timers=TIMERS)
    nights(world, 10)
    kinds = [kind for name in MANY for kind in world.fact_kinds(name)]
    lived = kinds.count("nappies_bought") + kinds.count("gaming_hours")
    assert 0 < lived <= 10 * len(MANY)
    with world.facilitating() as town:
        audit = proxies.audit(town)
    assert audit.made == kinds.count("guess_made") > 5
    assert 0 < audit.wrong < audit.made, "the aunt buys nappies too"
    for tally in audit.tallies:
        assert tally.made >= tally.wrong
        assert tally.wrong_per_mille == (1000 * tally.wrong // tally.made if tally.made else 0)


def test_the_audit_holds_every_guess_against_the_truth(town_of: Builder):
    world = town_of(residents=MANY, timers=TIMERS)
    nights(world, 6)
    called = {pid: name.title() for name, pid in world.ids.items()}
    traits = {proxy.id: proxy.trait for proxy in catalogue().proxies}
    wrong = dict.fromkeys(traits, 0)
    with world.office() as town:
        for row in town.conn.execute(select(guesses)):
            is_true = proxies.has_trait(town, called[row.participant_id], traits[row.proxy])
            assert row.is_true == is_true
            wrong[row.proxy] += not is_true
        assert {tally.proxy.id: tally.wrong for tally in proxies.audit(town).tallies} == wrong


def test_the_audit_is_not_for_participants(world: World):
    with pytest.raises(NotAllowed), world.acting("ana") as town:
        proxies.audit(town)


def test_the_same_seed_lives_the_same_life(town_of: Builder):
    def life(seed: int) -> list[tuple[object, ...]]:
        world = town_of(residents=("rui", "wen", "xia"), timers=TIMERS, seed=seed)
        nights(world, 8)
        return [(n, f.kind, f.at, f.amount) for n in world.ids for f in world.facts_of(n)]

    assert life(3) == life(3)
    assert life(3) != life(4)


def test_one_night_waits_at_a_time_and_a_long_leap_is_mostly_silence(town_of: Builder):
    world = town_of("ana", residents=("rui",), timers=TIMERS)
    nights(world, 400)
    assert world.facts_of("ana") == [], "what is known of participants, they did themselves"
    days = {fact.at // DAY_S for fact in world.facts_of("rui") if fact.key.startswith("habit:")}
    assert all(day == 0 or day >= 400 - 15 for day in days)
    with world.office() as town:
        [timer] = town.conn.execute(select(timers)).all()
    assert 0 < timer.due_town_s - world.now() <= DAY_S


# ── the file and the database ────────────────────────────────────────────────


def test_what_is_read_and_left_behind_stands_in_the_catalogue_of_facts():
    known = kinds()
    read = catalogue()
    named = {kind for proxy in read.proxies for kind in proxy.reads}
    named |= {habit.fact for habit in read.habits} | {"guess_made", "guess_dropped"}
    assert named <= known.keys()
    for proxy in read.proxies:
        assert proxy.provenance == "invented" or proxy.source_en.startswith("Paper")
        assert 0 < proxy.error_per_mille < 1000


GOOD = {"proxy": "games", "made_town_s": 9, "evidence": 1, "measured": 1, "confidence": 700}


@pytest.mark.parametrize(
    "wrong",
    [
        {"proxy": "nappies"},
        {"evidence": 0},
        {"confidence": 1001},
        {"confidence": -1},
        {"participant_id": "nobody"},
    ],
    ids=str,
)
def test_the_database_refuses(world: World, wrong: dict[str, object]):
    buys_nappies(world, "ana")
    infer(world)
    row = {"workshop_id": world.workshop_id, "participant_id": world.ids["ana"], "is_true": True}
    with world.engine.begin() as conn:
        conn.execute(guesses.insert().values(**row, **GOOD))
    changed = row | GOOD | {"proxy": "grabbing"} | wrong
    with pytest.raises(IntegrityError), world.engine.begin() as conn:
        conn.execute(guesses.insert().values(**changed))
