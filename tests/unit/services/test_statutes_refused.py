"""Statutes that are wrong, or contradict each other, do not load: file, line, what to write."""

from __future__ import annotations

from pathlib import Path

import pytest

from services.kernel import seeds
from services.kernel.seeds import SeedFault
from services.law import statutes
from tests.support.lawbooks import copied

GUIDELINE, DISCLOSURE = "statutes/guideline_2020.yaml", "statutes/disclosure_law.yaml"
YEAR, WHOLE = "statutes/repair_2026.yaml", "presets.yaml"
LISTING = "statutes/listing_law.yaml"
OVER = ", prevails_over: [reasons_law.reasons]"

# file, what is replaced, by what, what is told of it, what to write instead
WRONG = [
    (GUIDELINE, 'value: "off"', "value: off", "value", "in quotes"),
    (GUIDELINE, 'value: "off"', 'value: "so"', "petty is never 'so'", "'on', 'off', in quotes"),
    (GUIDELINE, "unit: on_off", "unit: months", "unit: months is not known", "one of on_off"),
    (GUIDELINE, "sets: petty", "sets: pretty", "petty.sets: input should be", "'petty'"),
    (GUIDELINE, "sets: petty,", "sets: petty, to: 0,", "ends on day 0", "1 or more, or null"),
    (GUIDELINE, "sets: petty,", "sets: petty, from: -1,", "petty.from", "0 or more"),
    (GUIDELINE, "version: 1", "version: 0", "version", "1 or more"),
    (GUIDELINE, "remedy: R09", "remedy: R11", "remedy", ""),
    (GUIDELINE, 'address: "https', 'address: "see https', "source.address", ""),
    (YEAR, "value: 12", 'value: "12"', "is never '12'", "0 to 36, without quotes"),
    (YEAR, "value: 12", "value: 1.5", "1.5 is not a plain whole", "digits only"),
    (YEAR, "value: 12", "value: 37", "is never 37", "0 to 36, without quotes"),
    (DISCLOSURE, "_law.reasons]", "_law.words]", "words is not known", "one of reasons_law.r"),
    (DISCLOSURE, "unit: choice" + OVER, "unit: choice", "nothing says which prevails", "[reasons_"),
    (GUIDELINE, "joint_sanctions,", "petty, from: 3,", "petty is set by petty", "do not meet"),
    (WHOLE, "[reasons_law]", "[seasons_law]", "seasons_law is not known", "one of consult"),
    (WHOLE, "[reasons_law]", "[reasons_law, reasons_law]", "is taken", "of its own"),
]


@pytest.fixture
def law(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of law that may be spoiled, among the seeds as they are."""
    monkeypatch.setattr(seeds, "SEEDS", copied(tmp_path))
    return tmp_path / "law"


def told_of(law: Path, file: str, old: str, new: str) -> list[str]:
    text = (law / file).read_text("utf-8")
    assert old in text
    (law / file).write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(SeedFault) as refusal:
        statutes.presets()
    assert all(fault.file.endswith(file.rpartition("/")[2]) for fault in refusal.value.faults)
    return [str(fault) for fault in refusal.value.faults]


@pytest.mark.parametrize(("file", "old", "new", "wrong", "instead"), WRONG)
def test_what_cannot_be_is_refused_with_what_to_write(
    law: Path, file: str, old: str, new: str, wrong: str, instead: str
):
    told = told_of(law, file, old, new)
    assert any(wrong in one and instead in one.partition("Instead: ")[2] for one in told), told


def test_of_two_provisions_not_each_prevails(law: Path):
    old = 'sets: legal_basis, value: "on", unit: on_off,'
    text = (law / GUIDELINE).read_text("utf-8")
    both = text.replace(old, f"{old} prevails_over: [listing_law.basis],")
    (law / GUIDELINE).write_text(both, "utf-8")
    with pytest.raises(SeedFault, match="each is said to prevail over the other") as refusal:
        statutes.catalogue()
    line = (law / LISTING).read_text("utf-8").partition("\n  basis:")[0].count("\n") + 2
    assert str(refusal.value.faults[0]).startswith(f"listing_law.yaml, line {line}: ")
