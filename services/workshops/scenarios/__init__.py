"""Scenario cards and the panel: a director over the features, with no rules of theirs."""

from services.workshops.scenarios.cards import Card, cards
from services.workshops.scenarios.errors import NoSuchCard, PanelMovedOn
from services.workshops.scenarios.service import Panel, Ran, move_on, panel, run

__all__ = [
    "Card",
    "NoSuchCard",
    "Panel",
    "PanelMovedOn",
    "Ran",
    "cards",
    "move_on",
    "panel",
    "run",
]
