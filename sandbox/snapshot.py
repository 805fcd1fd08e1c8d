"""Everything people see, kept in one file so that a restart changes nothing on their screens.

The file is replaced as a whole; the bytes of sent files lie beside it, each written once. Numbers
jump ahead on loading, so an id that was given out after the last snapshot is never given out again.
"""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import fields
from itertools import count
from typing import TYPE_CHECKING, Any, Literal

from pydantic import BaseModel, ValidationError, field_validator

from sandbox.errors import StartError
from sandbox.files import StoredFile
from sandbox.people import Chat, Person, Webhook
from sandbox.polls import Poll
from sandbox.shapes import Json
from sandbox.updates import Update
from sandbox.world import Counters

if TYPE_CHECKING:
    from pathlib import Path

    from sandbox.people import Bot
    from sandbox.world import World

_JUMP = 1000


class _Bot(BaseModel):
    """A bot's account and what its queue holds."""

    id: int
    token: str
    privacy_mode: bool
    webhook: Webhook
    profile: dict[str, dict[str, str]]
    commands: dict[str, dict[str, list[Json]]]
    menu_buttons: dict[int, Json]
    next_update_id: int
    allowed: list[str] | None
    pending: list[Update]


class _State(BaseModel):
    version: Literal[1, 2]
    counters: Counters
    people: list[Person]
    groups: list[Chat]
    privates: list[Chat]
    bots: list[_Bot]
    polls: list[Poll]
    files: list[StoredFile]
    last_file: int

    @field_validator("groups", "privates", mode="before")
    @classmethod
    def _messages_by_number(cls, chats: Any) -> Any:  # noqa: ANN401 - not checked yet
        """Version 1 wrote the messages of a chat as a list."""
        for chat in chats if isinstance(chats, list) else ():
            if isinstance(chat, dict) and isinstance(chat.get("messages"), list):
                chat["messages"] = {one["id"]: one for one in chat["messages"]}
        return chats


# --- writing ------------------------------------------------------------------------


def dump(world: World) -> str:
    """The world as text."""
    return _State.model_construct(
        version=2,
        counters=world.counters,
        people=list(world.people.values()),
        groups=list(world.groups.values()),
        privates=list(world.privates.values()),
        bots=[_bot(bot) for bot in world.bots.values()],
        polls=list(world.polls.values()),
        files=list(world.files.by_id.values()),
        last_file=world.files.last_number,
    ).model_dump_json()


def _bot(bot: Bot) -> _Bot:
    queue = bot.updates
    return _Bot.model_construct(
        **{name: getattr(bot, name) for name in _Bot.model_fields if hasattr(bot, name)},
        next_update_id=queue.next_id,
        allowed=None if queue.allowed is None else sorted(queue.allowed),
        pending=list(queue.pending.values()),
    )


def files_folder(path: Path) -> Path:
    """Where the bytes of sent files lie."""
    return path.with_name(f"{path.name}.files")


def save(path: Path, text: str, stored: list[StoredFile]) -> None:
    """Write the files that are not there yet, then replace the state in one step."""
    path.parent.mkdir(parents=True, exist_ok=True)
    folder = files_folder(path)
    for one in stored:
        place = folder / one.unique_id
        if not place.exists():
            folder.mkdir(exist_ok=True)
            _replace(place, one.data)
    _replace(path, text.encode("utf-8", "surrogatepass"))


def _replace(path: Path, data: bytes) -> None:
    draft = path.with_name(f"{path.name}.new")
    try:
        with draft.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except OSError:
        # Half a draft would only take the room that is wanting.
        with suppress(OSError):
            draft.unlink()
        raise


# --- reading ------------------------------------------------------------------------


def load(world: World, path: Path) -> None:
    """Fill a fresh world from a state file, if there is one; `StartError` if it cannot be used."""
    if not path.exists():
        return
    try:
        state = _State.model_validate_json(path.read_bytes())
        _restore(world, state, files_folder(path))
    except OSError as error:
        raise _unreadable(path, error) from None
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(map(str, first["loc"]))
        if first["type"] == "literal_error":
            raise StartError(
                f"the chats in {path} were written by another version of the sandbox: "
                "start that version, or move the file and its folder away to begin anew"
            ) from None
        why = f"{place}: {first['msg']}" if place else first["msg"]
        raise StartError(f"the chats in {path} are damaged ({why}); {_set_aside(path)}") from None


def _unreadable(path: Path, error: OSError) -> StartError:
    return StartError(
        f"the chats in {path} cannot be read ({error.filename}: {error.strerror}): put right what "
        "is wrong there, or move the file and its folder away to begin anew"
    )


def _set_aside(path: Path) -> str:
    """Keep a damaged file and its folder under names that nothing has yet; says what to do now."""
    kept = next(
        name
        for number in count(1)
        if not (name := path.with_name(f"{path.name}.damaged-{number}")).exists()
    )
    try:
        path.rename(kept)
        if files_folder(path).exists():
            files_folder(path).rename(files_folder(kept))
    except OSError as error:
        return f"move the file away to begin anew (it could not be done now: {error.strerror})"
    return f"the file is now {kept}: start again with empty chats, or put a sound copy back first"


def _restore(world: World, state: _State, folder: Path) -> None:
    for counter in fields(state.counters):
        setattr(world.counters, counter.name, getattr(state.counters, counter.name) + _JUMP)
    for chat in (*state.groups, *state.privates):
        chat.last_id += _JUMP
    world.people = {person.id: person for person in state.people}
    world.groups = {chat.id: chat for chat in state.groups}
    world.privates = {(chat.bot_id or 0, chat.id): chat for chat in state.privates}
    for kept in state.bots:
        _restore_bot(world, kept)
    world.polls = {poll.id: poll for poll in state.polls}
    for stored in state.files:
        stored.data = (folder / stored.unique_id).read_bytes()
        world.files.put(stored)
    world.files.last_number = state.last_file + _JUMP


def _restore_bot(world: World, kept: _Bot) -> None:
    bot = world.bots.get(kept.id) or world.add_bot(kept.token)
    if bot.token != kept.token:
        raise StartError(
            f"the chats belong to another token of bot {bot.id}: start with that one, "
            "or choose another file for the chats"
        )
    bot.profile = kept.profile | {"name": bot.profile["name"] | kept.profile.get("name", {})}
    bot.commands, bot.menu_buttons, bot.webhook = kept.commands, kept.menu_buttons, kept.webhook
    queue = bot.updates
    queue.next_id = kept.next_update_id + _JUMP
    queue.allowed = None if kept.allowed is None else frozenset(kept.allowed)
    queue.pending = {update.id: update for update in kept.pending}
    queue.webhook_set = bool(bot.webhook.url)
