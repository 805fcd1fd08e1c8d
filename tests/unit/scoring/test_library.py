"""Versions in a chain: none can be changed, skipped or put out of order once another names it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from scoring.document import fingerprint
from scoring.loader import NoDocument, load_document, load_library
from scoring.yamltext import BadDocument

SCORES = Path(__file__).parents[3] / "seeds" / "scores"


@pytest.fixture
def town(tmp_path: Path) -> Path:
    (tmp_path / "fact_kinds.yaml").write_text((SCORES / "fact_kinds.yaml").read_text("utf-8"))
    (tmp_path / "court_1.yaml").write_text((SCORES / "court.yaml").read_text("utf-8"))
    first = load_document(tmp_path / "court_1.yaml")
    _write_second(tmp_path, fingerprint(first))
    return tmp_path


def _write_second(town: Path, sha256: str, *, begins: str = "2017-05-01", after: int = 1) -> None:
    text = (SCORES / "court.yaml").read_text("utf-8")
    text = text.replace(
        "version: 1\n", f"version: 2\npredecessor: {{version: {after}, sha256: {sha256}}}\n"
    )
    (town / "court_2.yaml").write_text(text.replace("2013-10-01", begins))


def test_each_day_is_judged_by_the_version_of_that_day(town: Path) -> None:
    library = load_library(town)
    assert library.in_force("court", date(2017, 4, 30)).version == 1
    assert library.in_force("court", date(2017, 5, 1)).version == 2
    with pytest.raises(NoDocument):
        library.in_force("court", date(2013, 9, 30))
    second = library.documents["court", 2]
    first = library.documents["court", 1]
    assert library.chain(second) == (fingerprint(second), fingerprint(first))


def test_an_old_version_that_was_touched_is_found_out(town: Path) -> None:
    path = town / "court_1.yaml"
    path.write_text(path.read_text("utf-8").replace("Nothing on record", "All is well"))
    with pytest.raises(BadDocument, match=r"court_2\.yaml, line 5: predecessor\.sha256.*changed"):
        load_library(town)


def test_a_missing_predecessor_is_named(town: Path) -> None:
    (town / "court_1.yaml").unlink()
    with pytest.raises(BadDocument, match="court version 1 is not here"):
        load_library(town)


def test_a_version_cannot_begin_before_its_predecessor(town: Path) -> None:
    first = load_document(town / "court_1.yaml")
    _write_second(town, fingerprint(first), begins="2013-10-01")
    with pytest.raises(BadDocument, match="version 1 begins on 2013-10-01"):
        load_library(town)


def test_two_versions_that_name_each_other_are_refused(town: Path) -> None:
    path = town / "court_1.yaml"
    text = path.read_text("utf-8")
    path.write_text(
        text.replace(
            "version: 1\n", f"version: 1\npredecessor: {{version: 2, sha256: {'a' * 64}}}\n"
        )
    )
    with pytest.raises(BadDocument, match="version 2 cannot come before version 1"):
        load_library(town)


def test_one_version_cannot_be_written_twice(town: Path) -> None:
    (town / "court_again.yaml").write_text((town / "court_1.yaml").read_text("utf-8"))
    with pytest.raises(BadDocument, match=r"exists in court_1\.yaml already"):
        load_library(town)


def test_comments_and_layout_do_not_change_the_hash_but_a_point_does(tmp_path: Path) -> None:
    text = (SCORES / "pay_score.yaml").read_text("utf-8")
    original = fingerprint(load_document(SCORES / "pay_score.yaml"))
    kinds = {k for r in load_document(SCORES / "pay_score.yaml").rules for k in r.kinds}
    (tmp_path / "a.yaml").write_text("# another comment\n" + text.replace("per: 1, ", ""))
    assert fingerprint(load_document(tmp_path / "a.yaml", kinds)) == original
    (tmp_path / "b.yaml").write_text(text.replace("points: 6, limit: 48", "points: 5, limit: 48"))
    assert fingerprint(load_document(tmp_path / "b.yaml", kinds)) != original


def test_a_town_has_all_kinds_of_raters() -> None:
    library = load_library(SCORES)
    companies = {"sesame", "tencent_card", "qianhai", "pengyuan", "chengxin", "koala"}
    companies |= {"intellicredit", "sinoway"}
    others = {"pay_score", "city", "court", "baihang", "school", "tax_office"}
    assert {name for name, _ in library.documents} == companies | others
    assert library.documents["city", 1].base.points == 100
    assert library.documents["sesame", 1].base.points == 350
    assert len(library.documents["sesame", 1].factors) == 5
    assert len(library.documents["pay_score", 1].factors) == 3


def test_what_people_are_told_of_a_rule_counts_nothing_in_hundredths():
    rules = [rule for one in load_library(SCORES).documents.values() for rule in one.rules]
    told = [text for rule in rules for text in (rule.spoken.en, rule.spoken.zh)]
    assert all(told)
    assert not [text for text in told if "hundredth" in text or "百分之一" in text]
