"""Names as people give them, cleaned as Telegram cleans them. A name is a label, never a path."""

from __future__ import annotations

import re
import unicodedata

_STEM_LIMIT = 60
_ENDING_LIMIT = 20
_NOT_IN_FILES = frozenset("<>:\"/\\|?*&`'")
_SPACES = re.compile("[\\s\u1680\u180e\u2000-\u200a\u2028-\u202f\u205f\u2800\u3000\ufffc]+")
_UNSEEN = re.compile("[\\x00-\\x08\\x0e-\\x1f\\x7f\u200b-\u200f\ufeff]*")


def clean_name(name: str, limit: int) -> str:
    """Somebody's name in so many characters; empty if nothing of it can be seen."""
    plain = _SPACES.sub(" ", name).strip()[:limit].strip()
    return "" if _UNSEEN.fullmatch(plain.replace(" ", "")) else plain


def clean_file_name(name: str) -> str:
    """Letters, digits and plain marks in at most 60 characters, and an ending of at most 20."""
    last = re.split(r"[/\\]", name)[-1]
    stem, dot, ending = last.rpartition(".")
    if not stem:
        stem, dot, ending = last, "", ""
    stem, ending = _part(stem, _STEM_LIMIT), _part(ending, _ENDING_LIMIT)
    return f"{stem}{dot}{ending}" if stem and ending else stem or ending


def _part(text: str, limit: int) -> str:
    kept = "".join(_character(one) for one in text).lstrip(" .")
    return kept[:limit].rstrip(" .")


def _character(one: str) -> str:
    if one.isascii():
        return " " if one in _NOT_IN_FILES else one if one.isprintable() else ""
    category = unicodedata.category(one)
    return one if category[0] in "LN" else "" if category[0] in "CM" else " "
