"""From a template to SVG, and from SVG to the PNG that a chat can show.

Owns fonts, colours and the escaping of whatever stands in a picture. What a picture shows is laid
out by its own module; nothing here knows scores.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

import resvg_py
from jinja2 import Environment, FileSystemLoader, StrictUndefined

HOME = Path(__file__).parents[2]
FONT = HOME / "seeds/fonts/NotoSansSC-subset.otf"
TEMPLATES = Path(__file__).parent / "templates"
WIDTH = 800
MARGIN = 32
ZOOM = 1.6  # pixels for each unit: the messenger shows photos 1,280 pixels wide, and no wider
TEXT_MAX = 60
WIDE_FROM = 0x2E80  # characters from here on are as wide as they are high

# What XML forbids, and what turns the text around it.
_UNPRINTABLE = re.compile(
    "[\x00-\x1f\x7f\ufffe\uffff\ud800-\udfff\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)


def svg(template: str, **values: object) -> str:
    """A picture as SVG, to stand in a page or a report as it is."""
    values = {"width": WIDTH, "margin": MARGIN} | values
    return _templates().get_template(f"{template}.svg").render(**values)


def png(picture: str) -> bytes:
    """The same picture as PNG, drawn with the house's own font and no other."""
    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=picture, zoom=ZOOM, font_files=[str(FONT)], skip_system_fonts=True
        )
    )


def plain(text: str, limit: int = TEXT_MAX) -> str:
    kept = _UNPRINTABLE.sub("", text)
    return kept if len(kept) <= limit else kept[: limit - 1] + "…"


def wrapped(text: str, units: int) -> tuple[str, ...]:
    """A title in at most two lines of so many units, a wide character counting two."""
    if _units(text) <= units:
        return (text,)
    cut = _cut(text, units)
    rest = text[len(cut) :].strip()
    return (cut.rstrip(), rest if _units(rest) <= units else _cut(rest, units - 1) + "…")


def _cut(text: str, units: int) -> str:
    """As many characters as fit, ending at a space where one is near."""
    end = 0
    while end < len(text) and _units(text[: end + 1]) <= units:
        end += 1
    space = text.rfind(" ", 0, end + 1)
    return text[:space] if space > end // 2 else text[:end]


def _units(text: str) -> int:
    return sum(2 if ord(char) >= WIDE_FROM else 1 for char in text)


@lru_cache(maxsize=1)
def _templates() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["plain"] = plain
    return environment
