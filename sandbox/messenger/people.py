"""Who and where: persons, bots and chats.

Plain records. They know their own Telegram shape and nothing of each other's rules.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated

from pydantic import Field, InstanceOf

from sandbox.messenger.messages import Message as Message  # whoever knows people knows messages
from sandbox.messenger.messages import Messages
from sandbox.messenger.shapes import Json, compact

if TYPE_CHECKING:
    from sandbox.messenger.updates import UpdateQueue

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
    has_topics: bool = False
    people_make_topics: bool = False
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


@dataclass(slots=True, kw_only=True)
class Topic:
    """A conversation inside a chat; its number is that of the message that opened it."""

    thread: int
    name: str
    icon_color: int
    icon_custom_emoji_id: str | None = None
    creator: int
    is_closed: bool = False

    def as_json(self) -> Json:
        """Telegram's `ForumTopic`."""
        return {"message_thread_id": self.thread, **self.face()}

    def face(self) -> Json:
        """What a line about the topic says of it."""
        return compact(
            name=self.name,
            icon_color=self.icon_color,
            icon_custom_emoji_id=self.icon_custom_emoji_id,
        )


@dataclass(slots=True)
class Chat:
    """A private chat of one person with one bot, a group, or a channel."""

    id: int
    type: str
    title: str | None = None
    bot_id: int | None = None
    members: dict[int, str] = field(default_factory=dict)
    reads: dict[int, int] = field(default_factory=dict)
    topic_reads: dict[str, int] = field(default_factory=dict)
    """How far somebody has read in a topic, by `person:topic`; outside topics see `reads`."""
    drafts: dict[str, str] = field(default_factory=dict)
    """What somebody has begun to write, by `person:topic`, topic 0 outside them."""
    last_id: int = 0
    pinned: int | None = None
    migrated_to: int | None = None
    started: bool = False
    blocked: bool = False
    last_speaking_bot: int | None = None
    has_topics: bool = False
    topics: dict[int, Topic] = field(default_factory=dict)
    linked: int | None = None
    """A channel's group for comments, and that group's channel."""
    messages: Annotated[InstanceOf[Messages], Field(exclude=True)] = field(
        init=False, repr=False, compare=False
    )
    """Given to it by the world, which knows where they lie."""

    @property
    def is_private(self) -> bool:
        """One person and one bot."""
        return self.type == "private"

    @property
    def is_channel(self) -> bool:
        """Only administrators write, in the channel's name."""
        return self.type == "channel"

    def has(self, account: int) -> bool:
        """Is this account in the chat now?"""
        return self.members.get(account) in IN_GROUP

    def manages(self, account: int) -> bool:
        """May this account manage the chat?"""
        return self.members.get(account) in {"creator", "administrator"}

    def as_json(self) -> Json:
        """The chat as written into a message; groups only."""
        shape: Json = {"id": self.id, "title": self.title, "type": self.type}
        if self.type == "group":
            shape["all_members_are_administrators"] = False
        if self.has_topics:
            shape["is_forum"] = True
        return shape

    @property
    def event_id(self) -> int | None:
        """How the control API names it: a group's id, or None for the private chat."""
        return None if self.is_private else self.id
