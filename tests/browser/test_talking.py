"""Saying things and seeing what the bot says: text, links, media, polls, keyboards and menus."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.async_api import expect

from tests.browser.desk import log, newest, seat, write

if TYPE_CHECKING:
    from playwright.async_api import Route

    from tests.browser.desk import Desk

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_first_meeting_by_the_start_button(desk: Desk) -> None:
    await desk.person("Ana")
    page = await desk.open()
    ana = seat(page, "Ana")
    await expect(ana.get_by_text("I repeat what you say.")).to_be_visible()
    await ana.get_by_role("button", name="Start", exact=True).click()
    await expect(newest(ana)).to_contain_text("Hello, Ana! Payload: none")
    await expect(ana.get_by_role("button", name="Start", exact=True)).to_be_hidden()
    await write(ana, "good morning")
    await expect(newest(ana)).to_contain_text("You said: good morning")
    await expect(log(ana).locator(".own").last).to_contain_text("good morning")


async def test_lines_and_drafts_in_the_composer(desk: Desk) -> None:
    await desk.person("Ana")
    page = await desk.open()
    ana = seat(page, "Ana")
    box = ana.get_by_role("textbox", name="Message")
    await box.press_sequentially("one")
    await box.press("Shift+Enter")
    await box.press_sequentially("two")
    await expect(log(ana).get_by_role("article")).to_have_count(0)
    await box.press("Enter")
    await expect(newest(ana)).to_contain_text("You said: one\ntwo", use_inner_text=True)
    await expect(box).to_have_value("")


async def test_formatting_becomes_elements(desk: Desk) -> None:
    await desk.person("Ana")
    page = await desk.open()
    ana = seat(page, "Ana")
    await write(ana, "/rich")
    words = newest(ana)
    for tag, text in {
        "strong": "bold",
        "em": "italic",
        "u": "under",
        "s": "gone",
        "code": "x = 1",
        "blockquote": "quoted words",
    }.items():
        await expect(words.locator(tag).first).to_have_text(text)
    link = words.get_by_role("link", name="a link")
    await expect(link).to_have_attribute("href", "https://example.org/page")
    await expect(link).to_have_attribute("rel", "noopener noreferrer")
    await words.get_by_role("button", name="Hidden text, press to show").click()
    await expect(words.locator(".revealed")).to_have_text("secret")
    await words.get_by_role("button", name="/help").click()
    await expect(newest(ana)).to_contain_text("You said: /help")


async def test_a_photo_a_voice_and_a_document(desk: Desk) -> None:
    await desk.person("Ana")
    page = await desk.open()
    ana = seat(page, "Ana")
    await write(ana, "/photo")
    picture = newest(ana).get_by_role("img", name="A view")
    await expect(picture).to_have_js_property("naturalWidth", 320)
    await newest(ana).get_by_role("button", name="Enlarge the picture").click()
    large = page.get_by_role("dialog", name="Picture")
    await expect(large.get_by_role("img")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(large).to_have_count(0)

    await write(ana, "/voice")
    sound = newest(ana).get_by_role("group", name="Voice message")
    await expect(sound.get_by_role("button", name="Play")).to_be_visible()
    await expect(newest(ana).locator(".voice-time")).to_have_text("0:02")

    await write(ana, "/doc")
    file = newest(ana).get_by_role("link", name="Download report.txt")
    async with page.expect_download() as waiting:
        await file.click()
    download = await waiting.value
    assert download.suggested_filename == "report.txt"
    path = Path(await download.path())
    assert await asyncio.to_thread(path.read_bytes) == b"the report"


async def test_a_vote(desk: Desk) -> None:
    await desk.person("Ana")
    page = await desk.open()
    ana = seat(page, "Ana")
    await write(ana, "/poll")
    poll = newest(ana).get_by_role("group", name="What to drink?")
    await poll.get_by_role("button", name="Tea").click()
    await expect(poll.get_by_role("listitem").filter(has_text="Tea")).to_contain_text("100%")
    await expect(poll.get_by_title("your choice")).to_be_visible()
    await expect(poll).to_contain_text("votes: 1")


async def test_the_reply_keyboard_comes_and_goes(desk: Desk) -> None:
    await desk.person("Ana")
    page = await desk.open()
    ana = seat(page, "Ana")
    await write(ana, "/keys")
    keys = ana.get_by_role("group", name="Keyboard")
    await keys.get_by_role("button", name="Right").click()
    await expect(newest(ana)).to_contain_text("You said: Right")
    toggle = ana.get_by_role("button", name="Keyboard", exact=True)
    await toggle.click()
    await expect(keys).to_be_hidden()
    await toggle.click()
    await expect(keys).to_be_visible()
    await write(ana, "/nokeys")
    await expect(keys).to_have_count(0)
    await expect(toggle).to_be_hidden()


async def test_a_question_that_wants_a_reply(desk: Desk) -> None:
    person = await desk.person("Ana")
    page = await desk.open()
    ana = seat(page, "Ana")
    await write(ana, "/ask")
    await expect(ana.get_by_text("Reply to Echo")).to_be_visible()
    await write(ana, "Ana Two")
    await expect(newest(ana)).to_contain_text("You said: Ana Two")
    seen = await desk.control("GET", f"people/{person}/messages")
    question = next(message for message in seen if message["text"] == "Your name, please")
    answer = next(message for message in seen if message["text"] == "Ana Two")
    assert answer["reply_to"] == question["message_id"]
    await expect(log(ana).locator(".quote").last).to_contain_text("Your name, please")


async def test_the_command_menu(desk: Desk) -> None:
    await desk.person("Ana")
    page = await desk.open()
    ana = seat(page, "Ana")
    await ana.get_by_role("button", name="Commands").click()
    menu = ana.get_by_role("listbox", name="Commands")
    await expect(menu.get_by_role("option")).to_have_count(3)
    await page.keyboard.press("Escape")
    await expect(menu).to_be_hidden()
    box = ana.get_by_role("textbox", name="Message")
    await box.press_sequentially("/p")
    await expect(menu.get_by_role("option")).to_have_text(["/photoA picture", "/pollA vote"])
    await box.press("ArrowUp")
    await box.press("Enter")
    await expect(newest(ana)).to_contain_text("What to drink?")
    await box.press_sequentially("/ph")
    await expect(menu.get_by_role("option")).to_have_count(1)
    await box.press("Tab")
    await expect(box).to_have_value("/photo ")
    await expect(menu).to_be_hidden()


async def test_enter_sends_what_was_typed_not_a_guess(desk: Desk) -> None:
    await desk.person("Ana")
    page = await desk.open()
    ana = seat(page, "Ana")
    box = ana.get_by_role("textbox", name="Message")
    await box.press_sequentially("/p")
    await expect(ana.get_by_role("option")).to_have_count(2)
    await box.press("Enter")
    await expect(newest(ana)).to_contain_text("You said: /p")
    await expect(ana.get_by_role("listbox")).to_be_hidden()


async def test_a_menu_that_comes_late_stays_away(desk: Desk) -> None:
    await desk.person("Ana")
    page = await desk.open()
    ana = seat(page, "Ana")
    held = asyncio.Event()

    async def hold(route: Route) -> None:
        await held.wait()
        await route.continue_()

    await page.route("**/commands*", hold)
    async with page.expect_response("**/commands*") as answered:
        await write(ana, "/p")
        await expect(newest(ana)).to_contain_text("You said: /p")
        held.set()
    await (await answered.value).finished()
    await page.evaluate(
        "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
    )
    await expect(ana.get_by_role("listbox")).to_be_hidden()


async def test_typing_is_shown_and_ends_with_the_answer(desk: Desk) -> None:
    await desk.person("Ana")
    page = await desk.open()
    ana = seat(page, "Ana")
    await write(ana, "/typing")
    await expect(ana.get_by_text("typing…")).to_be_visible()
    await write(ana, "well?")
    await expect(newest(ana)).to_contain_text("You said: well?")
    await expect(ana.get_by_text("typing…")).to_have_count(0)


async def test_start_links_act_inside_the_seat(desk: Desk) -> None:
    person = await desk.person("Ana")
    await desk.person("Bo")
    page = await desk.open(f"/?seat={person}&start=room7")
    ana = seat(page, "Ana")
    await expect(newest(ana)).to_contain_text("Payload: room7")
    await page.reload()
    await expect(log(ana).get_by_text("/start room7")).to_have_count(1)
    bo = seat(page, "Bo")
    await write(bo, "/link")
    await newest(bo).get_by_role("button", name="?start=room7").click()
    await expect(newest(bo)).to_contain_text("Hello, Bo! Payload: room7")


async def test_own_words_can_be_edited(desk: Desk) -> None:
    await desk.person("Ana")
    page = await desk.open()
    ana = seat(page, "Ana")
    await write(ana, "helo")
    await expect(newest(ana)).to_contain_text("You said: helo")
    mine = log(ana).locator(".own").last
    await mine.hover()
    await mine.get_by_role("button", name="Edit").click()
    await write(ana, "hello")
    await expect(mine).to_contain_text("hello")
    await expect(mine).to_contain_text("edited")
