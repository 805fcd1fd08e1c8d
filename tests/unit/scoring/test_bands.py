"""Names for scores and places in a population."""

from __future__ import annotations

from pathlib import Path

import pytest

from scoring.loader import build, load_document, read_located
from scoring.settings import (
    Gates,
    StandardBands,
    band_of,
    percentile,
    position_percent,
    standard_band,
)
from scoring.yamltext import BadDocument

SCORES = Path(__file__).parents[3] / "seeds" / "scores"
SESAME = load_document(SCORES / "sesame.yaml")
PAY = load_document(SCORES / "pay_score.yaml")
STANDARD = build(StandardBands, read_located(SCORES / "standard_bands.yaml"))


@pytest.mark.parametrize(
    ("score", "name"),
    [(350, "poor"), (549, "poor"), (550, "fair"), (600, "good"), (650, "excellent"),
     (699, "excellent"), (700, "superb"), (950, "superb")],
)  # fmt: skip
def test_sesame_names_its_scores_as_published(score: int, name: str) -> None:
    band = band_of(SESAME, score)
    assert band is not None
    assert band.id == name


def test_a_document_without_bands_names_nothing() -> None:
    assert band_of(PAY, 600) is None


@pytest.mark.parametrize(
    ("document", "score", "percent", "name"),
    [(PAY, 300, 0, "very_low"), (PAY, 409, 19, "very_low"), (PAY, 410, 20, "low"),
     (PAY, 850, 100, "very_high"), (SESAME, 650, 50, "middle"), (SESAME, 949, 99, "very_high")],
)  # fmt: skip
def test_one_table_fits_every_scale(document, score: int, percent: int, name: str) -> None:
    assert position_percent(document, score) == percent
    assert standard_band(STANDARD, document, score).id == name


def test_a_percentile_is_the_share_that_stands_lower() -> None:
    town = [500, 400, 600, 500]
    assert [percentile(town, s) for s in (399, 400, 500, 501, 700)] == [0, 0, 25, 75, 100]
    assert percentile([], 500) == 0


def test_bands_that_do_not_rise_from_nothing_are_refused(tmp_path: Path) -> None:
    text = (SCORES / "standard_bands.yaml").read_text("utf-8")
    path = tmp_path / "standard_bands.yaml"
    path.write_text(text.replace("from_percent: 40", "from_percent: 10"))
    with pytest.raises(BadDocument, match=r"bands must rise from 0\. Instead: from_percent: 0"):
        build(StandardBands, read_located(path))


def test_the_gates_are_those_of_the_town_and_can_be_reached() -> None:
    gates = build(Gates, read_located(SCORES / "gates.yaml")).gates
    heights = {name: gate.at_least for name, gate in gates.items()}
    four = {"umbrella": 520, "power_bank": 550, "hotel": 600, "car": 650}
    assert heights == four | {"bicycle": 550, "camera": 650, "suite": 650}
    assert all(PAY.scale.min < gate.at_least < PAY.scale.max for gate in gates.values())
