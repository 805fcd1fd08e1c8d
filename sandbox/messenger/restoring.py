"""The world as it was last written: people, bots, chats. Messages stay where they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import ValidationError

from sandbox.messenger.errors import StartError
from sandbox.messenger.storage import (
    CHATS,
    COUNTERS,
    FILES,
    PEOPLE,
    POLLS,
    BotRecord,
    QueueRecord,
)

if TYPE_CHECKING:
    from pathlib import Path

    from sandbox.messenger.world import World


def restore(world: World, path: Path | None) -> None:
    """Keep the world in this file from now on, after what is in it. Raises `StartError`."""
    world.storage.open(path)
    try:
        _read(world)
    except StartError:
        world.storage.database.close()
        raise
    except ValidationError as error:
        world.storage.database.close()
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(map(str, first["loc"]))
        raise StartError(
            f"the chats in {path} hold something that cannot be understood "
            f"({error.title} {place}: {first['msg']}): start the version that wrote them, "
            "or move the file and its folder away to begin anew"
        ) from None


def _read(world: World) -> None:
    records = world.storage.records
    for counters in map(COUNTERS.validate_json, records("counters")):
        world.counters.become(counters)
    for person in map(PEOPLE.validate_json, records("person")):
        world.people[person.id] = person
    for bot in map(BotRecord.model_validate_json, records("bot")):
        _restore_bot(world, bot)
    for chat in map(CHATS.validate_json, records("chat")):
        world.add_chat(chat)
    for poll in map(POLLS.validate_json, records("poll")):
        world.polls[poll.id] = poll
    for stored in map(FILES.validate_json, records("file")):
        world.files.add(stored)
    # What is drawn by chance must not come again either, or ids of taps would.
    if world.counters.take("run") > 1:
        world.random.seed(f"{world.settings.seed}/{world.counters.run}")
    world.storage.keep(world.bot(None))


def _restore_bot(world: World, kept: BotRecord) -> None:
    bot = world.bots.get(kept.id) or world.add_bot(kept.token)
    if bot.token != kept.token:
        raise StartError(
            f"the chats belong to another token of bot {bot.id}: start with that one, "
            "or choose another file for the chats"
        )
    name = bot.profile["name"] | kept.profile.get("name", {})
    for what in BotRecord.model_fields:
        setattr(bot, what, getattr(kept, what))
    bot.profile["name"] = name
    queue = bot.updates
    for body in world.storage.records("queue", str(bot.id)):
        record = QueueRecord.model_validate_json(body)
        queue.next_id = record.next_id
        queue.allowed = None if record.allowed is None else frozenset(record.allowed)
    queue.pending = world.storage.updates(bot.id)
    queue.webhook_set = bool(bot.webhook.url)
