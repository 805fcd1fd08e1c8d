"""Values as Telegram's server reads them: forgiving in parameters, exact inside JSON objects.

Every parameter is text to it, whatever dress it came in. Inside an object a number passes for a
text and a text for a number, but only `true` and `false` are flags, and `null` is none of them.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sandbox.messenger.shapes import Json

_YES = frozenset({"true", "yes", "1"})
_LEADING = re.compile(r"-?[0-9]{1,19}")
_DECIMAL = re.compile(r"-?[0-9]{1,19}(?:\.[0-9]{0,19})?(?:[eE][-+]?[0-9]{1,3})?")
_WHOLE = re.compile(r"-?(?:0|[1-9][0-9]{0,18})")


class Unreadable(Exception):
    """A value that Telegram cannot read, in its words."""


@contextmanager
def about(words: str) -> Iterator[None]:
    """Put `words` before whatever turns out to be unreadable."""
    try:
        yield
    except Unreadable as error:
        raise Unreadable(f"{words}: {error}") from None


def as_flag(text: str) -> bool:
    """A parameter that says yes or no; anything but a yes is a no."""
    return text.strip().lower() in _YES


def as_number(text: str) -> int:
    """The number at the beginning of a parameter; 0 if there is none."""
    found = _LEADING.match(text)
    return int(found[0]) if found else 0


def as_decimal(text: str) -> float:
    """The decimal number at the beginning of a parameter; 0 if there is none."""
    found = _DECIMAL.match(text)
    return float(found[0]) if found else 0.0


def is_numeric(value: object) -> bool:
    """A number, or a text that may be one."""
    return isinstance(value, int | float | str) and not isinstance(value, bool)


def as_whole(value: object) -> int | None:
    """The whole number that a number or a text is, exactly; None if it is none of 64 bits."""
    text = str(value)
    return int(text) if _WHOLE.fullmatch(text) else None


class Fields:
    """One JSON object and its typed fields."""

    def __init__(self, value: object, otherwise: str) -> None:
        if not isinstance(value, dict):
            raise Unreadable(otherwise)
        self.json: Json = value

    def needed(self, name: str) -> str:
        """A text that must be there."""
        if name not in self.json:
            raise Unreadable(f'Can\'t find field "{name}"')
        return self.text(name)

    def text(self, name: str) -> str:
        """A text; empty if the field is not there."""
        value = self.json.get(name, "")
        if not is_numeric(value):
            raise Unreadable(f'Field "{name}" must be of type String')
        return str(value)

    def number(self, name: str, default: int | None = None) -> int:
        """A whole number; without a default it must be there."""
        if name not in self.json:
            if default is not None:
                return default
            raise Unreadable(f'Can\'t find field "{name}"')
        if not is_numeric(self.json[name]):
            raise Unreadable(f'Field "{name}" must be a Number')
        if (value := as_whole(self.json[name])) is None:
            raise Unreadable(f'Field "{name}" must be a valid Number')
        return value

    def flag(self, name: str) -> bool:
        """True or false; false if the field is not there."""
        value = self.json.get(name, False)
        if not isinstance(value, bool):
            raise Unreadable(f'Field "{name}" must be of type Boolean')
        return value

    def part(self, name: str) -> Fields:
        """An object inside this one."""
        if name not in self.json:
            raise Unreadable(f'Can\'t find field "{name}"')
        return Fields(self.json[name], f'Field "{name}" must be of type Object')
