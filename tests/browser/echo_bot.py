"""A small bot on plain HTTP: it sends every kind of message that the web chat can draw."""

from __future__ import annotations

import asyncio
import json
import struct
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import aiohttp

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

RICH = (
    "<b>bold</b> <i>italic</i> <u>under</u> <s>gone</s> <tg-spoiler>secret</tg-spoiler> "
    '<code>x = 1</code> <a href="https://example.org/page">a link</a> /help\n'
    "<blockquote>quoted words</blockquote><pre>two\nlines</pre>"
)
KEYS = [
    [{"text": "Toast", "callback_data": "toast"}, {"text": "Alert", "callback_data": "alert"}],
    [{"text": "Edit me", "callback_data": "edit"}, {"text": "Slow", "callback_data": "slow"}],
    [
        {"text": "Website", "url": "https://example.org/"},
        {"text": "Copy", "copy_text": {"text": "T4X"}},
    ],
]


def png(width: int = 320, height: int = 200) -> bytes:
    """A real picture: a soft gradient."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    rows = b"".join(
        b"\0"
        + bytes(
            value
            for x in range(width)
            for value in (40 + 90 * x // width, 150, 110 + 80 * y // height)
        )
        for y in range(height)
    )
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


def spoken() -> bytes:
    """A real voice, from the program's own."""
    return (Path(__file__).parents[2] / "seeds/voice/notice_plain_en.ogg").read_bytes()


class EchoBot:
    """Answers by polling; `run` is the whole of its life."""

    def __init__(self, http: aiohttp.ClientSession, url: str, token: str) -> None:
        self._http = http
        self._base = f"{url}/bot{token}"
        self.username = ""
        self.slow = asyncio.Event()
        self._verbs: dict[str, Callable[[dict[str, Any], str], Awaitable[None]]] = {
            "/start": self._start,
            "/photo": self._photo,
            "/voice": self._voice,
            "/doc": self._document,
            "/keys": self._keys,
            "/nokeys": self._no_keys,
            "/ask": self._ask,
            "/poll": self._poll,
            "/rich": self._rich,
            "/typing": self._typing,
            "/link": self._link,
        }

    async def call(self, method: str, **params: Any) -> Any:
        """One request; a refusal is an error of the test."""
        return await self._post(method, json=params)

    async def _post(self, method: str, **body: Any) -> Any:
        async with self._http.post(f"{self._base}/{method}", **body) as response:
            answer = await response.json()
        assert answer["ok"], f"{method}: {answer}"
        return answer["result"]

    async def prepare(self) -> None:
        """Say who it is and what it understands."""
        self.username = (await self.call("getMe"))["username"]
        menu = [
            {"command": "start", "description": "Begin"},
            {"command": "photo", "description": "A picture"},
            {"command": "poll", "description": "A vote"},
        ]
        await self.call("setMyCommands", commands=menu)
        await self.call("setMyDescription", description="I repeat what you say.")

    async def run(self) -> None:
        """Poll and answer until cancelled; a slow answer holds up nobody else's."""
        offset = 0
        async with asyncio.TaskGroup() as tasks:
            while True:
                for update in await self.call("getUpdates", offset=offset, timeout=20):
                    offset = update["update_id"] + 1
                    tasks.create_task(self._answer(update))

    async def _answer(self, update: dict[str, Any]) -> None:
        if "callback_query" in update:
            await self._tapped(update["callback_query"])
        elif "text" in update.get("message", {}):
            message = update["message"]
            verb, _, rest = message["text"].partition(" ")
            await self._verbs.get(verb.partition("@")[0], self._echo)(message, rest)

    async def _tapped(self, query: dict[str, Any]) -> None:
        message, kind = query["message"], query["data"]
        words: dict[str, Any] = {}
        if kind == "toast":
            words = {"text": "A short word"}
        elif kind == "alert":
            words = {"text": "Read this <b>first</b>", "show_alert": True}
        elif kind == "slow":
            await self.slow.wait()
        elif kind == "edit":
            chat = {"chat_id": message["chat"]["id"], "message_id": message["message_id"]}
            await self.call("editMessageText", **chat, text="It is changed", reply_markup=_inline())
        await self.call("answerCallbackQuery", callback_query_id=query["id"], **words)

    async def _say(self, message: dict[str, Any], text: str, **more: Any) -> None:
        await self.call("sendMessage", chat_id=message["chat"]["id"], text=text, **more)

    async def _echo(self, message: dict[str, Any], _: str) -> None:
        await self._say(message, f"You said: {message['text']}")

    async def _start(self, message: dict[str, Any], payload: str) -> None:
        name = message["from"]["first_name"]
        text = f"Hello, {name}! Payload: {payload or 'none'}"
        await self._say(message, text, reply_markup=_inline())

    async def _rich(self, message: dict[str, Any], _: str) -> None:
        await self._say(message, RICH, parse_mode="HTML")

    async def _keys(self, message: dict[str, Any], _: str) -> None:
        markup = {"keyboard": [[{"text": "Left"}, {"text": "Right"}]], "resize_keyboard": True}
        await self._say(message, "Choose a side", reply_markup=markup)

    async def _no_keys(self, message: dict[str, Any], _: str) -> None:
        await self._say(message, "Gone", reply_markup={"remove_keyboard": True})

    async def _ask(self, message: dict[str, Any], _: str) -> None:
        await self._say(message, "Your name, please", reply_markup={"force_reply": True})

    async def _poll(self, message: dict[str, Any], _: str) -> None:
        options = [{"text": "Tea"}, {"text": "Coffee"}]
        chat = message["chat"]["id"]
        await self.call("sendPoll", chat_id=chat, question="What to drink?", options=options)

    async def _typing(self, message: dict[str, Any], _: str) -> None:
        await self.call("sendChatAction", chat_id=message["chat"]["id"], action="typing")

    async def _link(self, message: dict[str, Any], _: str) -> None:
        await self._say(message, f"Join: https://t.me/{self.username}?start=room7")

    async def _photo(self, message: dict[str, Any], _: str) -> None:
        fields = {"caption": "A view"}
        await self._upload("Photo", message, ("view.png", png(), "image/png"), fields)

    async def _voice(self, message: dict[str, Any], _: str) -> None:
        await self._upload("Voice", message, ("voice.ogg", spoken(), "audio/ogg"), {})

    async def _document(self, message: dict[str, Any], _: str) -> None:
        await self._upload("Document", message, ("report.txt", b"the report", "text/plain"), {})

    async def _upload(
        self,
        kind: str,
        message: dict[str, Any],
        file: tuple[str, bytes, str],
        fields: dict[str, str],
    ) -> None:
        form = aiohttp.FormData({"chat_id": str(message["chat"]["id"]), **fields})
        name, data, mime = file
        form.add_field(kind.lower(), data, filename=name, content_type=mime)
        await self._post(f"send{kind}", data=form)


def _inline() -> dict[str, Any]:
    return dict(json.loads(json.dumps({"inline_keyboard": KEYS})))
