"""Showing a deck to everybody, and reading in it by oneself. Neither changes the town."""

from __future__ import annotations

from dataclasses import dataclass

from services.kernel.errors import RuleError
from services.kernel.paging import Page, page_of
from services.kernel.town import Event, Town, UnitOfWork
from services.people.identity import own_town
from services.workshops.figures.catalogue import Deck, FigureCard, decks

PAGE_SIZE = 5
TYPED_MAX = 20


class NoSuchDeck(RuleError):
    """No deck is called so. Fields: `typed`; `decks`, those there are."""


@dataclass(frozen=True, slots=True)
class DeckPage:
    """Some cards of a deck as they stand now."""

    deck: Deck
    page: Page[FigureCard]


@dataclass(frozen=True, slots=True)
class DeckShown(Event):
    """Whoever runs the town shows everybody the beginning of a deck."""

    seen: DeckPage


def show(town: Town, deck_id: str) -> None:
    """Show everybody a deck."""
    town.emit(DeckShown(_page(town, decks()[deck_id], 0)))


def read_deck(uow: UnitOfWork, typed: str, page: int = 0) -> DeckPage:
    """A page of a deck by its id or title. Raises `NoSuchDeck`, `NotInTown`."""
    return _page(own_town(uow), _deck(typed), page)


def _deck(typed: str) -> Deck:
    wanted = " ".join(typed.split()).casefold()
    for deck in decks().values():
        if wanted in {deck.deck_id, deck.title.en.casefold(), deck.title.zh.casefold()}:
            return deck
    raise NoSuchDeck(typed=typed.strip()[:TYPED_MAX], decks=", ".join(decks()))


def _page(town: Town, deck: Deck, number: int) -> DeckPage:
    return DeckPage(deck, page_of(deck.cards, number, PAGE_SIZE))
