"""How home, everything else, the town's day and one's story look. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

from bot.acts import Access
from bot.arguments import Go, Page, go, screen
from bot.features import Command, Waiting
from bot.replies import (
    Button,
    Message,
    Redraw,
    Replies,
    Say,
    Show,
    Text,
    To,
    grid,
    next_page,
    say,
)
from bot.words import words_for
from services.kernel.localized import LANGUAGES
from services.kernel.money import Money
from services.kernel.paging import page_of
from services.living.home import Home, Story
from services.money import transfers
from services.people.identity import ParticipantJoined
from services.standing import rescoring
from services.workshops import sessions

TILES = ("chats", "red_envelope", "pay", "code", "services", "rent", "score", "more")
# They lead here, or need words: a code, a name, what was said, a call that is on.
HIDDEN = {
    **dict.fromkeys(("menu", "home", "more"), "leads here"),
    "join": "needs a code",
    "ask": "needs words; the wall of questions has a key for them",
    "msg": "needs a name; Chats and every person have a key",
    "person": "needs a name; every name is a key",
    "report": "needs a name; every person has a key",
    "accuse": "needs a name, and a regulator",
    "receipt": "needs a number; every sale has a key",
    "hangup": "needs a call, which has a key",
}
FIRST = ("wallet", "town", "hand")
OWN_TITLES = ("first", "rest")
A_SHELF = 10  # keys; below them stand the ways back
READING = ("wallet", "score", "lists", "town", "story", "leave")  # in a closed town
COLUMNS = 2


class Shelf(CallbackData, prefix="hm1"):
    """Some of everything else."""

    group: Annotated[str, Field(pattern=r"^[a-z]{1,12}$")]
    page: Page


@dataclass(frozen=True, slots=True)
class Frame:
    """Which tiles home has, and what stands behind "more": first of all, and by what it is for."""

    tiles: tuple[str, ...]
    first: tuple[str, ...]
    shelves: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, commands: Iterable[Command], groups: Mapping[str, Sequence[str]]) -> Frame:
        """By what the program's features bring; a tile whose command none brings is not shown.

        What stands in no group is in the last.
        """
        open_to_all = (Access.PARTICIPANT, Access.ANYONE)
        ranked = sorted((c for c in commands if c.access in open_to_all), key=lambda c: c.rank)
        names = dict.fromkeys(c.name for c in ranked)
        tiles = tuple(name for name in TILES if name in names or name == "more")
        first = tuple(name for name in FIRST if name in names)
        others = [n for n in names if n not in HIDDEN and n not in {*tiles, *first}]
        shelves = {group: [n for n in some if n in others] for group, some in groups.items()}
        placed = set(chain.from_iterable(shelves.values()))
        shelves[list(groups)[-1]] += [n for n in others if n not in placed]
        return cls(tiles, first, {group: tuple(some) for group, some in shelves.items() if some})


@dataclass(frozen=True, slots=True)
class HomeSeen:
    home: Home
    waiting: tuple[Waiting, ...]
    frame: Frame


@dataclass(frozen=True, slots=True)
class Today:
    """The town's day: lines, and buttons that belong to them."""

    day: int
    is_over: bool
    told: tuple[Text | Button, ...]


def home(seen: HomeSeen) -> Message:
    mine = seen.home
    text = say(
        "home.card",
        name=mine.name,
        trade=mine.trade,
        at=mine.at,
        state=_state(mine),
        money=Money(mine.balance),
        score=_score(mine),
        waiting=say("home.waiting", count=len(seen.waiting)) if seen.waiting else say("home.calm"),
    )
    rows = tuple((Button(one.text, one.open),) for one in seen.waiting)
    names = seen.frame.tiles if mine.is_open else READING
    tiles = grid([_tile(name) for name in names], COLUMNS)
    return Message(text, keyboard=(*rows, *tiles), card=f"home:{mine.who}", silent=True)


def more(frame: Frame) -> Replies:
    """What is wanted most, and a way to each of the shelves."""
    buttons = [_tile(name) for name in frame.first]
    buttons += [Button(_shelf_title(one), Shelf(group=one, page=0)) for one in frame.shelves]
    return (screen(say("home.more"), grid(buttons, COLUMNS)),)


