"""Control calls about people: making them and doing what they do."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated

from aiohttp import web
from pydantic import Field

from sandbox.messenger import acts
from sandbox.messenger.errors import ControlError
from sandbox.messenger.names import clean_name
from sandbox.messenger.people import Person
from sandbox.places import WORLD
from sandbox.seats.asking import Asked, InChat, Written, chat_of, path_number, read
from sandbox.seats.views import message_json, person_json

if TYPE_CHECKING:
    from sandbox.messenger.people import Chat, Message
    from sandbox.messenger.world import World

_USERNAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{2,31}")
_LANGUAGE = r"^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$"
_NAME_LIMIT = 64
_NO_NAME = f"first_name: must have 1 to {_NAME_LIMIT} characters"


class NewPerson(Asked):
    """Somebody new."""

    first_name: str
    last_name: str | None = None
    username: str | None = None
    language_code: str | None = None
    id: Annotated[int, Field(gt=0, lt=2**52)] | None = None


class Profile(Asked):
    """What of a person shall be another; a name that is null is taken away."""

    first_name: str | None = None
    last_name: str | None = None
    username: str | None = None
    language_code: Annotated[str, Field(pattern=_LANGUAGE, max_length=35)] | None = None


class Say(Written):
    """Words; with `edit`, new words for an own message."""

    text: str
    edit: int | None = None


class Tap(InChat):
    """A press of a button by its text, its place, or with data of one's own."""

    message_id: int
    button: str | int | None = None
    data: str | None = None
    timeout: Annotated[float, Field(ge=0, le=60)] = 5.0


class Vote(InChat):
    """A choice in a poll."""

    message_id: int
    options: list[int]


class Read(InChat):
    """How far somebody has read."""

    message_id: int


class Draft(InChat):
    """Words that are not sent yet; none forgets them."""

    text: str


class Forward(InChat):
    """A message from `from_chat` shown in `chat`."""

    from_chat: int | None = None
    message_id: int


def person_asked(request: web.Request) -> tuple[World, Person]:
    """Whose page it is."""
    world = request.app[WORLD]
    return world, world.person(path_number(request))


def shown(world: World, chat: Chat, message: Message, person: Person) -> web.Response:
    """A message as that person sees it."""
    return web.json_response(message_json(world, chat, message, person))


async def create(request: web.Request) -> web.Response:
    """`POST /control/people`."""
    world = request.app[WORLD]
    asked = await read(request, NewPerson)
    # A test may need any name there is; accounts of old have names that nobody sees.
    if not 1 <= len(asked.first_name) <= _NAME_LIMIT:
        raise ControlError(400, _NO_NAME)
    if asked.username is not None:
        _check_username(world, asked.username)
    person_id = asked.id if asked.id is not None else world.counters.take("person")
    if person_id in world.people or person_id in world.bots:
        raise ControlError(409, f"the id {person_id} is taken")
    person = Person(
        person_id, asked.first_name, asked.last_name, asked.username, asked.language_code
    )
    world.people[person_id] = person
    world.touched("people", person)
    return web.json_response(person_json(person), status=201)


async def profile(request: web.Request) -> web.Response:
    """`POST /control/people/{id}/profile`: bots see it in what the person does from now on."""
    world, person = person_asked(request)
    asked = await read(request, Profile)
    changed = asked.model_dump(exclude_unset=True)
    for name in changed.keys() & {"first_name", "last_name"}:
        changed[name] = clean_name(changed[name] or "", _NAME_LIMIT) or None
    if "first_name" in changed and changed["first_name"] is None:
        raise ControlError(400, _NO_NAME)
    username = changed["username"] = changed.get("username", person.username) or None
    if username is not None and username != person.username:
        _check_username(world, username, of=person)
    for name, value in changed.items():
        setattr(person, name, value)
    world.touched("people", person)
    return web.json_response(person_json(person))


