"""Files that are not what they say, too big or too many: from people and from bots."""

from __future__ import annotations

import gzip
import json
import re

import pytest

from tests.sandbox.desk import OGG, PNG, Desk, Refused, heard, png, post_form, share, upload

FRAME = bytes.fromhex("ffc00011080003000203012200021101031101")
REFUSED = {
    "nothing": ("photo", [], "1 to 10 files"),
    "too many": ("photo", [(PNG, "a")] * 11, "1 to 10 files"),
    "empty": ("document", [(b"", "a.txt")], "the file is empty"),
    "no picture": ("photo", [(b"<svg onload=x>", "a.png")], "this is no picture"),
    "half a picture": ("photo", [(PNG[:20], "a.png")], "this is no picture"),
    "a thousand segments": (
        "photo",
        [(b"\xff\xd8" + b"\xff\xe0\x00\x02" * 1001 + FRAME, "a.jpg")],
        "this is no picture",
    ),
    "one bad of two": ("photo", [(PNG, "a"), (b"x", "b")], "b: this is no picture"),
    "wide": ("photo", [(png(20_000, 2), "a.png")], "too big or too narrow"),
    "narrow": ("photo", [(png(2_100, 100), "a.png")], "too big or too narrow"),
    "flat": ("photo", [(png(0, 10), "a.png")], "too big or too narrow"),
    "heavy": ("photo", [(PNG + bytes(10 << 20), "a.png")], "at most 10 MB"),
    "no sound": ("voice", [(b"<b>hello", "a.ogg")], "no sound"),
    "two voices": ("voice", [(OGG, "a"), (OGG, "b")], "comes alone"),
    "a kind nobody has": ("hologram", [(PNG, "a")], "kind: "),
}


@pytest.mark.parametrize("case", REFUSED)
async def test_a_file_that_is_not_what_it_should_be_is_refused_kindly(desk: Desk, case: str):
    kind, files, words = REFUSED[case]
    ana = await desk.starter()
    assert words in await share(ana, kind, *files, status=400)
    assert (len(await ana.sees()), await desk.fresh()) == (1, [])
    assert not desk.sandbox.world.files.by_id, "nothing is kept of it"


NO_FORMS = [
    ("multipart/form-data", b"x"),
    ("multipart/form-data; boundary=x", b"--x\r\n"),
    ("multipart/form-data; boundary=x", b"--x\r\nno header\r\n\r\n\r\n--x--\r\n"),
    ("multipart/form-data; boundary=x", bytes(1 << 20)),
    ("multipart/form-data; boundary=x", b"--x\r\nA: " + b"a" * 9000 + b"\r\n\r\n--x--\r\n"),
    ("multipart/form-data; boundary=x", b"--x\r\nContent-Type: multipart/mixed\r\n\r\n--x--"),
    ("application/json", json.dumps({"kind": "photo"}).encode()),
    ("application/x-www-form-urlencoded; charset=klingon", b"kind=photo"),
    (
        "application/x-www-form-urlencoded; charset=unicode_escape",
        b"kind=photo&caption=\\ud83d",
    ),
]


async def test_forms_that_are_none_are_refused(desk: Desk):
    ana = await desk.starter()
    url = f"{desk.url}/control/people/{ana.id}/media"
    for kind, body in NO_FORMS:
        headers = {"Content-Type": kind}
        async with desk.session.post(url, data=body, headers=headers) as response:
            assert (response.status, set(await response.json())) == (400, {"error"}), kind
        bots = desk.method_url("sendPhoto")
        async with desk.session.post(bots, data=body, headers=headers) as response:
            assert (response.status, (await response.json())["ok"]) == (400, False)
    half = b"--x\r\nContent-Disposition: form-data; name=caption\r\n"
    half += b"Content-Type: text/plain; charset=unicode_escape\r\n\r\n\\ud83d\r\n--x\r\n"
    half += b"Content-Disposition: form-data; name=kind\r\n\r\ndocument\r\n--x\r\n"
    half += b"Content-Disposition: form-data; name=file; filename=a\r\n\r\nb\r\n--x--\r\n"
    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    async with desk.session.post(url, data=half, headers=headers) as response:
        assert "no form that can be read" in (await response.json())["error"]
    await share(ana, "photo", (PNG, "a"), status=400, colour="red")
    await share(ana, "photo", (PNG, "a"), status=400, duration="long")
    await share(ana, "photo", (PNG, "a"), status=400, caption="x" * 1025)
    await share(ana, "photo", (PNG, "a"), status=404, reply_to=999)
    await share(ana, "photo", (PNG, "a"), status=404, chat=-5)
    assert len(await ana.sees()) == 1


