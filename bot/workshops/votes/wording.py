"""A motion in words: what is moved, by which rules, how it stands, how it ended. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from bot.replies import Quote, Say, Text, say
from services.kernel.time import Moment
from services.workshops import votes
from services.workshops.votes import Change, Motion, MotionState, Outcome, Rules, StatuteChange


def whole(one: Motion) -> Say:
    """All that everybody may know of a motion."""
    return say(
        "votes.motion",
        number=one.number,
        by=_by(one),
        what=lines(one),
        words=said(one),
        rules=rules(one.rules),
        state=tuple(_standing(one)),
    )


def lines(one: Motion) -> tuple[Text, ...]:
    """What is moved, a line each."""
    if not one.changes:
        return (say("votes.question"),)
    when = say("votes.at_once") if not one.in_days else say("votes.in_days", days=one.in_days)
    return (*(say("votes.change", what=_change(change)) for change in one.changes), when)


def short(one: Motion) -> Text:
    """What is moved, in one line."""
    if not one.changes:
        return say("as_is", what=Quote(one.words)) if one.words else say("votes.gone")
    first, more = _change(one.changes[0]), len(one.changes) - 1
    return say("votes.and_more", what=first, more=more) if more else first


def rules(kept: Rules) -> tuple[Text, ...]:
    """By which rules votes are counted, a line each."""
    quorum = (
        say("votes.no_quorum")
        if kept.quorum == "0"
        else say("votes.quorum", percent=int(kept.quorum))
    )
    is_of_roll = kept.base is votes.Base.ROLL
    base = say("votes.base_roll" if is_of_roll else f"votes.base_cast_{kept.abstentions.value}")
    return (
        say(f"votes.roll_{kept.roll_of.value}"),
        quorum,
        base,
        say(f"votes.tie_{kept.tie.value}"),
    )


def result(outcome: Outcome) -> Say:
    return say(f"votes.outcome_{outcome.value}")


def state(one: Motion) -> Say:
    """Where a motion stands, in a word or two."""
    return result(one.outcome) if one.outcome else say(f"votes.state_{one.state.value}")


def value(one: str | int) -> Say:
    return say("as_is", what=one) if isinstance(one, int) else say(f"law.value_{one}")


def numbers(one: Motion) -> Text:
    """The count, or why it is not told."""
    if one.counts is None:
        return say("votes.untold", least=votes.TOLD_FROM)
    counts = one.counts
    return say("votes.counts", yes=counts.yes, no=counts.no, abstained=counts.abstained)


def said(one: Motion) -> Text:
    if one.words:
        return say("votes.words", words=Quote(one.words))
    return say("nothing") if one.changes else say("votes.gone")


def _standing(one: Motion) -> Iterator[Text]:
    yield say("votes.stands", state=state(one))
    if one.again_of:
        yield say("votes.again_of", number=one.again_of)
    if one.state is MotionState.PUT:
        yield say("votes.wants_second")
    elif one.state is MotionState.DEBATE and one.debated is not None:
        until, at = Moment(one.debated), Moment(one.at)
        yield say("votes.debated_until", until=until, minutes=one.debate_minutes, at=at)
    if one.roll:
        yield say("votes.turnout", voted=one.votes, roll=one.roll)
    if one.state is MotionState.OPEN:
        yield say("votes.hidden")
    elif one.outcome is not None and one.votes and one.outcome is not Outcome.BROKEN_OFF:
        yield numbers(one)
    if one.gone:
        yield say("votes.left", count=one.gone)


def _by(one: Motion) -> Say:
    if one.mover is None:
        return say("votes.by_desk")
    if one.group_id and one.group:
        return say("votes.by_group", group=one.group)
    return say("votes.by", name=one.mover_name) if one.mover_name else say("votes.by_nobody")


def _change(change: Change | StatuteChange) -> Say:
    if isinstance(change, StatuteChange):
        return say(f"votes.deed_{change.deed.value}", title=change.title)
    title = say(f"law.title_{change.switch.value}")
    return say("law.with_value", title=title, value=value(change.value))
