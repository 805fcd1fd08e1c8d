"""Motions and ballots: every look has words that fit, and no answer to a vote says what it said."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.arguments import Go
from bot.charts import png
from bot.replies import Button, Message, Replies, Show, ToAll
from bot.words import words_for
from bot.workshops.votes import FEATURE, ballot_views, desk_views, views, winners_views
from bot.workshops.votes.ballot_views import CastVote, ChooseVote
from bot.workshops.votes.desk_views import RunMotion, SetRule, Step
from bot.workshops.votes.fitting import Unfit, nearest
from bot.workshops.votes.views import DeskMotion, PickGroup, PickValue, PutMotion
from bot.workshops.votes.winners_views import WhoWins
from services.kernel.errors import RuleError
from services.kernel.localized import LANGUAGES
from services.kernel.time import DAY_S, TownTime
from services.kernel.town import ParticipantId, WorkshopId
from services.law import statutes, switchboard
from services.law.switchboard import Switch
from services.social.groups import Group
from services.workshops import lab, votes
from services.workshops.truth import DelayCost
from services.workshops.votes import Choice, MotionPage, MotionState, Outcome
from tests.unit.bot.money_looks import HOSTILE, check, check_words, texts

WHO = ParticipantId("p1")
PUT = votes.Motion(
    workshop_id=WorkshopId(1),
    number=3,
    mover=WHO,
    mover_name=HOSTILE,
    group_id=7,
    group=HOSTILE,
    words=HOSTILE,
    changes=(votes.Change(Switch.KIN, "off"),),
    in_days=2,
    rules=votes.Rules(),
    state=MotionState.PUT,
    seconds=0,
    put=TownTime(DAY_S),
    debated=None,
    closed=None,
    again_of=None,
    roll=0,
    votes=0,
    gone=0,
    outcome=None,
    counts=None,
)
STATUTES = tuple(
    votes.StatuteChange(deed, "guideline_2020", statutes.find_statute("guideline_2020").title)
    for deed in statutes.Deed
)
MANY = replace(PUT, changes=(votes.Change(Switch.RESCORING_DAY, 15), *STATUTES), words="")
QUESTION = replace(PUT, changes=(), mover=None, mover_name="", group_id=None, group="")
SECONDED = replace(PUT, state=MotionState.SECONDED)
DEBATED = replace(SECONDED, state=MotionState.DEBATE, debated=TownTime(2 * DAY_S))
OPEN = replace(DEBATED, state=MotionState.OPEN, roll=12, votes=7, gone=1)
CLOSED = replace(
    OPEN,
    state=MotionState.CLOSED,
    closed=TownTime(3 * DAY_S),
    outcome=Outcome.CARRIED,
    counts=votes.Counts(4, 2, 1),
    again_of=1,
)
GROUP = Group(group_id=9, name=HOSTILE, maker=WHO, everybody=())
RECEIPT = "K7QM-2XPA"
BOOK = votes.MotionBook((PUT, MANY, QUESTION, CLOSED), may_run=False, consultation=True)
EVERY_RULE = [
    replace(SECONDED, rules=one)
    for one in (
        *(votes.Rules(quorum=value) for value in votes.Quorum),
        *(votes.Rules(base=value) for value in votes.Base),
        *(votes.Rules(abstentions=value) for value in votes.Abstentions),
        *(votes.Rules(tie=value) for value in votes.Tie),
        *(votes.Rules(roll_of=value) for value in votes.RollOf),
    )
]
SEEN = votes.TownEffect(
    TownTime(2 * DAY_S),
    {
        "everybody": votes.TownGroup(120, 125, 40),
        "income.low": votes.TownGroup(40, 500, 0),
        "income.middle": None,
        "income.high": None,
    },
)
AFTER = votes.TownEffect(
    TownTime(9 * DAY_S), {**SEEN.groups, "income.low": votes.TownGroup(41, 300, 0)}
)
FORECAST = votes.Forecast(PUT, SEEN, None, None, lab.foreseen("kin=off"))
FORECASTS = (
    FORECAST,
    replace(FORECAST, measured_from=TownTime(9 * DAY_S), lab=lab.foreseen("friends=off")),
    replace(FORECAST, motion=CLOSED, measured=AFTER),
    replace(FORECAST, motion=MANY, predicted=None, lab=None),
    replace(
        FORECAST,
        predicted=votes.TownEffect(TownTime(0), {}),
        lab={},
        why_still=lab.why_still("preset=everything"),
    ),
    replace(FORECAST, lab=lab.foreseen("preset=everything")),
)
SETTINGS = switchboard.catalogue()
CLAUSES = tuple(
    switchboard.Clause(setting=one, value=one.default, since=None, next_value=None, next_from=None)
    for one in SETTINGS.values()
)
LAW = switchboard.LawPage(WorkshopId(1), CLAUSES, may_set=False)
KIN = next(one for one in CLAUSES if one.setting.switch is Switch.KIN)
LAW_PAGE_OF_KIN = switchboard.SwitchPage(WorkshopId(1), KIN, (), may_set=False)
UNFIT = Unfit(typed=HOSTILE, value="off", near=tuple(SETTINGS.values())[:5], may_run=False)
LOOKS: list[Replies] = [
    *(winners_views.page(one) for one in FORECASTS),
    views.book(BOOK),
    views.book(votes.MotionBook((), may_run=True, consultation=False)),
    views.page(MotionPage(motion=SECONDED, is_mover=True, groups=(GROUP,))),
    views.page(MotionPage(motion=PUT, may_second=True)),
    views.page(MotionPage(motion=replace(CLOSED, mover_name="", group=""))),
    views.was_put(QUESTION),
    views.was_put(PUT),
    views.was_put(MANY),
    views.was_put(UNFIT),
    views.was_put(replace(UNFIT, near=())),
    views.begun(replace(UNFIT, value="", may_run=True)),
    views.begun(LAW_PAGE_OF_KIN),
    views.groups(LAW),
    *(views.switches(group, LAW) for group in (*switchboard.GROUPS, "gone")),
    desk_views.sure(Step.ASK_CLOSE, OPEN),
    desk_views.sure(Step.ASK_WITHDRAW, SECONDED),
    desk_views.done_for_good(CLOSED),
    desk_views.left(OPEN),
    desk_views.changed_to(OPEN),
    views.seconded(MotionPage(motion=SECONDED)),
    views.taken_back(MotionPage(motion=replace(PUT, state=MotionState.WITHDRAWN), is_mover=True)),
    views.in_group(PUT),
    views.debate_began(votes.DebateBegan(DEBATED, 5, in_room=True)),
    views.debate_began(votes.DebateBegan(DEBATED, 240, in_room=False)),
    views.debate_ended(votes.DebateEnded(DEBATED)),
    ballot_views.voted(votes.Voted(OPEN, RECEIPT)),
    ballot_views.voted(votes.Voted(OPEN, RECEIPT, is_again=True)),
    ballot_views.mine(votes.MyBallot(OPEN, is_on_roll=True, receipt=None)),
    ballot_views.mine(votes.MyBallot(OPEN, is_on_roll=False, receipt=None)),
    ballot_views.mine(votes.MyBallot(OPEN, is_on_roll=True, receipt=RECEIPT)),
    ballot_views.mine(votes.MyBallot(CLOSED, is_on_roll=True, receipt=None)),
    ballot_views.mine(votes.MyBallot(CLOSED, is_on_roll=True, receipt=RECEIPT)),
    ballot_views.mine(votes.MyBallot(CLOSED, is_on_roll=False, receipt=None, may_run=True)),
    ballot_views.receipt_holds(CLOSED),
    *((ballot_views.card(replace(CLOSED, outcome=one, counts=None)),) for one in Outcome),
    *((desk_views.card(MotionPage(motion=one, may_run=True)),) for one in EVERY_RULE),
]
REFUSALS: tuple[RuleError, ...] = (
    votes.NoSuchMotion(number=9),
    votes.MotionTooLong(limit=300, typed=999),
    votes.NoQuestion(),
    votes.ChangesNothing(),
    votes.TooManyMotions(limit=3),
    votes.OwnMotion(number=3),
    votes.RulesFixed(number=3),
    votes.NotSeconded(number=3),
    votes.MotionDecided(number=3),
    votes.MinutesOutOfRange(high=240),
    votes.RollEmpty(number=3),
    votes.VoteWhilePaused(),
    votes.AnotherBallotOpen(number=3),
    votes.NotOpenYet(number=3),
    votes.BallotClosed(number=3),
    votes.NotOnRoll(number=3),
    votes.NoBallot(),
    votes.ReceiptForged(typed="ABCD-EFGH"),
    votes.PollDidNotCarry(number=3, switch="kin", value="off"),
    votes.PollOvertaken(number=3, later=5),
)


def data(message: object) -> list[object]:
    assert isinstance(message, Message)
    return [one.data for row in message.keyboard for one in row if isinstance(one, Button)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_look_has_words_that_fit(language: str):
    for replies in LOOKS:
        check(replies, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_menu_and_refusals_fit(language: str):
    check_words(FEATURE, REFUSALS, language)


def test_every_refusal_of_votes_is_tried_here():
    public = (getattr(votes, name) for name in vars(votes))
    refusals = {c for c in public if isinstance(c, type) and issubclass(c, RuleError)}
    assert refusals == {type(refusal) for refusal in REFUSALS}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("is_again", [True, False])
def test_the_answer_to_a_vote_does_not_depend_on_what_it_said(language: str, is_again: bool):
    told = texts(ballot_views.voted(votes.Voted(OPEN, RECEIPT, is_again=is_again)), language)
    assert RECEIPT in told[0]
    for choice in Choice:
        said = words_for(language).plain(ballot_views.said(choice))
        assert said not in " ".join(told)


def test_a_ballot_asks_twice_before_it_counts():
    shown = ballot_views.card(OPEN)
    foreseen = winners_views.WhoWins(number=3)
    assert data(shown) == [*(ChooseVote(number=3, choice=one) for one in Choice), foreseen]
    mine = votes.MyBallot(OPEN, is_on_roll=True, receipt=None)
    [sure] = ballot_views.sure(mine, Choice.NO)
    assert data(sure)[0] == CastVote(number=3, choice=Choice.NO)
    done = votes.MyBallot(OPEN, is_on_roll=True, receipt=RECEIPT)
    assert ballot_views.sure(done, Choice.NO) == ballot_views.mine(done)
    assert data(ballot_views.card(CLOSED)) == []


def test_whoever_has_voted_reads_the_result_and_their_receipt_beside_it():
    mine = votes.MyBallot(CLOSED, is_on_roll=True, receipt=RECEIPT)
    told, *_ = texts(ballot_views.mine(mine), "en")
    assert RECEIPT in told
    assert "More than half said yes." in told
    [everybody, *_] = ballot_views.opened(votes.BallotOpened(OPEN))
    assert everybody == Show("ballot:3", to=ToAll())


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("kinn", Switch.KIN),
        ("relatives", Switch.KIN),
        ("亲属", Switch.KIN),
        ("Frends", Switch.FRIENDS),
    ],
)
def test_a_rule_is_found_by_its_id_and_by_its_title_in_any_language(typed: str, first: Switch):
    near = nearest(typed)
    assert near[0].switch is first
    assert len(near) <= 5
    assert nearest("xyzzy") == ()


def test_words_that_are_no_rule_show_the_nearest_as_keys_or_else_the_groups():
    near = (SETTINGS[Switch.KIN], SETTINGS[Switch.EXPLANATION])
    [asked] = views.was_put(replace(UNFIT, near=near))
    moved = PutMotion(switch="kin", value="off")
    assert data(asked)[:2] == [moved, PickValue(switch="explanation")]
    [asked] = views.was_put(replace(UNFIT, near=near, may_run=True))
    assert data(asked)[0] == DeskMotion(switch="kin", value="off")
    [asked] = views.was_put(replace(UNFIT, near=()))
    assert data(asked)[:-2] == [PickGroup(group=one) for one in switchboard.GROUPS]


def test_the_menu_is_by_groups_first_and_then_by_their_rules():
    [menu] = views.groups(LAW)
    groups = data(menu)[:-2]
    assert groups == [PickGroup(group=one) for one in switchboard.GROUPS]
    for group, names in switchboard.GROUPS.items():
        [page] = views.switches(group, LAW)
        found = {one.switch for one in data(page) if isinstance(one, PickValue)}
        assert found == set(names)


def test_closing_and_taking_off_are_asked_about_once():
    for motion, asks, does in (
        (OPEN, Step.ASK_CLOSE, Step.CLOSE),
        (SECONDED, Step.ASK_WITHDRAW, Step.WITHDRAW),
    ):
        key = RunMotion(step=asks, number=3, town=1)
        assert key in data(desk_views.card(MotionPage(motion=motion, may_run=True)))
        [question] = desk_views.sure(asks, motion)
        steps = [RunMotion(step=one, number=3, town=1) for one in (does, Step.LEAVE)]
        assert data(question) == steps
    assert "7 of 12 have voted" in check(desk_views.sure(Step.ASK_CLOSE, OPEN), "en")[0]


def test_the_desk_offers_the_reverse_of_what_is_law_and_a_new_ballot_on_what_is_not():
    desk = MotionPage(motion=CLOSED, may_run=True)
    turned, anew = replace(desk, may_reverse=True), replace(desk, may_put_anew=True)
    for found, step in ((turned, Step.REVERSE), (anew, Step.AGAIN)):
        assert data(desk_views.card(found)) == [
            RunMotion(step=step, number=3, town=1),
            WhoWins(number=3),
        ]


def test_whoever_reads_of_a_debate_or_a_result_gets_to_the_motion_by_a_key():
    [debated, *_] = views.debate_began(votes.DebateBegan(DEBATED, 5, in_room=True))
    assert data(debated) == [views.ReadMotion(number=3)]
    [result, *_] = ballot_views.ended(votes.BallotEnded(CLOSED, "en"))
    assert data(result) == [Go(command="motion 3"), WhoWins(number=3)]


def test_the_end_of_a_debate_is_told_in_real_minutes_too():
    soon = replace(DEBATED, at=2 * DAY_S - 3601, rate=1440)
    [told, *_] = check(views.page(MotionPage(motion=soon)), "en")
    assert "1 real minute after day 2" in told
    began = votes.DebateBegan(replace(soon, rate=60), 61, in_room=False)
    told = check(views.debate_began(began), "en")[0]
    assert "61 minutes of the town's clock, 2 real minutes" in told


def test_the_desk_sets_rules_until_the_debate_and_sees_no_count_before_the_end():
    keys = data(desk_views.card(MotionPage(motion=SECONDED, may_run=True)))
    assert SetRule(kind="quorum", value="25", number=3, town=1) in keys
    assert SetRule(kind="roll_of", value="group", number=3, town=1) in keys
    assert Go(command="whatif kin off") in keys
    keys = data(desk_views.card(MotionPage(motion=DEBATED, may_run=True)))
    assert [type(one) for one in keys] == [RunMotion, WhoWins, Go, RunMotion]
    [told, *_] = check((desk_views.card(MotionPage(motion=OPEN, may_run=True)),), "en")
    assert "7 of 12 have voted" in told
    assert "For " not in told


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_result_is_words_and_bars_where_numbers_may_be_told(language: str):
    shown = ballot_views.ended(votes.BallotEnded(CLOSED, language))[0]
    assert isinstance(shown, Message)
    assert shown.picture is not None
    assert png(shown.picture.svg).startswith(b"\x89PNG")
    [told] = check((shown,), language)
    counts = {"en": "For 4 · against 2 · abstained 1", "zh": "赞成4 · 反对2 · 弃权1"}
    assert counts[language] in told
    alike = replace(CLOSED, counts=None)
    shown = ballot_views.ended(votes.BallotEnded(alike, language))[0]
    assert isinstance(shown, Message)
    assert shown.picture is None


def test_what_waiting_cost_is_told_to_the_desk_alone():
    costs = (DelayCost(2, 150), DelayCost(3, 300), *(DelayCost(day, 0) for day in (4, 5, 6)))
    [told, *_] = check((desk_views.card(MotionPage(motion=CLOSED, costs=costs)),), "en")
    assert "day 2: 1.50" in told
    assert "days 4 to 6: nothing" in told, "one line"
    assert "Together: <b>4.50</b>" in told
    assert "Together" not in check(views.page(MotionPage(motion=CLOSED)), "en")[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_news_of_a_day(language: str):
    words = words_for(language)
    told = [words.html(one) for one in views.news([CLOSED, MANY], DAY_S, 4 * DAY_S)]
    assert len(told) == 3
    assert list(views.news([CLOSED], 5 * DAY_S, 6 * DAY_S)) == []


def test_who_wins_is_told_by_group_with_its_mark_and_small_groups_are_hidden():
    [told] = check(winners_views.page(replace(FORECAST, motion=CLOSED, measured=AFTER)), "en")
    assert "everybody (120): ▲ 12.5 · ▼ 4" in told
    assert "low (40): ▲▲▲▲▲ 50 · ▼ 0 ⚠️" in told
    assert "then measured ▲▲▲ 30 · ▼ 0; by the town's own facts this was a <b>miss" in told
    assert "Groups hidden: 2." in told
    assert told.count("[shares invented]") >= 1
    assert "[shares in the synthetic town sourced]" in told
    [many] = check(winners_views.page(FORECASTS[3]), "en")
    assert "was not tried" in many
