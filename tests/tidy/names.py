"""Rules about names: what a package shows to others, and words that the project has given up."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Final

from tests.tidy.source import Rule, Source

STREETS: Final = frozenset({"people", "law", "money", "social", "standing", "living", "workshops"})
PACKAGE_PARTS: Final = 3  # services.money.transfers
# Private words of earlier days, and the field's own in their place (docs/GLOSSARY.md).
GIVEN_UP: Final = {
    "Desk": "UnitOfWork",
    "Room": "GuardedRouter",
    "Letter": "OutboxCall",
    "Hanging": "DisplayedCard",
    "CardDesk": "CardRedrawer",
    "TypeButton": "CopyTextButton",
    "Alarms": "Scheduler",
    "House": "Registry",
    "Lane": "Priority",
    "InBoth": "Localized",
    "desk": "uow",
    "house": "registry",
    "lane": "priority",
    "papers": "documents",
    "DEEDS": "ACTIONS",
}

Places = Iterator[tuple[int, str]]


def deep_import(source: Source) -> Places:
    """Between packages only public names: what a package's own `__init__` shows."""
    here = ".".join(source.path.parts[:PACKAGE_PARTS])
    for node in source.nodes:
        if not isinstance(node, ast.ImportFrom) or node.module is None:
            continue
        parts = node.module.split(".")
        package = ".".join(parts[:PACKAGE_PARTS])
        if parts[0] != "services" or len(parts) < PACKAGE_PARTS or package == here:
            continue
        if parts[1] in STREETS and len(parts) > PACKAGE_PARTS:
            yield node.lineno, f"import it from {package}"
        elif private := [alias.name for alias in node.names if alias.name.startswith("_")]:
            yield node.lineno, f"{private[0]} is {package}'s own"


def given_up(source: Source) -> Places:
    """One name for one thing: the words that were replaced stay away."""
    for node in source.nodes:
        name = (
            getattr(node, "name", None) or getattr(node, "id", None) or getattr(node, "arg", None)
        )
        if isinstance(name, str) and (plain := name.lstrip("_")) in GIVEN_UP:
            yield getattr(node, "lineno", 1), f"{plain} is called {GIVEN_UP[plain]} here"


def is_ours(source: Source) -> bool:
    """Code of the program that stands above the messenger."""
    return source.is_product and source.storey in {"bot", "services", "glasstown"}


RULES: Final = (
    Rule(
        "deep-import",
        is_ours,
        deep_import,
        good=Source.sample(
            "services/money/wallet/a.py",
            "from services.money.wallet.b import _c\nfrom services.money import ledger\n"
            "from services.money.ledger import hold\nfrom services.kernel.time import DAY_S\n",
        ),
        bad=Source.sample(
            "services/money/wallet/a.py", "from services.money.ledger.service import hold\n"
        ),
    ),
    Rule(
        "given-up",
        is_ours,
        given_up,
        good=Source.sample("bot/a.py", "def run(uow: UnitOfWork) -> None: ...\n"),
        bad=Source.sample("bot/a.py", "def run(desk: object) -> None: ...\n"),
    ),
)
