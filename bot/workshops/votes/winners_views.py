"""Who would win and lose by a motion, and who did: numbers by group, each with its mark. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import TypeAlias, TypeVar

from aiogram.filters.callback_data import CallbackData

from bot.arguments import Go, RowId, go, screen
from bot.replies import Button, News, Replies, Say, Text, say
from bot.workshops.votes.wording import lines
from services.kernel.time import Moment
from services.workshops import lab, votes
from services.workshops.lab import Band
from services.workshops.votes import Forecast, Motion, TownGroup

TENTHS = 10
T = TypeVar("T")
Row: TypeAlias = tuple[int, Band, Band]  # people, better, worse
_NOBODY = say("votes.winners_nobody")
BAR = 100  # of a thousand for each sign of a bar


class WhoWins(CallbackData, prefix="mob"):
    number: RowId


def key(one: Motion) -> Button:
    return Button(say("votes.winners_key"), WhoWins(number=one.number))


def page(found: Forecast) -> Replies:
    one = found.motion
    text = say(
        "votes.winners",
        number=one.number,
        what=lines(one),
        town=tuple(_town(found)),
        lab=(*_lab(found), *_adopted(found)),
    )
    keys = [(go("adopt"),)] if found.may_adopt else []
    if found.tried is not None and not found.tried.is_whole:
        keys.append((Button(say("votes.winners_look"), WhoWins(number=one.number)),))
    return (screen(text, tuple(keys), back=Go(command=f"motion {one.number}")),)


def measured(event: votes.MotionMeasured) -> Replies:
    """The day's card tells of it."""
    return (News(),)


def _town(found: Forecast) -> Iterator[Text]:
    """What the town's own facts say, and what was measured beside it."""
    seen = found.predicted
    if seen is None:
        yield say("votes.winners_unknown")
        return
    yield say("votes.winners_town", at=Moment(seen.at))
    if not seen.groups:
        yield say("votes.winners_unmoved")
    else:
        yield from _rows(seen.groups, lambda name, one: _town_row(found, name, one))
    if found.measured is not None:
        yield say("votes.winners_measured", at=Moment(found.measured.at))
    elif found.measured_from is not None:
        yield say("votes.winners_waits", at=Moment(found.measured_from))


def _town_row(found: Forecast, name: str, one: TownGroup) -> Text:
    up, down = _up(one.up), _down(one.down)
    row = say("votes.winners_row", name=_name(name), people=one.people, up=up, down=down)
    parts: list[Text] = [say("votes.winners_few", row=row) if one.people < lab.GROUP_FEW else row]
    after = found.measured.groups.get(name) if found.measured else None
    if after is not None:
        verdict = say("votes.winners_hit" if one.hits(after) else "votes.winners_miss")
        told = {"up": _up(after.up), "down": _down(after.down)}
        parts.append(say("votes.winners_then", verdict=verdict, **told))
        bands = (found.lab or {}).get(name)
        if bands is not None:
            holds = bands.up.holds(after.up) and bands.down.holds(after.down)
            parts.append(say("votes.winners_lab_hit" if holds else "votes.winners_lab_miss"))
    return say("as_is", what=tuple(parts))


def _lab(found: Forecast) -> Iterator[Text]:
    """What happened to twenty and more invented towns."""
    file, bands = lab.bands(), found.lab
    if found.tried is not None:
        yield say("votes.winners_several", seeds=lab.TOWNS, residents=lab.RESIDENTS, days=lab.DAYS)
    else:
        seeds = len(file.seeds)
        yield say("votes.winners_lab", seeds=seeds, residents=file.residents, days=file.days)
    if bands is None:
        lived = None if found.tried is None else found.tried.towns
        untried = say("votes.winners_untried")
        yield untried if lived is None else say("votes.winners_living", lived=lived, of=lab.TOWNS)
        yield from _why_still(found)
        return
    scores = {name: (one.people, one.up, one.down) for name, one in bands.items()}
    doors = {name: (one.people, one.opened, one.closed) for name, one in bands.items()}
    if not _move(scores) and not _move(doors):
        yield say("votes.winners_still")
    if _move(scores):
        yield from _rows(_shown(scores), partial(_lab_row, "▲", "▼"))
    if _move(doors):
        yield say("votes.winners_doors")
        only = {lab.EVERYBODY: doors[lab.EVERYBODY]} if _move(scores) else doors
        yield from _rows(_shown(only), partial(_lab_row, "🔓", "🔒"))
    if _move(scores) or _move(doors):
        yield say("votes.winners_alike")
    yield from _why_still(found)
    if found.tried is None:
        yield say("votes.winners_tested", hits=file.hits, numbers=file.numbers)


