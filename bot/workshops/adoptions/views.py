"""How somebody looks whom one has adopted, and what laws made of their year. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

from bot.arguments import go, screen
from bot.replies import Button, Replies, Say, grid, say
from services.kernel.localized import Localized
from services.kernel.time import Moment
from services.standing import agencies, sanctions
from services.workshops.adoptions import (
    Adopted,
    Adoptee,
    AdoptionPage,
    LawLived,
    Life,
    LifeMoved,
    traits_of,
)

COLUMNS = 2
TURNED_MAX = 3  # switches of one change of law that are named


class AdoptOne(CallbackData, prefix="ad1"):
    one: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]


class LetGo(CallbackData, prefix="ad2"):
    pass


def page(found: AdoptionPage) -> Replies:
    """The one who is adopted; else who could be."""
    if found.mine is not None:
        text = say("as_is", what=tuple(_year(found.mine)))
        return (screen(text, ((Button(say("adopt.let_go"), LetGo()), go("motion")),)),)
    parts = (say("adopt.head"), *map(_introduced, found.others), say("adopt.invented"))
    keys = grid(
        [Button(say("adopt.one", name=o.name), AdoptOne(one=o.adoptee_id)) for o in found.others],
        COLUMNS,
    )
    return (screen(say("as_is", what=parts), keys),)


def _introduced(one: Adoptee) -> Say:
    traits = [say("adopt.trait", trait=trait, group=group) for trait, group in traits_of(one)]
    return say("adopt.introduced", name=one.name, words=one.words, traits=traits)


def _year(mine: Adopted) -> Iterator[Say]:
    """Their year under the law in force, then what each change of law made of it."""
    one, life = mine.one, mine.life
    yield _introduced(one)
    yield say("adopt.now", scorings=life.scorings)
    yield say("adopt.scores", scores=list(_scores(life)))
    yield from _closed(life)
    if not mine.laws:
        yield say("adopt.no_law", name=one.name)
    else:
        yield say("adopt.laws", name=one.name)
    for law in mine.laws:
        yield say("adopt.law", at=Moment(law.at), turned=_turned(law), did=_moved(law.moved))
    yield say("adopt.invented")


def _scores(life: Life) -> Iterator[Say]:
    for name, one in agencies.catalogue().items():
        if name in life.scores:
            yield say("adopt.score", title=one.title, score=life.scores[name])


def _closed(life: Life) -> Iterator[Say]:
    of = life.scorings
    if life.listed:
        yield say("adopt.listed", times=life.listed, of=of)
    if life.by_companies:
        yield say("adopt.by_companies", times=life.by_companies)
    if life.praised:
        yield say("adopt.praised", times=life.praised)
    shut: dict[int, list[Localized]] = {}
    for name, one in sanctions.doors().items():
        if life.doors[name]:
            shut.setdefault(life.doors[name], []).append(one.title)
    for times, doors in sorted(shut.items(), reverse=True):
        yield say("adopt.doors", doors=doors, times=times, of=of)
    if not (life.listed or life.by_companies or shut):
        yield say("adopt.nothing_closed")


def _turned(law: LawLived) -> list[Say]:
    named = [
        say(
            "adopt.turned",
            title=say(f"law.title_{switch.value}"),
            before=_value(a),
            after=_value(b),
        )
        for switch, (a, b) in law.turned.items()
    ]
    rest = len(named) - TURNED_MAX
    return [*named[:TURNED_MAX], *([say("adopt.turned_more", more=rest)] if rest > 0 else [])]


def _moved(moved: LifeMoved) -> list[Say]:
    if moved.is_nothing:
        return [say("adopt.same")]
    parts = [say("adopt.moved", title=one.title, before=a, after=b) for one, a, b in moved.scores]
    parts += [
        say("adopt.door_moved", door=one.title, before=a, after=b) for one, a, b in moved.doors
    ]
    if moved.listed is not None:
        before, after = moved.listed
        parts.append(say("adopt.list_moved", before=before, after=after))
    return parts


def _value(value: str | int) -> Say:
    return say("as_is", what=value) if isinstance(value, int) else say(f"law.value_{value}")
