"""Scenario cards and the panel: a director over the features, with no rules of theirs."""

from services.workshops.scenarios.plays import Card, cards
from services.workshops.scenarios.service import (
    NoSuchCard,
    Panel,
    PanelMovedOn,
    Ran,
    TooMuchBadLuck,
    move_on,
    panel,
    run,
)
