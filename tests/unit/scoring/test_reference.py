"""The examples of docs/score-document.md, run as they are printed."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from scoring.document import Factor, Rule, ScoreDocument
from scoring.evaluate import evaluate
from scoring.facts import DAY_S
from scoring.loader import load_document
from scoring.yamltext import BadDocument, read_yaml
from tests.unit.scoring.test_cases import NOON_S, add_up, told

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "score-document.md").read_text("utf-8")


def block(name: str) -> str:
    found = re.search(rf"^```{name}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    assert found is not None
    return found.group(1)


@pytest.fixture
def town(tmp_path: Path) -> Path:
    scores = tmp_path / "seeds" / "scores"
    scores.mkdir(parents=True)
    shutil.copy(ROOT / "seeds" / "scores" / "fact_kinds.yaml", scores)
    (scores / "reading_club.yaml").write_text(block("yaml document"), encoding="utf-8")
    return tmp_path


def test_the_document_from_zero_gives_what_its_case_expects(town: Path) -> None:
    document = load_document(town / "seeds" / "scores" / "reading_club.yaml")
    case = read_yaml(block("yaml case"), "case").value
    result = evaluate(document, told(case), as_of=case["day"] * DAY_S + NOON_S)
    assert result.score == add_up(case["expect"])
    assert tuple(reason.code for reason in result.reasons) == case["reasons"]
    points = {i.rule: i.points for c in result.contributions for i in c.inputs}
    assert points == case["points"]


def test_the_program_runs_as_printed(town: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(town)
    names: dict[str, object] = {}
    exec(block("python"), names)  # noqa: S102 - the page of this repository
    assert "result" in names


def test_the_mistake_is_refused_in_the_words_of_the_page(town: Path) -> None:
    path = town / "seeds" / "scores" / "reading_club.yaml"
    path.write_text(path.read_text("utf-8").replace("limit: 5}", "limit: 50}"), encoding="utf-8")
    with pytest.raises(BadDocument) as refused:
        load_document(path)
    assert str(refused.value) == block("text refusal").strip()


@pytest.mark.parametrize("model", [ScoreDocument, Factor, Rule])
def test_the_reference_names_every_field(model: type[ScoreDocument | Factor | Rule]) -> None:
    assert [name for name in model.model_fields if f"`{name}" not in PAGE] == []