def shelf(frame: Frame, *, group: str, page: int) -> Replies:
    """The keys of one shelf; of one that is no more, the ways to all."""
    if group not in frame.shelves:
        return more(frame)
    shown = page_of(frame.shelves[group], page, A_SHELF)

    def turned(page: int) -> Shelf:
        return Shelf(group=group, page=page)

    keyboard = (*grid([_tile(name) for name in shown.items], COLUMNS), *next_page(turned, shown))
    return (
        screen(say("home.shelf", title=_shelf_title(group)), keyboard, back=Go(command="more")),
    )


def town(today: Today) -> Message:
    """The card of a day; the next day's takes its buttons away."""
    lines = tuple(one for one in today.told if not isinstance(one, Button))
    buttons = () if today.is_over else [one for one in today.told if isinstance(one, Button)]
    key = "home.town_over" if today.is_over else "home.town"
    text = say(key, day=today.day, lines=lines or (say("home.no_news"),))
    keyboard = () if today.is_over else (*grid(buttons, COLUMNS), (go("lists"),))
    return Message(text, keyboard=keyboard, is_last=today.is_over)


def town_screen(today: Today) -> Replies:
    shown = town(today)
    return (screen(shown.text, shown.keyboard),)


def told_story(found: Story) -> Replies:
    buttons = ((go("wallet"), go("score")),)
    return (screen(story_text(found), buttons),)


def debriefed(event: sessions.Debriefed) -> Replies:
    """The last card of a town that has closed: what was, and where it can still be read."""
    done = (_refused(event), _listed(event))
    text = say("story.debrief", title=event.story.title, story=story_text(event.story), done=done)
    keyboard = ((go("wallet"), go("score")), (go("lists"), go("cards")), (go("home"),))
    return (Message(text, to=To(event.story.who), keyboard=keyboard),)


def _refused(event: sessions.Debriefed) -> Say:
    if not event.refused:
        return say("story.not_refused")
    by = tuple(say("story.refused_by", agency=one, times=times) for one, times in event.refused)
    return say("story.refused", times=sum(times for _, times in event.refused), by=by)


def _listed(event: sessions.Debriefed) -> Say:
    """Whether it was true is told when the town is over, and to oneself alone."""
    if not event.listed:
        return say("story.not_listed")
    truths = {True: "true", False: "wrong", None: "unknown"}
    by = tuple(say(f"story.listed_{truths[was]}", agency=one) for one, was in event.listed)
    return say("story.listed", by=by)


def story_text(found: Story) -> Say:
    """What somebody did here, in numbers."""
    times = found.times
    lines = [
        say("story.paid", count=times.get("paid", 0), amount=Money(found.paid)),
        say("story.was_paid", count=times.get("was_paid", 0), amount=Money(found.was_paid)),
        say(
            "story.envelopes",
            given=times.get("envelope_sent", 0),
            opened=times.get("envelope_opened", 0),
        ),
        say("story.words", written=times.get("message_sent", 0), calls=times.get("call_made", 0)),
        say("story.facts", facts=found.facts, sources=found.sources),
    ]
    if found.first_score is not None and found.last_score is not None:
        lines.insert(0, say("story.score", first=found.first_score, last=found.last_score))
    return say(
        "story.page",
        name=found.name,
        trade=found.trade,
        title=found.title,
        days=found.days,
        money=Money(found.balance),
        lines=tuple(lines),
    )


def arrived(event: ParticipantJoined) -> Replies:
    return (Show(f"home:{event.participant_id}", to=To(event.participant_id)),)


def rescored(_: rescoring.RescoringEnded) -> Replies:
    return (Redraw("home:*"),)


def lapsed(event: transfers.TransferExpired) -> Replies:
    """What waited for its receiver waits no more."""
    return (Redraw(f"home:{event.payment.receiver}"),)


def _shelf_title(group: str) -> Say:
    """What a shelf is called: as the help's page is, unless that holds what is no shelf's."""
    if group in OWN_TITLES:
        return say(f"home.shelf_{group}")
    return say(f"help.{group}")


def _tile(name: str) -> Button:
    """A tile in a word; a command without one is named as it is typed."""
    if words_for(LANGUAGES[0]).knows(f"menu.{name}"):
        return go(name)
    return Button(say("home.by_name", name=name), Go(command=name))


def _state(mine: Home) -> Say | str:
    if not mine.is_open:
        return say("home.closed")
    return "" if mine.runs else say("home.paused")


def _score(mine: Home) -> Say | str:
    if mine.score is None:
        return ""
    key = "home.score" if mine.change == 0 else "home.score_up"
    key = "home.score_down" if mine.change < 0 else key
    return say(key, score=mine.score, change=abs(mine.change))
