"""Playing for points: what gamers know under each law, what is remembered, and what it measures."""

from __future__ import annotations

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from services.kernel.errors import NotAllowed
from services.kernel.time import DAY_S
from services.kernel.town import Randomness, Town
from services.living import gaming
from services.living.gaming.measure import Knowledge, periods, replayed
from services.living.gaming.tables import played_facts
from services.living.residents import RESIDENT_ACT, move_in
from services.living.residents.folk import residents, script
from services.people import identity
from services.people.facts.tables import facts
from services.standing import agencies, scores
from services.standing.scores.assessing import scores_of
from services.standing.scores.lawful import law_of
from tests.db.lawgiving import enact, remember
from tests.db.test_residents import TIMERS, settled
from tests.support.world import Builder, World

DAYS = 4


def lived(town_of: Builder, *laws: str, days: int = DAYS, seed: int = 1) -> World:
    """A town that lived some days under each law, one after the other."""
    world = settled(town_of, seed=seed)
    for explanation in laws:
        enact(world, "explanation", explanation)
        world.forward(days=days)
    return world


def measured(world: World, agency: str = scores.PAY_SCORE) -> gaming.GamingTable:
    with world.facilitating() as town:
        return gaming.gaming(town, agency)


def played(world: World) -> list[str]:
    return [row.key for row in world.rows(select(played_facts).order_by(played_facts.c.played_id))]


def without_gamers(world: World) -> None:
    """From now on nobody has the idea: the timers of that deed do nothing."""
    verb = world.timers[RESIDENT_ACT]

    def act(town: Town, subject: str) -> None:
        if not subject.startswith("plays:"):
            verb(town, subject)

    world.timers = {**world.timers, RESIDENT_ACT: act}


def test_a_period_is_judged_by_its_own_law_though_another_ended_it(town_of: Builder):
    world = town_of("ana")
    remember(world, "ana", "joined", "purchase", amount=90_000)
    world.forward(days=2)
    sesame, ana = agencies.find("sesame_credit"), world.ids["ana"]
    with world.office() as town:
        lived_under = scores.evaluate_for(town, [ana], sesame.agency_id, law_of(town))[ana]
    for switch, value in (("explanation", "receipt"), ("purchases", "off")):
        enact(world, switch, value)
    world.forward(days=2)
    with world.office() as town:
        first, second = (replayed(town, sesame, one, [ana]) for one in periods(town))
    assert first.after[ana] == lived_under.result.score
    assert second.after[ana] < first.after[ana], "purchases count no more"


def test_gaming_pays_more_under_receipt_than_under_a_hidden_law(town_of: Builder):
    worlds = {law: lived(town_of, law) for law in ("vague", "reasons", "receipt")}
    gains = {law: measured(world).periods[-1].gamers for law, world in worlds.items()}
    assert gains["receipt"].people == 5
    assert gains["receipt"].played_hundredths > gains["vague"].played_hundredths
    assert gains["reasons"].played_hundredths > gains["vague"].played_hundredths
    assert 0 < (gains["receipt"].played_percent or 0) <= 100
    for world in worlds.values():
        world.check_books()


def test_without_gamers_nothing_is_played(town_of: Builder):
    world = settled(town_of)
    without_gamers(world)
    enact(world, "explanation", "receipt")
    world.forward(days=DAYS)
    [period] = measured(world).periods
    assert period.gamers.played_hundredths == period.others.played_hundredths == 0
    assert period.gamers.played_percent == 0
    assert played(world) == []


@pytest.mark.parametrize("law", ["vague", "receipt"])
def test_the_replay_is_the_town_in_which_nobody_played(town_of: Builder, law: str):
    world, twin = settled(town_of, seed=3), settled(town_of, seed=3)
    without_gamers(twin)
    for one in (world, twin):
        enact(one, "explanation", law)
        one.forward(days=DAYS)
    with world.facilitating() as town:
        [period] = periods(town)
        pay = agencies.find(scores.PAY_SCORE)
        everybody = agencies.members(town, pay.agency_id)
        replay = replayed(town, pay, period, everybody)
        called = {n.participant_id: n.name for n in identity.neighbours(town)}
    with twin.facilitating() as town:
        rated = agencies.members(town, pay.agency_id)
        document, heard = (
            agencies.document(town, pay.agency_id),
            agencies.hearing(town, pay.agency_id),
        )
        really = scores_of(town, rated, document, law_of(town), heard)
        named = {n.name: really[n.participant_id] for n in identity.neighbours(town)}
    assert {called[who]: score for who, score in replay.unplayed.items()} == named
    assert replay.unplayed != replay.after


def known(world: World, law: str, *, plays: int = 40) -> list[gaming.Move | None]:
    """What one gamer would do on many a day under a law, nothing being done meanwhile."""
    enact(world, "explanation", law)
    with world.office() as town:
        one = next(one for one in residents(town) if one.plays_for_points)
        seat = town.as_actor(one.actor, key="choosing")
        return [gaming.choose(seat, Randomness(b"x", str(day))) for day in range(plays)]


@pytest.mark.parametrize("law", ["none", "vague"])
def test_while_the_calculation_is_hidden_they_act_on_what_is_said(town_of: Builder, law: str):
    moves = known(settled(town_of), law)
    beliefs = gaming.catalogue().beliefs
    assert {move.action if move else "wait" for move in moves} == {one.act for one in beliefs}


