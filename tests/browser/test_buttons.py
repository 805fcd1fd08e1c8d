"""Inline buttons: the answer as a toast or an alert, the wait, the edit, links and copying."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from playwright.async_api import expect

from tests.browser.desk import newest, seat, write

if TYPE_CHECKING:
    from playwright.async_api import Locator, Page

    from tests.browser.desk import Desk

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def met(desk: Desk, **options: Any) -> tuple[Page, Locator]:
    """A page on which Ana has the bot's buttons before her."""
    await desk.person("Ana")
    page = await desk.open(**options)
    ana = seat(page, "Ana")
    await write(ana, "/start")
    await expect(newest(ana)).to_contain_text("Hello, Ana!")
    return page, ana


async def test_an_answer_is_a_toast(desk: Desk) -> None:
    _, ana = await met(desk)
    await newest(ana).get_by_role("button", name="Toast").click()
    await expect(ana.get_by_role("status").get_by_text("A short word")).to_be_visible()


async def test_an_alert_holds_one_seat_until_it_is_closed(desk: Desk) -> None:
    await desk.person("Bo")
    page, ana = await met(desk)
    button = newest(ana).get_by_role("button", name="Alert")
    await button.click()
    alert = ana.get_by_role("alertdialog", name="Echo")
    await expect(alert).to_contain_text("Read this <b>first</b>")
    await expect(alert.get_by_role("button", name="Close")).to_be_focused()
    await page.keyboard.press("Tab")
    await expect(alert.get_by_role("button", name="Close")).to_be_focused()
    await write(seat(page, "Bo"), "meanwhile")
    await expect(newest(seat(page, "Bo"))).to_contain_text("You said: meanwhile")
    await alert.get_by_role("button", name="Close").press("Escape")
    await expect(alert).to_have_count(0)
    await expect(button).to_be_enabled()


async def test_an_edit_replaces_the_message_and_keeps_the_focus(desk: Desk) -> None:
    _, ana = await met(desk)
    message = newest(ana)
    number = await message.get_attribute("data-message-id")
    await message.get_by_role("button", name="Edit me").focus()
    await message.get_by_role("button", name="Edit me").press("Enter")
    await expect(message).to_contain_text("It is changed")
    await expect(message).to_contain_text("edited")
    await expect(message).to_have_attribute("data-message-id", number or "")
    await expect(message.get_by_role("button", name="Edit me")).to_be_focused()


async def test_a_button_shows_that_it_waits(desk: Desk) -> None:
    _, ana = await met(desk)
    slow = newest(ana).get_by_role("button", name="Slow")
    await slow.click()
    await expect(slow).to_have_attribute("aria-busy", "true")
    desk.bot.slow.set()
    await expect(slow).not_to_have_attribute("aria-busy", "true")


async def test_links_open_apart_and_text_is_copied(desk: Desk) -> None:
    page, ana = await met(desk, permissions=["clipboard-read", "clipboard-write"])
    website = newest(ana).get_by_role("link", name="Website")
    await expect(website).to_have_attribute("href", "https://example.org/")
    await expect(website).to_have_attribute("rel", "noopener noreferrer")
    await expect(website).to_have_attribute("target", "_blank")
    await newest(ana).get_by_role("button", name="Copy").click()
    await expect(ana.get_by_role("status").get_by_text("Copied")).to_be_visible()
    assert await page.evaluate("navigator.clipboard.readText()") == "T4X"


async def test_a_refusal_is_a_kind_word(desk: Desk) -> None:
    page, ana = await met(desk)
    await page.route("**/tap", lambda route: route.fulfill(status=409, json={"error": "gone"}))
    await newest(ana).get_by_role("button", name="Toast").click()
    await expect(ana.get_by_text("That did not work: gone")).to_be_visible()
    assert desk.complaints.pop().startswith("error: Failed to load resource")
