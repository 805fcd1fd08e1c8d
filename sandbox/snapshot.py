"""Everything people see, kept in one file so that a restart changes nothing on their screens.

The file is replaced as a whole; the bytes of sent files lie beside it, each written once. Numbers
jump ahead on loading, so an id that was given out after the last snapshot is never given out again.
"""

from __future__ import annotations

import json
import os
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from sandbox.files import StoredFile
from sandbox.people import Chat, Message, Person, Webhook
from sandbox.polls import Poll
from sandbox.updates import Update

if TYPE_CHECKING:
    from pathlib import Path

    from sandbox.people import Bot
    from sandbox.shapes import Json
    from sandbox.world import World

_VERSION = 1
_JUMP = 1000


class SnapshotError(ValueError):
    """The state file cannot be used."""


# --- writing ------------------------------------------------------------------------


def _plain(record: Any, *without: str) -> Json:  # noqa: ANN401 - any of our dataclasses
    """A record's fields, one level deep: what is inside is JSON already."""
    names = (field.name for field in fields(record))
    return {name: getattr(record, name) for name in names if name not in without}


def _chat(chat: Chat) -> Json:
    messages = [_plain(message) for message in chat.messages.values()]
    return {**_plain(chat, "messages"), "messages": messages}


def _bot(bot: Bot) -> Json:
    queue = bot.updates
    return {
        **_plain(bot, "updates", "webhook", "serving"),
        "webhook": _plain(bot.webhook),
        "next_update_id": queue.next_id,
        "allowed": None if queue.allowed is None else sorted(queue.allowed),
        "pending": [_plain(update) for update in queue.pending.values()],
    }


def dump(world: World) -> str:
    """The world as text."""
    return json.dumps(
        {
            "version": _VERSION,
            "counters": _plain(world.counters),
            "people": [_plain(person) for person in world.people.values()],
            "groups": [_chat(chat) for chat in world.groups.values()],
            "privates": [_chat(chat) for chat in world.privates.values()],
            "bots": [_bot(bot) for bot in world.bots.values()],
            "polls": [_plain(poll) for poll in world.polls.values()],
            "files": [_plain(stored, "data") for stored in world.files.by_id.values()],
            "last_file": world.files.last_number,
        },
        ensure_ascii=False,
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
    with draft.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


# --- reading ------------------------------------------------------------------------


def load(world: World, path: Path) -> None:
    """Fill a fresh world from a state file, if there is one."""
    if not path.exists():
        return
    try:
        state = json.loads(path.read_text("utf-8", "surrogatepass"))
        if state["version"] != _VERSION:
            raise SnapshotError(f"state: {path} was written by another version")
        _restore(world, state, files_folder(path))
    except (KeyError, TypeError, OSError, json.JSONDecodeError) as error:
        raise SnapshotError(f"state: {path} cannot be read ({type(error).__name__})") from error


def _restore(world: World, state: Json, folder: Path) -> None:
    for name, value in state["counters"].items():
        setattr(world.counters, name, value + _JUMP)
    world.people = {shape["id"]: Person(**shape) for shape in state["people"]}
    world.groups = {shape["id"]: _chat_from(shape) for shape in state["groups"]}
    world.privates = {
        (shape["bot_id"], shape["id"]): _chat_from(shape) for shape in state["privates"]
    }
    for shape in state["bots"]:
        _restore_bot(world, shape)
    for shape in state["polls"]:
        votes = {int(person): chosen for person, chosen in shape.pop("votes").items()}
        shown_in = [tuple(place) for place in shape.pop("shown_in")]
        world.polls[shape["id"]] = Poll(**shape, votes=votes, shown_in=shown_in)
    for shape in state["files"]:
        size = tuple(shape.pop("size") or ()) or None
        data = (folder / shape["unique_id"]).read_bytes()
        world.files.put(StoredFile(**shape, size=size, data=data))
    world.files.last_number = state["last_file"] + _JUMP


def _chat_from(shape: Json) -> Chat:
    messages = {one["id"]: Message(**one) for one in shape.pop("messages")}
    members = {int(account): status for account, status in shape.pop("members").items()}
    reads = {int(account): read for account, read in shape.pop("reads").items()}
    chat = Chat(**shape, messages=messages, members=members, reads=reads)
    chat.last_id += _JUMP
    return chat


def _restore_bot(world: World, shape: Json) -> None:
    bot = world.bots.get(shape["id"]) or world.add_bot(shape["token"])
    if bot.token != shape["token"]:
        raise SnapshotError(f"state: bot {bot.id} had another token")
    for language, text in shape["profile"].get("name", {}).items():
        bot.profile["name"][language] = text
    bot.profile |= {what: texts for what, texts in shape["profile"].items() if what != "name"}
    bot.commands = shape["commands"]
    bot.menu_buttons = {int(chat): button for chat, button in shape["menu_buttons"].items()}
    bot.webhook = Webhook(**shape["webhook"])
    queue = bot.updates
    queue.next_id = shape["next_update_id"] + _JUMP
    queue.allowed = None if shape["allowed"] is None else frozenset(shape["allowed"])
    queue.pending = {one["id"]: Update(**one) for one in shape["pending"]}
    queue.webhook_set = bool(bot.webhook.url)
