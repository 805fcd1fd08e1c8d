"""The house rules that ruff cannot check: each is tried on samples, then all run on the project."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

import pytest

from tests.tidy.graph import bad_allowances, dead_files
from tests.tidy.report import NAMES, RULES, breaches, unallowed, whole_project
from tests.tidy.source import ROOT, WHOLE_FILE, Finding, Rule, Source, project_files, read

BY_NAME = {rule.name: rule for rule in RULES}
COMMENTS_IN_CODE = [rule for rule in RULES if rule.bad.is_python]
# rule, file, text: more faces of what a rule must catch
MORE_BAD = (
    ("commit", "bot/money/wallet/handlers.py", "await session.commit()\n"),
    ("commit", "services/money/ledger/service.py", "with x:\n    town.connection.commit()\n"),
    ("commit", "glasstown/a.py", "with engine.begin() as connection:\n    seed(connection)\n"),
    ("inexact", "services/a.py", "def pay(amount: float) -> None: ...\n"),
    ("inexact", "services/a.py", "def pay(amount: list[float] | None) -> None: ...\n"),
    ("inexact", "services/a.py", "fen = int(float(words))\n"),
    ("inexact", "scoring/a.py", "points *= 0.5\n"),
    ("inexact", "scoring/a.py", "points /= 2\n"),
    ("broad-except", "services/a.py", "try:\n    x()\nexcept:\n    pass\n"),
    ("broad-except", "glasstown/a.py", "try:\n    x()\nexcept BaseException as e:\n    log(e)\n"),
    ("broad-except", "bot/a.py", "try:\n    x()\nexcept Exception as e:\n    raise Bad from e\n"),
    ("spoken-words", "bot/a.py", "replies.Reply(text='no money left')\n"),
    ("spoken-words", "bot/a.py", "Answer('你好 朋友')\n"),
    ("replacing-sql", "services/a.py", "insert(t).prefix_with('OR REPLACE')\n"),
    ("replacing-sql", "services/a.py", "text('REPLACE INTO t VALUES (1)')\n"),
    ("migration-name", "migrations/versions/2026_11_24_1030_change_things.py", '"""Why."""\n'),
    ("migration-name", "migrations/versions/2026_11_24_1030_add_things.py", "revision = 1\n"),
    ("foreign-place", "seeds/a.yaml", "path: /home/" + "someone/town\n"),
    ("file-end", "docs/a.md", "words\n\n"),
    ("secret", "README.md", "TELEGRAM_TOKEN=123456789:" + "A" * 35 + "\n"),
    ("file-length", "sandbox/webchat/app.js", "x();\n" * 401),
    ("idle-assert", "tests/a.py", "assert True\n"),
    ("idle-assert", "tests/a.py", "assert (found, 'a reason')\n"),
    ("idle-assert", "tests/a.py", "assert seen.text == seen.text\n"),
    ("idle-assert", "tests/a.py", "assert len(found) >= 0\n"),
    ("no-proof", "tests/a.py", "async def test_a():\n    await look()\n"),
)
# rule, file, text: what looks alike and is right
MORE_GOOD = (
    ("commit", "bot/runtime/database.py", "connection.commit()\n"),
    ("commit", "tests/bench/usual.py", "await db.commit()\n"),
    ("inexact", "bot/a.py", "delay_s = 0.5\n"),
    ("inexact", "scoring/a.py", "if isinstance(value, float):\n    raise NotAnInteger\n"),
    ("broad-except", "bot/runtime/worker.py", "try:\n    x()\nexcept Exception:\n    park()\n"),
    ("spoken-words", "bot/a.py", "say('pay.held', who=f'{name}')\n"),
    ("spoken-words", "bot/a.py", "log.info('a sentence for the log')\n"),
    ("inexact", "scoring/a.py", "other = path.parent / name\n"),
    ("inexact", "scoring/a.py", "def read(folder: Path) -> str:\n    return folder / NAME\n"),
    ("replacing-sql", "services/a.py", '"""Why we never say INSERT OR REPLACE."""\n'),
    ("idle-assert", "tests/a.py", "assert seen or heard\nassert False, 'not reached'\n"),
    (
        "no-proof",
        "tests/a.py",
        "def test_a():\n    with pytest.raises(E):\n        look()\n",
    ),
    ("foreign-place", "docs/a.md", "GET /health/home and /bot<token>/sendMessage, x/home/y\n"),
)


@pytest.fixture(scope="module")
def sources() -> list[Source]:
    return read(project_files())


def caught(rule: Rule, source: Source) -> list[Finding]:
    return unallowed([source], rule.check(source))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_passes_its_good_sample_and_catches_its_bad_one(rule: Rule):
    assert rule.applies(rule.good)
    assert caught(rule, rule.good) == []
    assert [finding.rule for finding in caught(rule, rule.bad)] == [rule.name]


@pytest.mark.parametrize(("name", "path", "text"), MORE_BAD)
def test_a_rule_catches(name: str, path: str, text: str):
    assert caught(BY_NAME[name], Source.sample(path, text))


@pytest.mark.parametrize(("name", "path", "text"), MORE_GOOD)
def test_a_rule_passes(name: str, path: str, text: str):
    assert caught(BY_NAME[name], Source.sample(path, text)) == []


@pytest.mark.parametrize("rule", COMMENTS_IN_CODE, ids=lambda rule: rule.name)
def test_an_allowance_with_a_reason_lets_its_own_rule_pass(rule: Rule):
    (finding,) = rule.check(rule.bad)
    for comment, stays in (
        (f"# tidy: allow {rule.name} — the sample says so", False),
        (f"# tidy: allow {rule.name}", True),
        ("# tidy: allow another-rule — the sample says so", True),
    ):
        assert bool(caught(rule, with_comment(rule.bad, finding.line, comment))) is stays


def with_comment(source: Source, line: int, comment: str) -> Source:
    """The source with a comment at the end of a line, or as a last line for the whole file."""
    lines = (source.text or "").splitlines()
    if line == WHOLE_FILE:
        lines.append(comment)
    else:
        lines[line - 1] += f"  {comment}"
    return Source.sample(str(source.path), "\n".join(lines) + "\n")


def test_an_allowance_two_lines_away_does_not_count():
    source = Source.sample("bot/a.py", "# tidy: allow commit — too far\n\nx.commit()\n")
    assert caught(BY_NAME["commit"], source)


@pytest.mark.parametrize(
    ("comment", "words"),
    [
        ("# tidy: allow commits — a reason", "no rule is called"),
        ("# tidy: allow commit", "say why"),
        ("# tidy: allow commit —", "say why"),
        ("# tidy: allow", "no rule is called"),
        ("# tidy: allow commit — a reason", "nothing here needs it"),
    ],
)
def test_a_wrong_or_idle_allowance_is_a_finding(comment: str, words: str):
    source = Source.sample("bot/a.py", f"x = 1  {comment}\n")
    (finding,) = bad_allowances([source], breaches([source]), NAMES)
    assert words in finding.words


def test_a_needed_allowance_is_no_finding():
    source = Source.sample("bot/a.py", "x.commit()  # tidy: allow commit — a reason\n")
    assert list(bad_allowances([source], breaches([source]), NAMES)) == []


def test_words_about_allowances_in_a_string_are_no_allowance():
    source = Source.sample("bot/a.py", "x = 'tidy: allow commit — a reason'\n")
    assert source.allowances == ()


def test_a_module_imported_by_nobody_is_found():
    found = dead_files(
        [
            Source.sample("services/money/wallet/__init__.py", "from .service import pay\n"),
            Source.sample(
                "services/money/wallet/service.py", "from services.money.wallet import queries\n"
            ),
            Source.sample("services/money/wallet/queries.py", "import services.kernel.money\n"),
            Source.sample("services/kernel/money.py", ""),
            Source.sample("services/kernel/forgotten.py", ""),
            Source.sample("bot/__main__.py", "from bot import runtime\n"),
            Source.sample("bot/runtime.py", ""),
            Source.sample("tests/unit/test_x.py", "import services.kernel.forgotten\n"),
        ]
    )
    assert [finding.path for finding in found] == [PurePosixPath("services/kernel/forgotten.py")]


def test_the_project_is_tidy(sources: list[Source]):
    found = whole_project(sources)
    assert not found, "\n" + "\n".join(finding.shown() for finding in found)


def test_the_whole_project_is_looked_at(sources: list[Source]):
    paths = {str(source.path) for source in sources}
    assert {"pyproject.toml", "requirements.lock", "tests/test_tidy.py", ".ci/run"} <= paths
    assert not [path for path in paths if path.startswith((".venv/", ".git/", "var/"))]


def test_what_is_tested_is_what_is_run():
    """The test lock holds every line of the run lock, so one environment serves both."""
    run, test = (
        set(re.findall(r"^[\w.\[\]-]+==\S+.*?(?=\n\S|\Z)", (ROOT / name).read_text(), re.M | re.S))
        for name in ("requirements.lock", "requirements-dev.lock")
    )
    assert len(run) > 20
    assert run <= test