async def test_a_form_of_very_many_parts_is_not_read(desk: Desk):
    ana = await desk.starter()
    many = [(b"x", f"{number}.txt") for number in range(2000)]
    assert "no form that can be read" in await share(ana, "document", *many, status=400)
    files = {str(number): file for number, file in enumerate(many)}
    with pytest.raises(Refused, match="can't parse the form"):
        await post_form(desk, "sendMessage", files, chat_id=ana.id, text="x")
    assert len(await ana.sees()) == 1


async def test_a_packed_part_stays_packed(desk: Desk):
    ana = await desk.starter()
    bomb = gzip.compress(bytes(60 << 20))
    part = b"--x\r\nContent-Disposition: form-data; name=%s; filename=a.bin\r\n"
    body = part % b"file" + b"Content-Encoding: gzip\r\n\r\n" + bomb
    body += b"\r\n--x\r\nContent-Disposition: form-data; name=kind\r\n\r\ndocument\r\n--x--\r\n"
    url = f"{desk.url}/control/people/{ana.id}/media"
    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    async with desk.session.post(url, data=body, headers=headers) as response:
        (sent,) = await response.json()
    assert sent["media"]["file_size"] == len(bomb)


async def test_who_has_blocked_the_bot_sends_it_nothing(desk: Desk):
    ana = await desk.starter()
    await ana.act("block")
    await share(ana, "photo", (PNG, "a"), status=409)
    await ana.act("sticker", 409, sticker="hello")
    await ana.act("location", 409, latitude=0, longitude=0)
    assert len(await ana.sees()) == 1


REFUSED_TO_BOTS = {
    "20,000 pixels": ("sendPhoto", png(20_000, 2), "PHOTO_INVALID_DIMENSIONS"),
    "a strip": ("sendPhoto", png(2_100, 100), "PHOTO_INVALID_DIMENSIONS"),
    "no picture": ("sendPhoto", b"<svg onload=x>", "IMAGE_PROCESS_FAILED"),
    "half a picture": ("sendPhoto", PNG[:20], "IMAGE_PROCESS_FAILED"),
    "11 MB": (
        "sendPhoto",
        PNG + bytes(10 << 20),
        f"file of size {len(PNG) + (10 << 20)} bytes is too big for a photo; "
        "the maximum size is 10485760 bytes",
    ),
    "empty": ("sendDocument", b"", "file must be non-empty"),
}


@pytest.mark.parametrize("case", REFUSED_TO_BOTS)
async def test_bots_are_refused_in_telegrams_words(desk: Desk, case: str):
    method, data, words = REFUSED_TO_BOTS[case]
    ana = await desk.starter()
    with pytest.raises(Refused) as refused:
        await upload(desk, method, ana.id, data, "a.png")
    assert refused.value.description == f"Bad Request: {words}"
    assert not desk.sandbox.world.files.by_id


async def test_what_is_too_big_goes_neither_up_nor_down(desk: Desk):
    ana = await desk.starter()
    for size in (50 << 20, 52 << 20):
        with pytest.raises(Refused) as refused:
            await upload(desk, "sendDocument", ana.id, bytes(size + 1), "a.bin")
        assert (refused.value.status, refused.value.description) == (
            413,
            "Request Entity Too Large",
        )
        refusal = await share(
            ana, "document", (bytes(size + 1), "a.bin"), status=413 if size > 50 << 20 else 400
        )
        assert "at most 50 MB" in refusal
    (sent,) = await share(ana, "document", (bytes(20 << 20) + b"x", "a.bin"))
    assert sent["media"]["file_size"] == (20 << 20) + 1
    file_id = (await heard(desk))["document"]["file_id"]
    with pytest.raises(Refused, match="Bad Request: file is too big"):
        await desk.api("getFile", file_id=file_id)
    assert "document" in await desk.api("sendDocument", chat_id=ana.id, document=file_id)


