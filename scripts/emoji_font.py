"""Makes the web chat's emoji font: what its panel and the program's words use of Noto Color Emoji.

    npm pack @infolektuell/noto-color-emoji && tar xzf infolektuell-noto-color-emoji-*.tgz
    .venv/bin/python scripts/emoji_font.py package

The package has the font in slices (COLRv1, woff2), and so has what this writes beside the other
fonts of the page: `emoji-N.woff2`, and `emoji.css` that says which sign is in which.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

ROOT = Path(__file__).resolve().parents[1]
FONTS = ROOT / "sandbox/webchat/fonts"
FAMILY = "Glasstown Emoji"
WORDS = ("bot/locales/*/LC_MESSAGES/*.po", "seeds/**/*", "sandbox/**/*.js", "sandbox/**/*.py")
JOINERS = {0x200D, 0xFE0F}
_SIGN = re.compile("[\u2190-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff]")
_FACE = re.compile(r"src: url\(\./(files/\d+\.woff2)\)[^;]*;\s*unicode-range: ([^;]+);")
# Browsers that cannot draw the format take the signs of their own machine.
_RULE = """@font-face {{
  font-family: "{family}";
  src: url("{name}") format("woff2") tech(color-COLRv1);
  font-display: swap;
  unicode-range: {listed};
}}
"""
# Digits and letters are signs of an emoji font too (for keycaps); here they stay letters.
_LETTERS = 0x2000


def signs_in(paths: list[Path]) -> set[int]:
    """Every sign that could be an emoji in these texts."""
    return {ord(sign) for path in paths for sign in _SIGN.findall(path.read_text("utf-8"))}


def texts() -> list[Path]:
    """The files whose emoji people will see."""
    found = (path for pattern in WORDS for path in ROOT.glob(pattern))
    return [
        path for path in found if path.suffix in {".po", ".yaml", ".yml", ".json", ".js", ".py"}
    ]


def _named(ranges: str) -> set[int]:
    """`U+23, U+30-39` as numbers."""
    found: set[int] = set()
    for part in ranges.split(","):
        first, _, last = part.strip().removeprefix("U+").partition("-")
        found.update(range(int(first, 16), int(last or first, 16) + 1))
    return found


def _shrink(source: Path, wanted: set[int], target: Path) -> set[int]:
    """Write the part of a slice that is wanted; the signs it has. Nothing when it has none."""
    font = TTFont(source, recalcTimestamp=False)
    kept = {sign for sign in wanted if sign in font.getBestCmap()}
    if not kept - JOINERS:
        return set()
    options = subset.Options(
        flavor="woff2", layout_features=["*"], notdef_outline=False, hinting=False
    )
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=kept)
    cutter.subset(font)
    subset.save_font(font, target, options)
    return kept - JOINERS


def make(package: Path) -> None:
    """Write the slices and their style sheet."""
    wanted = {sign for sign in signs_in(texts()) if sign >= _LETTERS} | JOINERS
    faces = _FACE.findall((package / "index.css").read_text("utf-8"))
    for old in FONTS.glob("emoji-*.woff2"):  # not before the package has been read
        old.unlink()
    rules = ["/* Written by scripts/emoji_font.py; Noto Color Emoji, see OFL-emoji.txt. */\n"]
    for file, ranges in faces:
        target = FONTS / f"emoji-{len(rules) - 1}.woff2"
        if signs := _shrink(package / file, wanted & _named(ranges) | JOINERS, target):
            wanted -= signs
            listed = ", ".join(f"U+{sign:x}" for sign in sorted(signs | JOINERS))
            rules.append(_RULE.format(family=FAMILY, name=target.name, listed=listed))
    (FONTS / "emoji.css").write_text("\n".join(rules), "utf-8")
    licence = (package / "LICENSE").read_text("utf-8").rstrip()
    (FONTS / "OFL-emoji.txt").write_text(f"{licence}\n", "utf-8")


if __name__ == "__main__":
    make(Path(sys.argv[1]))
