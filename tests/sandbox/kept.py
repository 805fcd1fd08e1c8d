"""What is in memory and not in the database, or otherwise there: changes that nobody told of."""

from __future__ import annotations

from collections.abc import Iterator

from sandbox.messenger.messages import as_row
from sandbox.messenger.people import Chat
from sandbox.messenger.storage import Record, as_record
from sandbox.messenger.world import World


def forgotten(world: World) -> list[str]:
    """A line for each thing that a restart would bring back otherwise than it is now."""
    return [*_records(world), *_messages(world), *_updates(world)]


def _records(world: World) -> Iterator[str]:
    query = "SELECT kind, key, body FROM records"
    written = {(kind, key): body for kind, key, body in world.storage.database.execute(query)}
    chats = [*world.groups.values(), *filter(_is_used, world.privates.values())]
    queues = [bot.updates for bot in world.bots.values() if bot.updates.next_id > 100_000_001]
    things: list[Record] = [*chats, *queues, *world.people.values(), *world.bots.values()]
    for thing in (*things, *world.polls.values(), *world.files.by_id.values()):
        kind, key, body = as_record(thing)
        if written.get((kind, key)) != body:
            yield f"{kind} {key}: {body!r} is written as {written.get((kind, key))!r}"


def _is_used(chat: Chat) -> bool:
    """A private chat is made for whoever looks, and kept once something happens there."""
    return bool(chat.last_id or chat.reads or chat.drafts or chat.blocked or chat.started)


def _messages(world: World) -> Iterator[str]:
    query = "SELECT author, thread, text, body FROM messages WHERE bot = ? AND chat = ? AND id = ?"
    for place, message in world.storage.messages.in_memory():
        row = world.storage.database.execute(query, place).fetchone()
        if row != as_row(message):
            yield f"message {place}: {as_row(message)} is written as {row}"


def _updates(world: World) -> Iterator[str]:
    for bot in world.bots.values():
        if world.storage.updates(bot.id) != bot.updates.pending:
            yield f"updates of bot {bot.id}"