async def test_a_voice_that_is_none_is_a_file(desk: Desk):
    ana = await desk.starter()
    sent = await upload(desk, "sendVoice", ana.id, b"<b>hello", "a.ogg", caption="c")
    assert (sent["document"]["file_name"], sent["caption"]) == ("a.ogg", "c")
    assert "voice" not in sent


SVG = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
PAGE = b"<html><script>alert(1)</script>"
POLYGLOT = b"\xff\xd8\xff\xe0\x00" + bytes([len(PAGE) + 2]) + PAGE + FRAME
ZIP_BOMB = b"PK\x03\x04" + bytes(26) + b"\xff" * 1000
SHOWN = {
    "a picture with scripts": ("document", SVG, "a.svg", "application/octet-stream", True),
    "a picture by its name": ("document", SVG, "a.png", "image/png", True),
    "a page in a picture": ("photo", POLYGLOT, "a.html", "image/jpeg", False),
    "a page in a sound": ("voice", b"OggS<script>", "a.html", "audio/ogg", False),
    "an archive": ("document", ZIP_BOMB, "a.zip", "application/octet-stream", True),
}


@pytest.mark.parametrize("case", SHOWN)
async def test_nothing_is_shown_as_what_it_may_run_as(desk: Desk, case: str):
    kind, data, name, shown_as, is_download = SHOWN[case]
    ana = await desk.starter()
    (sent,) = await share(ana, kind, (data, name))
    bot_sent = await upload(desk, f"send{kind.title()}", ana.id, data, name)
    assert kind in bot_sent
    for message in (sent, (await ana.sees())[-1]):
        async with desk.session.get(desk.url + message["media"]["url"]) as response:
            assert await response.read() == data, "kept as it came"
            assert response.headers["Content-Type"] == shown_as
            assert response.headers["X-Content-Type-Options"] == "nosniff"
            place = response.headers.get("Content-Disposition", "inline")
            assert place.startswith("attachment") is is_download


LABELS = {
    "b\u202egnp.exe\u200f\u2066.p\u200bdf": "bgnp.exe.pdf",
    "\u59d3\u540d" * 60 + ".docx": "\u59d3\u540d" * 30 + ".docx",
    "..\\..//.ssh/\u202e": None,
    "a<b>:d|e?.txt": "a b  d e.txt",
    ".bashrc": "bashrc",
    "\u2028\u00a0. .tar.gz ": "tar.gz",
}


@pytest.mark.parametrize("name", LABELS, ids=range(len(LABELS)))
async def test_a_name_is_a_label(desk: Desk, name: str):
    ana = await desk.starter()
    head = f'--x\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
    kind = '--x\r\nContent-Disposition: form-data; name="kind"\r\n\r\ndocument\r\n'
    body = f"{kind}{head}Content-Type: text/html; x\r\n\r\nhello\r\n--x--\r\n".encode()
    url = f"{desk.url}/control/people/{ana.id}/media"
    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    async with desk.session.post(url, data=body, headers=headers) as response:
        (sent,) = await response.json()
    told = (await heard(desk))["document"]
    assert told.get("file_name") == sent["media"].get("file_name") == LABELS[name]
    file = await desk.api("getFile", file_id=told["file_id"])
    assert re.fullmatch(r"documents/file_1\.[a-z]+", file["file_path"])
    async with desk.session.get(desk.url + sent["media"]["url"]) as response:
        assert response.headers["Content-Type"] == "application/octet-stream"
        assert response.headers["Content-Disposition"].isascii()


async def test_unknown_files_are_nobodys(desk: Desk):
    ana = await desk.starter()
    with pytest.raises(Refused, match="invalid file_id"):
        await desk.api("getFile", file_id="x")
    with pytest.raises(Refused, match="wrong file identifier/HTTP URL specified"):
        await desk.api("sendSticker", chat_id=ana.id, sticker="x")
    with pytest.raises(Refused, match="can't parse InputMedia: media not found"):
        await desk.api("sendMediaGroup", chat_id=ana.id, media=[{"type": "photo"}])
    with pytest.raises(Refused, match="there is no voice in the request"):
        await desk.api("sendVoice", chat_id=ana.id, voice="attach://x")
    async with desk.session.get(f"{desk.url}/control/files/..%2f..%2fetc%2fpasswd") as response:
        assert response.status == 404
