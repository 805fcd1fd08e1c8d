"""Decks of cards: every card has words, source and label in each language, and pages fit."""

from __future__ import annotations

import pytest

from bot.acts import Access, Act
from bot.arguments import go
from bot.replies import Button, Message, To, ToAll, ToGroup
from bot.words import words_for
from bot.workshops.figures import FEATURE, handlers, views
from bot.workshops.figures.views import DeckTurn
from services.kernel.localized import LANGUAGES
from services.kernel.paging import page_of
from services.workshops import figures, scenarios
from services.workshops.figures.service import PAGE_SIZE
from tests.support.handed import pressed, typed
from tests.unit.bot.money_looks import check, check_words

DECKS = figures.decks()


def pages(deck: figures.Deck) -> list[figures.DeckPage]:
    count = page_of(deck.cards, 0, PAGE_SIZE).pages
    return [figures.DeckPage(deck, page_of(deck.cards, one, PAGE_SIZE)) for one in range(count)]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("deck", DECKS.values(), ids=list(DECKS))
def test_every_card_stands_with_its_source_and_its_label(deck: figures.Deck, language: str):
    for seen in pages(deck):
        told = check(views.page(seen), language)[0]
        assert deck.title.in_(language) in told
        for card in seen.page.items:
            words = words_for(language)
            for part in (card.head.in_(language), card.says.in_(language), card.source):
                assert words.html(views.say("figures.source", source=part, label=""))[3:-6] in told
        assert told.count("Evidence: " if language == "en" else "依据：") == len(seen.page.items)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_list_of_decks_leads_to_each(language: str):
    [message] = views.overview(DECKS)
    assert isinstance(message, Message)
    [told, *_] = check((message,), language)
    assert all(f"/cards {name}" in told for name in DECKS)
    data = [one.data for row in message.keyboard for one in row if isinstance(one, Button)]
    assert data == [*(DeckTurn(deck=name, page=0) for name in DECKS), go("home").data]
    check_words(FEATURE, (figures.NoSuchDeck(typed="x", decks="growth"),), language)


def test_what_is_shown_reaches_each_once_and_only_private_chats_page():
    seen = pages(DECKS["timeline"])[0]
    private, group = views.shown(figures.DeckShown(seen))
    assert isinstance(private, Message)
    assert isinstance(group, Message)
    assert (private.to, group.to) == (ToAll(in_groups=False), ToGroup())
    assert private.silent
    [[turn]] = private.keyboard
    assert isinstance(turn, Button)
    assert turn.data == DeckTurn(deck="timeline", page=1)
    assert group.keyboard == ()
    assert not isinstance(private.to, To)


def test_each_deck_has_a_scenario_card_that_shows_it():
    shown = {card.card_id for card in scenarios.cards() if card.verb.startswith("show_")}
    assert shown == DECKS.keys()


async def test_anybody_reads_also_while_the_town_is_paused():
    for act in (
        await typed(handlers.readers, "cards"),
        await typed(handlers.readers, "cards", "growth"),
        await pressed(handlers.readers, DeckTurn(deck="growth", page=0)),
    ):
        assert isinstance(act, Act)
        assert (act.while_paused, act.reads) == (True, True)
    assert handlers.readers.access is Access.ANYONE
