"""The bot's token stays where it was put: in no log, no reply, no database."""

from __future__ import annotations

import logging
from io import StringIO
from pathlib import Path
from urllib.parse import quote

import aiohttp
import pytest
import structlog
from aiogram.exceptions import AiogramError

from bot.runtime.painter import Painter
from bot.runtime.transport import Transport
from glasstown import logs
from tests.runtime import tally as tally_module
from tests.support.runtime import TOKEN, Rig, sqlite_file

SECRET_PART = TOKEN.partition(":")[2]


async def provoke(rig: Rig) -> None:
    """Every way in which an exception may come to carry the token's URL."""
    log = logging.getLogger("somewhere")
    assert rig.program is not None
    bot = rig.instance.bot
    tally_module.TOKENS[:] = [TOKEN, rig.instance.transport._server.api_url(TOKEN, "getMe")]
    for kind, status in (("html", 502), ("error", 500), ("error", 401), ("reset", 500)):
        rule = {"kind": kind, "status": status, "methods": ["sendMessage", "getUpdates"]}
        await rig.faults(rule | {"count": 3})
        await rig.say("ana", "/count 1")
    await rig.say("ana", "/bug 1")
    await rig.until(lambda: "parked" in rig.inbox_states())
    for url in tally_module.TOKENS:
        log.error("failed at %s", url)
        log.error("failed at %s", quote(url, safe=""))
    try:
        await bot.download_file("no/such/file")
    except aiohttp.ClientError:
        log.exception("download")
    await rig.faults({"kind": "html", "status": 502, "methods": ["getMe"]})
    try:
        await bot.get_me()
    except AiogramError:
        log.exception("get_me")
    try:
        async with aiohttp.ClientSession() as http:
            await http.get(f"http://127.0.0.1:1/bot{TOKEN}/getMe")
    except aiohttp.ClientError as error:
        log.error("refused: %r %s", error, f"http://127.0.0.1:1/bot{TOKEN}/getMe")
    structlog.get_logger().warning("spoken", url=f"https://host/bot{TOKEN}/x", token=TOKEN)
    logging.getLogger("aiohttp.access").error("GET /bot%s/getMe", TOKEN)


async def leaks(rig: Rig, written: StringIO) -> list[str]:
    """Where the token was found after all of it."""
    await provoke(rig)
    replies = "".join([*await rig.heard("ana"), *await rig.heard("bo")])
    await rig.faults()
    await rig.stop()
    tally_module.TOKENS.clear()
    places = {"log": written.getvalue(), "reply": replies}
    database = Path(sqlite_file(rig.url))
    for path in database.parent.glob(f"{database.name}*"):
        places[path.name] = path.read_bytes().decode("latin-1")
    assert "ZeroDivisionError" in places["log"]
    assert "ClientResponseError" in places["log"]
    return [where for where, what in places.items() if SECRET_PART in what]


async def test_the_token_is_found_nowhere(rig: Rig, logged: StringIO):
    assert await leaks(rig, logged) == []


async def test_logs_without_redaction_would_be_caught(
    rig: Rig, logged: StringIO, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(logs.Redacting, "format", lambda self, record: self._inner.format(record))
    assert await leaks(rig, logged) == ["log"]


async def test_outcomes_of_calls_never_name_the_token(rig: Rig):
    server = rig.instance.transport._server
    await rig.faults({"kind": "reset", "methods": ["getChat"], "count": 1})
    transport = Transport(server, TOKEN, Painter().paint)
    outcomes = [await transport.call("getChat", {"chat_id": 1}) for _ in range(2)]
    await transport.close()
    await rig.sandbox.stop()
    gone = Transport(server, TOKEN, Painter().paint)
    outcomes.append(await gone.call("getMe", {}))
    await gone.close()
    assert len({type(outcome) for outcome in outcomes}) == 3
    assert not any(SECRET_PART in repr(outcome) for outcome in outcomes)
