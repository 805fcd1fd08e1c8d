"""What tests are sure of, said so that a type checker is sure of it too; anything else fails."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from bot.replies import Button, Message

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.replies import Keyboard
    from scoring.document import Factor, Rule, ScoreDocument


def searched(pattern: str | re.Pattern[str], text: str) -> re.Match[str]:
    """The first match, which must be there."""
    found = re.search(pattern, text)
    assert found is not None, f"no {pattern!r} in {text!r}"
    return found


def one_message(replies: Iterable[object]) -> Message:
    """The only reply, which is a message."""
    (message,) = replies
    assert isinstance(message, Message)
    return message


def presses(keyboard: Keyboard) -> list[Any]:
    """What the buttons carry, row by row; all of them can be tapped."""
    found = []
    for button in (button for row in keyboard for button in row):
        assert isinstance(button, Button)
        found.append(button.data)
    return found


def packed(message: object) -> list[str]:
    """The same of a message, as Telegram keeps it."""
    assert isinstance(message, Message)
    return [data.pack() for data in presses(message.keyboard)]


def parts_of(document: ScoreDocument) -> tuple[Factor | Rule, ...]:
    """Whatever of a document has a title."""
    return (*document.factors, *document.rules)
