"""Words that come with the data, one text per language, and words that people type."""

from __future__ import annotations

from unicodedata import category

from scoring.document import Localized

LANGUAGES = tuple(Localized.model_fields)
_BREAKS = frozenset({"Cc", "Cs", "Zl", "Zp"})


def spoken_language(code: str | None) -> str:
    """The language we speak for an IETF code such as `zh-hans`; English for any other."""
    primary = (code or "").lower().replace("_", "-").partition("-")[0]
    return primary if primary in LANGUAGES else LANGUAGES[0]


def one_line(typed: str) -> str:
    """The words in one line, without control characters and needless spaces."""
    kept = "".join(" " if category(char) in _BREAKS else char for char in typed)
    return " ".join(kept.split())


__all__ = ["LANGUAGES", "Localized", "one_line", "spoken_language"]
