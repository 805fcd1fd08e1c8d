"""How a score looks under each law: a number, one sentence, reasons, or the whole receipt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiogram.filters.callback_data import CallbackData

from bot.replies import Button, Message, Replies, Say, grid, say
from bot.standing.scores.reading import Read
from bot.standing.scores.receipts import drawn, receipt_pages
from services.standing.scores import PAY_SCORE, Elsewhere, Explanation, ScorePage

if TYPE_CHECKING:
    from bot.replies import Keyboard, Value


class ShowScore(CallbackData, prefix="ss"):
    """Look at one's score at an agency."""

    agency: str


class ShowCourse(CallbackData, prefix="sh"):
    """Look at how one's scores went."""


class ShowLift(CallbackData, prefix="sl"):
    """Ask what would pass a gate; the next one where none is named."""

    gate: str = ""


class TakeAway(CallbackData, prefix="st"):
    """Take a score away as a file."""

    agency: str


class ShowBoard(CallbackData, prefix="sb"):
    """Look at the ranks."""


OTHERS_A_ROW = 2


def page(read: Read[ScorePage]) -> Replies:
    """The score as the law in force lets its owner see it."""
    found = read.found
    explanation = found.explanation
    if explanation is Explanation.RECEIPT and found.told is not None:
        return _open_page(read)
    text = {
        Explanation.NONE: _bare,
        Explanation.VAGUE: _vague,
    }.get(explanation, _reasoned)(found)
    return (Message(text, keyboard=keyboard(found)),)


def keyboard(found: ScorePage) -> Keyboard:
    """What can be asked next, no more than the law lets be answered."""
    rows: list[tuple[Button, ...]] = []
    first = [Button(say("scores.course_button"), ShowCourse())]
    if not found.explanation.is_secret and found.agency_id == PAY_SCORE:
        first.append(Button(say("scores.lift_button"), ShowLift()))
    rows.append(tuple(first))
    if found.explanation is Explanation.RECEIPT:
        rows.append((Button(say("scores.export_button"), TakeAway(agency=found.agency_id)),))
    if found.has_leaderboard:
        rows.append((Button(say("scores.board_button"), ShowBoard()),))
    others = [Button(one.title, ShowScore(agency=one.agency_id)) for one in found.others]
    return (*rows, *grid(others, OTHERS_A_ROW))


def _bare(found: ScorePage) -> Say:
    """The number, and not a word more than the law grants."""
    return say("scores.bare", head=_head(found), more=_more(found))


def _vague(found: ScorePage) -> Say:
    """As the release page was: the benefits at length, the method in one vague sentence."""
    key = "scores.vague" if found.opens else "scores.vague_elsewhere"
    sentence = say("scores.nothing") if found.sentence is None else found.sentence
    values: dict[str, Value] = {
        "head": _head(found),
        "more": _more(found),
        "sentence": sentence,
    }
    if found.opens:
        instances = tuple(say("scores.benefit", title=title) for title in found.opens)
        values["benefits"] = (*instances, say("scores.benefits"))
    return say(key, **values, provenance=say(f"provenance.{found.provenance}"))


def _reasoned(found: ScorePage) -> Say:
    """Why it is not higher: at most four reasons, the costliest first."""
    return say("scores.reasoned", head=_head(found), more=_more(found), reasons=reasons(found))


def reasons(found: ScorePage) -> tuple[Say, ...]:
    """The reasons as lines; nothing that costs points is said to cost none."""
    told = () if found.told is None else found.told.reasons
    lines = tuple(
        say("scores.reason", number=number, reason=reason) for number, reason in enumerate(told, 1)
    )
    return lines or (say("scores.no_reason"),)


def _open_page(read: Read[ScorePage]) -> Replies:
    """A picture, then the arithmetic line by line, as many messages as it takes."""
    found = read.found
    caption = say("scores.open", head=_head(found), more=_more(found), reasons=reasons(found))
    first = Message(caption, picture=drawn(read))
    texts = receipt_pages(found)
    rest = [Message(text, in_turn=True) for text in texts[:-1]]
    last = Message(texts[-1], in_turn=True, keyboard=keyboard(found))
    return (first, *rest, last)


def _head(found: ScorePage) -> Say:
    standing = found.standing
    return say(
        "scores.head",
        title=found.title,
        score=standing.score,
        low=standing.low,
        high=standing.high,
    )


def _more(found: ScorePage) -> Say:
    """What else may be told: a common name, a place in the town, numbers elsewhere."""
    lines: list[Say] = []
    if found.band is not None:
        key = "scores.band" if found.has_common_bands else "scores.own_band"
        lines.append(say(key, band=found.band))
    if found.lower_percent is not None:
        lines.append(say("scores.place", percent=found.lower_percent))
    others = [_elsewhere(one, one.score) for one in found.others if one.score is not None]
    if others:
        lines += [say("scores.elsewhere"), *others]
    return say("scores.more", lines=tuple(lines)) if lines else say("scores.nothing")


def _elsewhere(one: Elsewhere, score: int) -> Say:
    values = {"title": one.title, "score": score, "low": one.low, "high": one.high}
    if one.band is None:
        return say("scores.other", **values)
    return say("scores.other_band", **values, band=one.band)
