"""Two devices of one person agree, and a page asks for nobody's news but its own people's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.async_api import expect

from tests.browser.desk import conversation, log, newest, seat, write
from tests.browser.parcels import does

if TYPE_CHECKING:
    from playwright.async_api import Locator, Request, Route

    from tests.browser.desk import Desk

pytestmark = pytest.mark.asyncio(loop_scope="session")

PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "has_touch": True,
    "is_mobile": True,
}
CROWD = 200


async def both(desk: Desk) -> tuple[int, int, int, Locator, Locator]:
    """Ana with two devices, in a group with Bo; on both she looks at the list."""
    ana, bo = await desk.person("Ana"), await desk.person("Bo")
    group = await desk.group("Square", [ana, bo])
    first = seat(await desk.open(), "Ana")
    second = seat(await desk.open(**PHONE), "Ana")
    for place in (first, second):
        await place.get_by_role("button", name="Conversations").click()
    return bo, group, ana, first, second


def line(place: Locator) -> Locator:
    """The group in a seat's list."""
    return place.get_by_role("navigation").get_by_role("button", name="Square")


async def test_what_is_read_on_one_is_read_on_the_other(desk: Desk) -> None:
    bo, group, _, first, second = await both(desk)
    await desk.says(bo, "anyone?", chat=group)
    for place in (first, second):
        await expect(line(place).get_by_role("img", name="1 unread")).to_be_visible()
    await line(first).click()
    await expect(newest(first)).to_contain_text("anyone?")
    await expect(line(second).get_by_role("img")).to_have_count(0)


async def test_what_is_sent_changed_and_deleted_on_one_is_so_on_the_other(desk: Desk) -> None:
    _, group, ana, first, second = await both(desk)
    for place in (first, second):
        await line(place).click()
    await write(first, "from my desk")
    await expect(log(second).locator(".own").last).to_contain_text("from my desk")
    message = (await desk.control("GET", f"people/{ana}/messages?chat={group}"))[-1]
    number = {"message_id": message["message_id"], "chat": group}
    await log(first).locator(".own").last.hover()
    await first.get_by_role("button", name="React and more").last.click()
    await first.get_by_role("button", name="React with ❤").click()
    pressed = log(second).get_by_role("button", name="❤: 1")
    await expect(pressed).to_have_attribute("aria-pressed", "true")
    await does(desk, ana, "delete", **number)
    await expect(log(second).get_by_text("from my desk")).to_have_count(0)


async def test_what_is_begun_on_one_is_finished_on_the_other(desk: Desk) -> None:
    _, _, _, first, second = await both(desk)
    for place in (first, second):
        await line(place).click()
    typed, seen = (place.get_by_role("textbox", name="Message") for place in (first, second))
    await typed.fill("Dear Bo, I")
    await expect(seen).to_have_value("Dear Bo, I")
    await seen.fill("Dear Bo, I am late")
    await expect(typed).to_have_value("Dear Bo, I am late")
    await typed.press("Enter")
    await expect(seen).to_have_value("")
    await expect(log(second).locator(".own").last).to_contain_text("Dear Bo, I am late")


async def test_a_topic_that_one_makes_is_on_the_other(desk: Desk) -> None:
    ana = await desk.person("Ana")
    made = {"title": "Guild", "members": [ana], "type": "supergroup", "forum": True}
    group = (await desk.control("POST", "groups", made))["id"]
    page = await desk.open(**PHONE)
    place = seat(page, "Ana")
    await place.get_by_role("button", name="Conversations").tap()
    await does(desk, ana, "topics", name="Rent", chat=group)
    await expect(place.get_by_role("navigation").get_by_role("button", name="Rent")).to_be_visible()


async def test_two_hundred_people_and_only_the_open_seats_ask(desk: Desk) -> None:
    people = [await desk.person(f"Person {number}") for number in range(CROWD)]
    page = await desk.open()
    await expect(seat(page, "Person 7")).to_be_visible()
    asked: list[str] = []

    def note(request: Request) -> None:
        asked.append(request.url)

    page.on("request", note)
    await page.reload()
    await expect(seat(page, "Person 7").get_by_role("button", name="Start")).to_be_visible()
    await expect(page.locator(".seat")).to_have_count(8)
    paths = [urlsplit(url).path for url in asked]
    whose = {path.split("/")[3] for path in paths if path.startswith("/control/people/")}
    assert whose == {str(person) for person in people[:8]}
    events = [parse_qs(urlsplit(url).query) for url in asked if "/control/events" in url]
    assert events == [{"person": [",".join(map(str, people[:8]))]}]
    await page.get_by_role("button", name="192 more").click()
    everybody = page.get_by_role("dialog", name="All people")
    await everybody.get_by_role("searchbox").fill("person 150")
    await everybody.get_by_role("button", name="Person 150").click()
    await write(seat(page, "Person 150"), "here I am")
    await expect(newest(seat(page, "Person 150"))).to_contain_text("You said: here I am")
    await desk.says(people[150], "and again")
    await expect(newest(seat(page, "Person 150"))).to_contain_text("You said: and again")


async def test_a_page_of_one_person_needs_to_know_of_nobody_else(desk: Desk) -> None:
    ana, bo = await desk.person("Ana"), await desk.person("Bo")
    group = await desk.group("Square", [ana, bo])
    await desk.says(bo, "hello all", chat=group)
    page = await desk.open(f"/?seat={ana}", **PHONE)
    asked: list[str] = []

    async def refuse(route: Route) -> None:
        asked.append(urlsplit(route.request.url).path)
        await route.fulfill(status=404, json={"error": "Not Found"})

    for everybody in ("people", "groups"):
        await page.route(f"**/control/{everybody}", refuse)
    await page.reload()
    await page.goto(f"{desk.url}/?seat={ana}")
    place = seat(page, "Ana")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Glasstown")
    await expect(page.get_by_role("button", name="Seat", exact=True)).to_be_hidden()
    await conversation(place, "Square")
    await expect(newest(place)).to_contain_text("hello all")
    await write(place, "hello Bo")
    await expect(log(place).locator(".own").last).to_contain_text("hello Bo")
    await page.reload()
    await expect(log(place).locator(".own").last).to_contain_text("hello Bo")
    assert set(asked) == {"/control/people", "/control/groups"}
    assert all("404" in complaint for complaint in desk.complaints)
    desk.complaints.clear()
