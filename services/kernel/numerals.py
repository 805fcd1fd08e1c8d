"""Whole numbers in Chinese numerals, exactly: what is no well-formed numeral is none."""

from __future__ import annotations

import re

DIGITS = "零一二三四五六七八九"
_UNITS = {"十": 10, "百": 100, "千": 1_000}
_GROUPS = {"万": 10_000, "亿": 100_000_000}
# The same numerals as banks write them, and those that only spoken or old Chinese has.
_SAME = str.maketrans(
    "〇壹贰貳叁參肆伍陆陸柒捌玖拾佰仟萬億两兩", "零一二二三三四五六六七八九十百千万亿二二"
)
_NEXT_UNIT = {"百": "十", "千": "百", "万": "千"}  # 两百五 is two hundred and fifty
CHARACTERS = DIGITS + "".join((*_UNITS, *_GROUPS)) + "〇壹贰貳叁參肆伍陆陸柒捌玖拾佰仟萬億两兩"


def chinese_number(typed: str) -> int | None:
    """The number that some Chinese numerals are, below 10¹²; None for what is not written well.

    `两百`, `二百零五`, `两百五` (250), `一万二` (12,000), `壹佰`.
    Digits in a row (`一二三`) are no number.
    """
    if len(typed) > 1 and typed[-1] in "两兩":
        return None
    text = typed.translate(_SAME)
    if text.startswith("一十"):
        text = text[1:]
    for whole in (text, text + _NEXT_UNIT.get(text[-2:-1], "")):
        number = _added_up(whole)
        if number is not None and chinese_numeral(number) == whole:
            return number
    return None


def chinese_numeral(number: int) -> str:
    """A number from 0 to below 10¹² as it is written."""
    groups = [number // 10**8, number // 10**4 % 10**4, number % 10**4]
    text = ""
    for value, mark in zip(groups, ("亿", "万", ""), strict=True):
        gap = "零" if text and value < _UNITS["千"] else ""
        text += gap + _below_ten_thousand(value) + mark if value else "零" * bool(text)
    text = re.sub("零+", "零", text).rstrip("零")
    return (text[1:] if text.startswith("一十") else text) or "零"


def _below_ten_thousand(number: int) -> str:
    units = ((1_000, "千"), (100, "百"), (10, "十"), (1, ""))
    parts = [(number // unit % 10, mark) for unit, mark in units]
    text = "".join(DIGITS[digit] + mark if digit else "零" for digit, mark in parts)
    return re.sub("零+", "零", text).strip("零")


def _added_up(text: str) -> int | None:
    """What the numerals add up to, in whatever order they stand."""
    total = group = digit = 0
    for char in text:
        if char in _UNITS:
            group += (digit or 1) * _UNITS[char]
            digit = 0
        elif char in _GROUPS:
            total += (group + digit) * _GROUPS[char]
            group = digit = 0
        elif char in DIGITS:
            digit = DIGITS.index(char)
        else:
            return None
    return total + group + digit
