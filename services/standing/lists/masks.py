"""Masking a name for a public board: its first letter, and nothing that tells its length."""

from __future__ import annotations

import unicodedata

STARS = "**"
SOMEBODY = "某"  # as Chinese boards mask a name
WHOLLY = "***"


def mask(name: str) -> str:
    """The first letter and stars; 某 after a Chinese character.

    Of a name that begins with no letter, or is one letter long, nothing is told.
    """
    plain = unicodedata.normalize("NFC", name).strip()
    letters = [char for char in plain if char.isalpha()]
    if len(letters) < 2 or not plain[0].isalpha():  # noqa: PLR2004 - one letter would tell all
        return WHOLLY
    is_chinese = unicodedata.name(plain[0], "").startswith("CJK")
    masked = plain[0] + (SOMEBODY if is_chinese else STARS)
    return WHOLLY if masked == plain else masked
