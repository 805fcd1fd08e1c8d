"""Files that are chosen: what goes as what, what is refused and how, where they wait."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

import pytest
from playwright.async_api import expect

from tests.browser.desk import attach, conversation, newest, sat, seat, write
from tests.browser.echo_bot import png
from tests.browser.parcels import pictures

if TYPE_CHECKING:
    from playwright.async_api import FilePayload, Locator

    from tests.browser.desk import Desk

pytestmark = pytest.mark.asyncio(loop_scope="session")
FRAME = bytes.fromhex("ffc00011080003000203012200021101031101")


def picture(name: str, data: bytes) -> FilePayload:
    """Bytes that call themselves a picture."""
    return {"name": name, "mimeType": "image/png", "buffer": data}


def huge() -> bytes:
    """The head of a picture that would fill the memory of whoever draws it."""
    small = png(20, 20)
    return small[:16] + struct.pack(">II", 20_000, 20_000) + small[24:]


def tray(place: Locator) -> Locator:
    """What waits to be sent."""
    return place.get_by_role("list", name="To be sent")


async def test_file_sends_a_document_pictures_too(desk: Desk) -> None:
    ana, page, place = await sat(desk)
    await attach(page, place, "File", [picture("plan.png", png(40, 30))])
    await expect(tray(place).get_by_text("plan.png")).to_be_visible()
    await expect(tray(place).get_by_role("img")).to_have_count(0)
    await place.get_by_role("button", name="Send", exact=True).click()
    await expect(newest(place).get_by_role("link", name="Download plan.png")).to_be_visible()
    (message,) = await desk.control("GET", f"people/{ana}/messages")
    assert message["media"]["kind"] == "document"


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("map.png", huge(), "“map.png” has too many pixels or is too narrow for a picture."),
        ("strip.png", png(2, 300), "“strip.png” has too many pixels or is too narrow"),
        ("note.png", b"no picture at all", "“note.png” is no picture that can be shown."),
        ("big.png", png() + bytes(10 * 1024 * 1024), "“big.png” is too big for a picture"),
    ],
)
async def test_what_is_no_photo_is_told_at_once_and_goes_as_a_file(
    desk: Desk, name: str, data: bytes, words: str
) -> None:
    ana, page, place = await sat(desk)
    good = picture("good.png", png(40, 30))
    await attach(page, place, "Pictures", [good, picture(name, data)])
    await expect(place.get_by_text(words)).to_be_visible()
    await expect(tray(place).get_by_role("img")).to_have_count(1)
    await expect(tray(place).get_by_text(name)).to_be_visible()
    await place.get_by_role("button", name="Send as a file").click()
    await expect(newest(place).get_by_role("link", name=f"Download {name}")).to_be_visible()
    seen = await desk.control("GET", f"people/{ana}/messages")
    assert [message["media"]["kind"] for message in seen] == ["photo", "document"]
    assert seen[1]["media"]["file_size"] == len(data)


async def test_what_the_sandbox_refuses_stays_and_can_go_as_a_file(desk: Desk) -> None:
    ana, page, place = await sat(desk)
    # The page reads its size, the sandbox gives up before.
    endless = b"\xff\xd8" + b"\xff\xe0\x00\x02" * 1001 + FRAME
    sent = [picture("a.png", png(40, 30)), picture("b.png", endless)]
    await attach(page, place, "Pictures", sent)
    await write(place, "both of them")
    await expect(place.get_by_text("“b.png” is no picture that can be shown.")).to_be_visible()
    await expect(tray(place).get_by_role("img", name="a.png")).to_be_visible()
    await expect(place.get_by_role("textbox", name="Message")).to_have_value("both of them")
    await place.get_by_role("button", name="Send as a file").click()
    await expect(newest(place).get_by_role("link", name="Download b.png")).to_be_visible()
    seen = await desk.control("GET", f"people/{ana}/messages")
    assert [message["caption"] for message in seen] == ["both of them", None]
    assert desk.complaints.pop().startswith("error: Failed to load resource")


async def test_what_arrived_is_not_sent_again(desk: Desk) -> None:
    ana, page, place = await sat(desk)
    await attach(page, place, "Pictures", [picture("a.png", png(40, 30))])
    await attach(page, place, "File", [picture("b.png", png(30, 40))])
    await expect(tray(place).get_by_role("listitem")).to_have_count(2)
    await page.route(
        "**/media",
        lambda route: (
            route.fulfill(status=409, json={"error": "no"})
            if b"document" in (route.request.post_data_buffer or b"")
            else route.continue_()
        ),
    )
    await write(place, "words")
    await expect(place.get_by_text("That did not work: no")).to_be_visible()
    await expect(tray(place).get_by_role("listitem")).to_have_text("b.png2.3 KB")
    await expect(place.get_by_role("textbox", name="Message")).to_have_value("")
    assert len(await desk.control("GET", f"people/{ana}/messages")) == 1
    assert desk.complaints.pop().startswith("error: Failed to load resource")


async def test_an_empty_file_is_refused_when_it_is_chosen(desk: Desk) -> None:
    ming = await desk.person("小明", "zh-hans")
    page = await desk.open()
    place = seat(page, "小明")
    await place.get_by_role("button", name="添加附件").click()
    async with page.expect_file_chooser() as waiting:
        await page.get_by_role("button", name="文件", exact=True).click()
    empty: FilePayload = {"name": "空.txt", "mimeType": "text/plain", "buffer": b""}
    await (await waiting.value).set_files([empty, picture("图.png", png(20, 20))])
    await expect(place.get_by_text("“空.txt”是空文件，没有添加。")).to_be_visible()
    waits = place.get_by_role("list", name="待发送")
    await expect(waits.get_by_role("listitem")).to_have_count(1)
    assert await desk.control("GET", f"people/{ming}/messages") == []


async def test_files_wait_in_their_conversation(desk: Desk) -> None:
    ana = await desk.person("Ana")
    for title in ("Square", "Harbour"):
        await desk.group(title, [ana])
    page = await desk.open()
    place = seat(page, "Ana")
    await conversation(place, "Square")
    chosen = [picture(name, data) for name, data, _ in pictures(2)]
    await attach(page, place, "Pictures", chosen)
    await expect(tray(place).get_by_role("img")).to_have_count(2)
    await conversation(place, "Harbour")
    await expect(tray(place)).to_be_hidden()
    await attach(page, place, "File", chosen[:1])
    await expect(tray(place).get_by_role("listitem")).to_have_count(1)
    await conversation(place, "Square")
    await expect(tray(place).get_by_role("img")).to_have_count(2)
    await conversation(place, "Harbour")
    await expect(tray(place).get_by_role("listitem")).to_have_count(1)
    await expect(tray(place).get_by_role("img")).to_have_count(0)
