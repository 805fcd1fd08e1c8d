"""How the wall looks: numbers, words, answers, and nobody's name. Pure."""

from __future__ import annotations

from dataclasses import replace

from aiogram.filters.callback_data import CallbackData

from bot.arguments import Page, screen
from bot.replies import (
    Message,
    Quote,
    Replies,
    Say,
    TextFile,
    To,
    ToFacilitator,
    Value,
    next_page,
    say,
)
from bot.words import Read, words_for
from services.workshops import questions

FILE = "questions.txt"


class WallPage(CallbackData, prefix="wp"):
    page: Page


def wall(found: questions.Wall) -> Replies:
    text = say(
        "questions.wall",
        unanswered=found.unanswered,
        total=found.page.total,
        lines=tuple(_line(one) for one in found.page.items),
        answers=say("questions.secret" if found.is_secret else "questions.open"),
        evidence=say(f"provenance.{found.provenance}"),
    )
    turning = next_page(WallPage, found.page)
    return (screen(text, turning),)


def file(read: Read[tuple[questions.WallEntry, ...]]) -> Replies:
    """The whole wall to take away, as plain text."""
    lines = [read.plain(_plain(one)) for one in read.found]
    text = "\n\n".join([read.plain(say("questions.file_head")), *lines]) + "\n"
    unanswered = sum(one.answer is None for one in read.found)
    told = say("questions.file", unanswered=unanswered, total=len(read.found))
    return (Message(told, file=TextFile(FILE, text)),)


def kept(event: questions.WallKept) -> Replies:
    """At the end, to whoever ran the town."""
    [found] = file(Read(event.entries, words_for(event.language)))
    return (replace(found, to=ToFacilitator()),) if isinstance(found, Message) else ()


def asked(found: questions.Asked) -> Replies:
    """The question hangs; its asker is told that nobody sees whose it is."""
    return (Message(say("questions.asked", number=found.entry.number, left=found.left)),)


def answered(entry: questions.WallEntry) -> Replies:
    return (Message(say("questions.answered", line=_line(entry))),)


def was_asked(event: questions.QuestionAsked) -> Replies:
    """The facilitator hears of a question and not of who asked it."""
    text = say("questions.was_asked", number=event.number, words=Quote(event.words))
    return (Message(text, to=ToFacilitator()),)


def was_answered(event: questions.QuestionAnswered) -> Replies:
    """Whoever asked is told, where they still live here."""
    if event.asker is None:
        return ()
    text = say("questions.was_answered", line=_line(event.entry))
    return (Message(text, to=To(event.asker)),)


def _line(one: questions.WallEntry) -> Say:
    key = "questions.line_paper" if one.is_from_paper else "questions.line"
    return say(
        key,
        number=one.number,
        words=_words_of(one),
        answer=say("questions.no_answer")
        if one.answer is None
        else say("questions.answer", words=Quote(one.answer)),
    )


def _plain(one: questions.WallEntry) -> Say:
    key = "questions.line_paper" if one.is_from_paper else "questions.line"
    words = one.words or say("questions.gone")
    answer = say("questions.no_answer")
    if one.answer is not None:
        answer = say("questions.answer", words=one.answer)
    return say(key, number=one.number, words=words, answer=answer)


def _words_of(one: questions.WallEntry) -> Value:
    if not isinstance(one.words, str):
        return one.words
    return Quote(one.words) if one.words else say("questions.gone")
