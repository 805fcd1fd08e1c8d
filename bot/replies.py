"""What views return: values that say what a person should see. Nothing here sends anything.

The runtime localises replies and writes them to the outbox in the transaction of the act that
caused them; the sender delivers them after the commit.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import IntEnum
from typing import Any, Literal, TypeAlias, TypeVar

from aiogram.filters.callback_data import CallbackData

from services.kernel.localized import Localized
from services.kernel.money import Money
from services.kernel.paging import Page
from services.kernel.time import Moment
from services.kernel.town import ParticipantId

B = TypeVar("B")


class Priority(IntEnum):
    """Who goes first when the messenger's limits make messages wait."""

    ANSWER = 0  # of a button; worthless after some seconds
    RECEIPT = 1  # what an act answers to its actor
    CHAT = 2  # people to people
    BROADCAST = 3  # the town to everybody
    COPY = 4  # a card that hangs in many chats, drawn again in one of them


@dataclass(frozen=True, slots=True)
class Say:
    """One text by key. Values are escaped wherever they are shown, whatever they contain."""

    key: str
    values: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Quote:
    """What somebody wrote, for others: shown as theirs in a block of its own, clickable nowhere.

    What residents say by the script is read in the reader's language.
    """

    text: str | Localized


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
class ToSpoken:
    """The group chat of the town in which the act was typed; nowhere, where it was in private."""


@dataclass(frozen=True, slots=True)
class ToAll:
    """The private chats of everyone in the town, but for `without`."""

    without: ParticipantId | None = None
    in_groups: bool = True  # also of those who read it in a group of the town


@dataclass(frozen=True, slots=True)
class ToFacilitator:
    """The private chats of whoever runs the workshop; of the others, not of who has acted."""

    others: bool = False


@dataclass(frozen=True, slots=True)
class ToAccount:
    """The private chat of somebody who lives in the town no more."""

    bot_id: int
    chat_id: int
    language: str


Address: TypeAlias = Here | To | ToGroup | ToSpoken | ToAll | ToFacilitator | ToAccount


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


def grid(buttons: Sequence[B], columns: int) -> tuple[tuple[B, ...], ...]:
    return tuple(
        tuple(buttons[start : start + columns]) for start in range(0, len(buttons), columns)
    )


def next_page(kind: Callable[..., CallbackData], shown: Page[Any]) -> Keyboard:
    """A button to the page after this one, after the last to the first; none where it is alone."""
    if shown.pages == 1:
        return ()
    label = say("next_page", page=shown.following + 1, pages=shown.pages)
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
class Relay:
    """What somebody sent, on its way to somebody else: its metadata and its name are left behind.

    `handle` is the file's number with the bot that was sent it; of a place "latitude,longitude".
    """

    what: str  # photo, voice, sticker, document or place
    handle: str
    bot_id: int
    ending: str = ""  # of a document's name
    kind: Literal["relay"] = "relay"


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
    relay: Relay | None = None
    instead: Text | None = None  # said below the text where what goes with it cannot go
    # The conversation it belongs to, such as "p:<participant>": in private chats that have topics
    # it goes into the one of that conversation, and a reply to it is said there.
    talk: str = ""
    keys: tuple[Text, ...] | None = None  # below the field; none at all takes the old ones away
    corrects: bool = False  # shows anew what the actor's same message has shown before…
    not_to: frozenset[ParticipantId] = frozenset()  # …but not to these
    in_turn: bool = False  # wait until the messages before it in the same replies have arrived
    silent: bool = False  # no sound: nothing that waits for its reader
    in_place: bool = False  # instead of the message whose button was pressed, if one was
    is_last: bool = False  # of a card that is drawn: it never changes again
    asks: CallbackData | None = None  # what plain words complete that its reader types next
    batch: str | None = None  # "kind:subject": the feature hears when all of the batch is delivered


@dataclass(frozen=True, slots=True)
class Redraw:
    """Draw a card again wherever it hangs: "kind:subject". Many redraws soon become one edit.

    "kind:*" are all cards of the kind in the town.
    """

    card: str


@dataclass(frozen=True, slots=True)
class Show:
    """A card of this town by its name, "kind:subject", as it stands now; whoever draws it.

    With `once` only where it does not hang already: there it is drawn again.
    """

    card: str
    to: Address = Here()
    once: bool = False


@dataclass(frozen=True, slots=True)
class News:
    """The town's card of the day shows more than before: hang it up where it does not hang yet."""


@dataclass(frozen=True, slots=True)
class RemoveButtons:
    """Take the buttons off the message whose button was pressed: what they asked is answered.

    With `instead` its words as well, which asked.
    """

    instead: Text | None = None


@dataclass(frozen=True, slots=True)
class RemoveMessage:
    """Take away a message of the chat in which the update came."""

    message_id: int


@dataclass(frozen=True, slots=True)
class RemoveAll:
    """Take away what the town's people have read here of late: all but cards and conversations."""


Reply: TypeAlias = (
    Answer | Message | Redraw | Show | News | RemoveButtons | RemoveMessage | RemoveAll
)
Replies: TypeAlias = tuple[Reply, ...]


def nothing(_: object) -> Replies:
    """The view of what is told elsewhere, or not at all."""
    return ()


def to_town(text: Text, *, silent: bool = True, keyboard: Keyboard = ()) -> tuple[Message, Message]:
    """For everyone once: in the group, and in private whoever is not seen there."""
    told = Message(text, keyboard=keyboard, priority=Priority.BROADCAST, silent=silent)
    return replace(told, to=ToAll(in_groups=False)), replace(told, to=ToGroup())
