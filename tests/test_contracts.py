"""The import contracts of pyproject.toml hold, and each notices the import it is there for."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Mapping, Set
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import NamedTuple

import grimp
import pytest

ROOT = Path(__file__).resolve().parent.parent
CONFIG = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"][
    "importlinter"
]
CONTRACTS = {contract["id"]: contract for contract in CONFIG["contracts"]}


NEWCOMER = r"not listed as layers:\s+- {name}"
CIRCLE = r"No cycles are allowed in services.money[.]"


class Probe(NamedTuple):
    """A module that must not be: where it would stand, what it would import, who must object."""

    module: str
    line: str
    objects: str
    says: str = r"{name} (->|imports) {imported}\b"

    def file(self, number: int) -> str:
        """Where it stands, so that each has a place of its own."""
        return self.module.replace("probe.py", f"probe{number}.py")

    def words(self, number: int) -> str:
        """What the contract says of it: a pattern."""
        name = self.file(number).removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        imported = self.line.replace("import ", "").removeprefix("from ").replace(" ", ".")
        return self.says.format(name=name, imported=imported)


PROBES = (
    Probe("services/kernel/probe.py", "import bot", "storeys"),
    Probe("bot/probe.py", "import glasstown", "storeys"),
    Probe("services/kernel/probe.py", "import migrations", "storeys"),
    Probe("scoring/probe.py", "from services import kernel", "storeys"),
    Probe("scoring/probe.py", "import sqlalchemy", "scoring-is-pure"),
    Probe("scoring/probe.py", "import asyncio", "scoring-is-pure"),
    Probe("services/kernel/probe.py", "import aiogram", "services-know-no-telegram"),
    Probe("services/kernel/probe.py", "import aiohttp", "services-know-no-telegram"),
    Probe("services/kernel/probe.py", "import asyncio", "services-know-no-telegram"),
    Probe("sandbox/probe.py", "import services", "sandbox-knows-nobody"),
    Probe("sandbox/messenger/probe.py", "import sandbox.botapi", "messenger"),
    Probe("sandbox/seats/probe.py", "import sandbox.control", "messenger"),
    Probe("sandbox/newcomer/__init__.py", "", "messenger", NEWCOMER),
    Probe("glasstown/probe.py", "import sandbox", "nobody-knows-the-sandbox"),
    Probe("bot/probe.py", "import sandbox", "nobody-knows-the-sandbox"),
    Probe("services/people/facts/probe.py", "import services.money.ledger", "streets"),
    Probe("services/newcomer/__init__.py", "", "streets", NEWCOMER),
    Probe("services/money/ledger/probe.py", "import services.money.wallet", "no-circles", CIRCLE),
    Probe("services/money/wallet/probe.py", "import services.people.facts.tables", "own-tables"),
    Probe("bot/runtime/probe.py", "import bot.money", "face"),
    Probe("bot/newcomer/__init__.py", "", "face", NEWCOMER),
    Probe("bot/money/wallet/probe.py", "import bot.social.calls", "features"),
    Probe("bot/money/wallet/probe.py", "import bot.money.transfers", "features"),
)


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the linter's command in a folder, in a process of its own: it caches modules."""
    command = "from importlinter.cli import lint_imports_command as lint; lint()"
    return subprocess.run(
        [sys.executable, "-c", command, "--no-cache"],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What each contract says, by its name, of our packages with all probes among them."""
    folder = tmp_path_factory.mktemp("spoiled")
    shutil.copy(ROOT / "pyproject.toml", folder)
    for package in CONFIG["root_packages"]:
        for source in (ROOT / package).rglob("*.py"):
            copy_one(source, folder)
    copy_one(ROOT / "scripts/contracts.py", folder)
    for number, probe in enumerate(PROBES):
        place(folder, number, probe)
    result = lint(folder)
    assert result.returncode != 0, result.stdout
    parts = re.split(r"^(.+)\n-{4,}\n", result.stdout, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def copy_one(source: Path, folder: Path) -> None:
    """A file of the project at its own place in another folder."""
    target = folder / source.relative_to(ROOT)
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(source, target)


def test_the_contracts_hold():
    result = lint(ROOT)
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize("number", range(len(PROBES)), ids=lambda n: f"{PROBES[n][:2]}")
def test_each_contract_notices_what_it_forbids(told: dict[str, str], number: int):
    probe = PROBES[number]
    said = told.get(CONTRACTS[probe.objects]["name"], "nothing")
    assert re.search(probe.words(number), said), said


def place(folder: Path, number: int, probe: Probe) -> None:
    """Write the probe, and the packages it takes for granted where there is none of that name."""
    imported = probe.line.removeprefix("import ").replace(".", "/")
    for package in (Path(probe.module).parent, Path(imported)):
        if package.parts and package.parts[0] in CONFIG["root_packages"]:
            (folder / package).mkdir(parents=True, exist_ok=True)
            (folder / package / "__init__.py").touch()
    (folder / probe.file(number)).write_text(f"{probe.line}\n", encoding="utf-8")


def test_every_contract_has_a_probe():
    assert {probe.objects for probe in PROBES} == set(CONTRACTS)


def circle_in(imports: Mapping[str, Set[str]]) -> list[str]:
    """The modules of one circle, in the order in which they import each other; none is best."""
    try:
        TopologicalSorter(imports).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def test_no_file_imports_itself_by_way_of_others():
    graph = grimp.build_graph(*CONFIG["root_packages"], cache_dir=None)
    imports = {name: graph.find_modules_directly_imported_by(name) for name in graph.modules}
    assert circle_in(imports) == []
    imports["services.kernel.town"] = {"services.modules"}
    assert {"services.kernel.town", "services.modules"} <= set(circle_in(imports))
