"""How the price of disclosure looks: what was played for points, and the ways that can be named."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.charts import Bar, bars_svg
from bot.replies import Message, Picture, Replies, Say, say
from bot.standing.scores.reading import Read
from services.kernel.time import day_number

if TYPE_CHECKING:
    from services.living.gaming import Gain, GamingTable, PeriodPlayed, Ways

HUNDRED = 100


def played(read: Read[GamingTable]) -> Replies:
    """Period by period in words, then the same shares as one picture."""
    found = read.found
    text = say(
        "scores.gaming",
        title=found.title,
        at=found.at,
        periods=tuple(_period(one) for one in found.periods),
        left_out=say("scores.gaming_left_out", periods=found.left_out)
        if found.left_out
        else say("scores.nothing"),
        evidence=say("provenance.invented"),
    )
    title = read.words.plain(say("scores.gaming_title", title=found.title))
    note = read.words.plain(say("scores.gaming_note"))
    groups = tuple((read.words.plain(_name(one)), _bars(read, one)) for one in found.periods)
    picture = Picture("gaming.png", bars_svg(title, groups, note))
    caption = Message(say("scores.gaming_note"), picture=picture, in_turn=True)
    return (Message(text), caption)


def _name(one: PeriodPlayed) -> Say:
    return say(
        f"scores.gaming_{one.knowledge.value}",
        start=day_number(one.start.town_s),
        end=day_number(one.end.town_s),
    )


def _period(one: PeriodPlayed) -> Say:
    return say(
        "scores.gaming_period",
        name=_name(one),
        acts=one.acts,
        gamers=_gain(one.gamers, "gamers"),
        others=_gain(one.others, "others"),
        ways=_ways(one.ways),
    )


def _gain(gain: Gain, group: str) -> Say:
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


def _ways(ways: Ways | None) -> Say:
    if ways is None:
        return say("scores.gaming_no_ways")
    return say(
        "scores.gaming_ways",
        below=ways.below,
        asked=ways.asked,
        found=ways.found,
        named=ways.could_be_told,
    )


def _bars(read: Read[GamingTable], one: PeriodPlayed) -> tuple[Bar, ...]:
    named = None if one.ways is None else HUNDRED * one.ways.could_be_told // one.ways.asked
    shares = (
        ("scores.gaming_group_gamers", one.gamers.played_percent),
        ("scores.gaming_group_others", one.others.played_percent),
        ("scores.gaming_group_named", named),
    )
    return tuple(Bar(read.words.plain(say(key)), share, _percent(share)) for key, share in shares)


def _percent(share: int | None) -> str:
    return "—" if share is None else f"{share}%"


def _signed(hundredths: int) -> str:
    sign = "−" if hundredths < 0 else "+"
    whole, part = divmod(abs(hundredths), HUNDRED)
    return f"{sign}{whole}.{part:02d}"
