"""How decks of cards look. Pure: values and an event in, replies out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from itertools import zip_longest
from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

from bot.arguments import Go, Page, screen
from bot.charts import Bar, bars_svg
from bot.replies import (
    Button,
    Keyboard,
    Message,
    Picture,
    Replies,
    Say,
    Text,
    ToAll,
    Value,
    grid,
    next_page,
    say,
    to_town,
)
from bot.words import Read
from services.kernel.money import Fen, Money
from services.kernel.seeds import PERCENT
from services.workshops import figures, scenarios


class DeckPicture(CallbackData, prefix="fg"):
    deck: str


class DeckAnswer(CallbackData, prefix="fa"):
    """`answer` 0 is "rather not say"."""

    deck: str
    moment: Annotated[int, Field(ge=figures.BEFORE, le=figures.AFTER)]
    answer: Annotated[int, Field(ge=0, le=figures.MOST)]


A_ROW = 2
IN_ONE_BREATH = frozenset({"reason", "goal", "cost"})
OWN_LOOK = frozenset({"quotation", "comparison", "goal", "cost"})


class DeckTurn(CallbackData, prefix="fd"):
    deck: str
    page: Page


def overview(found: Mapping[str, figures.Deck]) -> Replies:
    lines = tuple(
        say("figures.deck", icon=one.icon, title=one.title, name=name, count=len(one.cards))
        for name, one in found.items()
    )
    short = {one.card_id: one for one in scenarios.cards()}
    buttons = [Button(short[name].title, DeckTurn(deck=name, page=0)) for name in found]
    return (screen(say("figures.overview", decks=lines), grid(buttons, A_ROW)),)


def page(seen: figures.DeckPage) -> Replies:
    return (screen(_text(seen), _buttons(seen), back=Go(command="cards")),)


def picture(read: Read[figures.DeckPage]) -> Replies:
    """The goals of a deck as bars, for a wall."""
    halves = (say("figures.first_half"), say("figures.second_half"))
    groups = [
        (
            read.plain(say(f"figures.bars_{one.card.better}", head=one.card.head)),
            tuple(
                Bar(read.plain(half), _percent(rate), read.plain(_rate(rate, "bar")))
                for half, rate in zip(halves, (seen.first, seen.second), strict=True)
            ),
        )
        for one in read.found.page.items
        if (seen := one.measured) is not None
    ]
    title = read.found.deck.title
    chart = bars_svg(read.plain(title), groups, read.plain(say("figures.no_other_town")))
    return (Message(say("figures.picture", title=title), picture=Picture("goals.png", chart)),)


def shown(event: figures.DeckShown) -> Replies:
    """To everybody once; a question to each alone, for a group would answer it together."""
    private, group = to_town(_text(event.seen))
    private = replace(private, keyboard=_buttons(event.seen))
    return (private, group) if event.seen.asked is None else (replace(private, to=ToAll()),)


def _text(seen: figures.DeckPage) -> Say:
    icon, title, items = seen.deck.icon, seen.deck.title, seen.page.items
    if _waits(seen, figures.BEFORE):
        return say("figures.ask", icon=icon, title=title, question=seen.deck.asks)
    lines: list[Text] = []
    for one, following in zip_longest(items, items[1:]):
        lines.append(_card(one))
        if following is None or not _rest_alike(one.card, following.card):
            lines.append(_source(one.card))
    if any(one.measured is not None for one in items):
        lines.append(say("figures.no_other_town"))
    if seen.total:
        lines.append(say("figures.total", total=Money(seen.total)))
    if seen.asked is not None and seen.page.number == seen.page.pages - 1:
        lines += _answers(seen, seen.asked)
    return say("figures.page", icon=icon, title=title, cards=tuple(lines))


def _answers(seen: figures.DeckPage, asked: figures.Asked) -> Iterator[Say]:
    if asked.moment == figures.AFTER:
        yield say("figures.ask_again", question=seen.deck.asks)
    if figures.AFTER in asked.mine:
        mine = {"before": asked.mine[figures.BEFORE], "after": asked.mine[figures.AFTER]}
        yield say("figures.you_said", question=seen.deck.asks, **mine)
    if asked.shift is not None:
        one = asked.shift
        means = {"before": _mean(one.before, one.pairs), "after": _mean(one.after, one.pairs)}
        yield say("figures.shift", pairs=one.pairs, more=one.more, less=one.less, **means)


def _mean(of: int, pairs: int) -> str:
    return "{}.{}".format(*divmod(of * 10 // pairs, 10))


def _waits(seen: figures.DeckPage, moment: int) -> bool:
    return seen.asked is not None and seen.asked.moment == moment


def _buttons(seen: figures.DeckPage) -> Keyboard:
    """Of the question where it is asked; else of the pages."""
    deck, is_last = seen.deck.deck_id, seen.page.number == seen.page.pages - 1
    turning = next_page(partial(DeckTurn, deck=deck), seen.page)
    if _waits(seen, figures.BEFORE):
        rather_not = DeckAnswer(deck=deck, moment=figures.BEFORE, answer=0)
        return (_marks(deck, figures.BEFORE), (Button(say("figures.rather_not"), rather_not),))
    if _waits(seen, figures.AFTER) and is_last:
        return (_marks(deck, figures.AFTER), *turning)
    if any(one.measured is not None for one in seen.page.items):
        return ((Button(say("figures.as_picture"), DeckPicture(deck=deck)),), *turning)
    return turning


def _marks(deck: str, moment: int) -> tuple[Button, ...]:
    return tuple(
        Button(say("figures.mark", mark=mark), DeckAnswer(deck=deck, moment=moment, answer=mark))
        for mark in range(1, figures.MOST + 1)
    )


def _card(seen: figures.Seen) -> Say:
    one, more = seen.card, dict[str, Value]()
    if seen.measured is not None:
        halves = {"first": _rate(seen.measured.first), "second": _rate(seen.measured.second)}
        more = {"better": say(f"figures.{one.better}_is_better"), **halves}
    elif one.kind == "cost":
        each = Money(Fen(one.fen_each))
        more = {"count": seen.times, "each": each, "sum": Money(seen.fen)}
    elif one.unlike is not None:
        more = {"unlike": one.unlike}
    key = f"figures.{one.kind}" if one.kind in OWN_LOOK else "figures.line"
    return say(key, head=one.head, says=one.says, **more)


def _rest_alike(one: figures.FigureCard, other: figures.FigureCard) -> bool:
    """Reasons, goals or costs with one source: it is told once, below the last of them."""
    alike = (one.kind, one.source, one.provenance) == (other.kind, other.source, other.provenance)
    return alike and one.kind in IN_ONE_BREATH


def _source(one: figures.FigureCard) -> Say:
    label = say(f"provenance.{one.provenance}")
    return say("figures.source", source=one.source, label=label)


def _rate(rate: figures.Rate, key: str = "rate") -> Say:
    percent = _percent(rate)
    if percent is None:
        return say("figures.nothing_yet")
    return say(f"figures.{key}", part=rate.part, whole=rate.whole, percent=percent)


def _percent(rate: figures.Rate) -> int | None:
    return rate.part * PERCENT // rate.whole if rate.whole else None
