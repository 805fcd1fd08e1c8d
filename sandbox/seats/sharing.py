"""Calls of a person's page beside words: files, stickers, places, reactions, deletions."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from aiohttp import web
from pydantic import Field

from sandbox.botapi.forms import form_parts
from sandbox.messenger import acts, reactions
from sandbox.messenger.errors import ControlError
from sandbox.messenger.files import Upload
from sandbox.messenger.sharing import Kind, Parcel, share_sticker
from sandbox.seats.acting import person_asked, shown
from sandbox.seats.asking import InChat, Written, chat_of, checked, read
from sandbox.seats.views import message_json

_LONGEST_S = 24 * 3600


class Media(Written):
    """What comes beside the files of a form; numbers are written as text there."""

    kind: Kind
    caption: str = ""
    duration: Annotated[int, Field(ge=0, le=_LONGEST_S)] = 0


class Sticker(Written):
    """A sticker of the set, by its name."""

    sticker: str


class Location(Written):
    """A place on earth, in degrees."""

    latitude: Annotated[float, Field(ge=-90, le=90)]
    longitude: Annotated[float, Field(ge=-180, le=180)]


class React(InChat):
    """An emoji under a message; none takes it back."""

    message_id: int
    emoji: str | None = None


class Delete(InChat):
    """A message that shall go."""

    message_id: int


async def media(request: web.Request) -> web.Response:
    """`POST /control/people/{id}/media`: a form with parts named `file`; the list of messages."""
    world, person = person_asked(request)
    values, uploads = await _read_form(request)
    asked = checked(Media, values)
    chat = chat_of(world, person, asked.chat, asked.bot)
    uploads = [replace(one, duration=asked.duration) for one in uploads]
    parcel = Parcel(world, chat, asked.kind, uploads)
    sent = parcel.send(person, asked.caption, asked.place)
    return web.json_response([message_json(world, chat, message, person) for message in sent])


async def _read_form(request: web.Request) -> tuple[dict[str, str], list[Upload]]:
    values: dict[str, str] = {}
    uploads = []
    try:
        async for name, value in form_parts(request):
            if isinstance(value, str) and name not in values:
                values[name] = value
            elif isinstance(value, Upload) and name == "file":
                uploads.append(value)
            else:
                raise ControlError(400, f"{name}: files come in parts named file, texts come once")
    except web.HTTPRequestEntityTooLarge:
        plain = "all files together may have at most 50 MB"
        raise ControlError(413, plain, {"reason": "together"}) from None
    except (ValueError, LookupError):
        raise ControlError(400, "the body is no form that can be read") from None
    return {name: text for name, text in values.items() if text}, uploads


async def sticker(request: web.Request) -> web.Response:
    """`POST /control/people/{id}/sticker`."""
    world, person = person_asked(request)
    asked = await read(request, Sticker)
    chat = chat_of(world, person, asked.chat, asked.bot)
    message = share_sticker(world, person, chat, asked.sticker, asked.place)
    return shown(world, chat, message, person)


async def location(request: web.Request) -> web.Response:
    """`POST /control/people/{id}/location`."""
    world, person = person_asked(request)
    asked = await read(request, Location)
    chat = chat_of(world, person, asked.chat, asked.bot)
    point = {"location": {"latitude": asked.latitude, "longitude": asked.longitude}}
    message = acts.share(world, person, chat, point, asked.place)
    return shown(world, chat, message, person)


async def react(request: web.Request) -> web.Response:
    """`POST /control/people/{id}/react`."""
    world, person = person_asked(request)
    asked = await read(request, React)
    chat = chat_of(world, person, asked.chat, asked.bot)
    message = reactions.react(world, person, chat, asked.message_id, asked.emoji)
    return shown(world, chat, message, person)


async def delete(request: web.Request) -> web.Response:
    """`POST /control/people/{id}/delete`."""
    world, person = person_asked(request)
    asked = await read(request, Delete)
    chat = chat_of(world, person, asked.chat, asked.bot)
    acts.delete(world, person, chat, asked.message_id)
    return web.json_response({})
