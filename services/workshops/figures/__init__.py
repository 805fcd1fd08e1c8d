"""Cards for the room to talk about: figures, dates, quotations, reasons and comparisons, each with
its source. Data in `seeds/figures/`; a scenario card shows each deck, anybody pages through it.
"""

from services.workshops.figures.catalogue import Deck, FigureCard, decks
from services.workshops.figures.service import DeckPage, DeckShown, NoSuchDeck, read_deck, show
