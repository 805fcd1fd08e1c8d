"""Moving, debating, voting. Parses; rules are the service's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from aiogram import F

from bot.acts import Access, Act, GuardedRouter, act, at_town
from bot.arguments import Go
from bot.features import Command, Feature, Waiting, drawn
from bot.replies import Say, say
from bot.workshops.votes import ballot_views, desk_views, fitting, views, winners_views
from bot.workshops.votes.ballot_views import CastVote, ChooseVote, ShowBallot
from bot.workshops.votes.desk_views import RunMotion, SetRule, Step
from bot.workshops.votes.views import (
    DeskMotion,
    InGroup,
    PickGroup,
    PickSwitch,
    PickValue,
    PutMotion,
    ReadMotion,
    SecondMotion,
    TakeBack,
)
from bot.workshops.votes.winners_views import WhoWins
from services.kernel.errors import Usage
from services.kernel.town import Town
from services.law import switchboard
from services.law.statutes import Deed
from services.workshops import votes

NUMBER = re.compile(r"[1-9][0-9]{0,5}")
# `kin off`, `kin off, petty off in 3 days: why`, `kin off 3天后：为什么`
MOVED = re.compile(
    r"(?P<law>[^:：]+?)(?:\s+(?:in\s+)?(?P<days>[0-9]{1,4})\s*(?:days?|天后?|日后?))?\s*(?:[:：]\s*(?P<why>.*))?",
    re.IGNORECASE | re.DOTALL,
)
DEBATE = re.compile(
    r"([1-9][0-9]{0,5})\s+(?:debate|辩论)\s+([0-9]{1,4})\s*(town|镇)?\S*", re.IGNORECASE
)
SEVERAL = re.compile(r"\s*[,，、;；]\s*")
SPOKEN = {"施行": "enact", "废止": "repeal", "整套": "preset"}
LAW = {one.value for one in switchboard.Switch} | {one.value for one in Deed} | set(SPOKEN)

PUTS = {Step.AGAIN: votes.again, Step.REVERSE: votes.reverse}

movers = GuardedRouter("movers", access=Access.PARTICIPANT, is_right=True)
runs = GuardedRouter("motion_desk", access=Access.WORKSHOP)
readers = GuardedRouter("motion_readers", access=Access.ANYONE)


def _put(words: str) -> Act:
    """A change of law where it begins with a switch, else a question."""
    said = MOVED.fullmatch(words)
    pairs = [tuple(one.split()) for one in SEVERAL.split(said["law"])] if said else []
    is_law = bool(pairs) and all(len(one) == 2 for one in pairs)  # noqa: PLR2004 - switch, value
    if len(words.split()) == 1 and not words.endswith(votes.ASKS):
        return act(fitting.begin, words).show(views.begun).also_paused()
    if said is None or not (is_law or pairs[0][0].casefold() in LAW):
        return act(votes.put, (), words=words).show(views.was_put)
    if not is_law:
        raise Usage(command="motion")
    typed = [(SPOKEN.get(what, what), value) for what, value in pairs]
    days, why = int(said["days"] or 0), said["why"] or ""
    return act(fitting.put, typed, words=why, in_days=days).show(views.was_put)


def _look(words: str) -> Act:
    if words:
        return act(votes.page, int(words)).show(views.page).also_paused()
    return act(votes.book).show(views.book).also_paused()


@movers.command("motion", magic=F.args.regexp(r"\D"))
def put(words: str) -> Act:
    """`/motion SWITCH VALUE[, enact STATUTE] [in N days][: WHY]`, or `/motion A QUESTION?`."""
    return _put(words)


@readers.command("motion")
def look(words: str) -> Act:
    """`/motion`: all motions; `/motion N`: one of them."""
    if words and not NUMBER.fullmatch(words):
        raise Usage(command="motion")
    return _look(words)


@runs.command("motions")
def run_motions(words: str) -> Act:
    """The same for whoever runs the town; `/motions N debate MINUTES [town]` has one debated."""
    if debated := DEBATE.fullmatch(words):
        number, minutes, of_town = debated.groups()
        verb = act(votes.debate, int(number), int(minutes), in_room=not of_town)
        return verb.show(desk_views.changed_to)
    return _look(words) if not words or NUMBER.fullmatch(words) else _put(words)


@readers.command("vote")
def vote(words: str) -> Act:
    """`/vote [N]`: the ballot; `/vote RECEIPT`: whether a vote was counted."""
    if not words or NUMBER.fullmatch(words):
        number = int(words or 0)
        return act(votes.my_ballot, number).show(ballot_views.mine).also_paused()
    return act(votes.check_receipt, words).show(ballot_views.receipt_holds).also_paused()


def _run(tap: RunMotion) -> Act:
    number, minutes = tap.number, desk_views.MINUTES.get(tap.step)
    if minutes:
        done = act(at_town, tap.town, votes.debate, number, minutes)
    elif tap.step in PUTS:
        return act(at_town, tap.town, PUTS[tap.step], number).show(views.was_put)
    elif tap.step is Step.LEAVE:
        return act(at_town, tap.town, votes.find, number).show(desk_views.left).also_paused()
    elif tap.step in desk_views.ASKED:
        looked = act(at_town, tap.town, votes.find, number)
        return looked.show(partial(desk_views.sure, tap.step)).also_paused()
    else:
        verbs = {
            Step.TAKE_UP: votes.second,
            Step.OPEN: votes.open_vote,
            Step.CLOSE: votes.close,
            Step.WITHDRAW: votes.withdraw,
        }
        done = act(at_town, tap.town, verbs[tap.step], number)
        if tap.step in desk_views.ASKED.values():
            return done.show(desk_views.done_for_good)
    return done.show(desk_views.changed_to)


movers.button(SecondMotion, lambda tap: act(votes.seconded, tap.number).show(views.seconded))
movers.button(TakeBack, lambda tap: act(votes.taken_back, tap.number).show(views.taken_back))
movers.button(
    InGroup, lambda tap: act(votes.name_group, tap.number, tap.group_id).show(views.in_group)
)
movers.button(PutMotion, lambda tap: act(votes.put, [(tap.switch, tap.value)]).show(views.was_put))
runs.button(DeskMotion, lambda tap: act(votes.put, [(tap.switch, tap.value)]).show(views.was_put))
runs.button(RunMotion, _run)
runs.button(
    SetRule,
    lambda tap: act(at_town, tap.town, votes.set_rule, tap.number, tap.kind, tap.value).show(
        desk_views.changed_to
    ),
)
readers.button(ReadMotion, lambda tap: act(votes.page, tap.number).show(views.page).also_paused())
readers.button(
    WhoWins, lambda tap: act(votes.forecast, tap.number).show(winners_views.page).also_paused()
)
readers.button(PickSwitch, lambda _: act(switchboard.my_law).show(views.groups).also_paused())
readers.button(
    PickGroup,
    lambda tap: act(switchboard.my_law).show(partial(views.switches, tap.group)).also_paused(),
)
readers.button(
    PickValue, lambda tap: act(switchboard.one_switch, tap.switch).show(views.values).also_paused()
)
readers.button(
    ShowBallot, lambda tap: act(votes.my_ballot, tap.number).show(ballot_views.mine).also_paused()
)
readers.button(
    ChooseVote,
    lambda tap: (
        act(votes.my_ballot, tap.number)
        .show(lambda found: ballot_views.sure(found, tap.choice))
        .also_paused()
    ),
)
movers.button(
    CastVote, lambda tap: act(votes.cast, tap.number, tap.choice).show(ballot_views.voted)
)


def waits(town: Town) -> Iterator[Waiting]:
    if votes.waits_for(town) is not None:
        yield Waiting(say("waits.vote"), Go(command="vote"))


def news(town: Town, since: int, until: int) -> Iterator[Say]:
    return views.news(votes.all_motions(town), since, until)


FEATURE = Feature(
    name="votes",
    routers=(movers, runs, readers),
    commands=(
        Command("vote", Access.ANYONE, rank=53),
        Command("motion", Access.PARTICIPANT, rank=56),
        Command("motions", Access.WORKSHOP, rank=38),
    ),
    event_views={
        votes.MotionPut: views.put,
        votes.MotionChanged: views.changed,
        votes.DebateBegan: views.debate_began,
        votes.DebateEnded: views.debate_ended,
        votes.BallotOpened: ballot_views.opened,
        votes.MotionMeasured: winners_views.measured,
        votes.VoteCast: ballot_views.was_cast,
        votes.BallotEnded: ballot_views.ended,
    },
    cards={
        "motion": drawn(votes.desk_page, desk_views.card),
        "ballot": drawn(votes.find, ballot_views.card),
    },
    facilitators_cards=frozenset({"motion"}),
    waits=(waits,),
    news=(news,),
)
