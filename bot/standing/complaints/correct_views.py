"""Asking for a correction: four things asked apart, each chosen from what the books hold. Pure."""

from __future__ import annotations

from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

from bot.arguments import Go, Page, Turn, go, screen
from bot.replies import Button, Message, Replies, Say, TextFile, next_page, say
from bot.standing.complaints.views import ShowCase
from services.kernel.localized import Localized
from services.standing import complaints
from services.standing.complaints import About, Held, HeldPage

MARK = {About.FACT: "📄", About.GUESS: "🔮", About.LISTING: "📋", About.ARITHMETIC: "🧮"}


class AskWhich(CallbackData, prefix="or1"):
    """Which one of these is wrong?"""

    about: About
    page: Page


class AskCorrection(CallbackData, prefix="or2"):
    about: About
    name: Annotated[str, Field(pattern=r"^[a-z0-9_]{1,30}$")]


class ShowAnswer(CallbackData, prefix="or3"):
    """The answer as a document."""

    number: Turn


def four() -> Replies:
    """A fact, a guess, an entry, a sum: what would be done differs, so they are asked apart."""
    rows = tuple(
        (Button(say(f"correct.{what}", mark=MARK[what]), AskWhich(about=what, page=0)),)
        for what in MARK
    )
    return (screen(say("correct.page"), (*rows, (go("mydata"), go("complain")))),)


def which(found: HeldPage) -> Replies:
    what, page = found.about, found.page
    rows = tuple(
        (Button(_label(one), AskCorrection(about=what, name=one.name)),) for one in page.items
    )
    turning = next_page(lambda page: AskWhich(about=what, page=page), page)
    text = say(f"correct.which_{what}" if page.total else f"correct.none_{what}", total=page.total)
    return (screen(text, (*rows, *turning), back=Go(command="correct")),)


def asked(found: complaints.Opened) -> Replies:
    one = found.complaint
    about, due = say(f"complaints.about_{one.about}"), _due(one)
    key = "correct.asked" if found.is_new else "correct.asked_before"
    show = Button(say("complaints.show", number=one.number), ShowCase(number=one.number))
    text = say(key, number=one.number, about=about, due=due, next=_next(one))
    return (screen(text, ((show,), answer_way(one)), back=Go(command="correct")),)


def answered(found: tuple[int, str]) -> Replies:
    number, text = found
    return (
        Message(say("correct.answer", number=number), file=TextFile(f"answer-{number}.json", text)),
    )


def answer_way(one: complaints.Complaint) -> tuple[Button, ...]:
    """The way to the answer as it stands, be it that there is none yet."""
    return (Button(say("correct.as_file"), ShowAnswer(number=one.number)),)


def _due(one: complaints.Complaint) -> Say:
    clock = one.clock
    if clock is None or clock.due is None:
        return say("nothing")
    return say("clock.due", clock=clock.title, due=clock.due)


def _next(one: complaints.Complaint) -> Say:
    return say(f"complaints.next_{one.forum}")


def _label(one: Held) -> Say | Localized:
    if one.about is About.GUESS:
        return say("correct.one_guess", guess=say(f"inferred.{one.name}"))
    if one.about is About.LISTING:
        return say("correct.entry", number=one.name, at=one.at)
    if one.value is not None:
        return say("correct.score", title=one.title, score=one.value)
    return say("correct.one_fact", title=one.title, at=one.at)
