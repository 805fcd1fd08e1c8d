"""A call by name and parameters: which method it is, and its parameters checked.

Stands apart because it needs aiogram's models, which take seconds to import.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.botapi.methods.registry import Entry, Model, entries, known_elsewhere
from sandbox.botapi.requests import validate
from sandbox.messenger.errors import ApiError, bad_request

if TYPE_CHECKING:
    from sandbox.messenger.shapes import Json

_FORMER_NAMES = {"getchatmemberscount": "getchatmembercount"}


def checked(name: str, values: Json, *, strict: bool) -> tuple[Entry, Model]:
    """A method by name, in any case, and what it is asked."""
    entry = find_entry(name)
    return entry, validate(entry, values, strict=strict)


def find_entry(name: str) -> Entry:
    """A method by name, in any case."""
    entry = entries().get(_FORMER_NAMES.get(name.lower(), name.lower()))
    if entry is not None:
        return entry
    if name.lower() in known_elsewhere():
        raise bad_request(f"method {name} is not part of the sandbox")
    raise ApiError(404, "Not Found")
