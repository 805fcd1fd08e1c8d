"""How a score looks under each law: a number, one sentence, reasons, or the whole receipt."""

from __future__ import annotations

from aiogram.filters.callback_data import CallbackData

from bot.arguments import go, screen
from bot.charts import Fall, waterfall_svg
from bot.replies import Button, Keyboard, Message, Picture, Replies, Say, Value, grid, say
from bot.standing.scores.reading import pages
from bot.words import Read
from scoring import Line
from services.kernel.time import Moment
from services.people.facts import kinds
from services.standing import scores


class ShowScore(CallbackData, prefix="ss"):
    agency: str


class ShowCourse(CallbackData, prefix="sh"):
    """How one's scores went."""


class ShowLift(CallbackData, prefix="sl"):
    """Ask what would pass a gate; the next one where none is named."""

    gate: str = ""


class TakeAway(CallbackData, prefix="st"):
    agency: str


class ShowBoard(CallbackData, prefix="sb"):
    """The ranks."""


OTHERS_A_ROW = 2
HASH_SHOWN = 12  # characters of the document's hash beside a picture


def page(read: Read[scores.ScorePage]) -> Replies:
    found = read.found
    explanation = found.explanation
    if explanation is scores.Explanation.RECEIPT and found.told is not None:
        return _open_page(read)
    text = {
        scores.Explanation.NONE: _bare,
        scores.Explanation.VAGUE: _vague,
    }.get(explanation, _reasoned)(found)
    return (screen(text, keyboard(found)),)


def keyboard(found: scores.ScorePage) -> Keyboard:
    """What can be asked next, no more than the law lets be answered."""
    rows: list[tuple[Button, ...]] = []
    first = [Button(say("scores.course_button"), ShowCourse())]
    if not found.explanation.is_secret and found.agency_id == scores.PAY_SCORE:
        first.append(Button(say("scores.lift_button"), ShowLift()))
    rows.append(tuple(first))
    if found.explanation is scores.Explanation.RECEIPT:
        rows.append((Button(say("scores.export_button"), TakeAway(agency=found.agency_id)),))
    if found.has_leaderboard:
        rows.append((Button(say("scores.board_button"), ShowBoard()),))
    rows.append((go("advisers"), go("complain")))
    others = [Button(one.title, ShowScore(agency=one.agency_id)) for one in found.others]
    return (*rows, *grid(others, OTHERS_A_ROW))


def _bare(found: scores.ScorePage) -> Say:
    """The number, and not a word more than the law grants."""
    return say("scores.bare", head=_head(found), more=_more(found))


def _vague(found: scores.ScorePage) -> Say:
    """As the release page was: the benefits at length, the method in one vague sentence."""
    key = "scores.vague" if found.opens else "scores.vague_elsewhere"
    sentence = say("nothing") if found.sentence is None else found.sentence
    values: dict[str, Value] = {
        "head": _head(found),
        "more": _more(found),
        "sentence": sentence,
    }
    if found.opens:
        instances = tuple(say("bullet", title=title) for title in found.opens)
        values["benefits"] = (*instances, say("scores.benefits"))
    return say(key, **values, provenance=say(f"provenance.{found.provenance}"))


def _reasoned(found: scores.ScorePage) -> Say:
    """Why it is not higher: at most four reasons, the costliest first."""
    return say("scores.reasoned", head=_head(found), more=_more(found), reasons=reasons(found))


def reasons(found: scores.ScorePage) -> tuple[Say, ...]:
    """The reasons as lines; nothing that costs points is said to cost none."""
    told = () if found.told is None else found.told.reasons
    lines = tuple(
        say("reason", number=number, reason=reason) for number, reason in enumerate(told, 1)
    )
    return lines or (say("scores.no_reason"),)


def _open_page(read: Read[scores.ScorePage]) -> Replies:
    """A picture, then the arithmetic line by line, as many messages as it takes."""
    found = read.found
    caption = say("scores.open", head=_head(found), more=_more(found), reasons=reasons(found))
    first = Message(caption, picture=drawn(read))
    texts = receipt_pages(found)
    rest = [Message(text, in_turn=True) for text in texts[:-1]]
    last = Message(texts[-1], in_turn=True, keyboard=keyboard(found))
    return (first, *rest, last)


def _head(found: scores.ScorePage) -> Say:
    standing = found.standing
    return say(
        "scores.head",
        title=found.title,
        score=standing.score,
        low=standing.low,
        high=standing.high,
    )


def _more(found: scores.ScorePage) -> Say:
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
    if found.advice is not None:
        lines.append(say("scores.advice", deed=found.advice))
    return say("scores.more", lines=tuple(lines)) if lines else say("nothing")


def _elsewhere(one: scores.Elsewhere, score: int) -> Say:
    values = {"title": one.title, "score": score, "low": one.low, "high": one.high}
    if one.band is None:
        return say("scores.other", **values)
    return say("scores.other_band", **values, band=one.band)


def receipt_pages(found: scores.ScorePage) -> list[Say]:
    """Facts, document and arithmetic, in messages that the messenger takes."""
    receipt = _receipt(found)
    lines = [
        say(
            "scores.paper",
            document=found.standing.document_id,
            version=found.standing.document_version,
            sha256=receipt.sha256,
        ),
        *(_line(line) for line in receipt.lines),
        say("scores.facts_head"),
        *(_fact(fact) for fact in receipt.facts),
    ]
    if not receipt.facts:
        lines.append(say("scores.no_facts"))
    return [say("as_is", what=page) for page in pages(lines)]


def drawn(read: Read[scores.ScorePage]) -> Picture:
    """The same as a waterfall: base, factors, score."""
    found, receipt = read.found, _receipt(read.found)
    falls = []
    for line in receipt.lines:
        if line.kind == "base":
            falls.append(Fall(read.plain(say("scores.base_title")), line.points, is_sum=True))
        elif line.kind == "factor" and line.title is not None:
            falls.append(Fall(getattr(line.title, read.words.language), line.points))
        elif line.kind == "score":
            falls.append(Fall(read.plain(say("scores.sum_title")), line.points, is_sum=True))
    standing = found.standing
    title = f"{read.plain(found.title)}: {standing.score}"
    note = f"{standing.document_id} {standing.document_version} · {receipt.sha256[:HASH_SHOWN]}"
    chart = waterfall_svg(title, falls, low=standing.low, high=standing.high, note=note)
    return Picture("score.png", chart)


def _receipt(found: scores.ScorePage) -> scores.Receipt:
    if found.told is None or found.told.receipt is None:
        raise LookupError("the law grants no receipt here")
    return found.told.receipt


def _line(line: Line) -> Say:
    if line.kind == "base":
        return say("scores.line_base", points=line.points)
    if line.kind == "score" or line.title is None:
        return say("scores.line_score", arithmetic=line.arithmetic)
    if line.outlawed:
        return say(f"scores.line_{line.kind}_outlawed", title=line.title)
    return say(f"scores.line_{line.kind}", title=line.title, arithmetic=line.arithmetic)


def _fact(fact: scores.FactsRead) -> Say:
    known = kinds().get(fact.kind)
    kind = known.title if known is not None and known.title is not None else fact.kind
    return say("scores.fact", kind=kind, times=fact.count, latest=Moment(fact.latest))
