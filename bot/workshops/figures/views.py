"""How decks of cards look. Pure: values and an event in, replies out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from aiogram.filters.callback_data import CallbackData

from bot.arguments import Page, go, screen
from bot.replies import Button, Keyboard, Replies, Say, grid, next_page, say, to_town
from services.workshops import figures

A_ROW = 2


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
    lines = tuple(_card(one) for one in seen.page.items)
    return say("figures.page", icon=seen.deck.icon, title=seen.deck.title, cards=lines)


def _turning(seen: figures.DeckPage) -> Keyboard:
    return next_page(partial(DeckTurn, deck=seen.deck.deck_id), seen.page)


def _card(one: figures.FigureCard) -> Say:
    label = say(f"provenance.{one.provenance}")
    source = say("figures.source", source=one.source, label=label)
    if one.unlike is not None:
        values = {"says": one.says, "unlike": one.unlike}
        return say("figures.comparison", head=one.head, source=source, **values)
    key = "figures.quotation" if one.kind == "quotation" else "figures.line"
    return say(key, head=one.head, says=one.says, source=source)