def _check_username(world: World, username: str, *, of: Person | None = None) -> None:
    if not _USERNAME.fullmatch(username):
        raise ControlError(400, "username: must be 3 to 32 letters, digits or _, a letter first")
    taken = {(one.username or "").lower() for one in world.people.values() if one is not of}
    taken |= {bot.username.lower() for bot in world.bots.values()}
    if username.lower() in taken:
        raise ControlError(409, f"the username {username} is taken")


async def send(request: web.Request) -> web.Response:
    """`POST /control/people/{id}/send`."""
    world, person = person_asked(request)
    asked = await read(request, Say)
    chat = chat_of(world, person, asked.chat, asked.bot)
    if asked.edit is not None:
        message = acts.edit(world, person, chat, asked.edit, asked.text)
    else:
        message = acts.say(world, person, chat, asked.text, asked.place)
    return shown(world, chat, message, person)


async def anonymous_send(request: web.Request) -> web.Response:
    """`POST /control/people/{id}/anonymous-send`."""
    world, person = person_asked(request)
    asked = await read(request, Say)
    chat = chat_of(world, person, asked.chat, asked.bot)
    return shown(world, chat, acts.say_as_group(world, person, chat, asked.text), person)


async def forward(request: web.Request) -> web.Response:
    """`POST /control/people/{id}/forward`."""
    world, person = person_asked(request)
    asked = await read(request, Forward)
    target = chat_of(world, person, asked.chat, asked.bot)
    source = chat_of(world, person, asked.from_chat, asked.bot)
    message = acts.forward(world, person, source=source, message_id=asked.message_id, target=target)
    return shown(world, target, message, person)


async def tap(request: web.Request) -> web.Response:
    """`POST /control/people/{id}/tap`: waits for the bot's answer."""
    world, person = person_asked(request)
    asked = await read(request, Tap)
    chat = chat_of(world, person, asked.chat, asked.bot)
    message = acts.message_in(chat, asked.message_id)
    data = asked.data
    if data is None:
        if asked.button is None:
            raise ControlError(400, "button: say which button, by its text or place")
        data = acts.button_data(message, asked.button)
    begun = acts.tap(world, person, chat, message, data)
    answer = await world.taps.wait(begun, asked.timeout)
    return web.json_response({"answer": answer})


async def vote(request: web.Request) -> web.Response:
    """`POST /control/people/{id}/vote`."""
    world, person = person_asked(request)
    asked = await read(request, Vote)
    chat = chat_of(world, person, asked.chat, asked.bot)
    message = acts.message_in(chat, asked.message_id)
    acts.cast_vote(world, person, message, asked.options)
    return shown(world, chat, message, person)


async def mark_read(request: web.Request) -> web.Response:
    """`POST /control/people/{id}/read`."""
    world, person = person_asked(request)
    asked = await read(request, Read)
    chat = chat_of(world, person, asked.chat, asked.bot)
    acts.mark_read(world, person, chat, asked.message_id, asked.thread)
    return web.json_response({})


async def draft(request: web.Request) -> web.Response:
    """`PUT /control/people/{id}/draft`."""
    world, person = person_asked(request)
    asked = await read(request, Draft)
    chat = chat_of(world, person, asked.chat, asked.bot)
    acts.keep_draft(world, person, chat, asked.text, asked.thread)
    return web.json_response({})


async def block(request: web.Request) -> web.Response:
    """`POST /control/people/{id}/block`."""
    return await _set_blocked(request, blocked=True)


async def unblock(request: web.Request) -> web.Response:
    """`POST /control/people/{id}/unblock`."""
    return await _set_blocked(request, blocked=False)


async def _set_blocked(request: web.Request, *, blocked: bool) -> web.Response:
    world, person = person_asked(request)
    asked = await read(request, InChat)
    acts.set_blocked(world, world.bot(asked.bot), person, blocked=blocked)
    return web.json_response({"blocked": blocked})
