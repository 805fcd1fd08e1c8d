"""The full receipt as words and as a picture: only ever called where the law grants it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.charts import Fall, waterfall_svg
from bot.replies import Picture, Say, say
from bot.standing.scores.reading import Read, pages
from services.kernel.time import Moment
from services.standing.scores import FactsRead, Receipt, ScorePage

if TYPE_CHECKING:
    from scoring import Line

HASH_SHOWN = 12  # characters of the document's hash beside a picture


def receipt_pages(found: ScorePage) -> list[Say]:
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
    return [say("scores.receipt", lines=page) for page in pages(lines)]


def drawn(read: Read[ScorePage]) -> Picture:
    """The same as a waterfall: base, factors, score."""
    found, receipt = read.found, _receipt(read.found)
    falls = []
    for line in receipt.lines:
        if line.kind == "base":
            falls.append(Fall(read.words.plain(say("scores.base_title")), line.points, is_sum=True))
        elif line.kind == "factor" and line.title is not None:
            falls.append(Fall(getattr(line.title, read.words.language), line.points))
        elif line.kind == "score":
            falls.append(Fall(read.words.plain(say("scores.sum_title")), line.points, is_sum=True))
    standing = found.standing
    title = f"{read.words.plain(found.title)}: {standing.score}"
    note = f"{standing.document_id} {standing.document_version} · {receipt.sha256[:HASH_SHOWN]}"
    chart = waterfall_svg(title, falls, low=standing.low, high=standing.high, note=note)
    return Picture("score.png", chart)


def _receipt(found: ScorePage) -> Receipt:
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


def _fact(fact: FactsRead) -> Say:
    return say("scores.fact", kind=fact.kind, times=fact.count, latest=Moment(fact.latest))
