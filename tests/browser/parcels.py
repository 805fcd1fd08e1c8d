"""A town square in which everything that can be sent has been sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import aiohttp

from tests.browser.echo_bot import png, spoken

if TYPE_CHECKING:
    from tests.browser.desk import Desk


async def shares(
    desk: Desk, person: int, kind: str, files: list[tuple[str, bytes, str]], **more: Any
) -> list[dict[str, Any]]:
    """Somebody sends files without the page."""
    form = aiohttp.FormData({"kind": kind, **{name: str(value) for name, value in more.items()}})
    for name, data, mime_type in files:
        form.add_field("file", data, filename=name, content_type=mime_type)
    url = f"{desk.url}/control/people/{person}/media"
    async with desk.http.post(url, data=form) as response:
        answer = await response.json()
        assert response.status < 400, answer
    return list(answer)


def pictures(count: int) -> list[tuple[str, bytes, str]]:
    """So many different pictures."""
    return [(f"{n}.png", png(160 + 20 * n, 120), "image/png") for n in range(count)]


async def does(desk: Desk, person: int, verb: str, **body: Any) -> dict[str, Any]:
    """Somebody does something without the page."""
    return dict(await desk.control("POST", f"people/{person}/{verb}", body))


async def town_square(desk: Desk) -> tuple[list[int], int]:
    """Ana, Bo and 小明, and their group with one message of each kind."""
    people = [await desk.person("Ana"), await desk.person("Bo")]
    people.append(await desk.person("小明", "zh-hans"))
    ana, bo, ming = people
    group = await desk.group("Square", people)
    here = {"chat": group}
    bot = (await desk.control("GET", "bot"))["id"]
    await desk.control("POST", f"groups/{group}/members", {"promote": [bot]})
    await desk.says(ana, "/start")
    harbour = await shares(desk, bo, "photo", pictures(1), caption="The harbour", **here)
    await shares(desk, bo, "photo", pictures(4), caption="Four pictures", **here)
    voice = [("voice.ogg", spoken(), "audio/ogg")]
    await shares(desk, ming, "voice", voice, duration=3, **here)
    await shares(desk, ana, "document", [("report.txt", b"the report", "text/plain")], **here)
    sticker = (await desk.control("GET", "stickers"))[0]["name"]
    await does(desk, ming, "sticker", sticker=sticker, **here)
    await does(desk, ana, "location", latitude=31.2304, longitude=121.4737, **here)
    question = await does(desk, bo, "send", text="Shall we meet at noon?", **here)
    for person, emoji in ((ana, "👍"), (ming, "👍"), (bo, "❤")):
        await does(desk, person, "react", message_id=question["message_id"], emoji=emoji, **here)
    await does(desk, ana, "send", text="Yes", reply_to=harbour[0]["message_id"], **here)
    pin = {"chat_id": group, "message_id": question["message_id"]}
    await desk.bot.call("pinChatMessage", **pin)
    return people, group
