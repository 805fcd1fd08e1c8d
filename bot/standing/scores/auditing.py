"""How the audit of a score looks: a table in words, and the shares below one gate as bars."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.charts import Bar, bars_svg
from bot.replies import Message, Picture, Replies, Say, say
from bot.standing.scores.reading import Read, pages

if TYPE_CHECKING:
    from services.standing.scores import Group, Rate, ScoreAudit, TraitTable

HUNDRED = 100


def audited(read: Read[ScoreAudit]) -> Replies:
    """Who a score falls upon."""
    found = read.found
    gates = tuple(
        say("scores.audit_gate", title=title, at_least=at_least)
        for _, title, at_least in found.gates
    )
    head = say(
        "scores.audit_head",
        title=found.title,
        at=found.at,
        people=found.people,
        gates=gates or (say("scores.nothing"),),
    )
    lines = [line for table in found.tables for line in _table(table)]
    texts = [say("scores.audit", lines=page) for page in pages([head, *lines])]
    messages = [Message(text, in_turn=number > 0) for number, text in enumerate(texts)]
    return (*messages, *_picture(read))


def _table(table: TraitTable) -> list[Say]:
    return [
        say("scores.audit_trait", title=table.title),
        *(_group(group) for group in table.groups),
    ]


def _group(group: Group) -> Say:
    if group.count is None:
        return say("scores.audit_hidden", title=group.title)
    return say(
        "scores.audit_group",
        title=group.title,
        people=group.count,
        mean=_decimal(group.mean_hundredths),
        below=" / ".join(f"{rate.below_percent}%" for rate in group.rates) or "—",
        ratio=" / ".join(_ratio(rate) for rate in group.rates) or "—",
    )


def _picture(read: Read[ScoreAudit]) -> Replies:
    """Shares below the gate at which groups differ most: the last one would often be all."""
    found = read.found
    if not found.gates:
        return ()
    number = max(range(len(found.gates)), key=lambda n: (_spread(found, n), -n))
    _, gate, at_least = found.gates[number]
    groups = tuple(
        (read.words.plain(t.title), tuple(_bar(read, g, number) for g in t.groups))
        for t in found.tables
    )
    title = read.words.plain(say("scores.audit_title", title=found.title))
    note = read.words.plain(say("scores.audit_note", gate=gate, at_least=at_least))
    picture = Picture("audit.png", bars_svg(title, groups, note))
    text = say("scores.audit_note", gate=gate, at_least=at_least)
    return (Message(text, picture=picture, in_turn=True),)


def _spread(found: ScoreAudit, number: int) -> int:
    shares = [
        [g.rates[number].below_percent for g in table.groups if not g.is_hidden]
        for table in found.tables
    ]
    return max((max(of) - min(of) for of in shares if of), default=0)


def _bar(read: Read[ScoreAudit], group: Group, number: int) -> Bar:
    if group.is_hidden:
        return Bar(read.words.plain(group.title), None, "—")
    percent = group.rates[number].below_percent
    return Bar(read.words.plain(group.title), percent, f"{percent}%")


def _ratio(rate: Rate) -> str:
    return "—" if rate.ratio_percent is None else _decimal(rate.ratio_percent)


def _decimal(hundredths: int) -> str:
    return f"{hundredths // HUNDRED}.{hundredths % HUNDRED:02d}"