def _why_still(found: Forecast) -> Iterator[Text]:
    """What of it moves nothing in a synthetic town, and why."""
    if found.why_still:
        yield say("votes.winners_silent")
        yield from (say("votes.winners_why", why=why) for why in found.why_still)


def _adopted(found: Forecast) -> Iterator[Text]:
    """One line of whom the reader has adopted."""
    if found.adopted is None:
        return
    one, moved = found.adopted
    if moved.is_nothing:
        yield say("votes.winners_adopted_same", name=one.name)
        return
    points = [after - before for _, before, after in moved.scores]
    doors = [after - before for _, before, after in moved.doors]
    yield say(
        "votes.winners_adopted",
        name=one.name,
        up=sum(one > 0 for one in points),
        down=sum(one < 0 for one in points),
        opened=sum(one < 0 for one in doors),
        closed=sum(one > 0 for one in doors),
    )


def _move(rows: Mapping[str, Row]) -> bool:
    return any(up.high or down.high for _, up, down in rows.values())


def _shown(rows: Mapping[str, Row]) -> dict[str, Row | None]:
    """Everybody, and the groups that fare otherwise; a small one is hidden."""
    _, up, down = rows[lab.EVERYBODY]
    return {
        name: row if row[0] >= lab.GROUP_MIN else None
        for name, row in rows.items()
        if name == lab.EVERYBODY or not (row[1].holds(up.median) and row[2].holds(down.median))
    }


def _lab_row(better: str, worse: str, name: str, row: Row) -> Text:
    people, up, down = row
    moved = [(sign, one) for sign, one in ((better, up), (worse, down)) if one.high]
    shares = tuple(say("votes.winners_share", sign=sign, band=_band(one)) for sign, one in moved)
    told = say("votes.winners_lab_row", name=_name(name), first=shares[0] if shares else _NOBODY)
    if len(shares) > 1:
        told = say("votes.winners_both", first=told, second=shares[1])
    return say("votes.winners_few", row=told) if people < lab.GROUP_FEW else told


def _rows(groups: Mapping[str, T | None], row: Callable[[str, T], Text]) -> Iterator[Text]:
    """Everybody, then trait by trait with the mark of its shares; last what is hidden."""
    shown = {name: one for name, one in groups.items() if one is not None}
    if lab.EVERYBODY in shown:
        yield row(lab.EVERYBODY, shown[lab.EVERYBODY])
    for trait, one in lab.lives().traits.items():
        mine = {name: of for name, of in shown.items() if name.startswith(f"{trait}.")}
        if mine:
            mark = "invented" if one.provenance == "invented" else "sourced"
            yield say(f"votes.winners_trait_{mark}", title=one.title)
        for name, of in mine.items():
            yield row(name, of)
    if hidden := len(groups) - len(shown):
        yield say("votes.winners_hidden", least=lab.GROUP_MIN, groups=hidden)


def _name(name: str) -> Text:
    if name == lab.EVERYBODY:
        return say("votes.winners_everybody")
    trait, _, group = name.partition(".")
    return lab.lives().traits[trait].groups[group].title


def _up(share: int) -> str:
    return f"{'▲' * max(1, share // BAR)} {_percent(share)}"


def _down(share: int) -> str:
    return f"{'▼' * max(1, share // BAR)} {_percent(share)}"


def _band(band: Band) -> Say:
    if band.low == band.high:
        return say("as_is", what=_percent(band.median))
    return say(
        "votes.winners_band",
        median=_percent(band.median),
        low=_percent(band.low),
        high=_percent(band.high),
    )


def _percent(share: int) -> str:
    whole, tenths = divmod(share, TENTHS)
    return f"{whole}.{tenths}" if tenths else str(whole)
