"""The workshop itself: its cards, and how well each thing in it is evidenced."""

from __future__ import annotations

import re

from tests.rows.acts import asked
from tests.rows.stage import row
from tests.support.narrowing import searched
from tests.support.seats import Town, said

LABELS = ("national rule", "local pilot", "reported", "contested", "invented")
MECHANICS = ("/bureau", "/questions", "/rent")
WORDS = ("Baihang Credit", "The wall", "Things to hire")


@row
async def test_a10_each_figure_of_cashless_growth_stands_with_its_source(town: Town):
    ana = await town.join("Ana")
    await town.facilitator.send("/run growth")
    told = said(await ana.sees("without cash grew"))
    assert all(figure in told for figure in ("100 per cent", "16.7", "44", "97 trillion"))
    assert told.count("Paper, citing") == 4


@row
async def test_b17_each_card_says_how_well_it_is_evidenced(town: Town):
    fay = town.facilitator
    seats = [fay, await town.join("Ana"), await town.join("Bo")]
    page = await asked(fay, "/run", "Scenario cards")
    cards = [block for block in page.split("\n\n") if "/run " in block]
    assert len(cards) >= 6
    refused = await asked(fay, "/law weather sunny", "knows nothing of weather")
    switches = searched("It has: (.+?)\\. ", refused)[1].split(", ")
    assert len(switches) >= 10
    for number, switch in enumerate(switches):
        cards.append(await asked(seats[number % 3], f"/law {switch}", "In force since", "Evidence"))
    for seat, typed, words in zip(seats, MECHANICS, WORDS, strict=True):
        cards.append(await asked(seat, typed, words))
    raters = await asked(seats[1], "/agencies", "Who rates you")
    cards += re.findall("^• .+", raters, re.M)
    assert [card for card in cards if not labelled(card)] == []


def labelled(card: str) -> bool:
    """Whether a card says what evidence there is for it."""
    return any(label in card for label in LABELS)
