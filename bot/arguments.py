"""Shapes of what comes back from outside: in buttons, and in the words after a command.

Whatever becomes a number is bounded here, well inside the 64 bits of a column. A button outside
its shape is answered like one of an older card; typed words outside theirs show the usage. Rights
are the service's.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from aiogram.types import Message as Update
from pydantic import Field

from bot.replies import Button, Keyboard, Message, Text, say
from services.kernel.errors import Usage

PAGES_MAX = 10_000
DAYS_MAX = 9_999  # a panel moves by days; no town lives longer
TYPED_MAX = 9  # digits

RowId = Annotated[int, Field(ge=1, lt=2**63)]
Page = Annotated[int, Field(ge=0, lt=PAGES_MAX)]
Days = Annotated[int, Field(ge=0, le=DAYS_MAX)]
Turn = Annotated[int, Field(ge=0, lt=2**31)]
Typed = Annotated[str, Field(pattern=r"^[1-9][0-9]{0,8}$")]  # digits, no other spelling of a number
Nonce = Annotated[str, Field(pattern=r"^[0-9a-f]{12}$")]
Whom = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,40}$")]  # a participant's id
PlatformId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,15}$")]


class Go(CallbackData, prefix="go"):
    """Do as if the person had typed this command: `Go(command="wallet")`."""

    command: str


class Meant(CallbackData, prefix="me"):
    """The same for one of the readings of what was typed: all of one question are one act."""

    asked: Annotated[str, Field(pattern=r"^[0-9]{1,19}$")]  # by which update
    command: str


class Words(StrEnum):
    """What somebody may be asked to type."""

    GROUP = "group"
    RENAME = "rename"
    MOMENT = "moment"
    COMMENT = "comment"
    REPORT = "report"
    PAY = "pay"
    REQUEST = "request"
    ENVELOPE = "envelope"
    FOR_ONE = "for_one"
    SHARES = "shares"
    ENVELOPE_FOR = "envelope_for"
    PAYEE = "payee"
    PAY_SUM = "pay_sum"
    REQUEST_SUM = "request_sum"
    PAYER = "payer"
    CALLEE = "callee"
    RATE = "rate"
    PURGE = "purge"
    SEAT = "seat"
    HISTORY = "history"
    SAY = "say"
    GALA = "gala"
    HAND = "hand"
    CASE = "case"
    NOTE = "note"
    CONTEST = "contest"
    MOTION = "motion"
    DESK_MOTION = "desk_motion"
    TABLES = "tables"
    PERSON = "person"


CALLED_OFF = frozenset({"cancel", "stop", "never mind", "nevermind", "取消", "算了", "不用了"})


class AskWords(CallbackData, prefix="wf", frozen=True):
    """Ask for words: what is typed next completes a command, about a number or a name."""

    what: Words
    about: Annotated[str, Field(pattern=r"^[^:\n]{0,30}$")] = ""

    def completed(self, typed: str) -> str:
        """The command with the words that were typed; another where they call it off."""
        if typed.strip().casefold() in CALLED_OFF:
            return "/nevermind"
        begun = COMPLETED[self.what].format(about=self.about, typed=typed)
        if "{typed}" in COMPLETED[self.what]:
            return f"/{begun}"
        return f"/{begun}{'' if begun.endswith('@') else ' '}{typed}"


class AskAgain(AskWords, prefix="wf2", frozen=True):
    """The same, once more: what was typed was no answer. It is not asked a third time."""


def asked_words(packed: str) -> AskWords:
    """What was asked for, by what a button or the database carries."""
    kind = AskAgain if packed.startswith(f"{AskAgain.__prefix__}:") else AskWords
    return kind.unpack(packed)


COMPLETED = {
    Words.GROUP: "groups new",
    Words.RENAME: "groups rename {about}",
    Words.MOMENT: "moments",
    Words.COMMENT: "moments comment {about}",
    Words.REPORT: "report {about}",
    Words.PAY: "pay {about}",
    Words.REQUEST: "request {about}",
    Words.ENVELOPE: "red_envelope",
    Words.FOR_ONE: "red_envelope {about} @",
    Words.SHARES: "red_envelope look {about}",
    Words.ENVELOPE_FOR: "red_envelope @{about}",
    Words.PAYEE: "pay",
    Words.PAY_SUM: "pay {typed} {about}",
    Words.REQUEST_SUM: "request {typed} {about}",
    Words.PAYER: "request",
    Words.CALLEE: "call",
    Words.RATE: "rate {about}",
    Words.PURGE: "purge {about}",
    Words.SEAT: "seat {about}",
    Words.HISTORY: "history",
    Words.SAY: "say",
    Words.GALA: "gala",
    Words.HAND: "hands {about}",
    Words.CASE: "case {about}",
    Words.NOTE: "note {about}",
    Words.CONTEST: "complain entry {about}",
    Words.MOTION: "motion",
    Words.DESK_MOTION: "motions",
    Words.TABLES: "tables",
    Words.PERSON: "people",
}


class Nevermind(CallbackData, prefix="wy"):
    """What was asked for is not to be typed."""


class SayIt(CallbackData, prefix="sy"):
    """Yes, tell everybody what stands under the question."""


class WriteIt(CallbackData, prefix="wt"):
    """Yes, write to somebody what stands under the question."""

    name: Annotated[str, Field(pattern=r"^[^:\n]{1,40}$")]


class PersonCard(CallbackData, prefix="pe"):
    """What one may know of somebody, and the ways to them: every name on a button leads there."""

    who: Whom


class Chat(CallbackData, prefix="ms"):
    """Open the conversation with somebody."""

    who: Whom


class CallGroup(CallbackData, prefix="cx"):
    """Call all of a group that people made."""

    group_id: RowId


class OpenRating(CallbackData, prefix="vo"):
    """Rate what is over between the two."""

    deal_id: RowId


class ShowStars(CallbackData, prefix="vr"):
    """How is a seller rated?"""

    service: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]


class MyListing(CallbackData, prefix="ly"):
    """An entry of one's own on a list."""

    listing_id: RowId


