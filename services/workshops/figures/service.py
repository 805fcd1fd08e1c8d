"""Showing a deck to everybody, and reading in it by oneself. Neither changes the town."""

from __future__ import annotations

from dataclasses import dataclass, replace

from services.kernel.errors import RuleError
from services.kernel.money import Fen
from services.kernel.paging import Page, page_of
from services.kernel.town import Event, Town, UnitOfWork
from services.people.identity import own_town
from services.workshops.figures.asking import BEFORE, Asked, asked, take
from services.workshops.figures.catalogue import COUNTED, Deck, FigureCard, decks
from services.workshops.figures.counting import COSTS, MEASURES, Counts, Measured, count

PAGE_SIZE = 6
TYPED_MAX = 20


class NoSuchDeck(RuleError):
    """No deck is called so. Fields: `typed`; `decks`, those there are."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A card with what was counted for it: a goal's measure, or how often a cost fell due."""

    card: FigureCard
    measured: Measured | None = None
    times: int = 0

    @property
    def fen(self) -> Fen:
        """What it has cost."""
        return Fen(self.times * self.card.fen_each)


@dataclass(frozen=True, slots=True)
class DeckPage:
    """Some cards of a deck as they stand now; `total` is what all its costs came to.

    Before its question is answered the page is not shown.
    """

    deck: Deck
    page: Page[Seen]
    total: Fen
    asked: Asked | None = None


@dataclass(frozen=True, slots=True)
class DeckShown(Event):
    """Whoever runs the town shows everybody the beginning of a deck."""

    seen: DeckPage


def show(town: Town, deck_id: str) -> None:
    """Show everybody a deck; one that asks something asks them first."""
    seen = _page(town, decks()[deck_id], 0)
    before = None if seen.asked is None else Asked(BEFORE, {}, None)
    town.emit(DeckShown(replace(seen, asked=before)))


def read_deck(uow: UnitOfWork, typed: str, page: int = 0) -> DeckPage:
    """A page of a deck by its id or title. Raises `NoSuchDeck`, `NotInTown`."""
    return _page(own_town(uow), _deck(typed), page)


def answer(town: Town, deck_id: str, moment: int, said: int | None) -> DeckPage:
    """Answer a deck's question, or (None) rather not; then its cards.

    Raises `NoSuchDeck`, `Outdated`.
    """
    deck = _deck(deck_id)
    take(town, deck, moment, said)
    return _page(town, deck, 0)


def _deck(typed: str) -> Deck:
    wanted = " ".join(typed.split()).casefold()
    for deck in decks().values():
        if wanted in {deck.deck_id, deck.title.en.casefold(), deck.title.zh.casefold()}:
            return deck
    raise NoSuchDeck(typed=typed.strip()[:TYPED_MAX], decks=", ".join(decks()))


def _page(town: Town, deck: Deck, number: int) -> DeckPage:
    is_counted = any(one.kind in COUNTED for one in deck.cards)
    counts = count(town) if is_counted else None
    seen = [_seen(one, counts) for one in deck.cards]
    total = Fen(sum(one.fen for one in seen))
    return DeckPage(deck, page_of(seen, number, PAGE_SIZE), total, asked(town, deck))


def _seen(card: FigureCard, counts: Counts | None) -> Seen:
    if counts is not None and card.kind == "goal":
        return Seen(card, MEASURES[card.counts](counts))
    if counts is not None and card.kind == "cost":
        return Seen(card, times=COSTS[card.counts](counts))
    return Seen(card)
