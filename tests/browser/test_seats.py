"""Several seats on one page: groups, unread marks, new seats, and a line that breaks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.async_api import expect

from tests.browser.desk import conversation, log, newest, seat, write
from tests.browser.line import Line

if TYPE_CHECKING:
    from tests.browser.desk import Desk

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_everyone_has_a_seat_and_seats_can_be_put_away(desk: Desk) -> None:
    ana = await desk.person("Ana")
    bo = await desk.person("Bo")
    await desk.group("Square", [ana, bo])
    page = await desk.open()
    for name in ("Ana", "Bo", "Square"):
        await expect(seat(page, name)).to_be_visible()
    await expect(page.locator(f'[data-person="{ana}"]')).to_have_count(1)
    strip = page.get_by_role("toolbar", name="Seats")
    chip = strip.get_by_role("button", name="Bo")
    await chip.click()
    await expect(chip).to_have_attribute("aria-current", "true")
    await expect(seat(page, "Bo").get_by_role("button", name="Start", exact=True)).to_be_focused()
    await chip.click()
    await expect(seat(page, "Bo")).to_be_hidden()
    await page.reload()
    await expect(seat(page, "Ana")).to_be_visible()
    await expect(seat(page, "Bo")).to_be_hidden()
    await strip.get_by_role("button", name="Bo").click()
    await expect(seat(page, "Bo")).to_be_visible()


async def test_a_name_leads_to_its_seat(desk: Desk) -> None:
    for number in range(6):
        await desk.says(await desk.person(f"Person {number}"), "hello")
    page = await desk.open()
    last = seat(page, "Person 5")
    await expect(last).not_to_be_in_viewport(ratio=0.9)
    chip = page.get_by_role("toolbar", name="Seats").get_by_role("button", name="Person 5")
    await chip.click()
    await expect(last).to_be_in_viewport(ratio=0.9)
    await expect(last.get_by_role("textbox", name="Message")).to_be_focused()
    await expect(chip).to_have_attribute("aria-pressed", "true")
    await chip.press("Enter")
    await expect(last).to_be_hidden()


async def test_the_group_is_seen_by_all_and_spoken_in_by_each(desk: Desk) -> None:
    ana = await desk.person("Ana")
    bo = await desk.person("Bo")
    await desk.group("Square", [ana, bo])
    page = await desk.open()
    square = seat(page, "Square")
    await square.get_by_role("combobox", name="Speaking as").select_option(label="Bo")
    await write(square, "Bo was here")
    await expect(log(square).locator(".own").last).to_contain_text("Bo was here")
    await conversation(seat(page, "Ana"), "Square")
    theirs = log(seat(page, "Ana")).get_by_role("article").filter(has_text="Bo was here")
    await expect(theirs).to_have_accessible_name(re.compile("^Bo, "))
    await expect(theirs).to_have_class(re.compile("other"))


async def test_unread_marks_come_and_go(desk: Desk) -> None:
    ana = await desk.person("Ana")
    bo = await desk.person("Bo")
    group = await desk.group("Square", [ana, bo])
    page = await desk.open()
    place = seat(page, "Ana")
    await conversation(place, "Square")
    await place.get_by_role("button", name="Conversations").click()
    line = place.get_by_role("navigation").get_by_role("button", name="Square")
    await expect(line.get_by_role("img")).to_have_count(0)
    await desk.says(bo, "anyone?", chat=group)
    await expect(line.get_by_role("img", name="1 unread")).to_be_visible()
    await expect(line).to_contain_text("Bo: anyone?")
    await line.click()
    await expect(newest(place)).to_contain_text("anyone?")
    await place.get_by_role("button", name="Conversations").click()
    await expect(line.get_by_role("img")).to_have_count(0)


async def test_a_new_seat_speaks_its_own_language(desk: Desk) -> None:
    await desk.person("Ana")
    page = await desk.open()
    await page.get_by_role("button", name="Seat", exact=True).click()
    sheet = page.get_by_role("dialog", name="Who sits down?")
    await sheet.get_by_role("textbox", name="First name").fill("小明")
    await sheet.get_by_role("radio", name="中文").check()
    await sheet.get_by_role("button", name="Add the seat").click()
    ming = seat(page, "小明")
    await expect(ming.get_by_role("button", name="开始", exact=True)).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(newest(ming)).to_contain_text("Hello, 小明!")
    people = await desk.control("GET", "people")
    assert people[-1]["language_code"].startswith("zh")


async def test_a_person_who_comes_later_gets_a_seat(desk: Desk) -> None:
    await desk.person("Ana")
    page = await desk.open()
    await expect(seat(page, "Ana")).to_be_visible()
    await desk.person("Cem")
    await expect(seat(page, "Cem")).to_be_visible()


async def test_the_bot_may_change_its_face_while_people_look(desk: Desk) -> None:
    await desk.person("Ana")
    await desk.person("小明", "zh-hans")
    page = await desk.open()
    await expect(seat(page, "Ana")).to_contain_text("I repeat what you say.")
    await desk.bot.call("setMyDescription", description="A town.")
    await desk.bot.call("setMyDescription", description="一座小镇。", language_code="zh")
    await expect(seat(page, "Ana")).to_contain_text("A town.")
    await expect(seat(page, "小明")).to_contain_text("一座小镇。")


async def test_the_reader_is_not_torn_from_what_they_read(desk: Desk) -> None:
    ana = await desk.person("Ana")
    for number in range(30):
        await desk.says(ana, f"line {number}")
    page = await desk.open()
    place = seat(page, "Ana")
    await expect(newest(place)).to_contain_text("You said: line 29")
    panel = place.locator(".scroller")
    await panel.evaluate("(node) => { node.scrollTop = 0; }")
    await expect(place.get_by_role("button", name="Back to now")).to_be_visible()
    await desk.bot.call("sendMessage", chat_id=ana, text="news")
    pill = place.get_by_role("button", name="1 new")
    await expect(pill).to_be_visible()
    assert await panel.evaluate("(node) => node.scrollTop") == 0
    await pill.click()
    await expect(newest(place)).to_be_in_viewport()
    await expect(pill).to_be_hidden()


async def test_a_broken_line_heals_and_nothing_is_missed(desk: Desk) -> None:
    ana = await desk.person("Ana")
    line = Line(desk.port)
    await line.mend()
    page = await desk.open(f"http://127.0.0.1:{line.port}/")
    place = seat(page, "Ana")
    await write(place, "before")
    await expect(newest(place)).to_contain_text("You said: before")
    await line.cut()
    banner = page.get_by_role("status").filter(has_text="Connection lost")
    await expect(banner).to_be_visible()
    await desk.says(ana, "missed")
    await write(place, "unsent words")
    await expect(place.get_by_text("the sandbox does not answer")).to_be_visible()
    await expect(place.get_by_role("textbox", name="Message")).to_have_value("unsent words")
    await line.mend()
    await expect(banner).to_be_hidden()
    await expect(newest(place)).to_contain_text("You said: missed")
    await page.context.close()
    await line.cut()
    assert all("net::ERR_" in complaint for complaint in desk.complaints)
    desk.complaints.clear()


async def test_the_bot_can_be_blocked_and_let_in_again(desk: Desk) -> None:
    ana = await desk.person("Ana")
    page = await desk.open()
    place = seat(page, "Ana")
    await write(place, "hello")
    await expect(newest(place)).to_contain_text("You said: hello")
    more = place.get_by_role("button", name="More about Ana")
    await more.click()
    await place.get_by_role("button", name="Block the bot", exact=True).click()
    await expect(place.get_by_text("You blocked the bot.")).to_be_visible()
    await expect(place.get_by_role("button", name="Block the bot")).to_be_hidden()
    assert (await desk.control("GET", f"people/{ana}/chats"))[0]["blocked"] is True
    await more.click()
    await place.get_by_role("button", name="Unblock the bot").click()
    await write(place, "again")
    await expect(newest(place)).to_contain_text("You said: again")
