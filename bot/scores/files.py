"""A message that brings a file: the file that a person takes away with their score."""

from __future__ import annotations

from dataclasses import dataclass

from bot.replies import Message


@dataclass(frozen=True, slots=True)
class TextFile:
    """A text as a file with a name."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class FileMessage(Message):
    """A message with a file; its text stands below the file."""

    file: TextFile | None = None
