"""Complaining, by a seal or in words, and deciding. Parses; rules are the service's."""

from __future__ import annotations

import re

from aiogram import F
from aiogram.enums import ChatType

from bot.acts import Access, Act, GuardedRouter, act
from bot.features import Command, Feature, drawn
from bot.standing.complaints import views
from bot.standing.complaints.views import ComplaintsPage, Concerns, Decide
from services.kernel.errors import Usage
from services.standing import complaints

START = "complain_"  # of the link that a file carries (scoring.exportfile)
SEAL = re.compile(r"([0-9a-f]{16,64})(?:\s+(.*))?", re.IGNORECASE | re.DOTALL)
DECISION = re.compile(r"([1-9][0-9]{0,8})\s+(\S+)(?:\s+(.*))?", re.DOTALL)
VERDICTS = {"uphold": True, "dismiss": False, "支持": True, "驳回": False}

router = GuardedRouter("complaints", access=Access.PARTICIPANT, is_right=True)
deciders = GuardedRouter("complaint_deciders", access=Access.WORKSHOP)


@router.command("start", magic=F.args.startswith(START), where=F.chat.type == ChatType.PRIVATE)
def by_link(words: str) -> Act:
    """The link that the page shows beside a mismatch."""
    seal = words.removeprefix(START)
    return act(complaints.about_file, seal.lower()).show(views.complained)


@router.command("complain")
def complain(words: str) -> Act:
    """A score does not follow: the line that the check shows, or somebody's own words."""
    if not words:
        return act(complaints.my_complaints).show(views.mine).also_paused()
    if found := SEAL.fullmatch(words):
        return act(complaints.about_file, found[1].lower(), found[2] or "").show(views.complained)
    return act(complaints.in_words, words).show(views.complained)


router.button(
    Concerns, lambda tap: act(complaints.concerns, tap.number, tap.about).show(views.concerned)
)


@deciders.command("complaints")
def book(words: str) -> Act:
    if not words:
        return act(complaints.book).show(views.book).also_paused()
    found = DECISION.fullmatch(words)
    verdict = None if found is None else VERDICTS.get(found[2].casefold())
    if found is None or verdict is None:
        raise Usage(command="complaints")
    why = (found[3] or "").strip()
    return act(complaints.decide, int(found[1]), is_upheld=verdict, words=why).show(views.decided)


deciders.button(
    Decide,
    lambda tap: act(complaints.decide, tap.number, is_upheld=tap.is_upheld).show(views.decided),
)
deciders.button(
    ComplaintsPage, lambda tap: act(complaints.book, tap.page).show(views.book).also_paused()
)

FEATURE = Feature(
    name="complaints",
    routers=(router, deciders),
    commands=(
        Command("complain", Access.PARTICIPANT, rank=58),
        Command("complaints", Access.WORKSHOP, rank=36),
    ),
    event_views={
        complaints.ComplaintOpened: views.opened,
        complaints.ComplaintEnded: views.ended,
        complaints.ComplaintConcerns: views.changed,
    },
    cards={"complaint": drawn(complaints.complaint_by_id, views.card)},
    facilitators_cards=frozenset({"complaint"}),
)
