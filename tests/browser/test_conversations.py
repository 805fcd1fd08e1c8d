"""The list of conversations: what it says, how it is searched, drafts, and where one was last."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from playwright.async_api import expect

from tests.browser.desk import conversation, log, newest, seat, write
from tests.browser.parcels import does

if TYPE_CHECKING:
    from playwright.async_api import Locator

    from tests.browser.desk import Desk

pytestmark = pytest.mark.asyncio(loop_scope="session")

PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "has_touch": True,
    "is_mobile": True,
}


def lines(place: Locator) -> Locator:
    """The list of a seat's conversations."""
    return place.get_by_role("navigation")


async def two_groups(desk: Desk) -> tuple[int, int, int, int]:
    """Ana and Bo, in two groups."""
    ana, bo = await desk.person("Ana"), await desk.person("Bo")
    return (
        ana,
        bo,
        await desk.group("Square", [ana, bo]),
        await desk.group("Harbour", [ana, bo]),
    )


async def test_one_chat_needs_no_list_but_can_be_searched(desk: Desk) -> None:
    ana = await desk.person("Ana")
    await desk.says(ana, "the first pebble")
    page = await desk.open()
    place = seat(page, "Ana")
    await expect(newest(place)).to_contain_text("You said: the first pebble")
    await expect(lines(place)).to_be_hidden()
    await place.get_by_role("button", name="Search").click()
    await place.get_by_role("searchbox").fill("pebble")
    await expect(lines(place).locator(".hit")).to_have_count(2)
    await lines(place).get_by_role("button", name="Ana: the first pebble").click()
    await expect(lines(place)).to_be_hidden()
    await expect(log(place).get_by_role("article").first).to_be_focused()


async def test_the_list_is_a_screen_of_its_own_on_a_phone(desk: Desk) -> None:
    _, bo, square, _ = await two_groups(desk)
    await desk.says(bo, "fresh fish today", chat=square)
    page = await desk.open(**PHONE)
    place = seat(page, "Ana")
    await place.get_by_role("button", name="Conversations").tap()
    await expect(log(place)).to_be_hidden()
    names = lines(place).locator(".lines .line-name")
    await expect(names).to_have_text(["Echo", "Square", "Harbour"])
    line = lines(place).get_by_role("button", name="Square")
    await expect(line).to_contain_text("Bo: fresh fish today")
    await expect(line.get_by_role("img", name="1 unread")).to_be_visible()
    await expect(line.get_by_role("time")).to_be_visible()
    await line.tap()
    await expect(newest(place)).to_contain_text("fresh fish today")
    await expect(lines(place)).to_be_hidden()
    await page.go_back()
    await expect(lines(place)).to_be_visible()
    await place.get_by_role("button", name="Back to the chat").tap()
    await expect(newest(place)).to_contain_text("fresh fish today")


async def test_a_wide_seat_shows_the_list_beside_the_chat(desk: Desk) -> None:
    ana = await desk.person("Ana")
    await desk.group("Square", [ana])
    page = await desk.open()
    chip = page.get_by_role("toolbar", name="Seats").get_by_role("button", name="Square")
    await chip.click()
    await chip.click()
    place = seat(page, "Ana")
    await expect(lines(place)).to_be_visible()
    await lines(place).get_by_role("button", name="Square").click()
    await expect(lines(place)).to_be_visible()
    await expect(place.get_by_role("heading", level=3)).to_have_text("Square")
    await expect(place.get_by_role("button", name="Conversations")).to_be_hidden()


