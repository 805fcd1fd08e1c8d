"""Amounts as people type them, and as they see them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.kernel.errors import AmountOutOfRange, AmountUnreadable
from services.kernel.money import AMOUNT_MAX, Money, parse_amount

READ = {
    "8": 800,
    "8.8": 880,
    "8.88": 888,
    "0.01": 1,
    "0.10": 10,
    "08": 800,
    " 8 ": 800,
    "\t8\n": 800,
    "\u30008": 800,  # the space of Chinese text
    "¥8.88": 888,
    "￥8.88": 888,  # the sign as a Chinese keyboard types it
    "1000000": AMOUNT_MAX,
    "999999.99": AMOUNT_MAX - 1,
}
UNREADABLE = (
    *(
        "",
        " ",
        "¥",
        "eight",
        "-5",
        "+5",
        "--5",
        "¥-5",
        "−5",
        "1e3",
        "1E3",
        "NaN",
        "inf",
        "Infinity",
    ),
    *("0x10", "1_0", "1,000", "1.000,00", "1 000", "8.", ".5", "0.001", "8.888", "8..8", "8.8.8"),
    *(
        "８",
        "８.８８",
        "１００",
        "8.８８",
        "١٠٠",
        "८",
        "八",
        "²",
        "½",
        "8 yuan",
        "8元",
        "$8",
        "¥¥8",
    ),
    *("\u200f8", "8\u202e", "8\u200b", "8\x00", "8\n9", "8;DROP TABLE accounts", "9" * 10_000),
    *("0." + "0" * 10_000, "1" * 10),
)


@pytest.mark.parametrize(("typed", "fen"), READ.items())
def test_an_amount_is_read_as_fen(typed, fen):
    assert parse_amount(typed) == fen


@pytest.mark.parametrize("typed", UNREADABLE, ids=lambda typed: ascii(typed[:24]))
def test_anything_else_is_refused(typed):
    with pytest.raises(AmountUnreadable) as refusal:
        parse_amount(typed)
    assert refusal.value.fields == {"typed": typed[:20]}  # short enough to be shown


@pytest.mark.parametrize("typed", ["0", "0.00", "00", "1000000.01", "1000001", "999999999.99"])
def test_an_amount_out_of_range_is_refused_with_the_range(typed):
    with pytest.raises(AmountOutOfRange) as refusal:
        parse_amount(typed)
    assert refusal.value.fields == {"low": Money(1), "high": Money(AMOUNT_MAX)}


@pytest.mark.parametrize(("typed", "inside"), [("1.99", False), ("2", True), ("3", True)])
def test_a_caller_may_narrow_the_lower_end(typed, inside):
    if inside:
        assert parse_amount(typed, low=2_00, high=3_00) >= 2_00
        return
    with pytest.raises(AmountOutOfRange):
        parse_amount(typed, low=2_00, high=3_00)


def test_a_caller_may_narrow_the_upper_end():
    assert parse_amount("200", high=200_00) == 200_00
    with pytest.raises(AmountOutOfRange):
        parse_amount("200.01", high=200_00)


@pytest.mark.parametrize(
    ("fen", "shown"),
    [
        (0, "¥0.00"),
        (1, "¥0.01"),
        (99, "¥0.99"),
        (888, "¥8.88"),
        (1_000_000_00, "¥1000000.00"),
        (-1, "-¥0.01"),
        (-8_88, "-¥8.88"),
    ],
)
def test_an_amount_is_shown_in_yuan(fen, shown):
    assert str(Money(fen)) == shown


@given(st.integers(1, AMOUNT_MAX))
def test_what_is_shown_can_be_typed(fen):
    assert parse_amount(str(Money(fen))) == fen


@given(st.text(max_size=40))
def test_any_text_is_an_amount_in_range_or_refused(typed):
    try:
        fen = parse_amount(typed)
    except (AmountUnreadable, AmountOutOfRange):
        return
    assert 1 <= fen <= AMOUNT_MAX
