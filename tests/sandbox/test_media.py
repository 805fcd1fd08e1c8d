"""Files: uploaded, sent again, downloaded, shown; and what is refused."""

from __future__ import annotations

import pytest

from tests.sandbox.desk import OGG, PNG, Desk, Refused, keyboard, upload


async def test_a_photo_is_sent_shown_sent_again_and_downloaded(desk: Desk):
    ana = await desk.starter()
    keys = keyboard([("Open", "o")])
    sent = await upload(
        desk,
        "sendPhoto",
        ana.id,
        PNG,
        "card.png",
        caption="<i>hi</i>",
        parse_mode="HTML",
        reply_markup=keys,
    )
    size = sent["photo"][-1]
    assert (size["width"], size["height"], size["file_size"]) == (2, 3, len(PNG))
    assert sent["caption_entities"][0]["type"] == "italic"
    again = await desk.api("sendPhoto", chat_id=ana.id, photo=size["file_id"])
    assert again["photo"][-1]["file_unique_id"] == size["file_unique_id"]
    file = await desk.api("getFile", file_id=size["file_id"])
    url = f"{desk.url}/file/bot{desk.sandbox.settings.token}/{file['file_path']}"
    async with desk.session.get(url) as response:
        assert await response.read() == PNG
    seen = (await ana.sees())[-2]
    assert (seen["caption"], seen["media"]["kind"], seen["text"]) == ("hi", "photo", None)
    async with desk.session.get(desk.url + seen["media"]["url"]) as response:
        assert await response.read() == PNG
        assert response.content_type == "image/png"
        assert response.headers["X-Content-Type-Options"] == "nosniff"


async def test_a_caption_can_be_edited_and_taken_away(desk: Desk):
    ana = await desk.starter()
    sent = await upload(desk, "sendVoice", ana.id, OGG, "notice.ogg", caption="one", duration="3")
    assert sent["voice"]["duration"] == 3
    place = {"chat_id": ana.id, "message_id": sent["message_id"]}
    edited = await desk.api("editMessageCaption", **place, caption="two")
    assert edited["caption"] == "two"
    with pytest.raises(Refused, match="message is not modified"):
        await desk.api("editMessageCaption", **place, caption="two")
    with pytest.raises(Refused, match="there is no text in the message to edit"):
        await desk.api("editMessageText", **place, text="two")
    assert "caption" not in await desk.api("editMessageCaption", **place)
    copied = await desk.api(
        "copyMessage",
        chat_id=ana.id,
        from_chat_id=ana.id,
        message_id=sent["message_id"],
        caption="new",
    )
    seen = (await ana.sees())[-1]
    assert (seen["message_id"], seen["caption"]) == (copied["message_id"], "new")
    assert seen["media"]["kind"] == "voice"


async def test_documents_are_downloaded_never_shown(desk: Desk):
    ana = await desk.starter()
    html = b"<script>alert(1)</script>"
    sent = await upload(desk, "sendDocument", ana.id, html, "../../etc/pass\u4f60.html")
    seen = (await ana.sees())[-1]["media"]
    assert (seen["kind"], seen["file_size"]) == ("document", len(html))
    file = await desk.api("getFile", file_id=sent["document"]["file_id"])
    assert ".." not in file["file_path"]
    async with desk.session.get(desk.url + seen["url"]) as response:
        assert response.content_type == "application/octet-stream"
        assert response.headers["Content-Disposition"].startswith("attachment")


async def test_files_belong_to_one_bot_and_one_kind(desk: Desk):
    ana = await desk.starter()
    sent = await upload(desk, "sendPhoto", ana.id, PNG, "a.png")
    file_id = sent["photo"][0]["file_id"]
    with pytest.raises(Refused, match="can't use file of type Photo as Document"):
        await desk.api("sendDocument", chat_id=ana.id, document=file_id)
    await ana.send("/start", bot=None)
    other = "99:SANDBOX-O"
    await desk.api("getMe", token=other)
    await ana.send("/start", bot=99)
    with pytest.raises(Refused, match="wrong file identifier/HTTP URL specified"):
        await desk.api("sendPhoto", token=other, chat_id=ana.id, photo=file_id)
    with pytest.raises(Refused, match="invalid file_id"):
        await desk.api("getFile", token=other, file_id=file_id)


async def test_a_jpeg_tells_its_size(desk: Desk):
    frame = bytes.fromhex("ffc00011080003000203012200021101031101")
    jpeg = bytes.fromhex("ffd8ffe00004abcd") + frame + b"\xff\xd9"
    ana = await desk.starter()
    sent = await upload(desk, "sendPhoto", ana.id, jpeg, "a.jpg")
    assert (sent["photo"][0]["width"], sent["photo"][0]["height"]) == (2, 3)


@pytest.mark.parametrize(
    ("data", "words"), [(b"no picture", "IMAGE_PROCESS_FAILED"), (b"", "file must be non-empty")]
)
async def test_bad_pictures(desk: Desk, data: bytes, words: str):
    ana = await desk.starter()
    with pytest.raises(Refused, match=words):
        await upload(desk, "sendPhoto", ana.id, data, "a.png")


async def test_addresses_are_never_fetched(desk: Desk):
    ana = await desk.starter()
    with pytest.raises(Refused, match="failed to get HTTP URL content"):
        await desk.api("sendPhoto", chat_id=ana.id, photo=f"{desk.url}/webchat/icon.svg")
    with pytest.raises(Refused, match="there is no photo in the request"):
        await desk.api("sendPhoto", chat_id=ana.id)
    with pytest.raises(Refused, match="message caption is too long"):
        await upload(desk, "sendPhoto", ana.id, PNG, "a.png", caption="x" * 1025)
    async with desk.session.get(f"{desk.url}/control/files/nothing") as response:
        assert response.status == 404
