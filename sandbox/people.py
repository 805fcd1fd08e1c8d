"""Who and where: persons, bots, chats and the messages in them.

Plain records. They know their own Telegram shape and nothing of each other's rules.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sandbox.shapes import Json, compact

if TYPE_CHECKING:
    from sandbox.updates import UpdateQueue

IN_GROUP = frozenset({"creator", "administrator", "member", "restricted"})


@dataclass(slots=True)
class Person:
    """Somebody with a Telegram account."""

    id: int
    first_name: str
    last_name: str | None = None
    username: str | None = None
    language_code: str | None = None

    def as_user(self) -> Json:
        """The `from` of what this person does."""
        return compact(
            id=self.id,
            is_bot=False,
            first_name=self.first_name,
            last_name=self.last_name,
            username=self.username,
            language_code=self.language_code,
        )

    def as_chat(self) -> Json:
        """The private chat with this person, as a bot sees it."""
        return compact(
            id=self.id,
            first_name=self.first_name,
            last_name=self.last_name,
            username=self.username,
            type="private",
        )

    @property
    def full_name(self) -> str:
        """The name other people see."""
        return f"{self.first_name} {self.last_name}" if self.last_name else self.first_name


@dataclass(slots=True)
class Webhook:
    """Where a bot wants its updates posted to."""

    url: str = ""
    secret_token: str | None = None
    max_connections: int = 40
    last_error: str | None = None
    last_error_date: int | None = None


@dataclass(slots=True)
class Bot:
    """A bot's account: its profile by language, its menus by scope, its updates."""

    id: int
    token: str
    username: str
    updates: UpdateQueue
    privacy_mode: bool = True
    serving: bool = False
    webhook: Webhook = field(default_factory=Webhook)
    profile: dict[str, dict[str, str]] = field(default_factory=dict)
    commands: dict[str, dict[str, list[Json]]] = field(default_factory=dict)
    menu_buttons: dict[int, Json] = field(default_factory=dict)

    def words(self, what: str, language: str | None) -> str:
        """`name`, `description` or `short_description` as someone with this language sees it."""
        texts = self.profile.get(what, {})
        return texts.get(language or "") or texts.get("", "")

    def as_user(self) -> Json:
        """The `from` of what the bot sends."""
        name = self.words("name", None)
        return {"id": self.id, "is_bot": True, "first_name": name, "username": self.username}


@dataclass(slots=True)
class Message:
    """A message in Telegram's shape, and what only the people's screens need to know."""

    id: int
    body: Json
    author: int
    edited: bool = False
    reply_keyboard: Json | None = None
    keyboard_for: list[int] | None = None
    service: str | None = None


@dataclass(slots=True)
class Chat:
    """A private chat of one person with one bot, or a group."""

    id: int
    type: str
    title: str | None = None
    bot_id: int | None = None
    members: dict[int, str] = field(default_factory=dict)
    messages: dict[int, Message] = field(default_factory=dict)
    reads: dict[int, int] = field(default_factory=dict)
    last_id: int = 0
    pinned: int | None = None
    migrated_to: int | None = None
    started: bool = False
    blocked: bool = False
    last_speaking_bot: int | None = None

    @property
    def is_private(self) -> bool:
        """One person and one bot."""
        return self.type == "private"

    def has(self, account: int) -> bool:
        """Is this account in the chat now?"""
        return self.members.get(account) in IN_GROUP

    def as_json(self) -> Json:
        """The chat as written into a message; groups only."""
        shape: Json = {"id": self.id, "title": self.title, "type": self.type}
        if self.type == "group":
            shape["all_members_are_administrators"] = False
        return shape

    @property
    def event_id(self) -> int | None:
        """How the control API names it: a group's id, or None for the private chat."""
        return None if self.is_private else self.id
