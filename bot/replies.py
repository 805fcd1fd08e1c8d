"""What views return: values that say what a person should see. Nothing here sends anything.

The runtime localises replies and writes them to the outbox in the transaction of the act that
caused them; the sender delivers them after the commit.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any, Literal, TypeAlias

from aiogram.filters.callback_data import CallbackData

from services.kernel.localized import Localized
from services.kernel.money import Money
from services.kernel.paging import Page
from services.kernel.time import Moment
from services.kernel.town import ParticipantId


class Priority(IntEnum):
    """Who goes first when the messenger's limits make messages wait."""

    ANSWER = 0  # of a button; worthless after some seconds
    RECEIPT = 1  # what an act answers to its actor
    CHAT = 2  # people to people
    BROADCAST = 3  # the town to everybody


@dataclass(frozen=True, slots=True)
class Say:
    """One text by key. Values are escaped wherever they are shown, whatever they contain."""

    key: str
    values: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Quote:
    """What somebody wrote, for others: shown as theirs in a block of its own, clickable nowhere."""

    text: str


Text: TypeAlias = "Say | Localized"
Value: TypeAlias = "str | int | Money | Moment | Text | Quote | tuple[Text, ...] | object"


def say(key: str, **values: Value) -> Say:
    """A text by key. A tuple of texts becomes lines; an integer `count` picks the plural."""
    return Say(key, values)


@dataclass(frozen=True, slots=True)
class Here:
    """The actor's private chat: what one person did is answered to that person."""


@dataclass(frozen=True, slots=True)
class To:
    """One participant's private chat. Residents have none; their messages go nowhere."""

    who: ParticipantId


@dataclass(frozen=True, slots=True)
class ToGroup:
    """The group chats of the town."""


@dataclass(frozen=True, slots=True)
class ToAll:
    """The private chats of everyone in the town, but for `without`."""

    without: ParticipantId | None = None


@dataclass(frozen=True, slots=True)
class ToFacilitator:
    """The private chat of the workshop's facilitator."""


Address: TypeAlias = Here | To | ToGroup | ToAll | ToFacilitator


@dataclass(frozen=True, slots=True)
class Button:
    """An inline button. Its data carries ids only; the service checks every right again."""

    label: Text
    data: CallbackData


@dataclass(frozen=True, slots=True)
class LinkButton:
    label: Text
    url: str


@dataclass(frozen=True, slots=True)
class CopyTextButton:
    """An inline button that copies words to type, such as a command with its amount."""

    label: Text
    words: str


Keyboard: TypeAlias = "tuple[tuple[Button | LinkButton | CopyTextButton, ...], ...]"


def grid(buttons: Sequence[Button | LinkButton | CopyTextButton], columns: int) -> Keyboard:
    return tuple(
        tuple(buttons[start : start + columns]) for start in range(0, len(buttons), columns)
    )


def next_page(key: str, kind: Callable[..., CallbackData], shown: Page[Any]) -> Keyboard:
    """A button to the page after this one, after the last to the first; none where it is alone."""
    if shown.pages == 1:
        return ()
    label = say(key, page=shown.following + 1, pages=shown.pages)
    return ((Button(label, kind(page=shown.following)),),)


def page_row(
    kind: Callable[..., CallbackData], shown: Page[Any], *, before: Text, after: Text
) -> Keyboard:
    """Buttons to the pages on either side, as far as there are some."""
    beside = ((before, shown.number - 1), (after, shown.number + 1))
    row = tuple(Button(label, kind(page=to)) for label, to in beside if 0 <= to < shown.pages)
    return (row,) if row else ()


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture for this message, as SVG; it is drawn when it is sent."""

    name: str
    svg: str
    kind: Literal["picture"] = "picture"


@dataclass(frozen=True, slots=True)
class TextFile:
    name: str
    text: str
    kind: Literal["file"] = "file"


@dataclass(frozen=True, slots=True)
class Clip:
    """A voice clip shipped with the program: its path below `seeds/`, one per language."""

    asset: str  # with "{language}" where the spoken language goes
    kind: Literal["clip"] = "clip"


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer of a button: a toast, or an alert that must be closed. At most 200 characters."""

    text: Text
    alert: bool = False


@dataclass(frozen=True, slots=True)
class Message:
    """A message. `card` names it so that it can be redrawn later, wherever it hangs."""

    text: Text
    to: Address = Here()
    keyboard: Keyboard = ()
    priority: Priority = Priority.RECEIPT
    card: str | None = None
    picture: Picture | None = None
    clip: Clip | None = None
    file: TextFile | None = None
    in_turn: bool = False  # wait until the messages before it in the same replies have arrived
    batch: str | None = None  # "kind:subject": the feature hears when all of the batch is delivered


@dataclass(frozen=True, slots=True)
class Redraw:
    """Draw a card again wherever it hangs: "kind:subject". Many redraws soon become one edit.

    "kind:*" are all cards of the kind in the town.
    """

    card: str


@dataclass(frozen=True, slots=True)
class RemoveButtons:
    """Take the buttons off the message whose button was pressed: what they asked is answered."""


Reply: TypeAlias = Answer | Message | Redraw | RemoveButtons
Replies: TypeAlias = tuple[Reply, ...]


def nothing(_: object) -> Replies:
    """The view of what is told elsewhere, or not at all."""
    return ()


def to_town(text: Text) -> tuple[Message, Message]:
    """News for everyone in private, and aloud in the group."""
    return (
        Message(text, to=ToAll(), priority=Priority.BROADCAST),
        Message(text, to=ToGroup(), priority=Priority.BROADCAST),
    )