def test_with_reasons_they_know_where_and_with_the_receipt_how_much(town_of: Builder):
    world = settled(town_of)
    [reasoned] = set(known(world, "reasons"))
    [reckoned] = set(known(world, "receipt"))
    assert reasoned == gaming.Move("pay_someone", 100, somebody_new=False)
    assert reckoned == gaming.Move("pay_someone", 100, somebody_new=True)


def test_each_gamer_plays_once_a_day_at_most_and_nobody_else(town_of: Builder):
    world = lived(town_of, "receipt")
    causes = played(world)
    assert 0 < len(causes) <= 5 * (DAYS + 1)
    with world.office() as town:
        gamers = {one.participant_id for one in residents(town) if one.plays_for_points}
    kept = world.rows(select(facts.c.participant_id, facts.c.kind, facts.c.key))
    payers = {row.participant_id for row in kept if row.key in {f"{c}:paid" for c in causes}}
    assert payers
    assert payers <= gamers


def test_a_paused_town_plays_nothing(town_of: Builder):
    world = settled(town_of)
    enact(world, "explanation", "receipt")
    world.set_clock(lambda clock: clock.paused(world.clock.ms))
    world.pass_wall(ms=5 * 60_000)
    assert played(world) == []


def test_people_are_left_in_peace(town_of: Builder):
    world = town_of("ana", "bo", "cy", timers=TIMERS)
    with world.office() as town:
        move_in(town)
    enact(world, "explanation", "receipt")
    world.forward(days=DAYS)
    played_with = {f"{cause}:was_paid" for cause in played(world)}
    kept = world.rows(select(facts.c.participant_id).where(facts.c.key.in_(played_with)))
    assert kept
    assert not {row.participant_id for row in kept} & set(world.ids.values())


def test_what_was_played_is_in_no_file_and_no_fact(town_of: Builder):
    world = lived(town_of, "receipt", days=2)
    with world.office() as town:
        gamer = next(one for one in residents(town) if one.plays_for_points)
        seat = town.as_actor(gamer.actor, key="file")
        assert "play" not in scores.take_away(seat).text
        assert not any("play" in str(row) for row in town.conn.execute(select(facts)))


def test_periods_follow_the_law_and_short_ones_are_left_out(town_of: Builder):
    world = lived(town_of, "none", "reasons", days=1)
    enact(world, "explanation", "vague")
    enact(world, "explanation", "receipt")
    world.forward(days=1)
    table = measured(world)
    assert [one.knowledge for one in table.periods] == [
        Knowledge.HIDDEN,
        Knowledge.REASONS,
        Knowledge.RECEIPT,
    ]
    ends = [(one.start.town_s, one.end.town_s) for one in table.periods]
    assert all(end - start >= DAY_S for start, end in ends)
    assert [end for _, end in ends[:-1]] == [start for start, _ in ends[1:]]


def test_who_volunteers_for_no_more_than_counts_is_counted(town_of: Builder):
    world = town_of("ana", "bo", "cy")
    world.forward(hours=1)
    for name, hours in (("ana", 1), ("ana", 1), ("bo", 1), ("bo", 8), ("cy", 4)):
        remember(world, name, "volunteering", amount=hours, key=f"{name}:{world.now()}:{hours}")
        world.forward(hours=8)
    [period] = measured(world).periods
    assert period.helped == gaming.Helped(people=3, least=1)
    enact(world, "explanation", "receipt")
    world.forward(days=1)
    assert measured(world).periods[-1].helped == gaming.Helped(0, 0)


def test_before_a_day_has_passed_there_is_nothing_to_compare(town_of: Builder):
    world = settled(town_of)
    with pytest.raises(gaming.NothingPlayedYet):
        measured(world)
    with pytest.raises(agencies.NoSuchAgency):
        measured(world, "nobody")


def test_only_who_runs_the_town_reads_the_table(world: World):
    with pytest.raises(NotAllowed), world.acting("ana") as town:
        gaming.gaming(town)


def test_small_groups_are_told_of_by_nobody(town_of: Builder):
    world = town_of("ana", "bo", "cy", "dee")
    world.forward(days=2)
    [period] = measured(world).periods
    assert (period.gamers.people, period.others.people, period.ways) == (None, None, None)


@pytest.mark.parametrize(("law", "is_told"), [("vague", False), ("reasons", True)])
def test_a_way_that_exists_can_be_named_only_where_the_law_tells(
    town_of: Builder, law: str, is_told: bool
):
    world = town_of(*(f"p{number}" for number in range(25)))
    enact(world, "explanation", law)
    world.forward(days=2)
    [period] = measured(world).periods
    assert period.ways is not None
    assert (period.ways.below, period.ways.asked) == (25, 20)
    assert period.ways.found == 20
    assert period.ways.could_be_told == (20 if is_told else 0)


def test_an_act_is_remembered_once(world: World):
    for _ in range(2):
        with world.office() as town:
            gaming.note_played(town, "payment:1")
    assert played(world) == ["payment:1"]


@pytest.mark.parametrize(
    "statement", ["UPDATE played_facts SET key = 'x'", "DELETE FROM played_facts"]
)
def test_no_hand_changes_what_was_played(world: World, statement: str):
    with world.office() as town:
        gaming.note_played(town, "payment:1")
    with pytest.raises(IntegrityError, match="append-only"), world.office() as town:
        town.conn.execute(text(statement))
    assert played(world) == ["payment:1"]


def test_gamers_are_residents_enough_to_be_told_of():
    habits = gaming.catalogue().habits
    assert habits <= set(script().habits)
    assert scores.GROUP_MIN <= len(habits) <= len(script().roles) - scores.GROUP_MIN
