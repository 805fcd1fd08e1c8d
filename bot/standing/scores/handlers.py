"""Looking at one's score and asking further. Parses; rules are the service's."""

from __future__ import annotations

from functools import partial

from aiogram import F

from bot.acts import Access, Act, GuardedRouter, act, at_town
from bot.features import Command, Feature
from bot.standing.scores import asking, auditing, ranking, views
from bot.standing.scores.ranking import AskShowRanks, ShowRanks
from bot.standing.scores.views import ShowBoard, ShowCourse, ShowLift, ShowScore, TakeAway
from bot.words import read
from services.law.switchboard import LawEnacted
from services.living import gaming
from services.people import masks
from services.standing import scores
from services.standing.lists import ListsPublished

# The facilitator's question comes first: it is the same command, asked from another chair.
auditors = GuardedRouter("score_auditors", access=Access.WORKSHOP)
# Ranks are read from both chairs.
readers = GuardedRouter("rank_readers", access=Access.ANYONE, is_right=True)
router = GuardedRouter("scores", access=Access.PARTICIPANT, is_right=True)

EXPORT = "export"
COURSE = act(read, scores.courses).show(asking.course).also_paused()
RANKS = act(scores.ranks).show(ranking.page).also_paused()


@auditors.command("score", magic=F.args.casefold().startswith("audit"))
def audit(words: str) -> Act:
    """Who a score falls upon."""
    return act(read, scores.audit, _agency(words, "audit")).show(auditing.audited).also_paused()


@auditors.command("score", magic=F.args.casefold().startswith("gaming"))
def gaming_table(words: str) -> Act:
    """What disclosure costs in playing for points, and what it gives."""
    return act(read, gaming.gaming, _agency(words, "gaming")).show(auditing.played).also_paused()


auditors.button(
    AskShowRanks,
    lambda tap: (
        act(at_town, tap.town, scores.ranks)
        .show(partial(ranking.ask, to_all=tap.to_all))
        .also_paused()
    ),
)
auditors.button(
    ShowRanks,
    lambda tap: (
        act(at_town, tap.town, scores.show_ranks, to_all=tap.to_all)
        .show(ranking.told_shown)
        .also_paused(reads=False)
    ),
)


router.always("score", COURSE, magic=F.args.casefold() == "history")
readers.always("score", RANKS, magic=F.args.casefold() == "board")


@router.command("score", magic=F.args.casefold().startswith(EXPORT))
def export(words: str) -> Act:
    return act(scores.take_away, _agency(words, EXPORT)).show(asking.taken_away).also_paused()


@router.command("score")
def look(words: str) -> Act:
    return act(read, scores.my_page, _agency(words)).show(views.page).also_paused()


@router.command("lift")
def lift(words: str) -> Act:
    return act(scores.lift, words).show(asking.lifted).also_paused()


router.button(
    ShowScore, lambda tap: act(read, scores.my_page, tap.agency).show(views.page).also_paused()
)
router.button(ShowCourse, lambda _: COURSE)
router.button(ShowLift, lambda tap: act(scores.lift, tap.gate).show(asking.lifted).also_paused())
router.button(
    TakeAway, lambda tap: act(scores.take_away, tap.agency).show(asking.taken_away).also_paused()
)
readers.button(ShowBoard, lambda _: RANKS)


def _agency(words: str, asked: str = "") -> str:
    """What is named after the first word; the app's own where nothing is."""
    return words[len(asked) :].strip() or scores.PAY_SCORE


FEATURE = Feature(
    name="scores",
    routers=(auditors, readers, router),
    commands=(
        Command("score", Access.PARTICIPANT, rank=50),
        Command("lift", Access.PARTICIPANT, rank=52),
    ),
    event_views={
        scores.ScoresMoved: asking.moved,
        scores.RanksShown: ranking.shown,
        masks.MaskChanged: ranking.masked,
        LawEnacted: ranking.law_changed,
        ListsPublished: ranking.evening,
    },
    cards={"ranks": lambda town, _: ranking.card(scores.ranks_now(town))},
)
