"""Ten thousand messages: fetched a page at a time, drawn only near the screen, kept in place."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.async_api import expect

from tests.browser.desk import conversation, log, newest, seat
from tests.browser.parcels import does, pictures, shares

if TYPE_CHECKING:
    from playwright.async_api import Locator, Request

    from tests.browser.desk import Desk

pytestmark = pytest.mark.asyncio(loop_scope="session")

MANY = 10_000
AT_ONCE = 50
PAGE = 60
DRAWN = 80
SCROLL = """async (scroller) => {
  let most = 0;
  let longest = 0;
  let last = performance.now();
  for (let frame = 0; frame < 200; frame += 1) {
    await new Promise((done) => requestAnimationFrame(done));
    const now = performance.now();
    if (frame > 5) longest = Math.max(longest, now - last);
    last = now;
    scroller.scrollTop -= 150;
    most = Math.max(most, scroller.querySelectorAll("article").length);
  }
  return { most, longest, top: scroller.querySelector("article").dataset.messageId };
}"""
LOOKED_AT = """(scroller) => {
  const top = scroller.getBoundingClientRect().top;
  const all = [...scroller.querySelectorAll("article")];
  const first = all.find((article) => article.getBoundingClientRect().top > top);
  return [first.dataset.messageId, Math.round(first.getBoundingClientRect().top - top)];
}"""


async def told(desk: Desk, count: int, at_once: int = 1) -> tuple[int, int, int]:
    """Ana and Bo in a group in which so much was said."""
    ana, bo = await desk.person("Ana"), await desk.person("Bo")
    group = await desk.group("Square", [ana, bo])
    for start in range(0, count, at_once):
        async with asyncio.TaskGroup() as tasks:
            for number in range(start, min(start + at_once, count)):
                words = f"line {number} " + "and so on " * (number % 9)
                tasks.create_task(desk.says(bo, words, chat=group))
    return ana, bo, group


def asked(requests: list[Request], person: int) -> list[dict[str, list[str]]]:
    """The questions for this person's messages."""
    urls = [urlsplit(request.url) for request in requests]
    wanted = f"/control/people/{person}/messages"
    return [parse_qs(url.query) for url in urls if url.path == wanted]


async def drawn(place: Locator) -> int:
    return await log(place).get_by_role("article").count()


async def test_ten_thousand_messages(desk: Desk) -> None:
    ana, _, _ = await told(desk, MANY, AT_ONCE)
    page = await desk.open()
    await expect(newest(seat(page, "Square"))).to_contain_text("line ")
    requests: list[Request] = []

    def note(request: Request) -> None:
        requests.append(request)

    page.on("request", note)
    await page.reload()
    place = seat(page, "Ana")
    await conversation(place, "Square")
    await expect(newest(place)).to_contain_text("line ")
    questions = [question for question in asked(requests, ana) if "chat" in question]
    assert [question["limit"] for question in questions] == [[str(PAGE)]] * len(questions)
    assert len(questions) <= 2, "the seat's and the group's first page"
    assert await drawn(place) < DRAWN

    requests.clear()
    moved: dict[str, Any] = await place.locator(".scroller").evaluate(SCROLL)
    assert moved["most"] < DRAWN
    assert moved["longest"] < 500, "a frame took too long"
    assert all(question["limit"] == [str(PAGE)] for question in asked(requests, ana))
    assert await drawn(place) < DRAWN


async def test_a_reply_leads_far_up(desk: Desk) -> None:
    ana, bo, group = await told(desk, 2000, AT_ONCE)
    first = (await desk.control("GET", f"people/{ana}/messages?chat={group}&limit=1&after=0"))[0]
    page = await desk.open()
    place = seat(page, "Ana")
    await conversation(place, "Square")
    await does(desk, bo, "send", text="about the first", reply_to=first["message_id"], chat=group)
    await expect(newest(place)).to_contain_text("about the first")
    await newest(place).locator(".quote").click()
    goal = log(place).locator(f'[data-message-id="{first["message_id"]}"]')
    await expect(goal).to_be_focused()
    await expect(goal).to_be_in_viewport()
    assert await drawn(place) < DRAWN
    await place.get_by_role("button", name="Back to now").click()
    await expect(newest(place)).to_contain_text("about the first")


async def test_what_is_looked_at_stays_while_older_ones_come(desk: Desk) -> None:
    ana, bo, group = await told(desk, 400)
    page = await desk.open()
    place = seat(page, "Ana")
    await conversation(place, "Square")
    scroller = place.locator(".scroller")
    held = asyncio.Event()

    async def hold(route: Any) -> None:
        if "before" in route.request.url:
            await held.wait()
        await route.continue_()

    await page.route("**/messages*", hold)
    async with page.expect_response(lambda answer: "before=" in answer.url) as older:
        await scroller.evaluate("(node) => { node.scrollTop = 200; }")
        await page.evaluate("new Promise((done) => setTimeout(done, 100))")
        before = await scroller.evaluate(LOOKED_AT)
        held.set()
    await (await older.value).finished()
    await expect(place.locator(".room").first).not_to_have_css("height", "0px")
    after = await scroller.evaluate(LOOKED_AT)
    assert after[0] == before[0]
    assert abs(after[1] - before[1]) <= 2
    await shares(desk, bo, "photo", pictures(1), chat=group)
    await expect(place.get_by_role("button", name="1 new")).to_be_visible()
    assert await scroller.evaluate(LOOKED_AT) == after
    assert ana


async def test_arrow_keys_walk_beyond_what_is_drawn(desk: Desk) -> None:
    await told(desk, 150)
    page = await desk.open()
    place = seat(page, "Ana")
    await conversation(place, "Square")
    await place.get_by_role("textbox", name="Message").press("ArrowUp")
    focused = page.locator(".msg:focus")
    for _ in range(200):
        await page.keyboard.press("ArrowUp")
        if "line 49" in await focused.inner_text():
            break
    await expect(focused).to_contain_text("line 49")
    await expect(page.locator(".msg:focus")).to_be_in_viewport()
    await page.keyboard.press("End")
    await expect(page.locator(".msg:focus")).to_contain_text("line 149")


async def test_the_day_is_told_while_one_scrolls(desk: Desk) -> None:
    await told(desk, 80)
    page = await desk.open()
    place = seat(page, "Ana")
    await conversation(place, "Square")
    day = place.locator(".floating-day")
    await expect(day).to_be_hidden()
    await place.locator(".scroller").evaluate("(node) => { node.scrollTop -= 500; }")
    await expect(day).to_have_text("Today")
    await expect(day).to_be_visible()
    await expect(day).to_be_hidden()
