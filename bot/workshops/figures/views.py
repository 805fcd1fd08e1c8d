"""How decks of cards look. Pure: values and an event in, replies out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from aiogram.filters.callback_data import CallbackData

from bot.arguments import Page, go, screen
from bot.replies import Button, Keyboard, Replies, Say, Value, grid, next_page, say, to_town
from services.kernel.money import Fen, Money
from services.kernel.seeds import PERCENT
from services.workshops import figures

A_ROW = 2
OWN_LOOK = frozenset({"quotation", "comparison", "goal", "cost"})


class DeckTurn(CallbackData, prefix="fd"):
    deck: str
    page: Page


def overview(found: Mapping[str, figures.Deck]) -> Replies:
    lines = tuple(
        say("figures.deck", icon=one.icon, title=one.title, name=name, count=len(one.cards))
        for name, one in found.items()
    )
    buttons = [Button(one.title, DeckTurn(deck=name, page=0)) for name, one in found.items()]
    return (screen(say("figures.overview", decks=lines), grid(buttons, A_ROW)),)


def page(seen: figures.DeckPage) -> Replies:
    return (screen(_text(seen), (*_turning(seen), (go("cards"),))),)


def shown(event: figures.DeckShown) -> Replies:
    private, group = to_town(_text(event.seen))
    return (replace(private, keyboard=_turning(event.seen)), group)


def _text(seen: figures.DeckPage) -> Say:
    items = seen.page.items
    lines = [_card(one) for one in items]
    if any(one.measured is not None for one in items):
        lines.append(say("figures.no_other_town"))
    if seen.total:
        lines.append(say("figures.total", total=Money(seen.total)))
    return say("figures.page", icon=seen.deck.icon, title=seen.deck.title, cards=tuple(lines))


def _turning(seen: figures.DeckPage) -> Keyboard:
    return next_page(partial(DeckTurn, deck=seen.deck.deck_id), seen.page)


def _card(seen: figures.Seen) -> Say:
    one, more = seen.card, dict[str, Value]()
    if seen.measured is not None:
        more = {"first": _rate(seen.measured.first), "second": _rate(seen.measured.second)}
    elif one.kind == "cost":
        each = Money(Fen(one.fen_each))
        more = {"count": seen.times, "each": each, "sum": Money(seen.fen)}
    elif one.unlike is not None:
        more = {"unlike": one.unlike}
    key = f"figures.{one.kind}" if one.kind in OWN_LOOK else "figures.line"
    label = say(f"provenance.{one.provenance}")
    source = say("figures.source", source=one.source, label=label)
    return say(key, head=one.head, says=one.says, source=source, **more)


def _rate(rate: figures.Rate) -> Say:
    if not rate.whole:
        return say("figures.nothing_yet")
    percent = rate.part * PERCENT // rate.whole
    return say("figures.rate", part=rate.part, whole=rate.whole, percent=percent)