async def test_names_and_messages_are_found(desk: Desk) -> None:
    _, bo, square, harbour = await two_groups(desk)
    for number in range(90):
        await desk.says(bo, f"wave {number}", chat=harbour)
    await desk.says(bo, "a silver spoon", chat=square)
    page = await desk.open()
    place = seat(page, "Ana")
    await expect(place.get_by_role("heading", level=3)).to_have_text("Echo")
    await place.get_by_role("button", name="Search").last.click()
    box = place.get_by_role("searchbox")
    await box.fill("wave 3")
    await expect(lines(place)).to_contain_text("Nothing found for “wave 3”.")
    await lines(place).get_by_role("button", name="Everywhere").click()
    await box.fill("harb")
    await expect(lines(place).locator(".lines .line-name").first).to_have_text("Harbour")
    await box.fill("wave 3")
    hit = lines(place).get_by_role("button", name="Bo: wave 3").last
    await expect(hit.locator("mark")).to_have_text("wave 3")
    await hit.click()
    article = log(place).get_by_role("article").filter(has=page.get_by_text("wave 3", exact=True))
    await expect(article).to_be_focused()
    await expect(article).to_be_in_viewport()
    await place.get_by_role("button", name="Search").last.click()
    await box.fill("nothing like it")
    await expect(lines(place)).to_contain_text("Nothing found for “nothing like it”.")
    await box.fill("wave 77")
    await expect(lines(place).locator(".hit")).to_have_count(1)
    await box.press("Enter")
    await expect(log(place).get_by_text("wave 77", exact=True)).to_be_in_viewport()


async def test_the_list_shows_who_types(desk: Desk) -> None:
    _, bo, square, _ = await two_groups(desk)
    await desk.says(bo, "well", chat=square)
    page = await desk.open(**PHONE)
    place = seat(page, "Ana")
    await place.get_by_role("button", name="Conversations").click()
    line = lines(place).get_by_role("button", name="Square")
    await expect(line).to_contain_text("Bo: well")
    await desk.bot.call("sendChatAction", chat_id=square, action="typing")
    await expect(line).to_contain_text("typing…")
    await desk.says(bo, "now", chat=square)
    await expect(line).to_contain_text("Bo: now")


async def test_a_draft_waits_in_its_chat(desk: Desk) -> None:
    ana, _, square, _ = await two_groups(desk)
    page = await desk.open()
    place = seat(page, "Ana")
    await conversation(place, "Square")
    box = place.get_by_role("textbox", name="Message")
    async with page.expect_response("**/draft"):
        await box.fill("half a thought")
    await conversation(place, "Harbour")
    await expect(box).to_have_value("")
    await place.get_by_role("button", name="Conversations").click()
    line = lines(place).get_by_role("button", name="Square")
    await expect(line).to_contain_text("Draft: half a thought")
    await page.reload()
    await conversation(place, "Square")
    await expect(box).to_have_value("half a thought")
    async with page.expect_response("**/draft"):
        await box.press("Enter")
    await expect(newest(place)).to_contain_text("half a thought")
    chats = await desk.control("GET", f"people/{ana}/chats")
    assert next(chat for chat in chats if chat["id"] == square)["draft"] is None


async def test_a_reload_comes_back_to_the_same_chat(desk: Desk) -> None:
    _, bo, square, _ = await two_groups(desk)
    await desk.says(bo, "still here", chat=square)
    page = await desk.open()
    await conversation(seat(page, "Ana"), "Square")
    await expect(newest(seat(page, "Ana"))).to_contain_text("still here")
    await page.reload()
    await expect(newest(seat(page, "Ana"))).to_contain_text("still here")


async def test_a_line_stands_before_what_is_new(desk: Desk) -> None:
    ana, bo, square, _ = await two_groups(desk)
    for number in range(40):
        await desk.says(bo, f"old {number}", chat=square)
    last = await does(desk, ana, "send", text="mine", chat=square)
    await does(desk, ana, "read", message_id=last["message_id"], chat=square)
    for number in range(30):
        await desk.says(bo, f"news {number}", chat=square)
    page = await desk.open()
    place = seat(page, "Ana")
    await conversation(place, "Square")
    line = log(place).get_by_text("New messages")
    await expect(line).to_be_in_viewport()
    first = log(place).get_by_role("article").filter(has=page.locator(".unread-line"))
    await expect(first).to_contain_text("news 0")
    await expect(log(place).get_by_text("mine", exact=True)).to_be_in_viewport()
    await place.get_by_role("button", name="Back to now").click()
    await expect(newest(place)).to_contain_text("news 29")
    await write(place, "thanks")
    chats = await desk.control("GET", f"people/{ana}/chats")
    assert next(chat for chat in chats if chat["id"] == square)["unread"] == 0


