"""Every seed file is read by somebody, and one that is wrong is refused by line, with its cure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from filecmp import cmp
from functools import cache
from importlib import import_module
from pathlib import Path
from shutil import copyfile, copytree, ignore_patterns

import pytest

from bot.intentions.lexicon import lexicon
from scoring import BadDocument
from scoring.loader import read_located
from scoring.yamltext import Located
from services.kernel import seeds
from services.kernel.seeds import SeedFault
from services.law import clocks, statutes, switchboard
from services.living import errands, gaming, offices, privacy, rentals
from services.living.residents.answers import answers
from services.living.residents.folk import script
from services.living.seats import newcomers
from services.money import merchants, platforms
from services.social import kin, moderation
from services.social.kin.seeding import families
from services.standing import (
    accusations,
    advisers,
    agencies,
    complaints,
    conflicts,
    legality,
    listings,
    proxies,
    sanctions,
)
from services.standing.scores import documents as score_documents
from services.standing.scores.audit import traits
from services.workshops import adoptions, figures, grades, polls, questions, scenarios
from services.workshops.lab import bands, lives
from tests.unit.services.spoiled_seeds import KOALA, OFFICES, SCHOOL, TAXI, WRONG

shelf = import_module("services.standing.agencies.catalogue")

SEEDS = seeds.SEEDS
PAPERS = {"actions", "fact_kinds", "gates", "standard_bands"}
READERS = {
    "adoptions.yaml": adoptions.catalogue,
    "advisers.yaml": advisers.shelf,
    "agencies": agencies.catalogue,
    "answers.yaml": answers,
    "bureau.yaml": agencies.ownership,
    "evidence.yaml": accusations.evidence,
    "figures": figures.decks,
    "gaming.yaml": gaming.catalogue,
    "grades.yaml": grades.catalogue,
    "identity_card.yaml": privacy.first_fields,
    "my_data.yaml": privacy.codebook,
    "intentions.yaml": lexicon,
    "kin.yaml": families,
    "lab.yaml": lives,
    "lab_bands.yaml": bands,
    "law": lambda: (switchboard.catalogue(), statutes.catalogue(), statutes.presets()),
    "merchants.yaml": merchants.shelf,
    "moderation.yaml": moderation.topics,
    "offices": offices.catalogue,
    "pasts.yaml": newcomers.pasts,
    "platforms.yaml": platforms.catalogue,
    "polls.yaml": polls.items,
    "personas.yaml": lambda: newcomers.catalogue("en"),
    "proxies.yaml": proxies.catalogue,
    "questions.yaml": questions.paper_questions,
    "rentals.yaml": rentals.catalogue,
    "residents.yaml": script,
    "residents_traits.yaml": traits,
    "sanctions.yaml": sanctions.catalogue,
    "legality.yaml": legality.catalogue,
    "conflicts.yaml": conflicts.catalogue,
    "grounds.yaml": listings.grounds,
    "clocks.yaml": clocks.catalogue,
    "ombudsman.yaml": complaints.reasons,
    "scenarios": scenarios.cards,
    "scores": score_documents.read_documents,
    "services": errands.services,
}
FILES = sorted(str(path.relative_to(SEEDS)) for path in SEEDS.rglob("*.yaml"))
ONE_OF_EACH = {file.partition("/")[0]: file for file in FILES}  # of each reader's files
del ONE_OF_EACH["scores"]

parsed = cache(read_located)  # of what no test spoils


@pytest.fixture
def copy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> Iterator[Path]:
    """A folder of seeds that may be spoiled, and is read instead of the shipped one.

    The library of scores takes long to read, so it is read anew where one of its files is spoiled.
    """
    ignored = ignore_patterns("*.otf", "*.ogg")
    copytree(SEEDS, tmp_path, dirs_exist_ok=True, ignore=ignored, copy_function=copyfile)
    monkeypatch.setattr(seeds, "SEEDS", tmp_path)

    def parsed_unless_spoiled(path: str) -> Located:
        shipped = SEEDS / Path(path).relative_to(tmp_path)
        if Path(path).is_file() and cmp(path, shipped, shallow=False):
            return parsed(shipped)
        return read_located(path)

    monkeypatch.setattr(seeds, "read_located", parsed_unless_spoiled)
    params = request.node.callspec.params if hasattr(request.node, "callspec") else {}
    if not params.get("file", "").startswith("scores/"):
        yield tmp_path
        return
    monkeypatch.setattr(shelf, "DOCUMENTS", tmp_path / "scores")
    shelf.library.cache_clear()
    yield tmp_path
    shelf.library.cache_clear()


def read(file: str) -> object:
    return READERS[file.partition("/")[0]]()


def refused(copy: Path, file: str, text: str) -> tuple[BadDocument, ...]:
    """What is told of one file with another text."""
    (copy / file).write_text(text, encoding="utf-8")
    with pytest.raises(SeedFault) as refusal:
        read(file)
    for fault in refusal.value.faults:
        assert str(fault).startswith(f"{Path(file).name}, line {fault.line}: ")
        assert f"Instead: {fault.instead}." in str(fault)
        assert fault.instead != "what the reference says for this field"
    return refusal.value.faults


@pytest.mark.parametrize("file", FILES)
def test_every_file_is_read_by_somebody(copy: Path, file: str):
    (copy / file).write_text("", encoding="utf-8")
    with pytest.raises((SeedFault, BadDocument), match=f"{Path(file).name}, line 1: the file is e"):
        read(file)


def test_every_file_of_scores_is_a_document_or_a_known_paper():
    documents = shelf.library().documents
    assert len(list((SEEDS / "scores").iterdir())) == len(documents) + len(PAPERS)
    assert all((SEEDS / f"scores/{name}.yaml").exists() for name in PAPERS)


# What the model refuses is asked of every file, what the reader refuses of one for all.
STRANGERS = [
    ("format: later/9", "format: input should be", "one of '"),
    ("stranger: 1\nformat: ", "stranger: extra inputs", "remove it, or correct its spelling"),
]
TRICKS = [
    ("format: twice/1\nformat: ", "'format' is given twice", "keep one of the two"),
    ("format: &again ", "anchors and aliases are refused", "write the value out"),
    ("format: !!str ", "the tag", "write a plain value"),
]


@pytest.mark.parametrize(
    ("file", "new", "wrong", "instead"),
    [
        *((file, *one) for file in ONE_OF_EACH.values() for one in STRANGERS),
        *(("kin.yaml", *one) for one in TRICKS),
    ],
)
def test_strangers_and_tricks_are_refused_in_every_file(
    copy: Path, file: str, new: str, wrong: str, instead: str
):
    text = (SEEDS / file).read_text("utf-8")
    line = text[: text.index("format: ")].count("\n") + 1 + wrong.endswith("twice")
    [fault] = refused(copy, file, text.replace("format: ", new, 1))
    assert wrong in fault.wrong
    assert instead in fault.instead
    assert fault.line == line


@pytest.mark.parametrize(("file", "old", "new", "wrong", "instead"), WRONG)
def test_what_cannot_be_is_refused_by_its_line_with_what_to_write(
    copy: Path, file: str, old: str, new: str, wrong: str, instead: str
):
    text = (SEEDS / file).read_text("utf-8")
    lead = next(n for n, (a, b) in enumerate(zip(f"{old}\0", f"{new}\1", strict=False)) if a != b)
    changed = text.index(old) + lead
    faults = refused(copy, file, text.replace(old, new, 1))
    told = [f for f in faults if wrong in f.wrong and instead in f.instead]
    assert told, "\n".join(map(str, faults))
    assert told[0].line == text[:changed].count("\n") + 1


@pytest.mark.parametrize(
    ("file", "old", "new", "begins", "wrong", "instead"),
    [
        (KOALA, "kind: company", "kind: bureau", "holds:", "not as its kind", "of a company"),
        ("bureau.yaml", "t: 36", "t: 35", "  holders:", "shares add up to 99", "100 in all"),
        ("bureau.yaml", "koala_credit", "koala", "  holders:", "they name china", "koala_credit"),
        ("bureau.yaml", "koala_credit", "sinoway_credit", "  holders:", "they name", "koala"),
        ("residents_traits.yaml", "t: 40", "t: 41", "    groups:", "add up to 101", "100 percent"),
    ],
)
def test_what_many_entries_make_together_is_refused_where_they_begin(
    copy: Path, file: str, old: str, new: str, begins: str, wrong: str, instead: str
):
    text = (SEEDS / file).read_text("utf-8")
    fault = refused(copy, file, text.replace(old, new, 1))[0]
    assert wrong in fault.wrong
    assert instead in fault.instead
    assert fault.line == text[: text.index(f"\n{begins}")].count("\n") + 2


def test_only_a_company_keeps_lists_by_score(copy: Path):
    block = (SEEDS / KOALA).read_text("utf-8").partition("\nlists:\n")[2].partition("\nprov")[0]
    school = (SEEDS / SCHOOL).read_text("utf-8")
    faults = refused(copy, SCHOOL, f"{school}lists:\n{block}\n")
    assert faults[0].wrong == "lists: only a company keeps lists by score"
    assert faults[0].line == school.count("\n") + 1


def test_everything_wrong_in_a_file_is_told_at_once(copy: Path):
    text = (SEEDS / "questions.yaml").read_text("utf-8")
    text = text.replace("id: owner", "id: 7").replace("id: rivals, en:", "id: rivals, fr:")
    told = [fault.wrong.partition(":")[0] for fault in refused(copy, "questions.yaml", text)]
    assert told == ["questions.3.id", "questions.5.en", "questions.5.fr"]


def test_a_missing_switch_is_named(copy: Path):
    text = (SEEDS / "law/switches.yaml").read_text("utf-8")
    last = re.findall(r"^  (\w+):$", text, re.M)[-1]
    [fault] = refused(copy, "law/switches.yaml", text.partition(f"  {last}:")[0])
    assert (fault.wrong, fault.line) == (f"switches: {last} is missing", 5)


@pytest.mark.parametrize(
    ("file", "typed", "told"),
    [(TAXI, "late_payer: 20", "services/taxi"), (OFFICES, "newcomer: 3", "offices: ")],
)
def test_a_habit_that_nobody_has_is_named(copy: Path, file: str, typed: str, told: str):
    text = (SEEDS / file).read_text("utf-8").replace(typed, "hurried: 3", 1)
    (copy / file).write_text(text, "utf-8")
    with pytest.raises(SeedFault, match=rf"{told}\S* knows a habit hurried"):
        script()


def test_a_missing_file_is_named(copy: Path):
    (copy / "kin.yaml").unlink()
    with pytest.raises(SeedFault, match=r"kin\.yaml, line 1: the file cannot be read"):
        families()


def test_what_was_read_is_not_read_again(copy: Path):
    first = kin.seeding.families()
    (copy / "kin.yaml").unlink()
    assert kin.seeding.families() is first
