"""Signs without a font on the machine: every emoji of the program is in the page's own font."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from fontTools.ttLib import TTFont
from playwright.async_api import expect

from scripts.emoji_font import FONTS, JOINERS, ROOT, signs_in, texts
from tests.browser.desk import newest, seat

if TYPE_CHECKING:
    from tests.browser.desk import Desk

pytestmark = pytest.mark.asyncio(loop_scope="session")

MOST_BYTES = 400_000
# Signs of other fonts: arrows, rules and marks that are letters rather than pictures.
LETTERS = frozenset("−→←↑↓↪✓✕─│┌┐└┘├┤┬┴┼▁▂▃▄▅▆▇█▲▼●○★☆…")
COLOURS = """async ([sign, family]) => {
  await document.fonts.load(`32px "${family}"`, sign);
  const canvas = document.createElement("canvas");
  const paint = canvas.getContext("2d", { willReadFrequently: true });
  paint.font = `32px "${family}"`;
  paint.textBaseline = "top";
  paint.fillText(sign, 0, 0);
  const { data } = paint.getImageData(0, 0, 60, 60);
  const seen = new Set();
  for (let at = 0; at < data.length; at += 4) {
    if (data[at + 3] > 200) seen.add(`${data[at] >> 5} ${data[at + 1] >> 5} ${data[at + 2] >> 5}`);
  }
  return seen.size;
}"""


def in_the_font() -> set[int]:
    """What the page's emoji font can show."""
    slices = [TTFont(path) for path in FONTS.glob("emoji-*.woff2")]
    return {sign for font in slices for sign in font.getBestCmap()}


async def test_every_emoji_that_people_see_is_in_the_font() -> None:
    shown = signs_in([path for path in texts() if "webchat" not in path.parts])
    offered = signs_in([ROOT / "sandbox/webchat/emoji.js"])
    wanted = {sign for sign in shown | offered if chr(sign) not in LETTERS} - JOINERS
    assert ord("🧧") in wanted
    missing = wanted - in_the_font()
    assert not missing, f"run scripts/emoji_font.py for {''.join(map(chr, sorted(missing)))}"


async def test_the_font_is_small_and_has_its_licence() -> None:
    assert sum(path.stat().st_size for path in FONTS.glob("emoji-*.woff2")) < MOST_BYTES
    licence = await asyncio.to_thread(Path(FONTS / "OFL-emoji.txt").read_text)
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence


async def test_an_envelope_is_red_on_a_machine_without_emoji(desk: Desk) -> None:
    ana = await desk.person("Ana")
    await desk.says(ana, "🧧")
    page = await desk.open()
    await expect(newest(seat(page, "Ana"))).to_contain_text("You said: 🧧")
    family = "Glasstown Emoji"
    assert await page.evaluate(COLOURS, ["🧧", family]) > 2
    assert await page.evaluate(COLOURS, ["\U0001fae8", family]) <= 2, "not in it: nothing coloured"
    stack = await page.locator("body").evaluate("(node) => getComputedStyle(node).fontFamily")
    assert family in stack
