"""Documents that are refused, each with the file, the line, and what to write instead."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from scoring.document import ScoreDocument, schema_text
from scoring.loader import load_document, load_kinds, parse_document
from scoring.yamltext import MAX_BYTES, BadDocument, read_yaml

ROOT = Path(__file__).parents[3]
SCORES = ROOT / "seeds" / "scores"
GOOD = """\
format: score-doc/1
id: tiny
version: 1
agency: tiny_office
title: {en: Tiny, zh: 小}
sentence: {en: A tiny score., zh: 一个小分。}
effective_from: 2020-01-01
effective_until: 2021-01-01
scale: {min: 0, max: 100, source: ours}
base: {points: 50, source: ours}
switches:
  kin: {en: Kin., zh: 亲属。}
factors:
  - id: habits
    title: {en: Habits, zh: 习惯}
    cap: {at_least: -50, at_most: 50}
    source: ours
    rules:
      - id: paying
        title: {en: Paying, zh: 付款}
        reads: [paid]
        measure: count
        window_days: 30
        each: {points: 5, limit: 40}
        decay:
          - {older_than_days: 7, percent: 50}
        reason: H1
        source: ours
      - id: waiting
        title: {en: Waiting, zh: 等待}
        reads: [late]
        measure: count
        bins:
          - {start: 0, end: 2, points: 0}
          - {start: 2, points: -10}
        reason: H1
        source: ours
reasons:
  H1: {factor: habits, says: {en: You pay late., zh: 您付款迟。}}
bands:
  - {id: low, title: {en: Low, zh: 低}, start: 0, source: ours}
  - {id: high, title: {en: High, zh: 高}, start: 60, source: ours}
sources:
  ours: {provenance: invented, says: Made for a test.}
