"""Paging through the decks of cards. Parses; rules are the service's."""

from __future__ import annotations

from collections.abc import Mapping

from bot.acts import Access, Act, GuardedRouter, act
from bot.features import Command, Feature
from bot.words import Read, read
from bot.workshops.figures import views
from bot.workshops.figures.views import DeckAnswer, DeckPicture, DeckTurn
from services.kernel.town import UnitOfWork
from services.people.identity import own_town
from services.workshops import figures

readers = GuardedRouter("deck_readers", access=Access.AT_HOME)
answerers = GuardedRouter("deck_answerers", access=Access.PARTICIPANT)


def decks(_: UnitOfWork) -> Mapping[str, figures.Deck]:
    """All of them: they are the same in every town."""
    return figures.decks()


@readers.command("cards")
def cards(words: str) -> Act:
    """`/cards [DECK]`: which there are, or one of them."""
    if not words:
        return act(decks).show(views.overview).also_paused()
    return act(figures.read_deck, words).show(views.page).also_paused()


readers.button(
    DeckTurn,
    lambda tap: act(figures.read_deck, tap.deck, tap.page).show(views.page).also_paused(),
)


def _pictured(uow: UnitOfWork, deck: str) -> Read[figures.DeckPage]:
    return read(own_town(uow), figures.read_deck, deck)


readers.button(DeckPicture, lambda tap: act(_pictured, tap.deck).show(views.picture).also_paused())
answerers.button(
    DeckAnswer,
    lambda tap: act(figures.answer, tap.deck, tap.moment, tap.answer or None).show(views.page),
)

FEATURE = Feature(
    name="figures",
    routers=(readers, answerers),
    commands=(Command("cards", Access.ANYONE, rank=57),),
    event_views={figures.DeckShown: views.shown},
)
