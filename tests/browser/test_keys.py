"""On the narrowest phone no button cuts a word: every button of the program, in both languages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from playwright.async_api import expect

from tests.browser.desk import newest, seat
from tests.support.labels import labels

if TYPE_CHECKING:
    from tests.browser.desk import Desk

pytestmark = pytest.mark.asyncio(loop_scope="session")

NARROW: dict[str, Any] = {
    "viewport": {"width": 320, "height": 640},
    "has_touch": True,
    "is_mobile": True,
}
HOLE = re.compile(r"\{(\w+)\}")
LABELS_MIN = 350
ROWS = 30  # under one message: Telegram takes a hundred keys
AMOUNTS = ("¥1,234.56", "¥0.01", "¥88,888.88", "−¥1,234.56")
NAMES = ("Persimmon", "Kingfisher", "红烧鲤鱼", "Glasstown Sandbox Bot")
# What stands in a hole of a label: something long that is really said there.
FILLED = {"name": "Persimmon", "by": "Persimmon", "thing": "umbrella", "title": "Intellicredit"}
FILLED |= dict.fromkeys(("amount", "price", "total", "deposit"), "¥1,234.56")
FILLED |= {"what": "Intellicredit", "platform": "WeChat Pay", "sign": "🚕", "value": "everything"}

CUT = """(keys) => {
  const found = [];
  const segmenter = new Intl.Segmenter("zh", { granularity: "word" });
  for (const key of keys) {
    const walk = document.createTreeWalker(key, NodeFilter.SHOW_TEXT);
    const pieces = [];
    for (let node = walk.nextNode(); node; node = walk.nextNode()) pieces.push(node);
    for (const node of pieces) {
      for (const word of node.data.matchAll(/[^\\s]+/g)) {
        const han = /\\p{Script=Han}/u.test(word[0]);
        const parts = han ? [...segmenter.segment(word[0])] : [{ index: 0, segment: word[0] }];
        for (const { index, segment } of parts) {
          const range = document.createRange();
          range.setStart(node, word.index + index);
          range.setEnd(node, word.index + index + segment.length);
          const lines = new Set([...range.getClientRects()].map((box) => Math.round(box.top)));
          if (lines.size > 1) found.push(`${key.textContent}: ${segment} is cut`);
        }
      }
    }
    const box = key.getBoundingClientRect();
    const wide = key.scrollWidth > key.clientWidth || box.left < 0 || box.right > innerWidth;
    if (wide) found.push(`${key.textContent}: sticks out`);
  }
  return found;
}"""


def shown(language: str) -> list[str]:
    """What stands on the program's buttons, with something in its holes."""
    told = labels(language)
    assert len(told) > LABELS_MIN
    filled = [HOLE.sub(lambda hole: FILLED.get(hole[1], "12"), text) for text in told.values()]
    return [*dict.fromkeys(filled), *AMOUNTS, *NAMES]


def batched(items: list[Any], size: int) -> list[Any]:
    """The items, so many at a time."""
    return [items[start : start + size] for start in range(0, len(items), size)]


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("in_a_row", [2, 3])
async def test_no_button_cuts_a_word(desk: Desk, language: str, in_a_row: int) -> None:
    ana = await desk.person("Ana", language)
    await desk.says(ana, "hello")
    page = await desk.open(**NARROW)
    place = seat(page, "Ana")
    await expect(newest(place)).to_contain_text("You said: hello")
    await page.evaluate("document.fonts.ready")
    cut: list[str] = []
    rows = batched(shown(language), in_a_row)
    for number, some in enumerate(batched(rows, ROWS)):
        inline = [[{"text": text, "callback_data": "x"} for text in row] for row in some]
        for markup in ({"inline_keyboard": inline}, {"keyboard": inline}):
            words = f"{number} {next(iter(markup))}"
            await desk.bot.call("sendMessage", chat_id=ana, text=words, reply_markup=markup)
            await expect(newest(place)).to_contain_text(words)
            group = ".inline-keys" if "inline_keyboard" in markup else ".reply-keys"
            keys = place.locator(group).last.locator(".key")
            await expect(keys).to_have_count(sum(len(row) for row in some))
            cut += await keys.evaluate_all(CUT)
    assert not cut, "\n".join(dict.fromkeys(cut))


async def test_a_row_that_does_not_fit_becomes_a_column(desk: Desk) -> None:
    ana = await desk.person("Ana")
    await desk.says(ana, "hello")
    page = await desk.open(**NARROW)
    words = ("Extraordinary", "Circumstances", "Unbelievable", "Yes")
    row = [{"text": text, "callback_data": "x"} for text in words]
    await desk.bot.call(
        "sendMessage", chat_id=ana, text="Well?", reply_markup={"inline_keyboard": [row]}
    )
    keys = newest(seat(page, "Ana")).locator(".key")
    await expect(keys).to_have_count(4)
    tops = await keys.evaluate_all("(all) => all.map((key) => key.getBoundingClientRect().top)")
    assert len(set(tops)) > 1
