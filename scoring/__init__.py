"""How a score comes about and how it is explained. Knows no town, no chat, no database."""

from scoring.columns import features, results
from scoring.document import FactKind, FactKinds, ScoreDocument, fingerprint
from scoring.evaluate import Result, evaluate
from scoring.export import (
    Issuer,
    Verified,
    aliased,
    differences,
    export,
    export_text,
    result_json,
    verify,
)
from scoring.exportfile import Difference, way_in
from scoring.facts import DAY_S, Fact, Law
from scoring.loader import Library, NoDocument, load_document, load_library
from scoring.receipt import Line, receipt
from scoring.recourse import LawfulChange, Recourse, Standing, recourse
from scoring.settings import Actions, Gate, Gates, StandardBands, band_of, percentile, standard_band
from scoring.strands import FactTable, RawFacts, Refusal, Strand, collect, tabulate
from scoring.vector import Scored, evaluate_columns
from scoring.yamltext import BadDocument
