"""Calls of a person's page about topics: open, rename, close, delete."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiohttp import web

from sandbox.messenger import topics
from sandbox.messenger.acts import check_open
from sandbox.messenger.errors import ControlError
from sandbox.seats.acting import person_asked
from sandbox.seats.asking import InChat, chat_of, read
from sandbox.seats.views import topic_json

if TYPE_CHECKING:
    from sandbox.messenger.people import Chat, Person
    from sandbox.messenger.world import World


class NewTopic(InChat):
    """A topic of one's own."""

    name: str
    icon_color: int = topics.COLORS[0]


class ChangedTopic(InChat):
    """What of a topic shall be another."""

    name: str | None = None
    closed: bool | None = None
    deleted: bool = False


async def create(request: web.Request) -> web.Response:
    """`POST /control/people/{id}/topics`."""
    world, person = person_asked(request)
    asked = await read(request, NewTopic)
    chat = _forum(world, person, asked)
    if not topics.may_open(world, chat, person):
        raise ControlError(403, "topics: who writes here may not open any")
    if asked.icon_color not in topics.COLORS:
        raise ControlError(400, f"icon_color: must be one of {', '.join(map(str, topics.COLORS))}")
    actor, name = person.as_user(), _name(asked.name)
    opened = topics.open_topic(world, chat, actor, name=name, icon_color=asked.icon_color)
    return web.json_response(topic_json(world, chat, opened, person), status=201)


async def change(request: web.Request) -> web.Response:
    """`POST /control/people/{id}/topics/{thread}`."""
    world, person = person_asked(request)
    asked = await read(request, ChangedTopic)
    chat = _forum(world, person, asked)
    topic = chat.topics.get(int(request.match_info["thread"]))
    if topic is None:
        raise ControlError(404, "no such topic in this chat")
    if not topics.may_change(world, chat, topic, person):
        raise ControlError(403, "topics: this one is not yours to change")
    if asked.deleted:
        topics.delete_topic(world, chat, topic)
        return web.json_response({})
    actor = person.as_user()
    if asked.name is not None:
        topics.edit_topic(world, chat, topic, actor, name=_name(asked.name), icon=None)
    if asked.closed is not None:
        if chat.is_private:
            raise ControlError(400, "closed: a topic with a bot cannot be closed")
        topics.set_closed(world, chat, topic, actor, closed=asked.closed)
    return web.json_response(topic_json(world, chat, topic, person))


def _forum(world: World, person: Person, asked: InChat) -> Chat:
    chat = chat_of(world, person, asked.chat, asked.bot)
    check_open(chat, person)
    if not topics.has_topics(world, chat):
        raise ControlError(400, "this chat has no topics")
    return chat


def _name(typed: str) -> str:
    if not (name := topics.clean_name(typed)):
        raise ControlError(400, f"name: must have 1 to {topics.NAME_LIMIT} characters")
    return name