class AskLeave(CallbackData, prefix="pq"):
    """What would leaving a platform cost?"""

    platform: PlatformId


class PayWhom(CallbackData, prefix="tw"):
    """Choose how much to pay somebody."""

    to: Whom


class PayAmount(CallbackData, prefix="ta"):
    """This much; the nonce makes one payment of all taps on one keyboard."""

    to: Whom
    fen: Typed
    nonce: Nonce


class EnvelopeFor(CallbackData, prefix="ef"):
    """A red envelope of this much for somebody alone; the nonce as for a payment."""

    to: Whom
    fen: Typed
    nonce: Nonce


def go(command: str) -> Button:
    """The menu's button of a command."""
    return Button(say(f"menu.{command}"), Go(command=command))


def meant(label: Text, asked: str, command: str) -> tuple[Button, ...]:
    """A button of a reading; none where the words are too long to be carried by one."""
    data = Meant(asked=asked, command=command)
    try:
        data.pack()
    except ValueError:
        return ()
    return (Button(label, data),)


def screen(
    text: Text,
    keyboard: Keyboard = (),
    *,
    back: CallbackData | None = None,
    asks: AskWords | None = None,
) -> Message:
    """A screen of the app: it replaces the one whose button was pressed, and leads back home.

    One whose words ask something (how much, whom) says by `asks` what is typed next.
    """
    behind = () if back is None else (Button(say("menu.back"), back),)
    return Message(text, keyboard=(*keyboard, (*behind, go("home"))), in_place=True, asks=asks)


def other_amount(asks: AskWords) -> tuple[Button, ...]:
    """Below amounts to choose from: any other one is typed."""
    return (Button(say("other_amount"), asks),)


def leaves(raw: object) -> Iterator[object]:
    """Every value of JSON that holds no others; however deep, in no order."""
    parts = [raw]
    while parts:
        part = parts.pop()
        if isinstance(part, dict):
            parts.extend(part.values())
        elif isinstance(part, list | tuple):
            parts.extend(part)
        else:
            yield part


def topic_of(message: Update) -> int | None:
    """The topic of a group in which something was typed; None in the general one."""
    return message.message_thread_id if message.is_topic_message else None


def whole_number(typed: str, *, command: str, digits: int = TYPED_MAX) -> int:
    """Read plain digits as typed. Raises `Usage`."""
    if not (typed.isascii() and typed.isdigit() and len(typed) <= digits):
        raise Usage(command=command)
    return int(typed)
