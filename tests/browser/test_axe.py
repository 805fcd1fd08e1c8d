"""The rules of accessibility that a program can check (axe), wherever one can be on the page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import expect

from tests.browser.desk import conversation, log, seat
from tests.browser.echo_bot import png
from tests.browser.parcels import town_square

if TYPE_CHECKING:
    from playwright.async_api import FilePayload, Locator, Page

    from tests.browser.desk import Desk

pytestmark = pytest.mark.asyncio(loop_scope="session")

SIZES: dict[str, dict[str, Any]] = {
    "small": {"viewport": {"width": 320, "height": 640}, "has_touch": True, "is_mobile": True},
    "phone": {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True},
    "wide": {"viewport": {"width": 1280, "height": 800}},
}


async def breaches(page: Page, where: str) -> list[str]:
    """Each broken rule with the elements that break it."""
    found = await Axe().run(page)
    return [
        f"{where}: {breach['id']} {node['html'][:160]} {node.get('failureSummary', '')[:300]}"
        for breach in found.response["violations"]
        for node in breach["nodes"]
    ]


async def in_the_list(page: Page, ana: Locator) -> list[str]:
    """The list, a search in it, and the group that it leads to."""
    await ana.get_by_role("button", name="Conversations").click()
    found = await breaches(page, "list")
    await ana.get_by_role("searchbox").fill("harbour")
    await expect(ana.locator(".hit")).to_have_count(1)
    found += await breaches(page, "search")
    await ana.get_by_role("button", name="Back to the chat").click()
    await conversation(ana, "Square")
    await expect(log(ana)).to_contain_text("noon")
    found += await breaches(page, "group")
    await ana.locator(".scroller").evaluate("(node) => { node.scrollTop = 0; }")
    await expect(log(ana)).to_contain_text("The harbour")
    return found + await breaches(page, "group, above")


async def in_the_panels(page: Page, ana: Locator) -> list[str]:
    """What opens at the field and at a message, and the dialog for a new seat."""
    await ana.get_by_role("button", name="Emoji and stickers").click()
    found = await breaches(page, "emoji")
    await ana.get_by_role("tab", name="Stickers").click()
    await expect(ana.locator(".sticker-choice").first).to_be_visible()
    found += await breaches(page, "stickers")
    await page.keyboard.press("Escape")
    await ana.get_by_role("button", name="Attach").click()
    found += await breaches(page, "attach")
    await page.keyboard.press("Escape")
    await ana.get_by_role("button", name="React and more").last.focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("group", name="React and more")).to_be_visible()
    found += await breaches(page, "menu of a message")
    await page.keyboard.press("Escape")
    await page.get_by_role("button", name="Seat", exact=True).click()
    return found + await breaches(page, "new seat")


async def in_what_is_sent(page: Page, ana: Locator) -> list[str]:
    """Files and a voice before they go, and the dialogs for a place and for one's name."""
    picture: FilePayload = {"name": "a.png", "mimeType": "image/png", "buffer": png(40, 30)}
    report: FilePayload = {"name": "a.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-"}
    await ana.get_by_role("button", name="Attach").click()
    async with page.expect_file_chooser() as waiting:
        await page.get_by_role("button", name="File", exact=True).click()
    await (await waiting.value).set_files([picture, report])
    await expect(ana.get_by_role("list", name="To be sent")).to_be_visible()
    found = await breaches(page, "tray")
    await ana.get_by_role("button", name="Do not send a.pdf").click()
    await ana.get_by_role("button", name="Do not send a.png").click()
    await ana.get_by_role("button", name="Record a voice message").click()
    await expect(ana.get_by_role("group", name="Recording")).to_be_visible()
    found += await breaches(page, "recording")
    await ana.get_by_role("button", name="Throw the recording away").click()
    await ana.get_by_role("button", name="Attach").click()
    await page.get_by_role("button", name="Place", exact=True).click()
    found += await breaches(page, "place")
    await page.keyboard.press("Escape")
    return found


@pytest.mark.parametrize(("size", "scheme"), [("small", "dark"), ("wide", "light")])
async def test_no_rule_is_broken_anywhere(desk: Desk, size: str, scheme: str) -> None:
    await town_square(desk)
    options: dict[str, Any] = {"reduced_motion": "reduce", "permissions": ["microphone"]}
    page = await desk.open(color_scheme=scheme, **options, **SIZES[size])
    ana = seat(page, "Ana")
    await expect(log(ana)).to_contain_text("Hello, Ana!")
    found = await breaches(page, "chat with the bot")
    found += await in_the_list(page, ana)
    found += await in_what_is_sent(page, ana)
    found += await in_the_panels(page, ana)
    assert not found, "\n".join(found)


async def test_the_page_begins_with_a_heading_on_a_phone_too(desk: Desk) -> None:
    await desk.person("Ana")
    page = await desk.open(**SIZES["phone"])
    await expect(page.get_by_role("heading").first).to_have_text("Glasstown")
    await expect(page.get_by_role("heading", level=1)).to_have_count(1)
