"""Scenario cards: looked at, played, planned, taken back. Parses; rules are the services'."""

from __future__ import annotations

from functools import partial

from bot.acts import Access, Act, GuardedRouter, act, at_town
from bot.features import Command, Feature
from bot.replies import Replies
from bot.workshops.cards import told, views
from bot.workshops.cards.buttons import (
    AskUndo,
    CancelPlan,
    CataloguePage,
    ChooseTime,
    ChooseWhom,
    LookAtCard,
    PlanCard,
    RunCard,
    UndoPlay,
)
from services.kernel.town import Town
from services.people.identity import neighbours
from services.social import groups
from services.workshops import scenarios

router = GuardedRouter("cards", access=Access.WORKSHOP)


def catalogue(town: Town) -> views.Catalogue:
    """All cards, and what waits for its time."""
    return scenarios.panel(town), scenarios.plans(town)


def choice(town: Town, card_id: str) -> views.Choice:
    """Everybody and every group that a card may be played on."""
    return scenarios.preview(town, card_id), tuple(neighbours(town)), tuple(groups.all_groups(town))


def cancelled(town: Town, plan_id: int) -> tuple[scenarios.Card, views.Catalogue]:
    """A planned card that was cancelled, and the catalogue after it."""
    return scenarios.cancel(town, plan_id), catalogue(town)


def ordered(found: scenarios.Preview | scenarios.Planned | scenarios.Ran) -> Replies:
    """Whatever became of what was typed."""
    match found:
        case scenarios.Preview():
            return views.preview(found, in_place=False)  # the panel is to stay where it was tapped
        case scenarios.Planned():
            return told.planned(found)
        case _:
            return told.ran(found)


@router.command("run")
def run(words: str) -> Act:
    """A card by name, on whom and when; with "?" only to look at. Without words, all there are."""
    if not words:
        return act(catalogue).show(views.catalogue)
    return act(scenarios.order, words).show(ordered)


@router.command("undo")
def undo(words: str) -> Act:
    """A card's latest play by its name; without words, which plays can be taken back."""
    if not words:
        return act(scenarios.undoable).show(views.undoable)
    return act(scenarios.latest_undoable, words).show(partial(views.ask_undo, in_place=False))


router.button(AskUndo, lambda tap: act(scenarios.undoable_play, tap.run_id).show(views.ask_undo))
router.button(
    CataloguePage, lambda tap: act(catalogue).show(partial(views.catalogue, page=tap.page))
)
router.button(
    LookAtCard,
    lambda tap: act(scenarios.preview, tap.card, tap.whom, tap.when).show(views.preview),
)
router.button(
    ChooseWhom,
    lambda tap: act(choice, tap.card).show(partial(views.whom, page=tap.page)),
)
router.button(ChooseTime, lambda tap: act(scenarios.preview, tap.card, tap.whom).show(views.times))
router.button(
    RunCard,
    lambda tap: act(at_town, tap.town, scenarios.play, tap.card, tap.whom, turn=tap.turn).show(
        told.ran
    ),
)
router.button(
    PlanCard,
    lambda tap: act(at_town, tap.town, scenarios.plan, tap.card, tap.whom, tap.when).show(
        told.planned
    ),
)
router.button(CancelPlan, lambda tap: act(cancelled, tap.plan_id).show(views.cancelled))
router.button(
    UndoPlay, lambda tap: act(at_town, tap.town, scenarios.undo, tap.run_id).show(told.undone)
)

FEATURE = Feature(
    name="cards",
    routers=(router,),
    commands=(
        Command("run", Access.WORKSHOP, rank=22),
        Command("undo", Access.WORKSHOP, rank=23),
    ),
    event_views={
        scenarios.Invited: told.invited,
        scenarios.PlanPlayed: told.played,
        scenarios.PlanRefused: told.plan_refused,
    },
)
