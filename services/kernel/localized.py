"""Words that come with the data and not from a face's own texts: one text per language."""

from __future__ import annotations

from scoring.document import Localized

LANGUAGES = tuple(Localized.model_fields)


def spoken_language(code: str | None) -> str:
    """The language we speak for an IETF code such as `zh-hans`; English for any other."""
    primary = (code or "").lower().replace("_", "-").partition("-")[0]
    return primary if primary in LANGUAGES else LANGUAGES[0]


__all__ = ["LANGUAGES", "Localized", "spoken_language"]
