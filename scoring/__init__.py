"""How a score comes about and how it is explained. Knows no town, no chat, no database."""

from scoring.alias import aliased
from scoring.bands import band_of, percentile, position_percent, standard_band
from scoring.columns import Columns, features
from scoring.digest import fingerprint
from scoring.document import FactKind, FactKinds, ScoreDocument
from scoring.evaluate import evaluate
from scoring.export import Issuer, Verified, differences, export, export_text, result_json, verify
from scoring.exportfile import Difference, WayIn, way_in
from scoring.facts import DAY_S, BadFact, Fact
from scoring.law import BadLaw, Law
from scoring.library import Library, NoDocument, load_library
from scoring.loader import load_document, load_kinds
from scoring.receipt import Change, Line, as_text, changes, receipt
from scoring.recourse import LawfulChange, OutOfHand, Recourse, Standing, recourse
from scoring.results import Contribution, Input, Lost, Result
from scoring.settings import Actions, Gate, Gates, StandardBands
from scoring.vector import Scored, evaluate_columns
from scoring.yamltext import BadDocument
