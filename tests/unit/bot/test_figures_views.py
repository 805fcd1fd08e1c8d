"""Decks of cards: every card has words, source and label in each language, and pages fit."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.acts import Access, Act
from bot.arguments import go
from bot.charts import png
from bot.replies import Button, Message, To, ToAll, ToGroup
from bot.words import Read, words_for
from bot.workshops.figures import FEATURE, handlers, views
from bot.workshops.figures.views import DeckAnswer, DeckPicture, DeckTurn
from services.kernel.localized import LANGUAGES
from services.kernel.money import Fen
from services.kernel.paging import page_of
from services.workshops import figures, scenarios
from services.workshops.figures.service import PAGE_SIZE
from tests.support.handed import pressed, typed
from tests.unit.bot.money_looks import check, check_words

DECKS = figures.decks()


MOST = 10**9
MEASURED = figures.Measured(figures.Rate(MOST - 1, MOST), figures.Rate(0, 0))


def seen_of(card: figures.FigureCard) -> figures.Seen:
    """A card as a large old town would show it."""
    measured = MEASURED if card.kind == "goal" else None
    return figures.Seen(card, measured, times=MOST if card.kind == "cost" else 0)


def pages(deck: figures.Deck) -> list[figures.DeckPage]:
    seen = [seen_of(one) for one in deck.cards]
    total = Fen(sum(one.fen for one in seen))
    turned = [page_of(seen, number, PAGE_SIZE) for number in range(len(seen))]
    return [figures.DeckPage(deck, page, total) for page in turned[: turned[0].pages]]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("deck", DECKS.values(), ids=list(DECKS))
def test_every_card_stands_with_its_source_and_its_label(deck: figures.Deck, language: str):
    for seen in pages(deck):
        told = check(views.page(seen), language)[0]
        assert deck.title.in_(language) in told
        for one in seen.page.items:
            words, card = words_for(language), one.card
            for part in (card.head.in_(language), card.says.in_(language), card.source):
                assert words.html(views.say("figures.source", source=part, label=""))[3:-6] in told
        cards = [one.card for one in seen.page.items]
        each = sum(one.kind not in views.IN_ONE_BREATH for one in cards)
        told_of = each + len({o.source for o in cards if o.kind in views.IN_ONE_BREATH})
        assert told.count("Evidence: " if language == "en" else "依据：") == told_of


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_list_of_decks_leads_to_each(language: str):
    [message] = views.overview(DECKS)
    assert isinstance(message, Message)
    [told, *_] = check((message,), language)
    assert all(f"/cards {name}" in told for name in DECKS)
    data = [one.data for row in message.keyboard for one in row if isinstance(one, Button)]
    assert data == [*(DeckTurn(deck=name, page=0) for name in DECKS), go("home").data]
    check_words(FEATURE, (figures.NoSuchDeck(typed="x", decks="growth"),), language)


def test_goals_stand_beside_what_was_measured_and_costs_add_up():
    told = check(views.page(pages(DECKS["proclamation"])[0]), "en")[0]
    line = ": 999999999 of 1000000000 (99 %); second half: nothing yet\n"
    assert told.count(line) == 5
    assert "No town without scores stands beside this one" in told
    costs = check(views.page(pages(DECKS["programme"])[0]), "en")[0]
    assert costs.count("🧾 1000000000 ×") == 5
    assert "<b>So far: ¥40120000000.00</b>" in costs


ASKED = [
    figures.Asked(figures.BEFORE, {}, None),
    figures.Asked(figures.AFTER, {figures.BEFORE: 2}, None),
    figures.Asked(0, {figures.BEFORE: 2, figures.AFTER: 4}, figures.Shift(5, 3, 1, 12, 19)),
    figures.Asked(0, {figures.BEFORE: None}, None),
]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("asked", ASKED)
def test_the_question_stands_before_the_cards_then_below_them(asked: figures.Asked, language: str):
    seen = replace(pages(DECKS["crises"])[0], asked=asked)
    [message] = views.page(seen)
    assert isinstance(message, Message)
    told = check((message,), language)[0]
    question = DECKS["crises"].asks
    assert question is not None
    assert (question.in_(language) in told) == (asked.mine != {figures.BEFORE: None})
    assert ("pengci" in told.lower() or "碰瓷" in told) == (asked.moment != figures.BEFORE)
    data = [one.data for row in message.keyboard for one in row if isinstance(one, Button)]
    answers = [one for one in data if isinstance(one, DeckAnswer)]
    assert {one.moment for one in answers} == {asked.moment} - {0}
    assert [one.answer for one in answers[:5]] == ([1, 2, 3, 4, 5] if asked.moment else [])
    if asked.shift is not None and language == "en":
        assert "You said 2 of 5 before, and 4 of 5 after." in told
        assert "before and after: 5. Trust it more: 3; less: 1. Mean 2.4 before, 3.8 after." in told


@pytest.mark.parametrize("language", LANGUAGES)
def test_goals_are_drawn_as_bars_with_what_was_measured(language: str):
    seen = pages(DECKS["proclamation"])[0]
    [message] = views.picture(Read(seen, words_for(language)))
    assert isinstance(message, Message)
    assert message.picture is not None
    svg = message.picture.svg
    assert svg.count("999999999") == 5
    assert svg.count({"en": "nothing yet", "zh": "尚无可测"}[language]) == 5
    assert png(svg).startswith(b"\x89PNG")
    [page] = views.page(seen)
    assert isinstance(page, Message)
    [[button], *_] = page.keyboard
    assert isinstance(button, Button)
    assert button.data == DeckPicture(deck="proclamation")
    assert "DeckPicture" not in str(views.page(pages(DECKS["timeline"])[0]))


def test_a_question_goes_to_each_alone():
    seen = replace(pages(DECKS["crises"])[0], asked=ASKED[0])
    [message] = views.shown(figures.DeckShown(seen))
    assert isinstance(message, Message)
    assert message.to == ToAll()


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
    effects = [effect for card in scenarios.cards() for effect in card.effects]
    shown = {effect.given["deck"] for effect in effects if effect.verb == "show"}
    assert shown == DECKS.keys()


async def test_anybody_reads_also_while_the_town_is_paused():
    for act in (
        await typed(handlers.readers, "cards"),
        await typed(handlers.readers, "cards", "growth"),
        await pressed(handlers.readers, DeckTurn(deck="growth", page=0)),
    ):
        assert isinstance(act, Act)
        assert (act.while_paused, act.reads) == (True, True)
    assert handlers.readers.access is Access.AT_HOME, "also in a closed town"
    answer = DeckAnswer(deck="crises", moment=1, answer=3)
    assert not (await pressed(handlers.answerers, answer)).while_paused
