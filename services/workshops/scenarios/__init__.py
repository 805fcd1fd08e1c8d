"""Scenario cards and the panel: a director over the features, with no rules of theirs."""

from services.workshops.scenarios.cards import Card, CardFault, Provenance, cards
from services.workshops.scenarios.errors import NoSuchCard, PanelMovedOn
from services.workshops.scenarios.service import Panel, Ran, move_on, panel, run

__all__ = [
    "Card",
    "CardFault",
    "NoSuchCard",
    "Panel",
    "PanelMovedOn",
    "Provenance",
    "Ran",
    "cards",
    "move_on",
    "panel",
    "run",
]
