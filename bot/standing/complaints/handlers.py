"""Complaining, deciding, and the ombudsman's office. Parses; rules are the service's."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from aiogram import F
from aiogram.enums import ChatType

from bot.acts import Access, Act, GuardedRouter, act
from bot.features import Command, Feature, drawn
from bot.replies import Replies
from bot.standing.complaints import (
    case_views,
    correct_views,
    desk_views,
    office_views,
    signing_views,
    views,
)
from bot.standing.complaints.case_views import Again, SayView
from bot.standing.complaints.correct_views import AskCorrection, AskWhich, ShowAnswer
from bot.standing.complaints.desk_views import (
    Choose,
    DraftIt,
    Longer,
    OpenHearing,
    OpenSecret,
    RuleIt,
    ShowFile,
    Skip,
    StopClock,
)
from bot.standing.complaints.office_views import PassTurn, PrecedentsPage, ShowOffice
from bot.standing.complaints.signing_views import SignIt
from bot.standing.complaints.views import ComplaintsPage, Concerns, Decide, File, ShowCase
from services.kernel.errors import Usage
from services.kernel.town import Town
from services.standing import complaints, listings, ombudsman

START = "complain_"  # of the link that a file carries (scoring.exportfile)
SEAL = re.compile(r"([0-9a-f]{16,64})(?:\s+(.*))?", re.IGNORECASE | re.DOTALL)
ENTRY = re.compile(r"(?:entry|条目)\s+([1-9][0-9]{0,8})(?:\s+(.*))?", re.IGNORECASE | re.DOTALL)
DECISION = re.compile(r"([1-9][0-9]{0,8})\s+(\S+)(?:\s+(.*))?", re.DOTALL)
CASE = re.compile(r"([1-9][0-9]{0,8})(?:\s+(\S+))?(?:\s+(.*))?", re.DOTALL)
VERDICTS = {"uphold": True, "dismiss": False, "支持": True, "驳回": False}

# What may be typed behind a case's number, and which of it wants words behind it.
WITH_WORDS: Mapping[str, tuple[Callable[..., Any], Callable[[Any], Replies]]] = {
    **dict.fromkeys(("add", "补充"), (ombudsman.add_words, office_views.words_added)),
    **dict.fromkeys(("weigh", "权衡"), (ombudsman.weigh, desk_views.weighed)),
    **dict.fromkeys(("back", "退回"), (ombudsman.send_back, signing_views.gave_back)),
}
ALONE: Mapping[str, tuple[Callable[..., Any], Callable[[Any], Replies]]] = {
    **dict.fromkeys(("again", "复议"), (complaints.reconsider, case_views.asked_again)),
    **dict.fromkeys(("sign", "签署"), (ombudsman.sign, desk_views.ruled)),
}
SPEAKS = frozenset({"say", "发言"})

router = GuardedRouter("complaints", access=Access.PARTICIPANT, is_right=True)
deciders = GuardedRouter("complaint_deciders", access=Access.WORKSHOP)
holders = GuardedRouter("ombudsman", access=Access.PARTICIPANT)
readers = GuardedRouter("precedents", access=Access.ANYONE)


@router.command("start", magic=F.args.startswith(START), where=F.chat.type == ChatType.PRIVATE)
def by_link(words: str) -> Act:
    """The link that the page shows beside a mismatch."""
    seal = words.removeprefix(START)
    return act(complaints.about_file, seal.lower()).show(views.complained)


def _own(town: Town) -> tuple[tuple[complaints.Complaint, ...], list[listings.Listing]]:
    """One's complaints, and the entries of lists that one may contest."""
    return complaints.my_complaints(town), listings.own_of_late(town, town.now + 1)


@router.command("complain")
def complain(words: str) -> Act:
    """A score does not follow: the line that the check shows, or somebody's own words."""
    if not words:
        return act(_own).show(views.own).also_paused()
    if found := ENTRY.fullmatch(words):
        verb = act(complaints.contest, int(found[1]), found[2] or "")
        return verb.show(views.contested)
    if found := SEAL.fullmatch(words):
        return act(complaints.about_file, found[1].lower(), found[2] or "").show(views.complained)
    return act(complaints.in_words, words).show(views.complained)


router.button(File, lambda _: act(complaints.in_words, "").show(views.complained))
router.button(
    Concerns, lambda tap: act(complaints.concerns, tap.number, tap.about).show(views.concerned)
)


router.button(ShowCase, lambda tap: _shown(tap.number))
router.button(
    SayView, lambda tap: act(complaints.say_view, tap.number, tap.view).show(case_views.said)
)
router.button(
    Again, lambda tap: act(complaints.reconsider, tap.number).show(case_views.asked_again)
)
router.button(PassTurn, lambda tap: act(ombudsman.speak, tap.number).show(office_views.heard))


router.always("correct", act(lambda _: None).show(lambda _: correct_views.four()).also_paused())
router.button(
    AskWhich,
    lambda tap: (
        act(complaints.correctable, tap.about, tap.page).show(correct_views.which).also_paused()
    ),
)
router.button(
    AskCorrection,
    lambda tap: act(complaints.correct, tap.about, tap.name).show(correct_views.asked),
)
router.button(
    ShowAnswer,
    lambda tap: act(_answer, tap.number).show(correct_views.answered).also_paused(),
)


