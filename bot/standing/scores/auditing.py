"""How a score looks from above: whom it falls upon, and what disclosure costs; words, then bars."""

from __future__ import annotations

from bot.charts import Bar, bars_svg
from bot.replies import Message, Picture, Replies, Say, say
from bot.standing.scores.reading import pages
from bot.words import Read
from services.kernel.time import day_number
from services.living import gaming
from services.standing import scores

HUNDRED = 100


def audited(read: Read[scores.ScoreAudit]) -> Replies:
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
        gates=gates or (say("nothing"),),
    )
    lines = [line for table in found.tables for line in _table(table)]
    texts = [say("as_is", what=page) for page in pages([head, *lines])]
    messages = [Message(text, in_turn=number > 0) for number, text in enumerate(texts)]
    return (*messages, *_picture(read))


def _table(table: scores.TraitTable) -> list[Say]:
    return [say("scores.audit_trait", title=table.title), *map(_group, table.groups)]


def _group(group: scores.Group) -> Say:
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


def _picture(read: Read[scores.ScoreAudit]) -> Replies:
    """Shares below the gate at which groups differ most: the last one would often be all."""
    found = read.found
    if not found.gates:
        return ()
    number = max(range(len(found.gates)), key=lambda n: (_spread(found, n), -n))
    _, gate, at_least = found.gates[number]
    note = say("scores.audit_note", gate=gate, at_least=at_least)
    groups = tuple(
        (read.plain(t.title), tuple(_bar(read, g, number) for g in t.groups)) for t in found.tables
    )
    title = read.plain(say("scores.audit_title", title=found.title))
    picture = Picture("audit.png", bars_svg(title, groups, read.plain(note)))
    return (Message(note, picture=picture, in_turn=True),)


def _spread(found: scores.ScoreAudit, number: int) -> int:
    shares = [
        [g.rates[number].below_percent for g in table.groups if not g.is_hidden]
        for table in found.tables
    ]
    return max((max(of) - min(of) for of in shares if of), default=0)


def _bar(read: Read[scores.ScoreAudit], group: scores.Group, number: int) -> Bar:
    if group.is_hidden:
        return Bar(read.plain(group.title), None, "—")
    percent = group.rates[number].below_percent
    return Bar(read.plain(group.title), percent, f"{percent}%")


def _ratio(rate: scores.Rate) -> str:
    return "—" if rate.ratio_percent is None else _decimal(rate.ratio_percent)


def _decimal(hundredths: int) -> str:
    return f"{hundredths // HUNDRED}.{hundredths % HUNDRED:02d}"


def played(read: Read[gaming.GamingTable]) -> Replies:
    """Period by period in words, then the same shares as one picture."""
    found = read.found
    text = say(
        "scores.gaming",
        title=found.title,
        at=found.at,
        periods=tuple(_period(one) for one in found.periods),
        left_out=say("scores.gaming_left_out", periods=found.left_out)
        if found.left_out
        else say("nothing"),
        evidence=say("provenance.invented"),
    )
    title = read.plain(say("scores.gaming_title", title=found.title))
    note = say("scores.gaming_note")
    groups = tuple((read.plain(_name(one)), _bars(read, one)) for one in found.periods)
    picture = Picture("gaming.png", bars_svg(title, groups, read.plain(note)))
    return (Message(text), Message(note, picture=picture, in_turn=True))


def _name(one: gaming.PeriodPlayed) -> Say:
    return say(
        f"scores.gaming_{one.knowledge.value}",
        start=day_number(one.start.town_s),
        end=day_number(one.end.town_s),
    )


def _period(one: gaming.PeriodPlayed) -> Say:
    return say(
        "scores.gaming_period",
        name=_name(one),
        acts=one.acts,
        gamers=_gain(one.gamers, "gamers"),
        others=_gain(one.others, "others"),
        ways=_ways(one.ways),
        helped=say("scores.gaming_helped", people=one.helped.people, least=one.helped.least),
    )


def _gain(gain: gaming.Gain, group: str) -> Say:
    name = say(f"scores.gaming_group_{group}")
    if gain.people is None:
        return say("scores.gaming_few", group=name)
    return say(
        "scores.gaming_gain",
        group=name,
        people=gain.people,
        mean=_signed(gain.mean_hundredths),
        played=_signed(gain.played_hundredths),
        percent=_percent(gain.played_percent),
    )


def _ways(ways: gaming.Ways | None) -> Say:
    if ways is None:
        return say("scores.gaming_no_ways")
    return say(
        "scores.gaming_ways",
        below=ways.below,
        asked=ways.asked,
        found=ways.found,
        named=ways.could_be_told,
    )


def _bars(read: Read[gaming.GamingTable], one: gaming.PeriodPlayed) -> tuple[Bar, ...]:
    named = None if one.ways is None else HUNDRED * one.ways.could_be_told // one.ways.asked
    shares = (
        ("scores.gaming_group_gamers", one.gamers.played_percent),
        ("scores.gaming_group_others", one.others.played_percent),
        ("scores.gaming_group_named", named),
    )
    return tuple(Bar(read.plain(say(key)), share, _percent(share)) for key, share in shares)


def _percent(share: int | None) -> str:
    return "—" if share is None else f"{share}%"


def _signed(hundredths: int) -> str:
    sign = "−" if hundredths < 0 else "+"
    whole, part = divmod(abs(hundredths), HUNDRED)
    return f"{sign}{whole}.{part:02d}"
