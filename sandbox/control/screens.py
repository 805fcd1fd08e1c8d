"""Control calls that only look: people, groups, chats, messages, menus, files, the bot's face."""

from __future__ import annotations

from urllib.parse import quote

from aiohttp import web

from sandbox.control.asking import bot_asked, chat_of, number, path_number
from sandbox.control.views import chat_json, group_json, message_json, person_json
from sandbox.errors import ControlError
from sandbox.gateway import WORLD
from sandbox.menus import menu_seen
from sandbox.voting import close_due


async def people(request: web.Request) -> web.Response:
    """`GET /control/people`."""
    world = request.app[WORLD]
    return web.json_response([person_json(person) for person in world.people.values()])


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
    """`GET /control/people/{id}/messages?chat=&after=`."""
    world = request.app[WORLD]
    person = world.person(path_number(request))
    chat = chat_of(world, person, number(request, "chat"), number(request, "bot"))
    if not chat.is_private and person.id not in chat.members:
        raise ControlError(403, "this person is not in the group")
    close_due(world)
    after = number(request, "after") or 0
    seen = []
    for message in reversed(chat.messages.values()):
        if message.id <= after:
            break
        seen.append(message_json(world, chat, message, person))
    return web.json_response(seen[::-1])


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


async def file(request: web.Request) -> web.Response:
    """`GET /control/files/{file_id}`: shown only if its type is harmless, else downloaded."""
    world = request.app[WORLD]
    stored = world.files.by_id.get(request.match_info["file_id"])
    if stored is None:
        raise ControlError(404, "no such file")
    safe = stored.safe_type
    headers = {"X-Content-Type-Options": "nosniff", "Cache-Control": "private, max-age=86400"}
    if safe == "application/octet-stream" or stored.kind == "document":
        headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(stored.name)}"
    return web.Response(body=stored.data, content_type=safe, headers=headers)
