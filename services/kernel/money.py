"""Amounts: integer fen, read by one exact function and shown in one way.

People write money in many ways, and each that can only mean one amount is read. What could mean
two is never guessed: it is refused with its readings, for the person to choose from.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NewType

from typing_extensions import override

from services.kernel.errors import AmountOutOfRange, AmountRough, AmountUnclear, AmountUnreadable
from services.kernel.numerals import CHARACTERS, chinese_number
from services.kernel.typed import plain

Fen = NewType("Fen", int)

FEN_PER_YUAN = 100
AMOUNT_MAX = Fen(1_000_000 * FEN_PER_YUAN)  # bounds every typed amount well inside 64 bits
TYPED_MAX = 40  # characters; no amount is longer
LONGEST = 3  # words: 5 or 6

_HAN = f"[{CHARACTERS}]"
_ONE = "[0-9零一二两三四五六七八九]"
_NUMBER = rf"[0-9][0-9.,]*|{_HAN}+(?:点{_ONE}{{1,2}})?"
_YUAN = "(?:元|块|圆|塊|yuan|kuai)"
_BEFORE = re.compile(r"^(?:[¥元]|rmb|cny|人民币) ?")
_AFTER = re.compile(r" ?(?:钱|整|rmb|cny|人民币|¥)$")
_WHOLE = re.compile(rf"({_NUMBER})([百千万亿]?) ?{_YUAN}?")
_TAILED = re.compile(rf"({_NUMBER}){_YUAN}(?:({_ONE}|半)|([0-9]{{2}}|零{_ONE}))")  # 5块5, 五块半
_PARTS = re.compile(rf"(?:({_NUMBER}){_YUAN})?(?:({_ONE})[角毛])?(?:({_ONE})分)?")  # 5元5角
_DECIMAL = re.compile(r"([0-9]{1,9})(?:[.,]([0-9]{1,2}))?")
_GROUPED = re.compile(r"([1-9][0-9]{0,2})([.,])([0-9]{3})((?:\2[0-9]{3})*)(?:[.,]([0-9]{1,2}))?")
_SPACED = re.compile(rf"[0-9]{{1,3}}(?: [0-9]{{3}})+(?: ?{_YUAN})?")
_EITHER = re.compile(rf"([一二两三四五六七八九])([一二两三四五六七八九]){_YUAN}?")
_RANGE = re.compile(rf"([0-9.]+) ?(?:-|~|到|或|or|to) ?([0-9.]+) ?{_YUAN}?")
_ROUGH = re.compile(
    rf"几|(?:多|左右|上下){_YUAN}?(?:左右)?$|^(?:约|大概|差不多|about|around|some)|{_HAN * 2}"
)
_DIGITS = str.maketrans("零一二两三四五六七八九半", "012234567895")
_TIMES = {"": 1, "百": 100, "千": 1_000, "万": 10_000, "亿": 100_000_000}


@dataclass(frozen=True, slots=True)
class Money:
    """An amount meant for a person's eyes; views pass it to texts."""

    fen: int

    @override
    def __str__(self) -> str:
        sign = "-" if self.fen < 0 else ""
        yuan, fen = divmod(abs(self.fen), FEN_PER_YUAN)
        return f"{sign}¥{yuan}.{fen:02d}"

    @property
    def short(self) -> str:
        """For a button: whole yuan without their decimals."""
        return str(self).removesuffix(".00")


def parse_amount(text: str, *, low: int = 1, high: int = AMOUNT_MAX) -> Fen:
    """Read what a person typed, such as `8`, `5,50`, `¥8.88`, `五块五` or `5 yuan`, as fen.

    Raises `AmountUnclear` for what can be read in several ways, `AmountRough` for what says only
    about how much, `AmountUnreadable` for what is no amount, `AmountOutOfRange` outside low..high.
    """
    typed = plain(text).casefold() if len(text) <= TYPED_MAX else ""
    unsigned = re.sub(r"^(¥?)[-−负]", r"\1", typed)
    amount = _read(_AFTER.sub("", _BEFORE.sub("", unsigned)), text.strip())
    if unsigned != typed or not low <= amount <= high:
        raise AmountOutOfRange(low=Money(low), high=Money(high))
    return Fen(amount)


