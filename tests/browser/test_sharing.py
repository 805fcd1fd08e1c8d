"""What a person sends beside words: files, voices, stickers, places, reactions, edits."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

import pytest
from playwright.async_api import expect

from tests.browser.desk import attach, conversation, log, newest, sat, seat, write
from tests.browser.echo_bot import png
from tests.browser.parcels import does, pictures, shares, town_square

if TYPE_CHECKING:
    from playwright.async_api import FilePayload

    from tests.browser.desk import Desk

DENIED = """() => { navigator.mediaDevices.getUserMedia = async () => {
  throw new DOMException("Permission denied", "NotAllowedError");
}; }"""
pytestmark = pytest.mark.asyncio(loop_scope="session")

TOUCH: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "has_touch": True,
    "is_mobile": True,
}
DROP = """(node, { kind, count }) => {
  const data = new DataTransfer();
  for (let n = 0; n < count; n += 1) {
    const bytes = Uint8Array.from(atob(window.picture), (letter) => letter.charCodeAt(0));
    data.items.add(new File([bytes], `${n}.png`, { type: "image/png" }));
  }
  const event = kind === "paste"
    ? new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true })
    : new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true });
  node.dispatchEvent(event);
}"""


def files(count: int) -> list[FilePayload]:
    """Pictures as a file chooser takes them."""
    return [
        {"name": name, "mimeType": kind, "buffer": data} for name, data, kind in pictures(count)
    ]


async def test_several_pictures_go_as_an_album_with_one_caption(desk: Desk) -> None:
    ana, page, place = await sat(desk)
    await attach(page, place, "Pictures", files(3))
    tray = place.get_by_role("list", name="To be sent")
    await expect(tray.get_by_role("listitem")).to_have_count(3)
    await tray.get_by_role("button", name="Do not send 1.png").click()
    await expect(tray.get_by_role("listitem")).to_have_count(2)
    await write(place, "From the harbour")
    album = newest(place).get_by_role("group", name="2 files together")
    await expect(album.get_by_role("button", name="Enlarge the picture")).to_have_count(2)
    await expect(newest(place)).to_contain_text("From the harbour")
    await expect(tray).to_be_hidden()
    seen = await desk.control("GET", f"people/{ana}/messages")
    assert len({message["album"] for message in seen}) == 1
    assert [message["caption"] for message in seen] == ["From the harbour", None]


@pytest.mark.parametrize("kind", ["paste", "drop"])
async def test_pictures_are_pasted_and_dropped(desk: Desk, kind: str) -> None:
    _, page, place = await sat(desk)
    await page.evaluate(f"window.picture = '{base64.b64encode(png(40, 30)).decode()}'")
    target = place.get_by_role("textbox", name="Message") if kind == "paste" else log(place)
    await target.evaluate(DROP, {"kind": kind, "count": 1})
    await expect(place.get_by_role("list", name="To be sent").get_by_role("img")).to_be_visible()
    await place.get_by_role("button", name="Send", exact=True).click()
    await expect(newest(place).get_by_role("button", name="Enlarge the picture")).to_be_visible()


async def test_a_file_that_is_no_picture_goes_as_a_document(desk: Desk) -> None:
    _, page, place = await sat(desk)
    report: FilePayload = {"name": "report.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-"}
    await attach(page, place, "File", [report])
    await place.get_by_role("button", name="Send", exact=True).click()
    await expect(newest(place).get_by_role("link", name="Download report.pdf")).to_be_visible()


async def test_a_phone_offers_its_camera(desk: Desk) -> None:
    _, page, place = await sat(desk, **TOUCH)
    await place.get_by_role("button", name="Attach").tap()
    async with page.expect_file_chooser() as waiting:
        await page.get_by_role("button", name="Take a picture").tap()
    chooser = await waiting.value
    assert not chooser.is_multiple()
    assert await chooser.element.get_attribute("capture") == "environment"


async def test_what_did_not_arrive_is_kept(desk: Desk) -> None:
    _, page, place = await sat(desk)
    await page.route("**/media", lambda route: route.fulfill(status=409, json={"error": "no"}))
    await attach(page, place, "Pictures", files(2))
    await write(place, "with these words")
    await expect(place.get_by_text("That did not work: no")).to_be_visible()
    await expect(place.get_by_role("listitem")).to_have_count(2)
    await expect(place.get_by_role("textbox", name="Message")).to_have_value("with these words")
    assert desk.complaints.pop().startswith("error: Failed to load resource")


async def test_a_voice_is_recorded_by_two_presses(desk: Desk) -> None:
    ana, page, place = await sat(desk, permissions=["microphone"])
    await place.get_by_role("button", name="Record a voice message").click()
    recording = place.get_by_role("group", name="Recording")
    await expect(recording.get_by_role("timer")).to_have_text("0:01")
    await recording.get_by_role("button", name="Send the recording").click()
    voice = newest(place).get_by_role("group", name="Voice message")
    await expect(voice).to_be_visible()
    await expect(recording).to_be_hidden()
    (message,) = await desk.control("GET", f"people/{ana}/messages")
    assert message["media"]["kind"] == "voice"
    assert message["media"]["duration"] >= 1
    await voice.get_by_role("button", name="Play").click()
    await expect(voice.get_by_role("button", name="Pause")).to_be_visible()
    await expect(voice.get_by_role("button", name="Play")).to_be_visible()
    assert page.url


async def test_a_voice_is_recorded_while_the_button_is_held(desk: Desk) -> None:
    _, page, place = await sat(desk, permissions=["microphone"])
    await place.get_by_role("button", name="Record a voice message").hover()
    await page.mouse.down()
    await expect(place.get_by_role("timer")).to_have_text("0:01")
    await page.mouse.up()
    await expect(newest(place).get_by_role("group", name="Voice message")).to_be_visible()


async def test_a_recording_can_be_thrown_away(desk: Desk) -> None:
    ana, page, place = await sat(desk, permissions=["microphone"])
    button = place.get_by_role("button", name="Record a voice message")
    await button.focus()
    await page.keyboard.press("Enter")
    await expect(place.get_by_role("button", name="Send the recording")).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(place.get_by_role("group", name="Recording")).to_be_hidden()
    await expect(place.get_by_role("textbox", name="Message")).to_be_focused()
    assert await desk.control("GET", f"people/{ana}/messages") == []


async def test_without_a_microphone_there_is_a_kind_word(desk: Desk) -> None:
    _, page, place = await sat(desk)
    await page.evaluate(DENIED)  # the browser of the tests has nobody to ask, and would allow it
    await place.get_by_role("button", name="Record a voice message").click()
    await expect(place.get_by_text("The browser gives no microphone to this page.")).to_be_visible()


async def test_stickers_and_emoji(desk: Desk) -> None:
    ana, page, place = await sat(desk)
    await place.get_by_role("button", name="Emoji and stickers").click()
    await expect(place.get_by_role("button", name="😀")).to_be_focused()
    await page.keyboard.press("ArrowRight")
    await page.keyboard.press("Enter")
    await expect(place.get_by_role("textbox", name="Message")).to_have_value("😃")
    await place.get_by_role("tab", name="Stickers").click()
    await place.get_by_role("button", name="Sticker 👋").click()
    await expect(newest(place).get_by_role("img", name="Sticker 👋")).to_be_visible()
    await expect(place.get_by_role("tabpanel")).to_be_hidden()
    await expect(place.get_by_role("textbox", name="Message")).to_have_value("😃")
    (message,) = await desk.control("GET", f"people/{ana}/messages")
    assert message["media"]["kind"] == "sticker"


async def test_a_place_by_permission_and_by_hand(desk: Desk) -> None:
    where = {"latitude": 31.2304, "longitude": 121.4737}
    _, page, place = await sat(desk, permissions=["geolocation"], geolocation=where)
    for typed in (None, ("-33.5", "-70.25")):
        await place.get_by_role("button", name="Attach").click()
        await page.get_by_role("button", name="Place", exact=True).click()
        sheet = page.get_by_role("dialog", name="Place")
        if typed is None:
            await sheet.get_by_role("button", name="Where I am").click()
            await expect(sheet.get_by_role("spinbutton", name="Latitude")).to_have_value(
                "31.230400"
            )
        else:
            for name, value in zip(("Latitude", "Longitude"), typed, strict=True):
                await sheet.get_by_role("spinbutton", name=name).fill(value)
        await sheet.get_by_role("button", name="Send").click()
    cards = log(place).locator(".location-words")
    await expect(cards).to_contain_text(["31.23040° N, 121.47370° E", "33.50000° S, 70.25000° W"])


async def test_a_place_that_the_browser_does_not_tell(desk: Desk) -> None:
    _, page, place = await sat(desk)
    await place.get_by_role("button", name="Attach").click()
    await page.get_by_role("button", name="Place", exact=True).click()
    await page.get_by_role("button", name="Where I am").click()
    await expect(page.get_by_text("This browser does not say where it is.")).to_be_visible()


async def test_a_reaction_comes_and_goes(desk: Desk) -> None:
    _, group = await town_square(desk)
    page = await desk.open()
    place = seat(page, "Ana")
    await conversation(place, "Square")
    message = log(place).get_by_role("article").filter(has_text="meet at noon?").first
    thumb = message.get_by_role("button", name="👍: 2")
    await expect(thumb).to_have_attribute("aria-pressed", "true")
    await thumb.click()
    await expect(message.get_by_role("button", name="👍: 1")).to_be_visible()
    await message.hover()
    await message.get_by_role("button", name="React and more").click()
    await page.get_by_role("button", name="React with 🎉").click()
    await expect(message.get_by_role("button", name="🎉: 1")).to_be_visible()
    ana = (await desk.control("GET", "people"))[0]["id"]
    seen = await desk.control("GET", f"people/{ana}/messages?chat={group}")
    reactions = [message["reactions"] for message in seen if message["reactions"]]
    assert {"emoji": "🎉", "count": 1, "mine": True} in reactions[-1]


async def test_a_finger_opens_the_menu_of_a_message(desk: Desk) -> None:
    ana, page, place = await sat(desk, **TOUCH)
    await write(place, "helo")
    mine = log(place).locator(".own").first
    await mine.locator(".text").tap(position={"x": 6, "y": 8})
    await page.get_by_role("button", name="Edit", exact=True).last.tap()
    await write(place, "hello")
    await expect(mine).to_contain_text("hello")
    await mine.locator(".text").tap(position={"x": 6, "y": 8})
    await page.get_by_role("button", name="Delete").tap()
    await page.get_by_role("dialog").get_by_role("button", name="Delete").tap()
    await expect(log(place).get_by_text("hello", exact=True)).to_have_count(0)
    texts = [m["text"] for m in await desk.control("GET", f"people/{ana}/messages")]
    assert "hello" not in texts


async def test_what_others_change_is_seen_at_once(desk: Desk) -> None:
    _, group = await town_square(desk)
    page = await desk.open()
    place = seat(page, "Ana")
    await conversation(place, "Square")
    bo = (await desk.control("GET", "people"))[1]["id"]
    said = await does(desk, bo, "send", text="a slip", chat=group)
    await expect(log(place).get_by_text("a slip", exact=True)).to_be_visible()
    await does(desk, bo, "send", text="a word", edit=said["message_id"], chat=group)
    await expect(log(place).get_by_text("a word", exact=True)).to_be_visible()
    await does(desk, bo, "delete", message_id=said["message_id"], chat=group)
    await expect(log(place).get_by_text("a word", exact=True)).to_have_count(0)


async def test_a_reply_shows_the_picture_it_answers_and_leads_there(desk: Desk) -> None:
    _, group = await town_square(desk)
    page = await desk.open()
    place = seat(page, "Ana")
    await conversation(place, "Square")
    bo = (await desk.control("GET", "people"))[1]["id"]
    (picture,) = await shares(desk, bo, "photo", pictures(1), chat=group)
    last = newest(place)
    await expect(last.get_by_role("button", name="Enlarge the picture")).to_be_visible()
    await last.hover()
    await last.get_by_role("button", name="Reply").click()
    await expect(place.locator(".about img")).to_be_visible()
    await write(place, "beautiful")
    quote = log(place).get_by_role("article").filter(has_text="beautiful").first.locator(".quote")
    await expect(quote.locator("img")).to_have_attribute("src", picture["media"]["url"])
    await quote.click()
    number = str(picture["message_id"])
    await expect(log(place).locator(f'[data-message-id="{number}"]')).to_be_focused()


async def test_the_pinned_message_is_a_bar_that_leads_to_it(desk: Desk) -> None:
    _, group = await town_square(desk)
    page = await desk.open()
    place = seat(page, "Ana")
    await conversation(place, "Square")
    bar = place.get_by_role("button", name="Pinned message: Shall we meet at noon?")
    await bar.click()
    await expect(page.locator(".msg:focus")).to_contain_text("Shall we meet at noon?")
    await desk.bot.call("unpinAllChatMessages", chat_id=group)
    await expect(bar).to_be_hidden()


async def test_a_person_changes_name_and_language(desk: Desk) -> None:
    ana, page, place = await sat(desk)
    await place.get_by_role("button", name="More about Ana").click()
    await place.get_by_role("button", name="Name and language").click()
    sheet = page.get_by_role("dialog", name="Name and language")
    await sheet.get_by_role("textbox", name="First name").fill("安娜")
    await sheet.get_by_role("radio", name="中文").check()
    await sheet.get_by_role("button", name="Save").click()
    await expect(seat(page, "安娜").get_by_role("button", name="开始", exact=True)).to_be_visible()
    person = (await desk.control("GET", "people"))[0]
    assert (person["id"], person["first_name"]) == (ana, "安娜")
    assert person["language_code"].startswith("zh")
