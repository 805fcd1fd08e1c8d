"""The documents say what is: each claim that can be compared with the code is compared."""

from __future__ import annotations

import ast
import importlib
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from bot.all_features import features
from bot.runtime.board import Board
from bot.words import LOCALES
from glasstown.settings import HOME, Settings
from sandbox.botapi.faults import Rule
from sandbox.botapi.methods.registry import entries
from sandbox.control.routes import control_routes
from sandbox.seats.routes import seat_routes
from scoring import load_library
from services.kernel.localized import LANGUAGES
from services.money.ledger.tables import accounts, transfers
from tests.tidy.report import NAMES as TIDY_RULES

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])
DECISIONS = sorted((DOCS / "adr").glob("0*.md"))
HEADINGS = ["Context", "Decision", "Consequences", "Alternatives", "Enforced by"]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
CODE = re.compile(r"`([^`\n]+)`")
FENCED = re.compile(r"^```.*?^```$", re.M | re.S)
LINK = re.compile(r"\]\(([^)\s]+)\)")
TEST = re.compile(r"tests/[\w/]+\.py::\w+")
PICTURE_KB_MAX = 400


def page(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def rows(text: str) -> list[list[str]]:
    """The cells of all table rows, headings and rules left out."""
    lines = text.splitlines()
    below = [n for n, line in enumerate(lines) if line.startswith("|--")]
    return [
        [cell.strip() for cell in line.strip().strip("|").split("|")]
        for n, line in enumerate(lines)
        if line.startswith("|") and not line.startswith("|--") and n + 1 not in below
    ]


def section(text: str, heading: str) -> str:
    """What stands under a heading, up to the next one of its rank or above."""
    marks, _, _ = heading.partition(" ")
    _, found, rest = f"\n{text}".partition(f"\n{heading}\n")
    assert found, heading
    return re.split(rf"^#{{1,{len(marks)}}} ", rest, maxsplit=1, flags=re.M)[0]


# --- links ---------------------------------------------------------------------------


def anchors(text: str) -> set[str]:
    """The anchors that headings make, as forges make them."""
    headings = re.findall(r"^#+ (.+)$", FENCED.sub("", text), re.M)
    return {re.sub(r"[^\w\- ]", "", head).lower().replace(" ", "-") for head in headings}


def broken_links(place: Path, text: str) -> list[str]:
    """Links of a page that lead nowhere in the project."""
    found = []
    for link in LINK.findall(FENCED.sub("", text)):
        path, _, anchor = link.partition("#")
        if re.match(r"[a-z]+:", link):
            continue
        target = place.parent / path if path else place
        if not target.exists() or (anchor and anchor not in anchors(target.read_text("utf-8"))):
            found.append(link)
    return found


@pytest.mark.parametrize("place", PAGES, ids=lambda place: str(place.relative_to(ROOT)))
def test_links_lead_somewhere(place: Path):
    assert broken_links(place, place.read_text("utf-8")) == []


def test_a_link_to_nowhere_is_found():
    text = "[a](nowhere.md) [b](LICENSE) [c](#no-such-heading) [d](#a-heading)\n## A heading\n"
    place = ROOT / "README.md"
    found = broken_links(place, text)
    assert found == ["nowhere.md", "#no-such-heading", "#a-heading"], "anchors are the file's own"


def test_every_page_can_be_found_from_the_readme():
    seen, ahead = set(), [ROOT / "README.md"]
    while ahead:
        place = ahead.pop()
        seen.add(place)
        for link in LINK.findall(place.read_text("utf-8")):
            target = (place.parent / link.partition("#")[0]).resolve()
            if target.suffix == ".md" and target.exists() and target not in seen:
                ahead.append(target)
    assert set(PAGES) <= seen


def test_the_pictures_are_there_and_light():
    shown = [picture.stat().st_size for picture in (DOCS / "pictures").glob("*.png")]
    assert len(shown) > 10
    assert all(10_000 < size <= PICTURE_KB_MAX * 1000 for size in shown)


# --- the README ----------------------------------------------------------------------


def shown(default: object) -> str:
    """A default as the table shows it."""
    text = "" if default in (None, ()) else str(default).replace(f"{HOME}/", "")
    return {"True": "`true`", "False": "`false`", "": ""}.get(text, f"`{text}`")


def test_the_settings_are_those_of_the_program():
    wanted = [
        [f"`{name.upper()}`", shown(field.get_default()), field.description]
        for name, field in Settings.model_fields.items()
    ]
    assert rows(section(page("README.md"), "## Settings")) == wanted


def test_commands_of_make_exist():
    phony = re.search(r"\.PHONY:(.+?)\n\n", page("Makefile"), re.S)
    assert phony is not None
    named = {
        name
        for place in PAGES
        for code in CODE.findall(FENCED.sub("", place.read_text("utf-8")))
        for name in re.findall(r"^make ([a-z0-9-]+)", code)
    }
    assert {"play", "test", "bench"} <= named <= set(phony[1].split())


def test_commands_of_people_exist():
    typed = {"start", *(command.name for one in features(Board()) for command in one.commands)}
    for file in (ROOT / "bot").rglob("*.py"):
        for words in re.findall(r"\bCommand\(([^)]*)\)", file.read_text("utf-8")):
            typed |= set(re.findall(r'"([a-z_]+)"', words))
    named = {
        name
        for told in ("README.md", "CHANGELOG.md", "docs/operations.md")
        for code in CODE.findall(FENCED.sub("", page(told)))
        for name in re.findall(r"^/([a-z_]+)(?=\s|$)", code)
    }
    assert len(named) > 10
    assert named <= typed


# --- code and tests that documents name ----------------------------------------------


def test_cards_that_a_page_plays_are_there_and_the_facilitator_reads_of_each():
    cards = {path.stem for path in (ROOT / "seeds" / "scenarios").glob("*.yaml")}
    played = {
        name for place in PAGES for name in re.findall(r"/run ([a-z_]+)", place.read_text("utf-8"))
    }
    assert played - cards == set()
    guide = (ROOT / "docs" / "facilitator.md").read_text("utf-8")
    assert cards - played - set(re.findall(r"`([a-z_]+)`", guide)) == set()


def resolved(name: str) -> object:
    """The module, class, function or constant of a dotted name."""
    parts = name.split(".")
    for end in range(len(parts), 0, -1):
        try:
            found: object = importlib.import_module(".".join(parts[:end]))
        except ModuleNotFoundError:
            continue
        for attribute in parts[end:]:
            found = getattr(found, attribute)
        return found
    raise ModuleNotFoundError(name)


def is_test(named: str) -> bool:
    """Whether `path::test_function` is a test."""
    path, _, function = named.partition("::")
    if not (ROOT / path).is_file():
        return False
    nodes = ast.walk(ast.parse((ROOT / path).read_text("utf-8")))
    return function in {getattr(node, "name", "") for node in nodes}


GLOSSARY = rows(page("docs/GLOSSARY.md"))


@pytest.mark.parametrize("row", GLOSSARY, ids=lambda row: row[0])
def test_the_glossary_names_code_that_is_there(row: list[str]):
    (name,) = CODE.findall(row[-1])
    assert resolved(name) is not None


def test_the_glossary_has_one_line_for_each_term():
    terms = [row[0] for row in GLOSSARY]
    assert len(terms) == len(set(terms)) > 40
    assert all(len(row) == 4 for row in GLOSSARY)


@pytest.mark.parametrize(("at", "language"), list(enumerate(LANGUAGES)))
def test_the_words_of_the_glossary_are_shown_to_people(at: int, language: str):
    texts = [file.read_text("utf-8") for file in (ROOT / "seeds/scenarios").glob("*.yaml")]
    for file in (LOCALES / language / "LC_MESSAGES").glob("*.po"):
        with file.open("rb") as catalog:
            texts += [str(message.string) for message in read_po(catalog, locale=language)]
    spoken = "\n".join(texts).lower()
    seen = [row[1].split(" / ") for row in GLOSSARY if row[1] != "—"]
    assert len(seen) > 20
    assert [pair[at] for pair in seen if pair[at].lower() not in spoken] == []


def test_each_invariant_names_a_test_that_is_there():
    text = section(page("docs/ARCHITECTURE.md"), "## Invariants, and the test that guards each")
    lines = re.findall(r"^\d+\. .+$", text, re.M)
    assert len(lines) >= 20
    assert [line for line in lines if not all(map(is_test, TEST.findall(line)))] == []
    assert [line for line in lines if not TEST.search(line)] == []


@pytest.mark.parametrize("place", PAGES, ids=lambda place: str(place.relative_to(ROOT)))
def test_files_that_a_page_names_are_there(place: Path):
    text = place.read_text("utf-8")
    paths = re.findall(
        r"`((?:bot|services|scoring|sandbox|glasstown|migrations|scripts|seeds|tests|docs)"
        r"/[\w./-]+)(?:::\w+)?`",
        text,
    )
    assert [path for path in paths if not (ROOT / path).exists()] == []


# --- decisions -----------------------------------------------------------------------


def is_guard(named: str) -> bool:
    """Whether something named under "Enforced by" is there to enforce."""
    if "::" in named:
        return is_test(named)
    if named.endswith((".py", ".toml")):
        return (ROOT / named).is_file() or bool([*(ROOT / "tests").rglob(named)])
    tools = PROJECT["tool"]
    if re.fullmatch(r"[A-Z]+\d+", named):
        return named.startswith(tuple(tools["ruff"]["lint"]["select"]))
    banned = tools["ruff"]["lint"]["flake8-tidy-imports"]["banned-api"]
    contracts = {contract["id"] for contract in tools["importlinter"]["contracts"]}
    return named in TIDY_RULES | contracts or any(api.endswith(named) for api in banned)


@pytest.mark.parametrize("place", DECISIONS, ids=lambda place: place.stem)
def test_a_decision_is_told_under_five_headings_and_enforced(place: Path):
    text = place.read_text("utf-8")
    found = re.findall(r"^## (.+)$", text, re.M)
    assert [heading for heading in found if heading in HEADINGS] == HEADINGS
    assert text.startswith(f"# {place.name[:4]} · ")
    assert section(text, "## Decision").strip().startswith("**"), "one line that can be quoted"
    guards = CODE.findall(section(text, "## Enforced by"))
    assert guards
    assert [named for named in guards if not is_guard(named)] == []


def test_decisions_are_numbered_without_a_gap_and_listed():
    assert [place.name[:4] for place in DECISIONS] == [
        f"{number:04}" for number in range(1, len(DECISIONS) + 1)
    ]
    listed = LINK.findall(page("docs/adr/README.md"))
    assert [place.name for place in DECISIONS] == [one for one in listed if one.startswith("0")]


def test_decisions_that_the_code_cites_are_there():
    folders = ("bot", "services", "scoring", "sandbox", "glasstown", "migrations", "tests")
    files = [ROOT / "pyproject.toml", *(f for top in folders for f in (ROOT / top).rglob("*.py"))]
    cited = {n for file in files for n in re.findall(r"ADR-(\d{4})", file.read_text("utf-8"))}
    assert cited
    assert cited <= {place.name[:4] for place in DECISIONS}


@pytest.mark.parametrize(
    "named",
    ["tests/db/test_ledger.py::test_nothing_of_the_kind", "tests/no.py", "XYZ999", "no-such-rule"],
)
def test_a_guard_that_is_not_there_is_found(named: str):
    assert not is_guard(named)


# --- the changelog -------------------------------------------------------------------


def test_the_changelog_begins_with_this_version():
    top = re.search(r"^## \[(.+?)\]", page("CHANGELOG.md"), re.M)
    assert top is not None
    assert top[1] == PROJECT["project"]["version"]


def test_the_changelog_names_every_score_document_under_rules():
    rules = "\n".join(re.findall(r"^### Rules\n(.+?)(?=^##|\Z)", page("CHANGELOG.md"), re.M | re.S))
    told = set(re.findall(r"`(\w+)` (\d+)", rules))
    documents = load_library(ROOT / "seeds/scores").documents
    shipped = {(name, str(version)) for name, version in documents}
    assert shipped
    assert told == shipped


# --- references ----------------------------------------------------------------------


def test_the_sandboxs_methods_are_all_told():
    text = section(page("docs/sandbox.md"), "## What a bot finds")
    told = [name for row in rows(text) for name in CODE.findall(row[1])]
    assert sorted(told) == sorted(entry.name for entry in entries().values())


def plain_path(path: str) -> str:
    """A route's path without the patterns of its variables."""
    return re.sub(r":.*?(?=}(?:/|$))", "", path)


def test_the_control_calls_are_all_told():
    told = [
        CODE.findall(row[0])[0] for row in rows(page("docs/sandbox.md")) if "/control/" in row[0]
    ]
    served = {
        f"{route.method} {plain_path(route.path)}" for route in (*seat_routes(), *control_routes())
    }
    assert len(told) == len(set(told))
    assert set(told) == served


def test_the_kinds_of_trouble_are_all_told():
    text = section(page("docs/sandbox.md"), "## Trouble on demand")
    told = [CODE.findall(row[0])[0] for row in rows(text)]
    assert sorted(told) == sorted(Rule.model_json_schema()["properties"]["kind"]["enum"])


@pytest.mark.parametrize(
    ("heading", "table"), [("## Accounts", accounts), ("## Transfers", transfers)]
)
def test_the_ledgers_columns_are_all_told(heading, table):
    text = section(page("docs/ledger.md"), heading)
    told = [CODE.findall(row[0])[0] for row in rows(text)]
    assert told[: len(table.columns)] == [column.name for column in table.columns]


def test_the_ledgers_guards_carry_their_names():
    schema = "\n".join(
        file.read_text("utf-8") for file in (ROOT / "migrations/versions").glob("*.py")
    )
    text = section(page("docs/ledger.md"), "## What the database refuses by itself")
    names = [n for row in rows(text) for n in re.findall(r"(?:CHECK|trigger) `(\w+)`", row[1])]
    assert len(names) >= 5
    assert [name for name in names if name not in schema] == []


# --- the picture ---------------------------------------------------------------------


def test_the_picture_of_the_streets_is_what_the_imports_say():
    done = subprocess.run(
        [sys.executable, "scripts/picture.py", "--check"],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": "."},
        check=False,
    )
    assert done.returncode == 0, "draw it anew: make picture"
