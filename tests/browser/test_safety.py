"""Names and words that try to be more than words: shown as they are, and nothing runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.async_api import expect

from tests.browser.desk import conversation, log, newest, seat, write

if TYPE_CHECKING:
    from tests.browser.desk import Desk

pytestmark = pytest.mark.asyncio(loop_scope="session")

IMAGE = "<img src=x onerror=document.title='owned'>"
SCRIPT = "</div><script>document.title='owned'</script>"
RTL = "عمر\u202e\u202d evil"


async def test_markup_in_names_and_words_is_shown_literally(desk: Desk) -> None:
    nasty = await desk.person(IMAGE)
    ana = await desk.person("Ana")
    group = await desk.group(SCRIPT, [nasty, ana])
    await desk.says(nasty, SCRIPT, chat=group)
    page = await desk.open()
    theirs = seat(page, IMAGE)
    await expect(theirs.get_by_role("heading", name=IMAGE, level=2)).to_be_visible()
    await write(theirs, IMAGE)
    await expect(newest(theirs)).to_contain_text(f"You said: {IMAGE}")
    await conversation(seat(page, "Ana"), SCRIPT)
    article = log(seat(page, "Ana")).get_by_role("article").filter(has_text=SCRIPT).last
    await expect(article.locator(".sender bdi")).to_have_text(IMAGE)
    assert await page.locator("img[src=x], main script").count() == 0
    assert await page.title() == "Glasstown web chat"


async def test_right_to_left_names_stay_in_their_place(desk: Desk) -> None:
    await desk.person(RTL)
    page = await desk.open()
    place = seat(page, RTL)
    await expect(place.get_by_role("heading", level=2).locator("bdi")).to_have_text(RTL)
    await write(place, "/start")
    await expect(newest(place)).to_contain_text(RTL)
    meta = newest(place).get_by_role("time")
    text = newest(place).locator(".text")
    time_box, text_box = await meta.bounding_box(), await text.bounding_box()
    assert time_box is not None
    assert text_box is not None
    assert time_box["y"] >= text_box["y"]


async def test_dangerous_addresses_stay_text(desk: Desk) -> None:
    person = await desk.person("Ana")
    page = await desk.open()
    await write(seat(page, "Ana"), "hello")
    place = seat(page, "Ana")
    await expect(newest(place)).to_contain_text("You said: hello")
    trap = {
        "type": "text_link",
        "offset": 0,
        "length": 5,
        "url": "javascript:document.title='owned'",
    }
    seen = await desk.control("GET", f"people/{person}/messages")
    seen[-1] |= {"entities": [trap], "buttons": [[{"text": "Trap", "url": trap["url"]}]]}
    await page.route("**/messages*", lambda route: route.fulfill(json=seen))
    await page.reload()
    await expect(newest(place).locator(".dead-link")).to_have_text("You s")
    await newest(place).get_by_role("button", name="Trap").click()
    await expect(place.get_by_text("This link cannot be opened here.")).to_be_visible()
    assert await page.locator('a[href^="javascript"]').count() == 0
    assert await page.title() == "Glasstown web chat"


async def test_nothing_inline_and_a_policy_that_forbids_it(desk: Desk) -> None:
    async with desk.http.get(desk.url) as response:
        policy = response.headers["Content-Security-Policy"]
        page = await response.text()
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert "style=" not in page
    assert "onclick" not in page


async def test_overlong_words_do_not_break_the_bubble(desk: Desk) -> None:
    await desk.person("A" * 64)
    page = await desk.open()
    place = seat(page, "A" * 64)
    await write(place, "W" * 900)
    await expect(newest(place)).to_contain_text("You said: WWW")
    width = await place.locator(".scroller").evaluate("(n) => n.scrollWidth - n.clientWidth")
    assert width == 0
