"""Shapes of what comes back from outside: in buttons, and in the words after a command.

Whatever becomes a number is bounded here, well inside the 64 bits of a column. A button outside
its shape is answered like one of an older card; typed words outside theirs show the usage. Rights
are the service's.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from aiogram.types import Message
from pydantic import Field

from bot.replies import Button, say
from services.kernel.errors import Usage


class Go(CallbackData, prefix="go"):
    """Do as if the person had typed this command: `Go(command="wallet")`."""

    command: str


def go(command: str) -> Button:
    """The menu's button of a command."""
    return Button(say(f"menu.{command}"), Go(command=command))


PAGES_MAX = 10_000
DAYS_MAX = 9_999  # a panel moves by days; no town lives longer
TYPED_MAX = 9  # digits

RowId = Annotated[int, Field(ge=1, lt=2**63)]
Page = Annotated[int, Field(ge=0, lt=PAGES_MAX)]
Days = Annotated[int, Field(ge=0, le=DAYS_MAX)]
Turn = Annotated[int, Field(ge=0, lt=2**31)]
Typed = Annotated[str, Field(pattern=r"^[1-9][0-9]{0,8}$")]  # digits, no other spelling of a number
Nonce = Annotated[str, Field(pattern=r"^[0-9a-f]{12}$")]


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


def topic_of(message: Message) -> int | None:
    """The topic of a group in which something was typed; None in the general one."""
    return message.message_thread_id if message.is_topic_message else None


def whole_number(typed: str, *, command: str, digits: int = TYPED_MAX) -> int:
    """Read plain digits as typed. Raises `Usage`."""
    if not (typed.isascii() and typed.isdigit() and len(typed) <= digits):
        raise Usage(command=command)
    return int(typed)
