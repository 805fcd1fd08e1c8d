"""How a ballot looks to whoever votes, and its result to all. Pure; no answer to a vote says what
it said.
"""

from __future__ import annotations

from dataclasses import replace

from aiogram.filters.callback_data import CallbackData

from bot.arguments import Go, RowId, go, screen
from bot.charts import Bar, bars_svg
from bot.replies import (
    Button,
    Keyboard,
    Message,
    News,
    Picture,
    Priority,
    Redraw,
    Replies,
    Say,
    Show,
    Text,
    ToAll,
    ToFacilitator,
    ToGroup,
    say,
)
from bot.words import Words, words_for
from bot.workshops.votes import winners_views, wording
from services.workshops import votes
from services.workshops.votes import Choice, Motion, MotionState, MyBallot, Outcome

WHOLE = 100


class ShowBallot(CallbackData, prefix="vt1"):
    number: RowId


class ChooseVote(CallbackData, prefix="vt2"):
    """Is that what you want to say?"""

    number: RowId
    choice: Choice


class CastVote(CallbackData, prefix="vt3"):
    """Yes, count it."""

    number: RowId
    choice: Choice


def card(one: Motion) -> Message:
    """The ballot as it hangs in each chat: while it is open to vote on, afterwards its result."""
    if one.state is not MotionState.OPEN:
        return Message(told(one), card=_place(one), is_last=True)
    text = say(
        "votes.ballot",
        number=one.number,
        what=wording.lines(one),
        words=wording.said(one),
        rules=wording.rules(one.rules),
        roll=one.roll,
    )
    keys = (*_choices(one), *_foreseen(one))
    return Message(text, keyboard=keys, card=_place(one), in_place=True)


def mine(found: MyBallot) -> Replies:
    """The ballot, one's receipt, or why there is nothing to do."""
    one = found.motion
    if found.may_run:
        runs = Button(say("votes.key_desk", number=one.number), Go(command=f"motions {one.number}"))
        return (screen(told(one) if one.outcome else wording.whole(one), ((runs,),)),)
    if found.receipt is not None and one.outcome is None:
        return (_receipt(one, found.receipt, "votes.your_receipt"),)
    if one.state is not MotionState.OPEN:
        text = told(one) if one.outcome else wording.whole(one)
        if found.receipt is not None:
            kept = say("votes.receipt_kept", receipt=found.receipt)
            text = say("as_is", what=(text, kept))
        return (screen(text, _foreseen(one), back=Go(command="motion")),)
    if not found.is_on_roll:
        return (screen(say("votes.not_on_roll", number=one.number)),)
    return (card(one),)


def sure(found: MyBallot, choice: Choice) -> Replies:
    """Asked once: what is cast stays cast."""
    one = found.motion
    if found.receipt is not None or not found.is_on_roll or one.state is not MotionState.OPEN:
        return mine(found)
    text = say("votes.sure", number=one.number, choice=said(choice), what=wording.lines(one))
    cast = Button(say("votes.cast"), CastVote(number=one.number, choice=choice))
    back = Button(say("votes.back"), ShowBallot(number=one.number))
    return (Message(text, keyboard=((cast,), (back,)), in_place=True),)


def voted(found: votes.Voted) -> Replies:
    key = "votes.voted_before" if found.is_again else "votes.voted"
    return (_receipt(found.motion, found.receipt, key),)


def receipt_holds(one: Motion) -> Replies:
    """To anybody who asks; whose it is stays untold."""
    return (screen(say("votes.receipt_holds", number=one.number, votes=one.votes)),)


def opened(event: votes.BallotOpened) -> Replies:
    """To each alone; and the turnout, as it grows, to whoever runs the town."""
    number = event.motion.number
    return (
        Show(_place(event.motion), to=ToAll()),
        Redraw(f"motion:{number}"),
        Redraw("home:*"),
    )


def was_cast(event: votes.VoteCast) -> Replies:
    return (Redraw(f"motion:{event.number}"), Redraw(f"home:{event.who}"))


def ended(event: votes.BallotEnded) -> Replies:
    """The result to everybody: in words, and as bars where numbers may be told."""
    one, words = event.motion, words_for(event.language)
    text, picture = told(one), _bars(one, words)
    opens = Button(say("votes.open_motion", number=one.number), Go(command=f"motion {one.number}"))
    keys = ((opens,), *_foreseen(one))
    shown = Message(text, picture=picture, priority=Priority.BROADCAST, keyboard=keys)
    return (
        replace(shown, to=ToAll(in_groups=False)),
        replace(shown, to=ToGroup()),
        replace(shown, to=ToFacilitator()),
        Redraw(f"motion:{one.number}"),
        Redraw(_place(one)),
        Redraw("home:*"),
        News(),
    )


def told(one: Motion) -> Say:
    """What came of a ballot, for everybody."""
    outcome = one.outcome or Outcome.BROKEN_OFF
    lines: list[Text] = [say(f"votes.because_{outcome.value}")]
    if one.votes and outcome is not Outcome.BROKEN_OFF:
        lines.append(wording.numbers(one))
    lines.append(say("votes.turnout", voted=one.votes, roll=one.roll))
    if one.gone:
        lines.append(say("votes.left", count=one.gone))
    if one.changes:
        key = "votes.law_stays"
        if outcome.carries:
            key = "votes.law_later" if one.in_days else "votes.law_now"
        lines.append(say(key, days=one.in_days, number=one.number))
    return say(
        "votes.result",
        number=one.number,
        what=wording.lines(one),
        words=wording.said(one),
        outcome=wording.result(outcome),
        lines=tuple(lines),
    )


def _receipt(one: Motion, receipt: str, key: str) -> Message:
    return screen(say(key, number=one.number, receipt=receipt), ((go("motion"),),))


def _choices(one: Motion) -> Keyboard:
    return tuple(
        (Button(said(choice), ChooseVote(number=one.number, choice=choice)),) for choice in Choice
    )


def _foreseen(one: Motion) -> Keyboard:
    """Whom it would touch, where it is about the law."""
    return ((winners_views.key(one),),) if one.changes else ()


def said(choice: Choice) -> Say:
    return say(f"votes.choice_{choice.value}")


def _bars(one: Motion, words: Words) -> Picture | None:
    if one.counts is None:
        return None
    counted = (one.counts.yes, one.counts.no, one.counts.abstained)
    bars = tuple(
        Bar(words.plain(said(choice)), WHOLE * count // one.counts.votes, str(count))
        for choice, count in zip(Choice, counted, strict=True)
    )
    title = words.plain(say("votes.picture", number=one.number))
    note = words.plain(say("votes.turnout", voted=one.votes, roll=one.roll))
    heading = words.plain(
        say("votes.picture_heading", outcome=wording.result(one.outcome or Outcome.LOST))
    )
    return Picture("vote.png", bars_svg(title, ((heading, bars),), note))


def _place(one: Motion) -> str:
    return f"ballot:{one.number}"
