"""How conflicts of interest look: each in words, and all ties as a picture. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from bot.arguments import go
from bot.charts import Glow, Tie, radar_svg
from bot.replies import Message, Picture, Replies, Say, say
from bot.words import Read
from services.standing.conflicts import Conflict, Edge, Node, Radar


def radar(read: Read[Radar]) -> Replies:
    found = read.found
    open_ones = [one for one in found.conflicts if not one.is_over]
    over = [one for one in found.conflicts if one.is_over]
    parts = [say("radar.head", count=len(open_ones))]
    parts += _by_rule(open_ones)
    if over:
        parts += [say("radar.over"), *_by_rule(over)]
    if found.hidden:
        parts.append(say("radar.hidden"))
    picture = radar_svg(read.plain(say("radar.picture")), [_tie(read, one) for one in found.edges])
    return (
        Message(
            say("as_is", what=tuple(parts)),
            picture=Picture("radar.png", picture),
            keyboard=((go("advisers"), go("home")),),
        ),
    )


def _by_rule(found: Iterable[Conflict]) -> list[Say]:
    """A line for each kind of conflict, with all whose it is."""
    whose: dict[str, list[Conflict]] = {}
    for one in found:
        whose.setdefault(one.rule.conflict_id, []).append(one)
    return [
        say(
            "radar.conflict",
            what=same[0].rule.title,
            who=[_name(one.node) for one in same],
            evidence=say(f"provenance.{same[0].rule.provenance}"),
        )
        for same in whose.values()
    ]


def _tie(read: Read[Radar], edge: Edge) -> Tie:
    live = {id(one) for c in read.found.conflicts if not c.is_over for one in c.edges}
    glow = Glow.BANNED if edge.is_banned else Glow.CONFLICT if id(edge) in live else Glow.PLAIN
    return Tie(read.plain(_spot(edge.origin)), read.plain(_spot(edge.target)), glow)


def _spot(node: Node) -> Say:
    return say("radar.list", of=_name(node)) if node.is_list else _name(node)


def _name(node: Node) -> Say:
    return say("as_is", what=node.name if node.title is None else node.title)
