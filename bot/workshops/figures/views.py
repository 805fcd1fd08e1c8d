"""How figures of the paper look. Pure: an event in, replies out."""

from __future__ import annotations

from bot.features import Feature
from bot.replies import Replies, say, to_town
from services.workshops import figures


def shown(event: figures.FiguresShown) -> Replies:
    lines = tuple(
        say("figures.line", year=str(one.year), says=one.says, source=one.source)
        for one in event.figures
    )
    labels = tuple(say(f"provenance.{o}") for o in {one.provenance for one in event.figures})
    return to_town(say("figures.card", lines=lines, labels=labels))


FEATURE = Feature(name="figures", event_views={figures.FiguresShown: shown})