def _answer(town: Town, number: int) -> tuple[int, str]:
    return number, complaints.answer(town, number)


def _shown(number: int) -> Act:
    return act(ombudsman.look_at, number).show(desk_views.shown).also_paused()


@router.command("case")
def case(words: str) -> Act:
    """`/case NUMBER`: one's own; with `add`, `say`, `weigh` or a ground, and words."""
    found = CASE.fullmatch(words)
    if found is None:
        raise Usage(command="case")
    number, does, rest = int(found[1]), (found[2] or "").casefold(), (found[3] or "").strip()
    if not does:
        return _shown(number)
    if rest and does in WITH_WORDS:
        verb, view = WITH_WORDS[does]
        return act(verb, number, rest).show(view)
    if does in ALONE:
        verb, view = ALONE[does]
        return act(verb, number).show(view)
    if does in SPEAKS:
        return act(ombudsman.speak, number, rest).show(office_views.heard)
    return act(ombudsman.rule, number, does, words=rest).show(desk_views.ruled)


# --- the ombudsman's office ----------------------------------------------------------

holders.button(ShowFile, lambda tap: act(ombudsman.file_of, tap.number).show(desk_views.file))
holders.button(OpenSecret, lambda tap: act(ombudsman.open_secret, tap.number).show(desk_views.file))
holders.button(Choose, lambda tap: act(ombudsman.choose, tap.number).show(desk_views.choices))
holders.button(
    DraftIt,
    lambda tap: act(ombudsman.draft, tap.number, tap.ground, tap.mask).show(desk_views.draft),
)
holders.button(
    RuleIt,
    lambda tap: act(ombudsman.rule, tap.number, tap.ground, tap.mask).show(desk_views.ruled),
)
holders.button(SignIt, lambda tap: act(ombudsman.sign, tap.number).show(desk_views.ruled))
holders.button(StopClock, lambda tap: act(ombudsman.pause, tap.number).show(desk_views.clock_moved))
holders.button(Longer, lambda tap: act(ombudsman.extend, tap.number).show(desk_views.clock_moved))
holders.button(
    OpenHearing, lambda tap: act(ombudsman.open_hearing, tap.number).show(office_views.heard)
)
holders.button(Skip, lambda tap: act(ombudsman.skip, tap.number).show(office_views.heard))
holders.button(
    ShowOffice,
    lambda tap: act(ombudsman.office_page, tap.number).show(desk_views.card).also_paused(),
)


@deciders.command("ombudsman", magic=F.args)
def appoint(words: str) -> Act:
    """`/ombudsman NAME [off]`: a seat; `/ombudsman NUMBER clerk|agency NAME`: a part."""
    if words[:1].isdecimal():
        return act(ombudsman.give_part, words).show(office_views.part_given)
    return act(ombudsman.appoint, words).show(office_views.appointed)


readers.always("ombudsman", act(ombudsman.office).show(office_views.office).also_paused())


@readers.command("precedents")
def precedents(words: str) -> Act:
    """`/precedents`, or with words to look for."""
    return act(ombudsman.precedents, words).show(office_views.precedents).also_paused()


readers.button(
    PrecedentsPage,
    lambda tap: (
        act(ombudsman.precedents, page=tap.page).show(office_views.precedents).also_paused()
    ),
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
    routers=(router, deciders, holders, readers),
    commands=(
        Command("complain", Access.PARTICIPANT, rank=58),
        Command("correct", Access.PARTICIPANT, rank=55),
        Command("complaints", Access.WORKSHOP, rank=36),
        Command("case", Access.PARTICIPANT, rank=58),
        Command("ombudsman", Access.ANYONE, rank=58),
        Command("precedents", Access.ANYONE, rank=58),
    ),
    event_views={
        complaints.ComplaintOpened: views.opened,
        complaints.ComplaintEnded: views.ended,
        complaints.ComplaintConcerns: views.changed,
        complaints.OrdersChecked: case_views.checked,
        complaints.ViewSaid: case_views.viewed,
        ombudsman.CaseFiled: desk_views.filed,
        ombudsman.CaseOverdue: case_views.overdue,
        ombudsman.SignatureAsked: signing_views.asked_to_sign,
        ombudsman.SentBack: signing_views.sent_back,
        ombudsman.OfficeChanged: office_views.told_appointed,
        ombudsman.HearingMoved: office_views.moved,
    },
    cards={
        "complaint": drawn(complaints.complaint_by_id, views.card),
        "case": drawn(ombudsman.case_page, desk_views.card),
        "hearing": lambda town, number: office_views.hearing_card(
            ombudsman.hearing_by_id(town, int(number)), f"hearing:{number}"
        ),
    },
    facilitators_cards=frozenset({"complaint"}),
    news=(
        lambda town, since, until: office_views.news(ombudsman.rulings_between(town, since, until)),
    ),
)
