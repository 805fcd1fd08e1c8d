"""Complaints as people see them: every view, in every language, with hostile names and words."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest

from bot.replies import Answer, Message, Redraw, To, ToFacilitator
from bot.standing.complaints import FEATURE, correct_views, handlers, views
from services.kernel.errors import Usage
from services.kernel.localized import LANGUAGES, Localized
from services.kernel.paging import Page, page_of
from services.kernel.time import Moment
from services.kernel.town import ParticipantId
from services.standing import complaints
from services.standing.complaints import Complaint, ComplaintState, Finding, Opened, Opener
from services.standing.complaints.service import PAGE_SIZE, SHOWN_MAX, Book
from tests.support.handed import typed
from tests.support.narrowing import one_message, searched
from tests.unit.bot.money_looks import HOSTILE, check, check_words

ANA = ParticipantId("a" * 16)
TITLE = Localized(en="WeChat Pay Score", zh="微信支付分")
FOUND = Finding(agrees=False, where="contributions.0.points", expected=HOSTILE, found="7" * 64)
ONE = Complaint(
    17, 3, ANA, HOSTILE, "pay_score", TITLE, 5, 612, Opener.PERSON, HOSTILE, FOUND,
    ComplaintState.OPEN, Moment(90_000), None, "",
)  # fmt: skip
LONG = replace(ONE, words="x" * complaints.WORDS_MAX)
ENDED = {
    state: replace(ONE, state=state, decided=Moment(95_000), decided_words=HOSTILE)
    for state in (ComplaintState.UPHELD, ComplaintState.DISMISSED)
}
CONTEST = "listing:7"
FINDINGS = (FOUND, Finding(agrees=True), Finding(agrees=False), None)

HELD = complaints.Held(
    about=complaints.About.FACT, name="nappies", title=TITLE, at=Moment(9), value=None
)


def a_page(number: int, items: tuple[Complaint, ...]) -> Page[Complaint]:
    return Page(items=items, number=number, pages=3, total=12)


LOOKS = {
    **{
        f"complained_{n}_{new}": views.complained(Opened(replace(ONE, finding=found), new))
        for (n, found), new in product(enumerate(FINDINGS), (True, False))
    },
    "mine": views.mine((ONE, *ENDED.values())),
    "mine at most": views.mine(
        (replace(ENDED[ComplaintState.UPHELD], decided_words="x" * 300),) * SHOWN_MAX
    ),
    "none": views.mine(()),
    "opened": views.opened(complaints.ComplaintOpened(LONG)),
    "by the town": views.opened(complaints.ComplaintOpened(replace(ONE, opener=Opener.TOWN))),
    **{f"ended_{s}": views.ended(complaints.ComplaintEnded(one)) for s, one in ENDED.items()},
    **{f"decided_{s}": views.decided(one) for s, one in ENDED.items()},
    **{f"card_{s}": (views.card(one),) for s, one in ENDED.items()},
    **{
        f"contest_{s}": views.ended(
            complaints.ComplaintEnded(replace(one, about=complaints.About.LISTING, subject=CONTEST))
        )
        for s, one in ENDED.items()
    },
    "contest": views.opened(complaints.ComplaintOpened(replace(ONE, subject=CONTEST))),
    "book": views.book(Book(waiting=2, page=a_page(1, (LONG,) * PAGE_SIZE))),
    "empty book": views.book(Book(waiting=0, page=page_of((), 0, PAGE_SIZE))),
    **{f"about_{what}": views.concerned(replace(ONE, about=what)) for what in complaints.About},
    **{
        f"corrected_{what}": views.ended(
            complaints.ComplaintEnded(
                replace(ENDED[ComplaintState.UPHELD], about=what, score_after=620)
            )
        )
        for what in complaints.About
    },
    "four": correct_views.four(),
    **{
        f"which_{what}_{len(held)}": correct_views.which(
            complaints.HeldPage(about=what, page=page_of(held, 0, 6))
        )
        for what, held in product(correct_views.MARK, ((), (HELD,) * 9))
        for held in [tuple(replace(one, about=what) for one in held)]
    },
    "answer": correct_views.answered((3, "{}")),
    **{f"asked_{new}": correct_views.asked(Opened(ONE, new)) for new in (True, False)},
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("look", LOOKS)
def test_every_look_renders(look, language):
    assert check(LOOKS[look], language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_refusals_usage_and_menu_have_words(language):
    refusals = (
        complaints.FileNotGivenHere(seal="f" * 16),
        complaints.ComplaintTooLong(limit=500, typed=10_000),
        complaints.TooManyComplaints(limit=5),
        complaints.NoSuchComplaint(number=10**9),
        complaints.NotYourComplaint(number=10**9),
        complaints.NotYourEntry(number=10**9),
        complaints.OwnComplaint(number=10**9),
        complaints.ComplaintDecided(number=10**9),
        complaints.BooksHidden(),
        Usage(command="complaints"),
    )
    check_words(FEATURE, refusals[:-1], language)


def test_who_hears_of_it():
    letter = one_message(views.opened(complaints.ComplaintOpened(ONE)))
    assert letter.to == ToFacilitator()
    assert letter.card == "complaint:17"
    by_town = replace(ONE, opener=Opener.TOWN)
    assert [
        m.to for m in views.opened(complaints.ComplaintOpened(by_town)) if isinstance(m, Message)
    ] == [
        ToFacilitator(),
        To(ANA),
    ]
    card, told = views.ended(complaints.ComplaintEnded(ENDED[ComplaintState.UPHELD]))
    assert card == Redraw("complaint:17")
    assert isinstance(told, Message)
    assert told.to == To(ANA)
    assert isinstance(views.decided(ENDED[ComplaintState.UPHELD])[0], Answer)


def test_only_an_open_complaint_can_be_decided_and_it_is_said_to_be_for_good():
    card = views.card(ONE)
    assert len(card.keyboard[0]) == 2
    assert "cannot be taken back" in check((card,), "en")[0]
    for one in ENDED.values():
        assert views.card(one).keyboard == ()


@pytest.mark.parametrize(("page", "buttons"), [(0, 1), (1, 2), (2, 1)])
def test_the_book_is_turned(page, buttons):
    head, *_ = views.book(Book(waiting=9, page=a_page(page, (ONE,))))
    assert isinstance(head, Message)
    assert [len(row) for row in head.keyboard] == [buttons]


@pytest.mark.parametrize(
    "args", ["", "7", "seven uphold", "7 perhaps", "0 uphold", "-1 uphold", "9999999999 uphold"]
)
async def test_what_is_no_decision_is_explained(args):
    if not args:
        assert (await typed(handlers.deciders, "complaints", args)).view is views.book
        return
    with pytest.raises(Usage):
        await typed(handlers.deciders, "complaints", args)


@pytest.mark.parametrize("args", ["3 uphold", "3 DISMISS you see", "3 支持 你说得对", "3 驳回"])
async def test_a_decision_is_read_in_both_languages(args):
    assert (await typed(handlers.deciders, "complaints", args)).view is views.decided


async def test_a_line_with_a_seal_is_told_from_words():
    seal = "0123456789ABCDEF"
    assert searched(handlers.SEAL, seal)[1] == seal
    assert searched(handlers.SEAL, f"{seal} and words\nof mine")[2] == "and words\nof mine"
    for words in ("It is wrong", "0123456789abcde", f"{seal}!", "f" * 65):
        assert handlers.SEAL.fullmatch(words) is None
    assert (await typed(handlers.router, "complain")).view is views.own
    assert (await typed(handlers.router, "complain")).while_paused
    assert (await typed(handlers.router, "complain", seal)).view is views.complained
