"""The way in, on machines that lack something: it says in words what to type."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from scripts import checks

ROOT = Path(__file__).resolve().parent.parent
SYSTEM_TOOLS = ("sh", "make", "sed", "dirname", "cat", "cmp", "cp", "mkdir", "id")
WITHOUT_VENV = f'case "$2" in *ensurepip*) exit 1;; esac; exec "{sys.executable}" "$@"'


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A fresh copy of what the set-up reads, in a folder with a blank in its name."""
    folder = tmp_path / "a town"
    folder.mkdir()
    shutil.copytree(ROOT / "scripts", folder / "scripts", ignore=shutil.ignore_patterns("*.pyc"))
    for name in ("Makefile", "requirements.lock", "requirements-dev.lock"):
        shutil.copy(ROOT / name, folder)
    return folder


@pytest.fixture
def tools(tmp_path: Path) -> Path:
    """A machine with the plain tools and nothing else: no Python, no browser, no apt-get."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in SYSTEM_TOOLS:
        found = shutil.which(name)
        assert found, f"{name} is needed to run this test"
        (folder / name).symlink_to(found)
    return folder


def put(tools: Path, name: str, script: str) -> None:
    """Add a command to the machine, or replace one of its links: never write through a link."""
    command = tools / name
    command.unlink(missing_ok=True)
    command.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    command.chmod(0o755)


def run(checkout: Path, tools: Path, *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        cwd=checkout,
        env={"PATH": str(tools), "HOME": str(checkout)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_help_lists_every_documented_command(checkout: Path, tools: Path):
    result = run(checkout, tools, "make")
    documented = re.findall(r"^([a-z-]+):.*## ", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert len(documented) > 10
    assert re.findall(r"^  make ([a-z-]+) +\S", result.stdout, re.MULTILINE) == documented


def test_an_old_python_is_refused_in_words(checkout: Path, tools: Path):
    put(tools, "python3", 'case $1 in --version) echo "Python 3.9.2";; *) exit 1;; esac')
    result = run(checkout, tools, "make", "play")
    assert result.returncode != 0
    assert "needs Python 3.11 or newer; here is: Python 3.9.2" in result.stderr
    assert not (checkout / ".venv").exists()


def test_no_python_at_all_is_said_in_words(checkout: Path, tools: Path):
    result = run(checkout, tools, "make", "play")
    assert result.returncode != 0
    assert "sudo apt-get install -y python3 python3-venv" in result.stderr


def test_a_missing_venv_module_is_answered_with_the_line_to_type(checkout: Path, tools: Path):
    put(tools, "python3", WITHOUT_VENV)
    result = run(checkout, tools, "make", "play")
    assert result.returncode != 0
    assert "  sudo apt-get install -y python3-venv\n" in result.stderr
    assert not (checkout / ".venv").exists()


def test_a_newer_python_beside_an_old_one_is_found(checkout: Path, tools: Path):
    put(tools, "python3", "exit 1")
    put(
        tools,
        "python3.12",
        f'case "$2" in *ensurepip*) exit 1;; esac; exec "{sys.executable}" "$@"',
    )
    result = run(checkout, tools, "sh", "scripts/setup.sh", "requirements.lock")
    assert "python3-venv" in result.stderr
    assert "needs Python 3.11" not in result.stderr


def test_an_installed_lock_is_not_installed_again(checkout: Path, tools: Path):
    stamps = checkout / ".venv" / "stamps"
    stamps.mkdir(parents=True)
    (checkout / ".venv" / "bin").mkdir()
    put(checkout / ".venv" / "bin", "python", "exit 0")
    shutil.copy(checkout / "requirements.lock", stamps)
    again = run(checkout, tools, "make", "setup")
    assert (again.returncode, again.stdout, again.stderr) == (0, "", "")
    with (checkout / "requirements.lock").open("a", encoding="utf-8") as lock:
        lock.write("\n")
    changed = run(checkout, tools, "make", "setup")
    assert "Installing requirements.lock" in changed.stdout


def test_a_failed_installation_is_not_taken_for_a_good_one(checkout: Path, tools: Path):
    (checkout / ".venv" / "bin").mkdir(parents=True)
    put(
        checkout / ".venv" / "bin",
        "python",
        '[ "$2" = pip ] && { echo "ERROR: hashes do not match"; exit 1; }; exit 0',
    )
    result = run(checkout, tools, "make", "setup")
    assert result.returncode != 0
    assert "ERROR: hashes do not match" in result.stdout
    assert "What pip said is in .venv/stamps/pip.log" in result.stderr
    assert not (checkout / ".venv/stamps/requirements.lock").exists()


def test_a_missing_browser_is_answered_with_the_line_to_type(checkout: Path, tools: Path):
    result = run(checkout, tools, "sh", "scripts/browser.sh")
    assert result.returncode != 0
    assert "  sudo apt-get install -y --no-install-recommends chromium\n" in result.stderr


def test_a_missing_browser_is_installed_where_that_is_possible(checkout: Path, tools: Path):
    put(tools, "id", "echo 0")
    (tools / "env").symlink_to(shutil.which("env") or "/usr/bin/env")
    put(tools, "apt-get", 'echo "apt-get $*"')
    result = run(checkout, tools, "sh", "scripts/browser.sh")
    assert result.returncode == 0, result.stderr
    assert result.stdout.splitlines()[1:] == [
        "apt-get update -qq",
        "apt-get install -y --no-install-recommends chromium",
    ]


def test_a_browser_that_is_there_is_left_alone(checkout: Path, tools: Path):
    put(tools, "chromium", "exit 0")
    put(tools, "apt-get", "exit 1")
    result = run(checkout, tools, "sh", "scripts/browser.sh")
    assert (result.returncode, result.stdout) == (0, "")


def test_no_check_passes_without_its_tests(checkout: Path):
    """A part whose folder is missing must break the run, not shorten it."""
    result = subprocess.run(
        [sys.executable, "scripts/checks.py", "packs"],
        cwd=checkout,
        env=os.environ | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},  # they take seconds
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert result.returncode == 1
    assert "not found: tests/packs" in result.stdout + result.stderr


def test_every_test_belongs_to_a_check():
    """A test that no check runs would rot unseen."""
    run = [Path(path) for paths in checks.PARTS.values() for path in paths]
    tests = [path.relative_to(ROOT) for path in (ROOT / "tests").rglob("test_*.py")]
    assert tests
    assert [test for test in tests if not any(test.is_relative_to(part) for part in run)] == []


def test_what_failed_is_told_last_with_the_reason(tmp_path: Path):
    report = tmp_path / "db.xml"
    case = '<testcase classname="tests.db.test_a" name="test_b">{}</testcase>'
    told = case.format('<error message="no server&#10;at all"/>')
    report.write_text(f"<testsuites><testsuite>{case.format('')}{told}</testsuite></testsuites>")
    broken = checks.read_broken(report)
    counts = dict.fromkeys(checks.COUNTED, 0)
    text = checks.summary([checks.Outcome("db", False, 3.0, counts, broken)], 3.0)
    assert "  tests.db.test_a::test_b error: no server\nfailed checks: db" in text


def test_the_sum_of_all_checks_is_told_in_the_words_of_pytest():
    counts = dict.fromkeys(checks.COUNTED, 0)
    text = checks.summary(
        [
            checks.Outcome("lint", True, 1.0, counts),
            checks.Outcome("unit", True, 2.5, counts | {"passed": 40}),
            checks.Outcome("db", False, 3.0, counts | {"passed": 2, "failed": 1}),
        ],
        6.5,
    )
    assert "failed checks: db" in text
    assert text.splitlines()[-1].strip("=") == " 1 failed, 42 passed in 6.50s "