"""
KINDS = {"paid", "late", "settled"}

# what is wrong: the text replaced, by what, a part of the complaint, a part of the remedy
WRONG = {
    "a gap": ("{start: 2, points: -10}", "{start: 3, points: -10}", "a gap", "start 2"),
    "an overlap": ("{start: 2, points: -10}", "{start: 1, points: -10}", "an overlap", "start 2"),
    "a late beginning": ("{start: 0, end: 2", "{start: 1, end: 2", "a gap between 0", "start 0"),
    "a bin turned round": ("start: 0, end: 2", "start: 0, end: 0", "ends at 0", "more than 0"),
    "an early open bin": ("start: 0, end: 2", "start: 0", "bin without end", "open bin last"),
    "a closed top": ("{start: 2, points", "{start: 2, end: 9, points", "9 and more", "without end"),
    "no way to points": (
        "        each: {points: 5, limit: 40}\n        decay:\n"
        "          - {older_than_days: 7, percent: 50}\n",
        "", "either each or bins", "exactly one",
    ),
    "an unknown kind": ("reads: [late]", "reads: [lat]", "unknown fact kind lat", "fact_kinds"),
    "a kind twice": ("reads: [late]", "reads: [late, late]", "named twice", "each kind once"),
    "days out of order": ("2021-01-01", "2019-01-01", "is not after", "a later day"),
    "its own ancestor": (
        "version: 1",
        f"version: 1\npredecessor: {{version: 1, sha256: {'a' * 64}}}",
        "cannot come before", "below 1",
    ),
    "an ancestor from the future": (
        "version: 1",
        f"version: 2\npredecessor: {{version: 3, sha256: {'a' * 64}}}",
        "cannot come before", "below 2",
    ),
    "no ancestor": ("version: 1", "version: 2", "no predecessor", "sha256"),
    "beyond the scale": ("max: 100", "max: 80", "best possible sum is 90", "10 lower"),
    "below the scale": ("min: 0,", "min: 45,", "worst possible sum is 40", "5 milder"),
    "a scale turned round": ("min: 0, max: 100", "min: 100, max: 0", "not below", "min < max"),
    "a cap without nothing": ("at_least: -50", "at_least: 5", "0 is not between", "0 or less"),
    "an idle limit": ("limit: 40", "limit: -40", "never reach", "sign of points"),
    "a decay that grows": ("percent: 50", "percent: 100", "less than or equal", "99 or less"),
    "a decay too old": ("older_than_days: 7", "older_than_days: 30", "outside the window",
                        "earlier"),
    "a share of nothing": ("measure: count\n        bins", "measure: share\n        bins",
                           "not a number", "when_none"),
    "an unclosable matter": ("measure: count\n        bins", "measure: open\n        bins",
                             "closed by", "closed_by"),
    "an unknown reason": ("reason: H1", "reason: H2", "not in the catalogue", "add H2"),
    "a foreign reason": ("H1: {factor: habits", "H1: {factor: other", "belongs to", "of habits"),
    "an idle reason": ("reasons:\n", "reasons:\n  X1: {factor: habits, says: {en: a, zh: b}}\n",
                       "no rule gives", "remove it"),
    "an undeclared switch": ("reason: H1", "reason: H1\n        switch: friends",
                             "not declared", "add friends"),
    "the same id": ("id: waiting", "id: paying", "is taken", "another id"),
    "no such source": ("points: 50, source: ours", "points: 50, source: them",
                       "no source is called them", "one of: ours"),
    "a number without a source": ("{points: 50, source: ours}", "{points: 50}",
                                  "field required", "add this field"),
    "a claim without a reference": ("provenance: invented", "provenance: contested",
                                    "needs a reference", "invented"),
    "falling bands": ("start: 60", "start: 0", "must rise", "lowest band first"),
    "bands off the scale": ("start: 0, source", "start: 1, source", "begin at 0", "start: 0"),
    "a stranger": ("version: 1", "version: 1\nweight: 3", "not permitted", "remove it"),
    "a fraction": ("points: 5,", "points: 5.5,", "plain whole number", "digits only"),
    "an exponent": ("points: 5,", "points: 1.0e+3,", "plain whole number", "digits only"),
    "sixty minutes": ("points: 5,", "points: 1:30,", "plain whole number", "digits only"),
    "an octal": ("points: 5,", "points: 010,", "plain whole number", "digits only"),
    "text for a number": ("points: 5,", "points: many,", "valid integer", "whole number"),
    "a truth for a number": ("points: 5,", "points: yes,", "valid integer", "whole number"),
    "too many points": ("points: 5,", "points: 99999,", "less than or equal", "10000 or less"),
    "a day that is none": ("2020-01-01", "2020-02-30", "not a date", "YYYY-MM-DD"),
    "a key twice": ("version: 1", "version: 1\nversion: 1", "given twice", "keep one"),
    "a key that is no name": ("  kin:", "  no:", "not a name", "in quotes"),
    "an alias": ("title: {en: Tiny", "title: &a {en: Tiny", "aliases are refused", "write the"),
    "a tag": ("agency: tiny_office", "agency: !!python/name:os.system x", "tag", "plain value"),
    "a language missing": ("{en: Tiny, zh: 小}", "{en: Tiny}", "field required", "add this"),
    "an unknown measure": ("measure: count\n        w", "measure: luck\n        w", "input should",
                           "one of 'count'"),
}  # fmt: skip


@pytest.mark.parametrize("case", sorted(WRONG))
def test_a_bad_document_is_refused_with_line_and_remedy(case: str) -> None:
    old, new, wrong, instead = WRONG[case]
    assert old in GOOD
    text = GOOD.replace(old, new, 1)
    with pytest.raises(BadDocument) as refused:
        parse_document(read_yaml(text, "tiny.yaml"), KINDS)
    assert wrong in refused.value.wrong
    assert instead in refused.value.instead
    assert str(refused.value).startswith(f"tiny.yaml, line {refused.value.line}: ")


def test_the_document_they_were_made_from_is_good() -> None:
    assert parse_document(read_yaml(GOOD, "tiny.yaml"), KINDS).id == "tiny"


@pytest.mark.parametrize(
    ("old", "new", "marked"),
    [
        ("{start: 2, points: -10}", "{start: 3, points: -10}", "{start: 3"),
        ("points: 5,", "points: 5.5,", "points: 5.5"),
        ("version: 1", "version: 1\nweight: 3", "weight: 3"),
        ("{points: 50, source: ours}", "{points: 50}", "{points: 50}"),
        ("reads: [late]", "reads: [lat]", "reads: [lat]"),
        ("    cap: {at_least: -50", "    cap: {at_least: 5", "cap: {at_least: 5"),
    ],
)
def test_the_line_is_the_line_of_the_mistake(old: str, new: str, marked: str) -> None:
    text = GOOD.replace(old, new, 1)
    line = next(n for n, row in enumerate(text.splitlines(), start=1) if marked in row)
    with pytest.raises(BadDocument) as refused:
        parse_document(read_yaml(text, "tiny.yaml"), KINDS)
    assert refused.value.line == line


def test_a_million_bins_are_refused_unread() -> None:
    bins = "".join(f"          - {{start: {n}, end: {n + 1}, points: 0}}\n" for n in range(10**6))
    text = GOOD.replace("        bins:\n", "        bins:\n" + bins)
    with pytest.raises(BadDocument, match=f"larger than {MAX_BYTES} bytes") as refused:
        parse_document(read_yaml(text, "tiny.yaml"), KINDS)
    assert refused.value.line > 30


def test_a_hundred_and_one_bins_are_refused() -> None:
    bins = "".join(f"          - {{start: {n}, end: {n + 1}, points: 0}}\n" for n in range(99))
    first = "        bins:\n"
    text = GOOD.replace(first, first + bins)
    with pytest.raises(BadDocument, match="at most 100") as refused:
        parse_document(read_yaml(text, "tiny.yaml"), KINDS)
    assert refused.value.instead == "fewer entries, 100 at most"


@pytest.mark.parametrize(
    "bomb",
    [
        "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n",
        "a: " + "[" * 50_000 + "]" * 50_000,
        "{" * 200_000,
        "? " * 100_000,
        "x: " + "9" * 200_000,
        "",
        "- just\n- a list\n",
        "only words",
        "a: [1, 2",
        "a: \x00",
        "a: b: c",
        "%TAG ! tag:example,2020:\n--- !x y",
        "a: 1\n---\nb: 2\n",
    ],
)
def test_bombs_and_rubbish_are_refused_quickly(bomb: str) -> None:
    with pytest.raises(BadDocument):
        parse_document(read_yaml(bomb, "tiny.yaml"), KINDS)


def test_a_file_that_is_missing_or_no_text_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadDocument, match=r"nowhere\.yaml, line 1: the file cannot be read"):
        load_document(tmp_path / "nowhere.yaml", KINDS)
    (tmp_path / "latin.yaml").write_bytes("title: Müller".encode("latin-1"))
    with pytest.raises(BadDocument, match="not UTF-8"):
        load_document(tmp_path / "latin.yaml", KINDS)


def test_the_published_schema_is_that_of_the_models() -> None:
    published = (ROOT / "docs" / "score-doc-1.schema.json").read_text("utf-8")
    assert published == schema_text()
    assert json.loads(published)["additionalProperties"] is False


def test_a_document_survives_the_way_through_json() -> None:
    document = load_document(SCORES / "pay_score.yaml")
    assert ScoreDocument.model_validate_json(document.model_dump_json()) == document


def test_the_catalogue_says_who_decides_about_each_kind() -> None:
    kinds = load_kinds(SCORES / "fact_kinds.yaml")
    assert kinds["jaywalking"].hands == "machine"
    assert kinds["kin_listed"].hands == "others"
    assert kinds["paid"].hands == "own"
