"""Draws docs/architecture.svg from the imports: streets from the top, packages, arrows down.

`python scripts/picture.py` writes it; `--check` says whether it is what the imports say today.
"""

from __future__ import annotations

import sys
import tomllib
from collections import Counter
from html import escape
from pathlib import Path
from typing import Final

import grimp

ROOT: Final = Path(__file__).resolve().parent.parent
PICTURE: Final = ROOT / "docs/architecture.svg"
PACKAGES: Final = ("glasstown", "bot", "services", "scoring")
WIDTH, ROW, BOX, LEFT = 920, 52, 38, 20
BOX_WIDTH: Final = 600
NOTE_MAX: Final = 100  # characters that fit into a box
STYLE: Final = (
    "text{font:13px system-ui,sans-serif;fill:#1d2733}.street{font-weight:600}"
    ".note{font-size:11px;fill:#5a6672}rect{fill:#f4f6f8;stroke:#c3ccd4}"
    "path{fill:none;stroke:#3a6ea5;stroke-opacity:.45}"
)


def rows() -> list[str]:
    """The storeys from the top, with the streets of `services` in the contract's order."""
    config = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = config["tool"]["importlinter"]["contracts"]
    streets = next(one["layers"] for one in contracts if one["id"] == "streets")
    return ["glasstown", "bot", *(f"services.{street}" for street in streets), "scoring"]


def row_of(module: str, names: list[str]) -> str | None:
    """Which row a module stands in."""
    return next((name for name in names if f"{module}.".startswith(f"{name}.")), None)


def arrows(graph: grimp.ImportGraph, names: list[str]) -> Counter[tuple[str, str]]:
    """How many imports lead from one row to another."""
    found: Counter[tuple[str, str]] = Counter()
    for module in graph.modules:
        here = row_of(module, names)
        for imported in graph.find_modules_directly_imported_by(module):
            there = row_of(imported, names)
            if here and there and here != there:
                found[here, there] += 1
    return found


def draw() -> str:
    """The picture as SVG; the same imports give the same bytes."""
    graph = grimp.build_graph(*PACKAGES, cache_dir=None)
    names = rows()
    height = ROW * len(names) + 20
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img">',
        "<title>Streets of the program and the imports between them</title>",
        f"<style>{STYLE}</style>",
    ]
    for number, name in enumerate(names):
        top = 10 + ROW * number
        inside = sorted(child.rpartition(".")[2] for child in graph.find_children(name))
        note = "  ".join(inside)
        note = note if len(note) <= NOTE_MAX else note[:NOTE_MAX].rpartition("  ")[0] + "  …"
        lines += [
            f'<rect x="{LEFT}" y="{top}" width="{BOX_WIDTH}" height="{BOX}" rx="8"/>',
            f'<text class="street" x="{LEFT + 10}" y="{top + 16}">{escape(name)}</text>',
            f'<text class="note" x="{LEFT + 10}" y="{top + 31}">{escape(note)}</text>',
        ]
    edge = LEFT + BOX_WIDTH
    for (here, there), count in sorted(arrows(graph, names).items()):
        start, end = (10 + ROW * names.index(name) + BOX // 2 for name in (here, there))
        bend = edge + 24 + 22 * abs(names.index(there) - names.index(here))
        thick = 1 + min(8, count // 25)
        path = f"M{edge} {start}C{bend} {start} {bend} {end} {edge} {end}"
        label = f"{escape(here)} → {escape(there)}: {count} imports"
        lines.append(f'<path d="{path}" stroke-width="{thick}"><title>{label}</title></path>')
    return "\n".join([*lines, "</svg>", ""])


def main(arguments: list[str]) -> int:
    """Write the picture, or compare."""
    drawn = draw()
    if arguments == ["--check"]:
        return 0 if PICTURE.exists() and PICTURE.read_text(encoding="utf-8") == drawn else 1
    PICTURE.write_text(drawn, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    sys.exit(main(sys.argv[1:]))
