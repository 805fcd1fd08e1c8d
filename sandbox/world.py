"""Everything the sandbox knows: accounts, chats, polls, files, and the numbers it hands out.

Finds and makes; the rules of who may do what live with the methods and the acts.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sandbox.errors import ApiError, ControlError
from sandbox.events import EventBus
from sandbox.files import FileStore
from sandbox.people import Bot, Chat, Message, Person
from sandbox.polls import Poll
from sandbox.settings import bot_id_of, is_sandbox_token
from sandbox.shapes import GROUP_ANONYMOUS_BOT, Json
from sandbox.taps import Taps
from sandbox.updates import UpdateQueue

if TYPE_CHECKING:
    from collections.abc import Callable

    from sandbox.clock import Clock
    from sandbox.settings import SandboxSettings

FIRST_UPDATE = 100_000_001


@dataclass(slots=True)
class Counters:
    """The last number given out of each kind; never given out again."""

    person: int = 5_000_000
    group: int = 4_000_000
    mailbox: int = 0
    poll: int = 5_100_000_000_000_000

    def take(self, name: str) -> int:
        """The next number of one kind."""
        value = int(getattr(self, name)) + 1
        setattr(self, name, value)
        return value


class World:
    """One sandbox's state."""

    def __init__(self, settings: SandboxSettings, clock: Clock) -> None:
        self.settings = settings
        self.clock = clock
        self.events = EventBus()
        self.files = FileStore()
        self.counters = Counters()
        self.people: dict[int, Person] = {}
        self.groups: dict[int, Chat] = {}
        self.privates: dict[tuple[int, int], Chat] = {}
        self.bots: dict[int, Bot] = {}
        self.polls: dict[str, Poll] = {}
        self.random = random.Random(settings.seed)  # noqa: S311 - repeatable, guards nothing
        self.taps = Taps(clock, self.random)
        self.revision = 0
        self.on_new_bot: Callable[[Bot], object] | None = None
        self.add_bot(settings.token)

    # --- bots ---------------------------------------------------------------

    def add_bot(self, token: str) -> Bot:
        """The bot of this token, new to the sandbox."""
        bot_id = int(token.partition(":")[0])
        first = not self.bots
        username = self.settings.bot_username if first else f"sandbox_{bot_id}_bot"
        updates = UpdateQueue(self.clock, FIRST_UPDATE)
        bot = Bot(bot_id, token, username, updates, privacy_mode=self.settings.privacy_mode)
        bot.profile["name"] = {"": self.settings.bot_name if first else f"Sandbox Bot {bot_id}"}
        self.bots[bot_id] = bot
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
            self.privates[key] = Chat(person.id, "private", bot_id=bot.id, members=members)
        return self.privates[key]

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
        """Supergroups count for themselves; every other chat shares one mailbox, as on Telegram."""
        if chat.type == "supergroup":
            chat.last_id += 1
            return chat.last_id
        chat.last_id = self.counters.take("mailbox")
        return chat.last_id

    def post(self, chat: Chat, author: Json, content: Json) -> Message:
        """Write a message into a chat and tell the screens."""
        message_id = self.next_message_id(chat)
        body: Json = {
            "message_id": message_id,
            "from": author,
            "chat": self.chat_json(chat),
            "date": int(self.clock.now()),
            **content,
        }
        message = Message(message_id, body, author["id"])
        chat.messages[message_id] = message
        self.changed("message", chat, message_id)
        return message

    def delete(self, chat: Chat, message_id: int) -> None:
        """Take a message away for everyone."""
        del chat.messages[message_id]
        if chat.pinned == message_id:
            chat.pinned = None
        self.changed("deleted", chat, message_id)

    def mark_edited(self, chat: Chat, message: Message, *, visibly: bool = True) -> None:
        """Note an edit; a changed keyboard alone shows no "edited" mark."""
        if visibly:
            message.edited = True
        message.body["edit_date"] = int(self.clock.now())
        self.changed("edited", chat, message.id)

    def changed(self, kind: str, chat: Chat, message_id: int | None = None) -> None:
        """Something visible changed: wake the screens and the snapshot."""
        self.revision += 1
        person = chat.id if chat.is_private else None
        self.events.emit(
            kind, person=person, chat=chat.event_id, message_id=message_id, bot=chat.bot_id
        )

    def version(self) -> tuple[int, ...]:
        """Changes whenever there is something new to keep."""
        return (self.revision, *(bot.updates.revision for bot in self.bots.values()))

    def touched(self, kind: str, person: int | None = None) -> None:
        """Something changed that belongs to no chat."""
        self.revision += 1
        self.events.emit(kind, person=person, chat=None)
