"""Cards for the room to talk about: figures, dates, quotations, reasons, comparisons, goals, costs.

Data with its sources in `seeds/figures/`, and for goals and costs what is counted of this town. A
scenario card shows each deck, anybody pages through it.
"""

from services.workshops.figures.asking import AFTER, BEFORE, MOST, Asked, Shift
from services.workshops.figures.catalogue import Deck, FigureCard, decks
from services.workshops.figures.counting import Measured, Rate
from services.workshops.figures.service import (
    DeckPage,
    DeckShown,
    NoSuchDeck,
    Seen,
    answer,
    read_deck,
    show,
)
