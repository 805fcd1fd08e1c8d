"""The ranks, for whoever runs the town, and hung up before all eyes after one question. Pure."""

from __future__ import annotations

from aiogram.filters.callback_data import CallbackData

from bot.arguments import RowId, screen
from bot.replies import Button, Message, Redraw, Replies, Say, Show, ToAll, ToGroup, say
from services.law.switchboard import LawEnacted, Switch
from services.people import masks
from services.standing import scores
from services.standing.lists import ListsPublished

WALL = "ranks:wall"


class AskShowRanks(CallbackData, prefix="sr1"):
    """Who would see them?"""

    to_all: bool
    town: RowId


class ShowRanks(CallbackData, prefix="sr2"):
    """Yes, these."""

    to_all: bool
    town: RowId


def page(found: scores.Ranks) -> Replies:
    """The ranks, with the ways to let others see them for whoever may."""
    ways: list[Button] = []
    if found.may_show and found.has_group:
        group = AskShowRanks(to_all=False, town=found.workshop_id)
        ways.append(Button(say("scores.show_group"), group))
    if found.may_show:
        everybody = AskShowRanks(to_all=True, town=found.workshop_id)
        ways.append(Button(say("scores.show_all"), everybody))
    return (screen(board(found.ranked), tuple((way,) for way in ways)),)


def ask(found: scores.Ranks, *, to_all: bool) -> Replies:
    """Once, before anybody sees them."""
    yes = ShowRanks(to_all=to_all, town=found.workshop_id)
    text = say("scores.ask_show_all" if to_all else "scores.ask_show_group")
    return (screen(text, ((Button(say("scores.show_yes"), yes),),)),)


def told_shown(event: scores.RanksShown) -> Replies:
    return (screen(say("scores.shown_all" if event.to_all else "scores.shown_group")),)


def shown(event: scores.RanksShown) -> Replies:
    return (Show(WALL, to=ToAll() if event.to_all else ToGroup()),)


def card(found: tuple[scores.Ranked, ...] | None) -> Message:
    """What hangs before all eyes, as it stands now."""
    return Message(say("scores.board_over") if found is None else board(found), card=WALL)


def masked(_: masks.MaskChanged) -> Replies:
    """A name goes off what hangs already, at once."""
    return (Redraw(WALL),)


def evening(_: ListsPublished) -> Replies:
    """Also a law that ends it later takes it down, and scores are the day's."""
    return (Redraw(WALL),)


def law_changed(event: LawEnacted) -> Replies:
    return (Redraw(WALL),) if event.switch is Switch.LEADERBOARD else ()


def board(found: tuple[scores.Ranked, ...]) -> Say:
    lines = tuple(
        say("scores.rank", number=number, name=one.neighbour.name, score=one.score)
        for number, one in enumerate(found, 1)
    )
    return say("scores.board", lines=lines, provenance=say("provenance.contested"))
