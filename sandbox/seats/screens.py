"""Control calls that only look: people, chats, messages, menus, files, the bot's face, events."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import quote

from aiohttp import web

from sandbox.messenger.errors import ControlError
from sandbox.messenger.menus import menu_seen
from sandbox.messenger.messages import Wanted
from sandbox.messenger.stickers import sticker_file, sticker_list
from sandbox.messenger.voting import close_due
from sandbox.places import WORLD, file_response
from sandbox.seats.asking import bot_asked, chat_of, number, numbers, path_number
from sandbox.seats.views import chat_json, file_url, group_json, message_json, person_json

if TYPE_CHECKING:
    from sandbox.messenger.events import Line
    from sandbox.messenger.people import Chat, Person

_HEARTBEAT_S = 15.0
_MOST_SHOWN = 10_000


async def people(request: web.Request) -> web.Response:
    """`GET /control/people`."""
    world = request.app[WORLD]
    return web.json_response([person_json(person) for person in world.people.values()])


async def person(request: web.Request) -> web.Response:
    """`GET /control/people/{id}`: who one is."""
    world = request.app[WORLD]
    return web.json_response(person_json(world.person(path_number(request))))


async def groups(request: web.Request) -> web.Response:
    """`GET /control/groups`; groups that have moved are left out."""
    world = request.app[WORLD]
    current = [chat for chat in world.groups.values() if chat.migrated_to is None]
    return web.json_response([group_json(world, chat) for chat in current])


async def chats(request: web.Request) -> web.Response:
    """`GET /control/people/{id}/chats`: the private chat first, then the groups."""
    world = request.app[WORLD]
    person = world.person(path_number(request))
    own = [world.private(bot_asked(world, request), person)]
    own += [c for c in world.groups.values() if c.has(person.id) and c.migrated_to is None]
    return web.json_response([chat_json(world, chat, person) for chat in own])


async def messages(request: web.Request) -> web.Response:
    """`GET /control/people/{id}/messages?chat=&thread=&after=&before=&limit=`: oldest first.

    With a limit the newest that fit, or the first ones after `after`.
    """
    person, chat = _reader(request)
    world, after, limit = request.app[WORLD], number(request, "after"), _limit(request)
    close_due(world)
    wanted = Wanted(after=after, before=number(request, "before"), thread=number(request, "thread"))
    if after is None:
        found = chat.messages.newest(wanted, limit)[::-1]
    else:
        found = chat.messages.first(wanted, limit)
    return web.json_response([message_json(world, chat, one, person) for one in found])


async def search(request: web.Request) -> web.Response:
    """`GET /control/people/{id}/search?chat=&thread=&q=&limit=`: newest first."""
    person, chat = _reader(request)
    words = request.query.get("q", "").strip()
    if not words:
        raise ControlError(400, "q: must say what to look for")
    wanted = Wanted(words=words, thread=number(request, "thread"))
    found = chat.messages.newest(wanted, _limit(request))
    world = request.app[WORLD]
    return web.json_response([message_json(world, chat, one, person) for one in found])


def _reader(request: web.Request) -> tuple[Person, Chat]:
    world = request.app[WORLD]
    person = world.person(path_number(request))
    chat = chat_of(world, person, number(request, "chat"), number(request, "bot"))
    if not chat.is_private and person.id not in chat.members:
        raise ControlError(403, "this person is not in the group")
    return person, chat


def _limit(request: web.Request) -> int:
    limit = number(request, "limit")
    if limit is not None and limit < 1:
        raise ControlError(400, "limit: must be above 0")
    return -1 if limit is None else min(limit, _MOST_SHOWN)


async def commands(request: web.Request) -> web.Response:
    """`GET /control/people/{id}/commands?chat=`: the menu as that person sees it there."""
    world = request.app[WORLD]
    person = world.person(path_number(request))
    bot = bot_asked(world, request)
    chat = chat_of(world, person, number(request, "chat"), bot.id)
    return web.json_response(menu_seen(bot, chat, person.id, person.language_code))


async def bot(request: web.Request) -> web.Response:
    """`GET /control/bot`: the bot's face, in the language asked for."""
    world = request.app[WORLD]
    account = bot_asked(world, request)
    language = request.query.get("language")
    return web.json_response(
        {
            "id": account.id,
            "name": account.words("name", language),
            "username": account.username,
            "description": account.words("description", language),
            "short_description": account.words("short_description", language),
            "menu_button": account.menu_buttons.get(0, {"type": "commands"}),
        }
    )


async def stickers(request: web.Request) -> web.Response:
    """`GET /control/stickers`: what everybody may send."""
    files = request.app[WORLD].files
    shown = [(drawn, sticker_file(files, drawn.name)) for drawn in sticker_list()]
    return web.json_response(
        [
            {"name": drawn.name, "emoji": drawn.emoji, "url": file_url(stored.file_id)}
            for drawn, stored in shown
            if stored is not None
        ]
    )


async def file(request: web.Request) -> web.StreamResponse:
    """`GET /control/files/{file_id}`: shown only if its type is harmless, else downloaded."""
    world = request.app[WORLD]
    stored = world.files.by_id.get(request.match_info["file_id"])
    if stored is None:
        raise ControlError(404, "no such file")
    # What it is called is the sender's word; what it is shown as is ours.
    safe = stored.safe_type
    headers = {"X-Content-Type-Options": "nosniff", "Cache-Control": "private, max-age=86400"}
    if safe == "application/octet-stream" or stored.kind == "document":
        headers["Content-Disposition"] = (
            f"attachment; filename*=UTF-8''{quote(stored.name or PurePosixPath(stored.path).name)}"
        )
    return file_response(world.files.contents.find(stored.unique_id), safe, headers)


async def events(request: web.Request) -> web.StreamResponse:
    """`GET /control/events?person=ID[,ID...]`: server-sent events until one side goes."""
    response = web.StreamResponse(
        headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"}
    )
    if (transport := request.transport) is None:
        return response
    listening = request.app[WORLD].events.listen(set(numbers(request, "person")), transport)
    with suppress(ConnectionError), listening as line:
        await response.prepare(request)
        await response.write(b": hello\n\n")
        while (text := await _next(line)) is not None:
            await response.write(text)
    return response


async def _next(line: Line) -> bytes | None:
    """All that waits, a heartbeat after a silence, or None at the end."""
    try:
        async with asyncio.timeout(_HEARTBEAT_S):
            texts = [await line.get()]
    except TimeoutError:
        return b": still here\n\n"
    while not line.empty():
        texts.append(line.get_nowait())
    return None if None in texts else b"".join(text for text in texts if text)
