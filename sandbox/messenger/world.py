"""Everything the sandbox knows: accounts, chats, polls, files, and the numbers it hands out.

Finds and makes; the rules of who may do what live with the methods and the acts.
"""

from __future__ import annotations

import random
from functools import partial
from typing import TYPE_CHECKING

from sandbox.messenger.errors import ApiError, ControlError
from sandbox.messenger.events import EventBus
from sandbox.messenger.files import FileStore
from sandbox.messenger.people import Bot, Chat, Message, Person
from sandbox.messenger.polls import Poll
from sandbox.messenger.shapes import GROUP_ANONYMOUS_BOT, Json
from sandbox.messenger.storage import Storage
from sandbox.messenger.taps import Taps
from sandbox.messenger.updates import UpdateQueue
from sandbox.settings import bot_id_of, is_sandbox_token

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from sandbox.messenger.clock import Clock
    from sandbox.settings import SandboxSettings

FIRST_UPDATE = 100_000_001


class World:
    """One sandbox's state."""

    def __init__(self, settings: SandboxSettings, clock: Clock) -> None:
        self.settings = settings
        self.clock = clock
        self.storage = Storage()
        self.counters = self.storage.counters
        self.events = EventBus(self._present)
        self.files = FileStore(
            self.storage.files, self.storage.keep, partial(self.counters.take, "file")
        )
        self.people: dict[int, Person] = {}
        self.groups: dict[int, Chat] = {}
        self.privates: dict[tuple[int, int], Chat] = {}
        self.bots: dict[int, Bot] = {}
        self.polls: dict[str, Poll] = {}
        self.random = random.Random(settings.seed)  # noqa: S311 - repeatable, guards nothing
        self.taps = Taps(clock, self.random)
        self.on_new_bot: Callable[[Bot], object] | None = None
        self.add_bot(settings.token)

    # --- bots ---------------------------------------------------------------

    def add_bot(self, token: str) -> Bot:
        """The bot of this token, new to the sandbox."""
        bot_id = int(token.partition(":")[0])
        first = not self.bots
        username = self.settings.bot_username if first else f"sandbox_{bot_id}_bot"
        updates = UpdateQueue(self.clock, bot_id, FIRST_UPDATE, self.storage.keep)
        bot = Bot(bot_id, token, username, updates, privacy_mode=self.settings.privacy_mode)
        bot.profile["name"] = {"": self.settings.bot_name if first else f"Sandbox Bot {bot_id}"}
        self.bots[bot_id] = bot
        self.storage.keep(bot)
        if self.on_new_bot is not None:
            self.on_new_bot(bot)
        return bot

    def bot_of_token(self, token: str) -> Bot:
        """The bot that calls; a token of the sandbox's shape makes itself known."""
        bot = self.bots.get(bot_id_of(token) or 0)
        if bot is not None and bot.token == token:
            return bot
        if bot is not None or not is_sandbox_token(token):
            raise ApiError(401, "Unauthorized")
        return self.add_bot(token)

    def bot(self, bot_id: int | None) -> Bot:
        """A bot by id; the first one when nothing is said."""
        if bot_id is None:
            return next(iter(self.bots.values()))
        if bot_id not in self.bots:
            raise ControlError(404, f"no bot has the id {bot_id}")
        return self.bots[bot_id]

    # --- people and chats ---------------------------------------------------

    def person(self, person_id: int) -> Person:
        """A person by id, or 404 for the control API."""
        if person_id not in self.people:
            raise ControlError(404, f"no person has the id {person_id}")
        return self.people[person_id]

    def group(self, group_id: int) -> Chat:
        """A group by id, or 404 for the control API."""
        if group_id not in self.groups:
            raise ControlError(404, f"no group has the id {group_id}")
        return self.groups[group_id]

    def private(self, bot: Bot, person: Person) -> Chat:
        """The private chat of a person with a bot, made when first needed."""
        key = (bot.id, person.id)
        if key not in self.privates:
            members = {bot.id: "member", person.id: "member"}
            self.add_chat(Chat(person.id, "private", bot_id=bot.id, members=members))
        return self.privates[key]

    def add_chat(self, chat: Chat) -> Chat:
        """Have a chat, and let it find its messages; it is kept once something happens there."""
        chat.messages = self.storage.messages.of(chat.bot_id or 0, chat.id)
        if chat.is_private:
            self.privates[chat.bot_id or 0, chat.id] = chat
        else:
            self.groups[chat.id] = chat
        return chat

    def chat_json(self, chat: Chat) -> Json:
        """The `chat` field of a message."""
        return self.people[chat.id].as_chat() if chat.is_private else chat.as_json()

    def account(self, account_id: int) -> Json:
        """Any account as a `User`."""
        if account_id in self.people:
            return self.people[account_id].as_user()
        if account_id in self.bots:
            return self.bots[account_id].as_user()
        return GROUP_ANONYMOUS_BOT

    # --- messages -----------------------------------------------------------

    def next_message_id(self, chat: Chat) -> int:
        """Supergroups and channels count for themselves, all else is one mailbox."""
        if chat.type in {"supergroup", "channel"}:
            chat.last_id += 1
            return chat.last_id
        chat.last_id = self.counters.take("mailbox")
        return chat.last_id

    def post(self, chat: Chat, author: Json, content: Json) -> Message:
        """Write a message into a chat and tell the screens."""
        message_id = self.next_message_id(chat)
        body: Json = {
            "message_id": message_id,
            **({"sender_chat": chat.as_json()} if chat.is_channel else {"from": author}),
            "chat": self.chat_json(chat),
            "date": int(self.clock.now()),
            **content,
        }
        message = Message(message_id, body, author["id"])
        chat.messages.put(message)
        self.changed("message", chat, message_id)
        return message

    def delete(self, chat: Chat, message_id: int) -> None:
        """Take a message away for everyone."""
        chat.messages.delete(message_id)
        if chat.pinned == message_id:
            chat.pinned = None
        self.changed("deleted", chat, message_id)

    def mark_edited(self, chat: Chat, message: Message, *, visibly: bool = True) -> None:
        """Note an edit; a changed keyboard alone shows no "edited" mark."""
        if visibly:
            message.edited = True
        message.body["edit_date"] = int(self.clock.now())
        message.edited_after = chat.last_id
        chat.messages.put(message)
        self.changed("edited", chat, message.id)

    def changed(self, kind: str, chat: Chat, message_id: int | None = None) -> None:
        """Something visible changed in a chat, or in a message of it."""
        self.storage.keep(chat)
        if message_id is not None:
            chat.messages.changed(message_id)
        person = chat.id if chat.is_private else None
        self.events.emit(
            kind, person=person, chat=chat.event_id, message_id=message_id, bot=chat.bot_id
        )

    def noted(self, kind: str, person: Person, chat: Chat, thread: int | None) -> None:
        """Something changed that only this person sees, on all of their devices."""
        self.storage.keep(chat)
        self.events.emit(kind, person=person.id, chat=chat.event_id, bot=chat.bot_id, thread=thread)

    def touched(
        self, kind: str, changed: Person | Bot | Chat, *, person: int | None = None
    ) -> None:
        """Something changed that is no message; `person` is whom a change of a bot is about."""
        self.storage.keep(changed)
        to: Collection[int] | None = None
        if isinstance(changed, Chat):
            to = changed.members
        elif isinstance(changed, Person):
            person, to = changed.id, self._acquainted(changed.id)
        self.events.emit(kind, person=person, chat=None, to=to)

    def _acquainted(self, person: int) -> set[int]:
        """Who sees this person's name: whoever is in a group with them, and they themselves."""
        groups = (group.members for group in self.groups.values() if person in group.members)
        return {person}.union(*groups)

    def _present(self, group_id: int) -> list[int]:
        """Who hears of what happens in a group."""
        group = self.groups[group_id]
        return [account for account in group.members if group.has(account)]
