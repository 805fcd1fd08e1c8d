"""Motions and votes: who may, what is counted, what follows; and nobody learns who voted how."""

from __future__ import annotations

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from services.kernel import whole_towns
from services.kernel.audit_log import audit_log
from services.kernel.errors import NotAllowed, Outdated
from services.kernel.towns import workshops
from services.law import statutes, switchboard
from services.living import seats
from services.social import groups
from services.workshops import admin, votes
from services.workshops.lab import several
from services.workshops.sessions import WorkshopShut
from services.workshops.votes import Choice, MotionState, Outcome
from services.workshops.votes.ballots import receipt_of
from services.workshops.votes.tables import ballot_counts, ballot_rolls, motions
from tests.support.moving import acting
from tests.support.world import Builder, World

NAMES = ("ana", "bo", "cy", "di", "ed", "flo")
KIN_OFF = [("kin", "off")]
CODE = "BCDFGH"


@pytest.fixture
def world(town_of: Builder, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr(several, "TOWNS", 1)  # what it would do is asked elsewhere
    timers = {votes.DEBATE_OVER: votes.end_debate, votes.TRY: votes.one_more}
    return town_of(*NAMES, timers=timers)


def moved(world: World, typed=KIN_OFF, *, in_days: int = 0, **rules: str) -> int:
    """Whoever runs the town puts a motion with these rules."""
    with world.facilitating() as town:
        number = votes.put(town, typed, in_days=in_days).number
    for kind, value in rules.items():
        with world.facilitating() as town:
            votes.set_rule(town, number, kind, value)
    return number


def opened(world: World, *typed, **rules) -> int:
    number = moved(world, *typed, **rules)
    with world.facilitating() as town:
        votes.open_vote(town, number)
    return number


def vote(world: World, name: str, number: int, choice: Choice = Choice.YES) -> votes.Voted:
    with world.acting(name) as town:
        return votes.cast(town, number, choice)


def closed(world: World, number: int) -> votes.Motion:
    with world.facilitating() as town:
        return votes.close(town, number)


def law(world: World, switch: str = "kin") -> str | int:
    with world.office() as town:
        return switchboard.value(town, switchboard.Switch(switch))


def test_what_is_carried_is_law_with_the_number_of_its_poll(world: World):
    number = opened(world)
    for name in NAMES[:4]:
        vote(world, name, number)
    vote(world, "ed", number, Choice.NO)
    assert law(world) == "on", "nothing is counted yet"
    done = closed(world, number)
    assert (done.outcome, done.counts) == (Outcome.CARRIED, votes.Counts(4, 1, 0))
    assert law(world) == "off"
    with world.office() as town:
        assert [one.poll for one in switchboard.history(town)] == [number]
    told = [row.detail for row in world.rows(select(audit_log)) if row.action == "vote_close"]
    assert told == ["motion 1 carried"]
    with world.facilitating() as town:
        assert votes.close(town, number) == done, "twice is once"
        assert votes.audit(town.conn) == []


def test_it_comes_into_force_on_its_day_and_a_set_of_changes_at_once(world: World):
    number = opened(world, [("kin", "off"), ("petty", "off"), ("proxies", "on")], in_days=2)
    vote(world, "ana", number)
    done = closed(world, number)
    assert done.changes == (
        votes.Change(switchboard.Switch.KIN, "off"),
        votes.Change(switchboard.Switch.PETTY, "off"),
    ), "proxies count anyway"
    assert (law(world), law(world, "petty")) == ("on", "on")
    world.forward(days=2)
    assert (law(world), law(world, "petty")) == ("off", "off")


def test_nobody_reads_a_count_while_it_is_open_and_none_when_all_say_the_same(world: World):
    number = opened(world)
    for name in NAMES[:5]:
        vote(world, name, number)
    with world.facilitating() as town:
        found = votes.find(town, number)
        assert (found.votes, found.counts, found.outcome) == (5, None, None)
    with world.uow() as uow:
        uow.conn.execute(update(workshops).values(code=CODE))
        before = admin.export(uow, CODE).text
    assert "ballot_" not in before
    assert '"yes": null' in before
    done = closed(world, number)
    assert done.outcome is Outcome.CARRIED
    assert done.counts is None, "five of five: numbers would tell what each of them said"
    assert world.rows(select(ballot_counts)) == [], "gone, not hidden"


def test_at_rest_nothing_ties_a_voter_to_a_vote(world: World):
    number = opened(world)
    vote(world, "flo", number, Choice.NO)
    vote(world, "ana", number, Choice.YES)
    with world.office() as town:
        found = {t.name: rows for t, rows in whole_towns.rows_of(town.conn, world.workshop_id)}
    marks = [(row.who, row.voted) for row in found["ballot_rolls"]]
    assert [who for who, _ in marks] == sorted(world.ids.values()), "in no order of votes"
    assert {tuple(row._mapping) for row in found["ballot_rolls"]} == {("motion_id", "who", "voted")}
    counted = {row.choice: row.votes for row in found["ballot_counts"]}
    assert counted == {"yes": 1, "no": 1, "abstain": 0}
    for table, rows in found.items():
        if table not in {"ballot_counts", "motions", "law_switches", "jobs"}:
            said = [v for row in rows for v in row if v in ("yes", "no", "abstain")]
            assert said == [], table


def test_a_vote_is_cast_once_and_cannot_be_changed(world: World):
    number = opened(world)
    first = vote(world, "ana", number, Choice.YES)
    second = vote(world, "ana", number, Choice.NO)
    assert (second.is_again, second.receipt) == (True, first.receipt)
    vote(world, "bo", number, Choice.NO)
    with world.office() as town:
        counts = dict(
            town.conn.execute(select(ballot_counts.c.choice, ballot_counts.c.votes)).all()
        )
    assert counts == {"yes": 1, "no": 1, "abstain": 0}


@pytest.mark.parametrize("database", ["sqlite", "postgresql"], indirect=True)
def test_two_taps_at_once_are_one_vote(world: World):
    number = opened(world)

    def tap(choice: Choice):
        return lambda town: votes.cast(town, number, choice)

    answers = world.race_all_done(("ana", tap(Choice.YES)), ("ana", tap(Choice.NO)))
    assert sorted(one.is_again for one in answers) == [False, True]
    with world.office() as town:
        assert votes.audit(town.conn) == []
        assert votes.find(town, number).votes == 1


def test_a_receipt_proves_that_a_vote_was_counted_and_a_forged_one_nothing(world: World):
    number = opened(world)
    receipt = vote(world, "ana", number).receipt
    with world.uow(world.visitors["bo"]) as uow:
        assert votes.check_receipt(uow, f" {receipt.lower().replace('-', '')} ").number == number
        with pytest.raises(votes.ReceiptForged):
            votes.check_receipt(uow, "ABCD-EFGH")
        with pytest.raises(votes.ReceiptForged):
            votes.check_receipt(uow, "")
    with world.office() as town:
        foreseen = receipt_of(town, number, world.ids["bo"])
    with world.uow(world.visitors["bo"]) as uow, pytest.raises(votes.ReceiptForged):
        votes.check_receipt(uow, foreseen)
    assert len({vote(world, name, number).receipt for name in NAMES}) == len(NAMES)


def test_when_all_have_voted_it_closes_by_itself(world: World):
    number = opened(world, tie="carries")
    for name in NAMES[:3]:
        vote(world, name, number, Choice.YES)
    for name in NAMES[3:]:
        vote(world, name, number, Choice.NO)
    [ended] = world.emitted(votes.BallotEnded)
    assert (ended.motion.outcome, ended.motion.counts) == (
        Outcome.TIE_CARRIED,
        votes.Counts(3, 3, 0),
    )
    assert law(world) == "off"
    other = moved(world, [("petty", "off")])
    with pytest.raises(votes.NotOpenYet), world.facilitating() as town:
        votes.close(town, other)


def test_a_ballot_with_nobody_or_without_a_vote_is_told_and_changes_nothing(world: World):
    number = opened(world)
    assert closed(world, number).outcome is Outcome.NOBODY
    with pytest.raises(votes.BallotClosed):
        vote(world, "ana", number)
    assert law(world) == "on"
    for name in NAMES:
        with acting(world, world.visitors[name]) as (uow, _):
            seats.leave(uow)
    empty = moved(world)
    with pytest.raises(votes.RollEmpty), world.facilitating() as town:
        votes.open_vote(town, empty)


def test_the_roll_is_fixed_at_the_opening_and_who_leaves_stays_counted_on_it(world: World):
    number = opened(world, quorum="50")
    vote(world, "ana", number)
    vote(world, "bo", number)
    for name in ("ana", "cy"):
        with acting(world, world.visitors[name]) as (uow, _):
            seats.leave(uow)
    done = closed(world, number)
    assert (done.roll, done.votes, done.gone, done.outcome) == (6, 2, 1, Outcome.NO_QUORUM)


def test_to_reopen_is_a_new_ballot(world: World):
    number = opened(world)
    vote(world, "ana", number, Choice.NO)
    closed(world, number)
    with world.facilitating() as town:
        anew = votes.again(town, number)
        assert votes.again(town, number).number == anew.number
        assert (anew.state, anew.again_of, anew.votes) == (MotionState.SECONDED, number, 0)
        with pytest.raises(votes.MotionDecided):
            votes.open_vote(town, number)
        votes.open_vote(town, anew.number)
    assert not vote(world, "ana", anew.number).is_again


def test_a_motion_needs_a_second_and_rules_stand_from_the_debate_on(world: World):
    with world.acting("ana") as town:
        number = votes.put(town, KIN_OFF, words="Nobody chose their father.").number
        with pytest.raises(votes.OwnMotion):
            votes.second(town, number)
    with pytest.raises(votes.NotSeconded), world.facilitating() as town:
        votes.open_vote(town, number)
    with world.acting("bo") as town:
        assert votes.second(town, number).state is MotionState.SECONDED
        assert votes.second(town, number).seconds == 1
        with pytest.raises(NotAllowed):
            votes.debate(town, number, 5)
    with world.facilitating() as town:
        votes.set_rule(town, number, "quorum", "75")
        rate = town.workshop.clock.rate
        until = votes.debate(town, number, 5).debated
        assert until == town.now + 5 * 60 * rate, "minutes of the room"
        with pytest.raises(votes.RulesFixed):
            votes.set_rule(town, number, "quorum", "0")
    world.forward(days=1)
    assert world.emitted(votes.DebateEnded) == [], "the room has not had its minutes yet"
    world.clock.ms += 5 * 60_000
    world.forward(days=0)
    assert [one.motion.state for one in world.emitted(votes.DebateEnded)] == [MotionState.SECONDED]
    with world.facilitating() as town:
        assert votes.open_vote(town, number).rules.quorum == "75"


def test_a_group_moves_and_votes_by_itself_where_the_rules_say_so(world: World):
    with world.acting("ana") as town:
        group = groups.make(town, "Table 3").group_id
        groups.invite(town, group, world.ids["bo"])
        number = votes.put(town, (), words="Shall we all swap seats?").number
        assert votes.name_group(town, number, group).group == "Table 3"
    with world.acting("bo") as town:
        groups.answer(town, group, yes=True)
        votes.second(town, number)
        with pytest.raises(Outdated):
            votes.name_group(town, number, group)
    with world.facilitating() as town:
        votes.set_rule(town, number, "roll_of", "group")
        assert votes.open_vote(town, number).roll == 2
    with pytest.raises(votes.NotOnRoll):
        vote(world, "cy", number)


@pytest.mark.parametrize(
    ("typed", "words", "refusal"),
    [
        ([("weather", "on")], "", switchboard.UnknownSwitch),
        ([("kin", "maybe")], "", switchboard.UnknownValue),
        ([("kin", "on")], "", votes.ChangesNothing),
        ([], "Down with it", votes.NoQuestion),
        ([], "a" * 300 + "?", votes.MotionTooLong),
    ],
)
def test_what_cannot_be_moved_is_refused(world: World, typed, words, refusal):
    with pytest.raises(refusal), world.acting("ana") as town:
        votes.put(town, typed, words=words)
    assert world.rows(select(motions)) == []


def test_one_ballot_is_open_at_a_time_and_one_moves_three_at_most(world: World):
    first = opened(world)
    other = moved(world, [("petty", "off")])
    with pytest.raises(votes.AnotherBallotOpen) as told, world.facilitating() as town:
        votes.open_vote(town, other)
    assert told.value.fields == {"number": first}
    with world.acting("ana") as town:
        for switch in ("petty", "proxies", "friends"):
            votes.put(town.as_actor(town.actor, key=switch), [(switch, "off")])
        with pytest.raises(votes.TooManyMotions):
            votes.put(town.as_actor(town.actor, key="more"), KIN_OFF)


def test_with_consultation_a_law_by_hand_needs_the_poll_that_carried_it(world: World):
    with world.facilitating() as town:
        switchboard.enact(town, "consultation", "on")
    with pytest.raises(switchboard.PollNeeded), world.facilitating() as town:
        switchboard.enact(town, "kin", "off")
    number = opened(world, in_days=5)
    with pytest.raises(votes.PollDidNotCarry), world.facilitating() as town:
        votes.enact_carried(town, "kin", "off", poll=number)
    vote(world, "ana", number)
    closed(world, number)
    with world.facilitating() as town:
        with pytest.raises(votes.PollDidNotCarry):
            votes.enact_carried(town, "petty", "off", poll=number)
        done = votes.enact_carried(town, "kin", "off", poll=number)
    assert (done.poll, law(world)) == (number, "off")


def test_while_the_town_stands_still_no_ballot_is_opened(world: World):
    number = moved(world)
    world.set_clock(lambda clock: clock.paused(world.clock.ms))
    with pytest.raises(votes.VoteWhilePaused), world.facilitating() as town:
        votes.open_vote(town, number)
    with pytest.raises(votes.VoteWhilePaused), world.facilitating() as town:
        votes.debate(town, number, 5)


def test_a_town_that_closes_over_an_open_ballot_breaks_it_off(world: World):
    number = opened(world)
    vote(world, "ana", number)
    with world.office() as town:
        votes.handle_event(town, WorkshopShut(world.workshop_id, "Town"))
        found = votes.find(town, number)
    assert (found.outcome, found.counts) == (Outcome.BROKEN_OFF, None)
    assert world.rows(select(ballot_counts)) == []
    assert law(world) == "on"


@pytest.mark.parametrize("database", ["sqlite", "postgresql"], indirect=True)
def test_the_audit_notices_a_vote_without_a_voter(world: World):
    number = opened(world)
    vote(world, "ana", number)
    with world.office() as town:
        town.conn.execute(update(ballot_counts).values(votes=ballot_counts.c.votes + 1))
        assert len(votes.audit(town.conn)) == 1
    with pytest.raises(IntegrityError), world.office() as town:
        town.conn.execute(update(motions).where(motions.c.number == number).values(yes=3))
    with pytest.raises(IntegrityError), world.office() as town:
        town.conn.execute(update(ballot_rolls).values(voted=2))


def test_a_statute_or_a_whole_law_is_carried_and_keeps_the_poll(world: World):
    first = opened(world, [("enact", "guideline_2020"), ("friends", "off")])
    vote(world, "ana", first)
    closed(world, first)
    assert (law(world, "petty"), law(world, "friends")) == ("off", "off")
    second = opened(world, [("repeal", "guideline_2020")], in_days=1)
    vote(world, "ana", second)
    closed(world, second)
    assert law(world, "petty") == "off"
    world.forward(days=1)
    assert law(world, "petty") == "on"
    with world.office() as town:
        polls = {one.poll for one in switchboard.decisions(town)}
    assert polls == {first, second}
    gone = moved(world, [("preset", "everything")])
    with world.facilitating() as town:
        assert votes.find(town, gone).changes[0] == votes.StatuteChange(
            statutes.Deed.PRESET, "everything", statutes.find_preset("everything").title
        )
    with pytest.raises(statutes.NotInForce):
        moved(world, [("repeal", "guideline_2020")])
    with pytest.raises(statutes.UnknownStatute):
        moved(world, [("enact", "moon_law")])


def test_a_statute_that_ended_before_its_repeal_was_counted_breaks_nothing(world: World):
    with world.facilitating() as town:
        book = statutes.draft(town, statutes.Deed.ENACT, "guideline_2020").book
        statutes.pass_(town, statutes.Deed.ENACT, "guideline_2020", book=book)
    number = opened(world, [("repeal", "guideline_2020")])
    with world.facilitating() as town:
        book = statutes.draft(town, statutes.Deed.REPEAL, "guideline_2020").book
        statutes.pass_(town, statutes.Deed.REPEAL, "guideline_2020", book=book)
    vote(world, "ana", number)
    assert closed(world, number).outcome is Outcome.CARRIED
