"""Reading control requests: JSON bodies and queries checked field by field, and who is meant."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from aiohttp import web
from pydantic import BaseModel, ConfigDict, ValidationError

from sandbox.jsontext import JsonError, read_json
from sandbox.messenger.acts import Place
from sandbox.messenger.errors import ControlError

if TYPE_CHECKING:
    from sandbox.messenger.people import Bot, Chat, Person
    from sandbox.messenger.world import World

Form = TypeVar("Form", bound=BaseModel)


class Asked(BaseModel):
    """The body of a control call; fields nobody knows are refused by name."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class InChat(Asked):
    """A call about one chat of a person."""

    chat: int | None = None
    bot: int | None = None
    thread: int | None = None


class Written(InChat):
    """A call that leaves a message in a chat."""

    reply_to: int | None = None

    @property
    def place(self) -> Place:
        """Where in the chat."""
        return Place(self.thread, self.reply_to)


async def read(request: web.Request, form: type[Form]) -> Form:
    """The checked body, or a refusal that names the first bad field."""
    try:
        values = read_json(await request.read() or b"{}")
    except JsonError as error:
        raise ControlError(400, f"the body {error}") from None
    return checked(form, values)


def checked(form: type[Form], values: object) -> Form:
    """Values that came as JSON or in a form, or a refusal that names the first bad field."""
    try:
        return form.model_validate(values)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(map(str, first["loc"])) or "body"
        raise ControlError(400, f"{place}: {first['msg']}") from None


def number(request: web.Request, name: str) -> int | None:
    """A whole number from the query."""
    text = request.query.get(name)
    if text is None or text == "":
        return None
    try:
        return int(text)
    except ValueError:
        raise ControlError(400, f"{name}: must be a whole number") from None


def numbers(request: web.Request, name: str) -> list[int]:
    """Whole numbers with commas between."""
    try:
        return [int(text) for text in request.query.get(name, "").split(",") if text]
    except ValueError:
        raise ControlError(400, f"{name}: must be whole numbers with commas between") from None


def path_number(request: web.Request) -> int:
    """The id in the path."""
    return int(request.match_info["id"])


def chat_of(world: World, person: Person, chat_id: int | None, bot_id: int | None) -> Chat:
    """A group by id; nothing, or the bot's id, means the private chat with the bot."""
    if chat_id in world.bots:
        chat_id, bot_id = None, chat_id
    if chat_id is None or chat_id == person.id:
        return world.private(world.bot(bot_id), person)
    return world.group(chat_id)


def bot_asked(world: World, request: web.Request) -> Bot:
    """The bot a query names; the first one otherwise."""
    return world.bot(number(request, "bot"))
