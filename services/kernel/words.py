"""What people type, made fit to be kept and shown."""

from __future__ import annotations

from unicodedata import category

_BREAKS = frozenset({"Cc", "Cs", "Zl", "Zp"})


def one_line(typed: str) -> str:
    """The words in one line, without control characters and needless spaces."""
    kept = "".join(" " if category(char) in _BREAKS else char for char in typed)
    return " ".join(kept.split())