async def test_topics_are_conversations(desk: Desk) -> None:
    ana = await desk.person("Ana")
    await desk.says(ana, "/start")
    await desk.control("PUT", "bot", {"topics": True})
    topic = await desk.bot.call("createForumTopic", chat_id=ana, name="Magpie")
    thread = {"chat_id": ana, "message_thread_id": topic["message_thread_id"]}
    await desk.bot.call("sendMessage", text="psst", **thread)
    page = await desk.open(**PHONE)
    place = seat(page, "Ana")
    await place.get_by_role("button", name="Conversations").click()
    line = lines(place).get_by_role("button", name="Magpie")
    await expect(line).to_contain_text("psst")
    await line.click()
    await expect(newest(place)).to_contain_text("psst")
    await write(place, "what is it?")
    seen = await desk.control("GET", f"people/{ana}/messages?thread={topic['message_thread_id']}")
    mine = next(message for message in seen if message["text"] == "what is it?")
    assert mine["thread"] == topic["message_thread_id"]
    await conversation(place, "Echo")
    await expect(log(place).get_by_text("what is it?", exact=True)).to_have_count(0)
    await desk.bot.call("editForumTopic", name="Magpie the smith", **thread)
    await place.get_by_role("button", name="Conversations").click()
    await expect(lines(place).get_by_role("button", name="Magpie the smith")).to_be_visible()


async def test_topics_are_made_renamed_and_closed_in_the_page(desk: Desk) -> None:
    ana, bo = await desk.person("Ana"), await desk.person("Bo")
    made = {"title": "Guild", "members": [ana, bo], "type": "supergroup", "forum": True}
    await desk.control("POST", "groups", made)
    page = await desk.open(**PHONE)
    place = seat(page, "Ana")
    await conversation(place, "Guild · General")
    await place.get_by_role("button", name="Conversations").click()
    await lines(place).get_by_role("button", name="New topic").click()
    await page.get_by_role("textbox", name="Name of the topic").fill("Rent")
    await page.get_by_role("button", name="Make it").click()
    await lines(place).get_by_role("button", name="Rent").click()
    await write(place, "Who pays?")
    await place.get_by_role("button", name="More about this topic").click()
    await place.get_by_role("button", name="Rename this topic").click()
    await page.get_by_role("textbox", name="Name of the topic").fill("The rent")
    await page.get_by_role("button", name="Save").click()
    await expect(place.get_by_role("heading", level=3)).to_have_text("The rent")
    await place.get_by_role("button", name="More about this topic").click()
    await place.get_by_role("button", name="Close this topic").click()
    await page.get_by_role("toolbar", name="Seats").get_by_role("button", name="Bo").click()
    await conversation(seat(page, "Bo"), "The rent")
    await expect(log(seat(page, "Bo"))).to_contain_text("Who pays?")
    await expect(seat(page, "Bo").get_by_text("This topic is closed.")).to_be_visible()


async def test_who_is_in_a_topic_that_goes_is_led_out_of_it(desk: Desk) -> None:
    ana = await desk.person("Ana")
    made = {"title": "Guild", "members": [ana], "type": "supergroup", "forum": True}
    group = (await desk.control("POST", "groups", made))["id"]
    topic = await does(desk, ana, "topics", name="Rent", chat=group)
    page = await desk.open(**PHONE)
    place = seat(page, "Ana")
    await conversation(place, "Rent")
    await expect(place.get_by_role("heading", level=3)).to_have_text("Rent")
    await does(desk, ana, f"topics/{topic['thread']}", deleted=True, chat=group)
    await expect(place.get_by_role("heading", level=3)).to_have_text("Echo")


async def test_a_channel_is_read_by_those_who_do_not_run_it(desk: Desk) -> None:
    ana, bo = await desk.person("Ana"), await desk.person("Bo")
    made = {"title": "News", "members": [ana, bo], "added_by": ana, "type": "channel"}
    channel = (await desk.control("POST", "groups", made))["id"]
    await desk.says(ana, "today", chat=channel)
    page = await desk.open()
    await conversation(seat(page, "Bo"), "News")
    await expect(newest(seat(page, "Bo"))).to_contain_text("today")
    note = seat(page, "Bo").get_by_text("Only administrators write in this channel.")
    await expect(note).to_be_visible()
    await conversation(seat(page, "Ana"), "News")
    await write(seat(page, "Ana"), "tomorrow")
    await expect(newest(seat(page, "Bo"))).to_contain_text("tomorrow")
