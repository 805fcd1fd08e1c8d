"""How a score looks in the opaque town: the number, what it opens, and one sentence."""

from __future__ import annotations

from bot.replies import Message, Replies, say
from services.scores import Standing


def page(standing: Standing) -> Replies:
    """As the release page was: the benefits at length, the method in one vague sentence."""
    text = say(
        "scores.page",
        score=standing.score,
        low=standing.low,
        high=standing.high,
        benefits=say("scores.benefits"),
        sentence=say(f"scores.sentence_{standing.document_id}"),
        provenance=say("provenance.reported_once"),
    )
    return (Message(text),)
