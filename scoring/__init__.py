"""How a score comes about and how it is explained. Knows no town, no chat, no database."""

from scoring.digest import fingerprint
from scoring.document import FactKind, ScoreDocument
from scoring.evaluate import evaluate
from scoring.facts import DAY_S, BadFact, Fact
from scoring.law import BadLaw, Law
from scoring.loader import load_document, load_kinds
from scoring.results import Contribution, Input, Lost, Result
from scoring.yamltext import BadDocument

__all__ = [
    "DAY_S",
    "BadDocument",
    "BadFact",
    "BadLaw",
    "Contribution",
    "Fact",
    "FactKind",
    "Input",
    "Law",
    "Lost",
    "Result",
    "ScoreDocument",
    "evaluate",
    "fingerprint",
    "load_document",
    "load_kinds",
]
