"""How the lists look: names of the town only, who listed them, since when, and on what evidence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import reduce

from aiogram.filters.callback_data import CallbackData

from bot.arguments import Go, screen
from bot.replies import (
    Button,
    Keyboard,
    Message,
    Replies,
    Say,
    grid,
    say,
)
from bot.standing.lists import entry_views
from services.standing import listings, lists


class ShowCompany(CallbackData, prefix="lc"):
    agency: str


class ShowCameras(CallbackData, prefix="lk"):
    """The crossing cameras' board."""


NAMES_SHOWN = 40  # of each list; the messenger's longest message holds about twice as many
SEEN_SHOWN = 10  # lines of the cameras' block, the last of them for those who are left out
A_ROW = 2


def board(found: lists.Asked) -> Replies:
    """The lists, to whoever asks; the last line is about the asker."""
    shown = found.board
    last = () if shown.at is None or not found.lives_here else (_mine(found.mine),)
    text = say("as_is", what=(*_parts(shown), *last))
    return (screen(text, (*entry_views.mine(found.entries), *_keyboard(shown))),)


def news(came: Iterable[listings.Listing], went: Iterable[listings.Listing]) -> Iterator[Say]:
    """Who came onto the lists, and who went."""
    keys = {
        listings.Colour.BLACK: ("news.listed", "news.delisted"),
        listings.Colour.RED: ("news.praised", "news.unpraised"),
    }
    for number, found in enumerate((came, went)):
        for one in found:
            agency = say(f"lists.agency_{one.agency}")
            yield say(keys[one.colour][number], name=one.name, agency=agency)


def company(found: lists.CompanyPage) -> Replies:
    """One company's two lists; its rules only where they came with them."""
    shown, rules = found.lists, found.rules
    parts = [
        say(
            "lists.company",
            title=shown.title,
            red=_lines(shown.red, with_agency=False),
            black=_lines(shown.black, with_agency=False),
            evidence=say(f"provenance.{shown.provenance}"),
        )
    ]
    if rules is not None:
        values = {
            "red_from": rules.red.start,
            "red_at_most": rules.red.at_most,
            "black_below": rules.black.below,
            "black_at_most": rules.black.at_most,
        }
        parts.append(say("lists.company_rules", **values))
    if not found.is_lawful:
        parts.append(say("lists.company_forbidden"))
    return (screen(say("as_is", what=tuple(parts)), back=Go(command="lists")),)


def cameras(found: lists.CameraBoard) -> Replies:
    if not found.is_lawful:
        return (screen(say("lists.cameras_forbidden"), back=Go(command="lists")),)
    shown = _cameras(found) if found.seen else say("lists.cameras_empty", evidence=_local_pilot())
    text = say("as_is", what=(shown, say("lists.cameras_no_way")))
    return (screen(text, back=Go(command="lists")),)


def truth(found: lists.CameraTruth) -> Replies:
    return (Message(say("lists.truth", pictures=found.pictures, wrong=found.wrong)),)


def _parts(found: lists.Board) -> tuple[Say, ...]:
    """The town's own lists, the companies' in a line, the cameras' where somebody was seen."""
    if found.at is None:
        return (say("lists.not_yet"),)
    own = say(
        "lists.board",
        at=found.at,
        red=_lines(found.red, with_agency=True),
        black=_lines(found.black, with_agency=True),
        red_evidence=say("provenance.invented"),
        black_evidence=say("provenance.national_rule"),
        notice_evidence=_local_pilot(),
    )
    companies = (_folded(found.companies),) if found.companies else ()
    seen = (_cameras(found.cameras),) if found.cameras.seen else ()
    return (own, *companies, *seen)


def _folded(companies: tuple[lists.CompanyLists, ...]) -> Say:
    red = sum(len(one.red) for one in companies)
    black = sum(len(one.black) for one in companies)
    return say(
        "lists.companies" if red or black else "lists.companies_nobody",
        keepers=len(companies),
        red=red,
        black=black,
        evidence=say("provenance.reported_once"),
    )


def _cameras(found: lists.CameraBoard) -> Say:
    hidden = len(found.seen) - SEEN_SHOWN + 1
    shown = found.seen if hidden <= 1 else found.seen[: SEEN_SHOWN - 1]
    more = () if hidden <= 1 else (say("lists.more", hidden=hidden),)
    lines = (*(_masked(one) for one in shown), *more)
    return say("lists.cameras", pictures=found.pictures, lines=lines, evidence=_local_pilot())


def _masked(one: lists.Masked) -> Say:
    key = "lists.masked" if one.times == 1 else "lists.masked_often"
    return say(key, name=one.name, times=one.times, at=one.last)


def _mine(mine: tuple[lists.Mine, ...]) -> Say:
    if not mine:
        return say("lists.mine_nowhere")
    all_of_them = (
        say(
            "lists.praised" if one.colour is listings.Colour.RED else "lists.blamed",
            agency=say(f"lists.agency_{one.agency}") if one.title is None else one.title,
        )
        for one in mine
    )
    in_one_line = reduce(lambda one, other: say("lists.and", one=one, other=other), all_of_them)
    return say("lists.mine", lists=in_one_line)


def _keyboard(found: lists.Board) -> Keyboard:
    if found.at is None:
        return ()
    buttons = [Button(one.title, ShowCompany(agency=one.agency_id)) for one in found.companies]
    rows = grid(buttons, A_ROW)
    if not found.cameras.is_lawful:
        return rows
    return (*rows, (Button(say("lists.to_cameras"), ShowCameras()),))


def _lines(entries: tuple[lists.Entry, ...], *, with_agency: bool) -> tuple[Say, ...]:
    if not entries:
        return (say("lists.nobody"),)
    lines = tuple(
        say("lists.entry", name=e.name, agency=say(f"lists.agency_{e.agency}"), since=e.since)
        if with_agency
        else say("lists.company_entry", name=e.name, since=e.since)
        for e in entries[:NAMES_SHOWN]
    )
    hidden = len(entries) - NAMES_SHOWN
    return lines if hidden <= 0 else (*lines, say("lists.more", hidden=hidden))


def _local_pilot() -> Say:
    return say("provenance.local_pilot")
