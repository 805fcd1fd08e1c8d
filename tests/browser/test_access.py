"""For every hand and eye: keyboard alone, a phone, names on all controls, dark, calm."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from playwright.async_api import expect

from tests.browser.desk import log, newest, seat, write

if TYPE_CHECKING:
    from playwright.async_api import Page

    from tests.browser.desk import Desk

pytestmark = pytest.mark.asyncio(loop_scope="session")

CONTROLS = (
    "button, a[href], input, textarea, select, audio, [role=button], [role=tab], [role=option]"
)
PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "has_touch": True,
    "is_mobile": True,
}


async def full_house(desk: Desk) -> None:
    """Three people, a group and one message of each kind."""
    people = [await desk.person(name) for name in ("Ana", "Bo", "Cem")]
    group = await desk.group("Square", people)
    await desk.says(people[1], "hello all", chat=group)
    for word in ("/start", "/rich", "/photo", "/voice", "/doc", "/poll", "/keys"):
        await desk.says(people[0], word)


async def nameless(page: Page) -> list[str]:
    """Visible controls that a screen reader could not name."""
    found: list[str] = await page.locator(CONTROLS).evaluate_all(NAMELESS)
    return found


async def test_every_control_has_a_name(desk: Desk) -> None:
    await full_house(desk)
    page = await desk.open()
    ana = seat(page, "Ana")
    await expect(newest(ana)).to_contain_text("Choose a side")
    await ana.get_by_role("button", name="Commands").click()
    await expect(ana.get_by_role("option")).to_have_count(3)
    assert await page.locator(CONTROLS).count() > 40
    assert await nameless(page) == []
    assert await page.locator("img:not([alt])").count() == 0
    ids = await page.evaluate("[...document.querySelectorAll('[id]')].map((node) => node.id)")
    assert len(ids) == len(set(ids))


async def test_landmarks_and_live_regions(desk: Desk) -> None:
    await full_house(desk)
    page = await desk.open()
    await expect(page.get_by_role("main")).to_have_count(1)
    await expect(page.get_by_role("heading", level=1)).to_have_text("Glasstown")
    await expect(log(seat(page, "Ana"))).to_have_attribute("aria-live", "polite")
    await expect(log(seat(page, "Ana"))).to_have_accessible_name("Messages: Echo")


async def test_everything_by_keyboard(desk: Desk) -> None:
    await desk.person("Ana")
    await desk.person("Bo")
    page = await desk.open()
    ana, bo = seat(page, "Ana"), seat(page, "Bo")
    await expect(bo).to_be_visible()
    await page.keyboard.press("F6")
    await expect(ana.get_by_role("button", name="Start", exact=True)).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(newest(ana)).to_contain_text("Hello, Ana!")
    await expect(ana.get_by_role("textbox", name="Message")).to_be_focused()
    await page.keyboard.type("typed")
    await page.keyboard.press("Enter")
    await expect(newest(ana)).to_contain_text("You said: typed")

    await page.keyboard.press("ArrowUp")
    await expect(newest(ana)).to_be_focused()
    for _ in range(2):
        await page.keyboard.press("ArrowUp")
    hello = log(ana).get_by_role("article").filter(has_text="Hello, Ana!")
    await expect(hello).to_be_focused()
    await page.keyboard.press("Tab")
    await expect(hello.get_by_role("button", name="Toast")).to_be_focused()
    assert (
        await hello.get_by_role("button", name="Toast").evaluate(
            "(node) => getComputedStyle(node).outlineStyle"
        )
        == "solid"
    )
    await page.keyboard.press("Enter")
    await expect(ana.get_by_role("status").get_by_text("A short word")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(ana.get_by_role("textbox", name="Message")).to_be_focused()

    await page.keyboard.press("F6")
    await expect(bo.get_by_role("button", name="Start", exact=True)).to_be_focused()
    await page.keyboard.press("Shift+F6")
    await expect(ana.get_by_role("textbox", name="Message")).to_be_focused()


async def test_chats_and_chips_by_arrow_keys(desk: Desk) -> None:
    await full_house(desk)
    page = await desk.open()
    await seat(page, "Ana").get_by_role("button", name="Conversations").focus()
    await page.keyboard.press("Enter")
    lines = seat(page, "Ana").get_by_role("navigation")
    await expect(lines.get_by_role("button", name="Echo")).to_be_focused()
    await page.keyboard.press("ArrowDown")
    await expect(lines.get_by_role("button", name="Square")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(newest(seat(page, "Ana"))).to_contain_text("hello all")
    chips = page.get_by_role("toolbar", name="Seats").get_by_role("button")
    await chips.first.focus()
    await page.keyboard.press("End")
    await expect(chips.last).to_be_focused()


async def test_on_a_phone_there_is_one_seat_at_a_time(desk: Desk) -> None:
    await full_house(desk)
    page = await desk.open(**PHONE)
    ana, cem = seat(page, "Ana"), seat(page, "Cem")
    await expect(ana).to_be_in_viewport(ratio=0.9)
    await expect(cem).not_to_be_in_viewport()
    wide = await page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert wide <= 0
    chips = page.get_by_role("toolbar", name="Seats")
    await chips.get_by_role("button", name="Cem").tap()
    await expect(cem).to_be_in_viewport(ratio=0.9)
    await expect(chips.get_by_role("button", name="Cem")).to_have_attribute("aria-current", "true")
    await cem.get_by_role("button", name="Start", exact=True).tap()
    await expect(newest(cem)).to_contain_text("Hello, Cem!")
    await page.get_by_role("main").evaluate("(node) => node.scrollTo({ left: 0 })")
    await expect(ana).to_be_in_viewport(ratio=0.9)
    await expect(chips.get_by_role("button", name="Ana")).to_have_attribute("aria-current", "true")


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_words_stand_out_from_their_ground(desk: Desk, scheme: str) -> None:
    await full_house(desk)
    page = await desk.open(color_scheme=scheme)
    ana = seat(page, "Ana")
    await expect(newest(ana)).to_contain_text("Choose a side")
    for place in (
        ana.get_by_role("heading", level=2),
        ana.locator(".seat-status"),
        ana.locator(".own .text").last,
        ana.locator(".own .meta").last,
        ana.locator(".other .text").last,
        ana.locator(".other .meta").last,
        ana.locator(".inline-keys .key").first,
        ana.locator(".reply-keys .key").first,
        ana.locator(".text a").first,
    ):
        assert await place.evaluate(CONTRAST) >= 4.5, await place.inner_text()


async def test_motion_is_still_for_those_who_ask(desk: Desk) -> None:
    await desk.person("Ana")
    page = await desk.open(reduced_motion="reduce")
    ana = seat(page, "Ana")
    await write(ana, "/start")
    await newest(ana).get_by_role("button", name="Slow").click()
    busy = newest(ana).get_by_role("button", name="Slow")
    name = await busy.evaluate("(node) => getComputedStyle(node, '::after').animationName")
    desk.bot.slow.set()
    assert name == "none"


NAMELESS = """(controls) => {
  const name = (node) =>
    node.getAttribute("aria-label") || node.labels?.[0]?.textContent || node.textContent;
  const bare = (node) => node.checkVisibility() && !name(node).trim();
  return controls.filter(bare).map((node) => node.outerHTML);
}"""

CONTRAST = """(node) => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const over = (colours) => {
    canvas.clearRect(0, 0, 1, 1);
    for (const colour of colours) { canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1); }
    return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };
  const light = (rgb) => {
    const linear = (v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    const [r, g, b] = rgb.map((v) => linear(v / 255));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const grounds = [];
  for (let at = node; at; at = at.parentElement) {
    grounds.unshift(getComputedStyle(at).backgroundColor);
  }
  const ground = light(over(grounds));
  const ink = light(over([...grounds, getComputedStyle(node).color]));
  return (Math.max(ink, ground) + 0.05) / (Math.min(ink, ground) + 0.05);
}"""
