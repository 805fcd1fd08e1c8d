"""Where the view goes: to an answer that was asked for, from picture to picture."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from playwright.async_api import expect

from tests.browser.desk import conversation, log, newest, sat, seat, write
from tests.browser.parcels import pictures, shares

if TYPE_CHECKING:
    from playwright.async_api import FloatRect, Locator

    from tests.browser.desk import Desk

pytestmark = pytest.mark.asyncio(loop_scope="session")

INK = """(node) => {
  const range = new Range();
  range.selectNodeContents(node.firstChild);
  return range.getBoundingClientRect().right;
}"""
UP = "(node) => { node.scrollTop = 0; }"
TOUCH: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "has_touch": True,
    "is_mobile": True,
}
SWIPE = """(node) => {
  for (const [kind, clientX] of [["pointerdown", 300], ["pointerup", 100], ["click", 100]]) {
    const Kind = kind === "click" ? MouseEvent : PointerEvent;
    node.dispatchEvent(new Kind(kind, { clientX, clientY: 300, bubbles: true }));
  }
}"""


async def box(node: Locator) -> FloatRect:
    """Where it is on the page."""
    found = await node.bounding_box()
    assert found is not None
    return found


async def scrolled_up(desk: Desk, ana: int, place: Locator) -> None:
    """Buttons at the top, much below them; the reader is at the top."""
    await desk.says(ana, "/start")
    for number in range(30):
        await desk.bot.call("sendMessage", chat_id=ana, text=f"line {number}")
    await expect(newest(place)).to_contain_text("line 29")
    await place.locator(".scroller").evaluate(UP)
    await expect(place.get_by_role("button", name="Back to now")).to_be_visible()


async def test_after_a_press_the_view_goes_to_the_answer(desk: Desk) -> None:
    ana, _, place = await sat(desk)
    await scrolled_up(desk, ana, place)
    await log(place).get_by_role("button", name="Slow").click()
    await expect(place.get_by_role("button", name="Back to now")).to_be_visible()
    await desk.bot.call("sendMessage", chat_id=ana, text="here you are")
    desk.bot.slow.set()
    await expect(log(place).get_by_text("here you are")).to_be_in_viewport()


async def test_after_a_command_the_view_goes_to_the_answer(desk: Desk) -> None:
    ana, _, place = await sat(desk)
    await scrolled_up(desk, ana, place)
    await write(place, "/typing")
    await expect(log(place).get_by_text("/typing", exact=True)).to_be_in_viewport()
    await place.locator(".scroller").evaluate(UP)
    await expect(place.get_by_role("button", name="Back to now")).to_be_visible()
    await desk.bot.call("sendMessage", chat_id=ana, text="here you are")
    await expect(log(place).get_by_text("here you are")).to_be_in_viewport()


async def test_the_pictures_of_an_album_are_leafed_through(desk: Desk) -> None:
    ana = await desk.person("Ana")
    sent = await shares(desk, ana, "photo", pictures(3))
    urls = [message["media"]["url"] for message in sent]
    page = await desk.open(**TOUCH)
    place = seat(page, "Ana")
    await newest(place).get_by_role("button", name="Enlarge the picture").nth(1).click()
    large = page.get_by_role("dialog", name="Picture")
    picture = large.get_by_role("img")

    async def shows(number: int) -> None:
        await expect(picture).to_have_attribute("src", urls[number - 1])
        await expect(large.get_by_text(f"{number} / 3")).to_be_visible()

    await shows(2)
    await large.get_by_role("button", name="The next picture").click()
    await shows(3)
    await expect(large.get_by_role("button", name="The next picture")).to_be_hidden()
    await page.keyboard.press("ArrowLeft")
    await shows(2)
    await page.keyboard.press("ArrowLeft")
    await page.keyboard.press("ArrowLeft")
    await shows(1)
    await picture.evaluate(SWIPE)
    await shows(2)
    await picture.click()
    await expect(large).to_be_hidden()


async def test_the_list_marks_the_open_chat_too(desk: Desk) -> None:
    ana = await desk.person("Ana")
    await desk.group("Square", [ana])
    first, second = seat(await desk.open(), "Ana"), seat(await desk.open(), "Ana")
    await conversation(first, "Square")
    await first.get_by_role("textbox", name="Message").fill("half a thought")
    for place in (first, second):
        await place.get_by_role("button", name="Conversations").click()
        line = place.get_by_role("navigation").get_by_role("button", name="Square")
        await expect(line).to_contain_text("Draft: half a thought")


async def test_nothing_covers_the_words_or_the_size(desk: Desk) -> None:
    ana, _, place = await sat(desk)
    await desk.says(ana, "short")
    await shares(desk, ana, "document", [("a.txt", b"the report", "text/plain")])
    message = log(place).get_by_role("article").filter(has_text="short").first
    await message.hover()
    tools, words = await box(message.locator(".tools")), await box(message.locator(".text"))
    assert tools["y"] + tools["height"] <= words["y"]
    report = log(place).get_by_role("article").filter(has_text="a.txt")
    size, time = await box(report.locator("small")), await box(report.locator("time"))
    ink = await report.locator("small").evaluate(INK)
    assert size["y"] + size["height"] <= time["y"] or ink <= time["x"]


async def test_the_menu_of_a_seat_opens_over_it(desk: Desk) -> None:
    await desk.person("Ana")
    await desk.person("Bo")
    page = await desk.open()
    await seat(page, "Bo").get_by_role("button", name="Attach").click()
    menu, bo = await box(page.get_by_role("group", name="Attach")), await box(seat(page, "Bo"))
    assert bo["x"] <= menu["x"]
    assert menu["x"] + menu["width"] <= bo["x"] + bo["width"]


async def test_a_tag_typed_as_text_is_no_command(desk: Desk) -> None:
    _, _, place = await sat(desk)
    await write(place, "<b>bold</b> and /help")
    mine = log(place).locator(".own").first
    await expect(mine.locator(".inline-link")).to_have_text(["/help"])


async def test_what_was_begun_waits_while_a_message_is_changed(desk: Desk) -> None:
    _, page, place = await sat(desk)
    await write(place, "helo")
    await expect(newest(place)).to_contain_text("You said: helo")
    field = place.get_by_role("textbox", name="Message")
    mine = log(place).locator(".own").first
    for key, then in (("Escape", "helo"), ("Enter", "hello")):
        await field.fill("and then")
        await mine.hover()
        await mine.get_by_role("button", name="Edit", exact=True).click()
        await field.fill("hello")
        await page.keyboard.press(key)
        await expect(field).to_have_value("and then")
        await expect(mine.get_by_text(then, exact=True)).to_be_visible()