def first_amount(words: str, *, number_follows: bool = False) -> tuple[Fen, str]:
    """The amount that some words begin with, and what comes after it: `5 yuan for tea`.

    With `number_follows` a number after it is another one. Raises what `parse_amount` raises.
    """
    parts = words.split()
    alone = number_follows and len(parts) > 1 and parts[1].lstrip("-+").isdecimal()
    for count in () if alone else range(min(LONGEST, len(parts)), 1, -1):
        try:
            return parse_amount(" ".join(parts[:count])), _after(words, count)
        except (AmountUnreadable, AmountRough):
            continue
    return parse_amount(parts[0] if parts else ""), _after(words, 1)


def _after(words: str, count: int) -> str:
    return "".join(words.split(maxsplit=count)[count:])


def _read(bare: str, typed: str) -> int:
    """Fen, of an amount without its sign and currency."""
    if _SPACED.fullmatch(bare):
        joined = re.sub("[^0-9]", "", bare)
        raise _unclear(typed, int(joined) * FEN_PER_YUAN)
    if either := _EITHER.fullmatch(bare) or _RANGE.fullmatch(bare):
        raise _unclear(typed, *(_yuan(one, typed) or 0 for one in either.groups()))
    amount = None
    if whole := _WHOLE.fullmatch(bare):
        amount = _yuan(whole[1], typed, _TIMES[whole[2]])
    elif tailed := _TAILED.fullmatch(bare):
        coins = _digit(tailed[2]) * 10 if tailed[2] else int(tailed[3].translate(_DIGITS))
        amount = _with_parts(_yuan(tailed[1], typed), coins)
    elif bare and (parts := _PARTS.fullmatch(bare)):
        yuan, jiao, fen = (one or "零" for one in parts.groups())
        amount = _with_parts(_yuan(yuan, typed), _digit(jiao) * 10 + _digit(fen))
    if amount is None:
        raise (AmountRough if _ROUGH.search(bare) else AmountUnreadable)(typed=typed[:20])
    return amount


def _yuan(number: str, typed: str, times: int = 1) -> int | None:
    """Fen, of a number of yuan. Raises `AmountUnclear`."""
    if not number[0].isascii():
        whole, _, decimals = number.partition("点")
        yuan = chinese_number(whole)
        return None if yuan is None else _fen(str(yuan), decimals.translate(_DIGITS)) * times
    if decimal := _DECIMAL.fullmatch(number):
        return _fen(*decimal.groups("")) * times
    grouped = _GROUPED.fullmatch(number)
    if grouped is None:
        return None
    first, _, second, more, decimals = grouped.groups("")
    thousands = re.sub("[.,]", "", first + second + more)
    if more or decimals:
        return _fen(thousands, decimals) * times
    exact = [_fen(first, second[:2])] if second[2] == "0" else []
    raise _unclear(typed, _fen(thousands, "") * times, *(one * times for one in exact))


def _fen(yuan: str, decimals: str) -> int:
    return int(yuan) * FEN_PER_YUAN + int(decimals.ljust(2, "0"))


def _with_parts(amount: int | None, small: int) -> int | None:
    """Whole yuan and their smaller coins; decimals have none."""
    return amount + small if amount is not None and amount % FEN_PER_YUAN == 0 else None


def _digit(one: str) -> int:
    return int(one.translate(_DIGITS))


def _unclear(typed: str, *readings: int) -> AmountUnclear:
    """Whatever of the readings can be paid, in digits."""
    shown = [str(Money(fen)) for fen in dict.fromkeys(readings) if 0 < fen <= AMOUNT_MAX]
    return AmountUnclear(typed=typed[:20], readings=" / ".join(shown), instead=tuple(shown))
