"""Amounts as people type them, and as they see them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.kernel.errors import AmountOutOfRange, AmountRough, AmountUnclear, AmountUnreadable
from services.kernel.money import AMOUNT_MAX, Money, first_amount, parse_amount
from services.kernel.numerals import chinese_number, chinese_numeral

READ = {
    **{
        "8": 800,
        "8.8": 880,
        "8.88": 888,
        "0.01": 1,
        "0.10": 10,
        "08": 800,
        " 8 ": 800,
        "\t8\n": 800,
    },
    "\u30008": 800,  # the space of Chinese text
    **{"¥8.88": 888, "￥8.88": 888, "¥ 8": 800, "8¥": 800, "rmb 8": 800, "8 RMB": 800},
    **{"8,80": 880, "8,8": 880, "８": 800, "８．８８": 888, "１００": 100_00, "\u200f8": 800},
    **{
        "8元": 800,
        "8块": 800,
        "8 块": 800,
        "8块钱": 800,
        "8 yuan": 800,
        "8 Kuai": 800,
        "8元整": 800,
    },
    **{
        "5块5": 550,
        "5块05": 505,
        "5块零5": 505,
        "五块半": 550,
        "5元5角5分": 555,
        "五毛": 50,
        "5分": 5,
    },
    **{"五": 500, "五块": 500, "十": 10_00, "两块": 200, "十二块五": 12_50, "五点五": 550},
    **{
        "两百": 200_00,
        "二百零五": 205_00,
        "两百五": 250_00,
        "壹佰元整": 100_00,
        "一百一十": 110_00,
    },
    **{"一万二": 12_000_00, "1.5万": 15_000_00, "2百": 200_00, "一百万": AMOUNT_MAX},
    **{"1,250.00": 1_250_00, "1.250,5": 1_250_50},
    "1000000": AMOUNT_MAX,
    "999999.99": AMOUNT_MAX - 1,
}
UNREADABLE = (
    *("", " ", "¥", "元", "eight", "+5", "--5", "1e3", "1E3", "NaN", "inf", "Infinity", "5k"),
    *("0x10", "1_0", "8.", ".5", "0.001", "8.8888", "8..8", "8.8.8", "1,00,000", "1'000"),
    *("١٠٠", "८", "²", "½", "$8", "¥¥8", "8元元", "百", "半", "5.5块5", "5块十"),
    *("8\n9", "8;DROP TABLE accounts", "9" * 10_000, "0." + "0" * 10_000, "1" * 10),
)
UNCLEAR = {
    "1 000": ("¥1000.00",),
    "1.250": ("¥1250.00", "¥1.25"),
    "1,250元": ("¥1250.00", "¥1.25"),
    "8.888": ("¥8888.00",),
    "两三块": ("¥2.00", "¥3.00"),
    "5-6": ("¥5.00", "¥6.00"),
    "5 or 6": ("¥5.00", "¥6.00"),
}
ROUGH = ("几块", "十几块", "七八十", "一百多", "大概五块", "about 5", "一二三", "二〇二", "二百两")


@pytest.mark.parametrize(("typed", "fen"), READ.items())
def test_an_amount_is_read_as_fen(typed, fen):
    assert parse_amount(typed) == fen


@pytest.mark.parametrize("typed", UNREADABLE, ids=lambda typed: ascii(typed[:24]))
def test_anything_else_is_refused(typed):
    with pytest.raises(AmountUnreadable) as refusal:
        parse_amount(typed)
    assert refusal.value.fields == {"typed": typed.strip()[:20]}  # short enough to be shown


@pytest.mark.parametrize(("typed", "readings"), UNCLEAR.items())
def test_what_can_be_read_in_several_ways_is_asked_about(typed, readings):
    with pytest.raises(AmountUnclear) as question:
        parse_amount(typed)
    assert question.value.fields["instead"] == readings
    assert question.value.fields["readings"] == " / ".join(readings)


@pytest.mark.parametrize("typed", ROUGH)
def test_about_so_much_pays_nothing(typed):
    with pytest.raises(AmountRough):
        parse_amount(typed)


@pytest.mark.parametrize(
    "typed",
    [
        *("0", "0.00", "00", "零", "1000000.01", "1000001", "999999999.99", "16.4亿"),
        *("-5", "−5", "－5", "¥-5", "负五"),
    ],
)
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
    assert parse_amount(str(Money(fen))) == parse_amount(Money(fen).short) == fen


def test_a_button_shows_whole_yuan_without_decimals():
    assert [Money(fen).short for fen in (2000, 888, 1000, 10)] == ["¥20", "¥8.88", "¥10", "¥0.10"]


def written(fen: int) -> list[str]:
    """An amount in every way in which people write it."""
    yuan, small = divmod(fen, 100)
    jiao, one = divmod(small, 10)
    numeral = chinese_numeral(yuan)
    ways = [
        f"{yuan}.{small:02}",
        f"{yuan},{small:02}",
        f"¥{yuan}.{small:02}",
        f"{yuan}.{small:02}元",
    ]
    ways += [f"{yuan}块{small:02}", f"{yuan}元{jiao}角{one}分", f"{yuan}.{small:02} yuan"]
    ways += [f"{numeral}点{chinese_numeral(jiao)}{chinese_numeral(one)}", f"{yuan},{small:02} KUAI"]
    ways += [f"{numeral}元{chinese_numeral(jiao)}角{chinese_numeral(one)}分"]
    if one == 0:
        ways += [f"{yuan}.{jiao}", f"{yuan}块{jiao}", f"{numeral}块{chinese_numeral(jiao)}"]
    if small == 0:
        ways += [f"{yuan}", f"{yuan}块钱", numeral, f"{numeral}元整", f"{yuan} kuai"]
    if yuan >= 1_000:
        ways += [f"{yuan:,}.{small:02}"]
    wide = [way.translate({0x21 + n: 0xFF01 + n for n in range(94)}) for way in ways]
    return [*ways, *wide, *(numeral.replace("二百", "两百") for _ in ways[:1] if small == 0)]


@given(st.integers(1, AMOUNT_MAX) | st.integers(1, 999).map(lambda yuan: yuan * 100))
def test_every_amount_reads_back_in_every_way_it_is_written(fen):
    assert {way: parse_amount(way) for way in written(fen)} == dict.fromkeys(written(fen), fen)


@given(st.integers(0, 10**12 - 1))
def test_every_numeral_reads_back(number):
    assert chinese_number(chinese_numeral(number)) == number


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("5 yuan for tea", (500, "for tea")),
        ("5 for  tea\nand cake", (500, "for  tea\nand cake")),
        ("¥ 5", (500, "")),
        ("5 太多", (500, "太多")),
        ("5 8", (500, "8")),
    ],
)
def test_an_amount_is_found_before_other_words(typed, read):
    assert first_amount(typed) == read


def test_a_number_after_an_amount_may_be_another():
    assert first_amount("100 200 lucky", number_follows=True) == (100_00, "200 lucky")
    with pytest.raises(AmountUnclear):
        first_amount("100 200")


AMOUNTISH = st.text("0123456789.,-¥ 一二两五十百千万亿零点元块角分半几多", max_size=12)


@given(st.text(max_size=40) | AMOUNTISH)
def test_any_text_is_an_amount_in_range_or_refused(typed):
    try:
        fen = parse_amount(typed)
    except (AmountUnreadable, AmountUnclear, AmountRough, AmountOutOfRange):
        return
    assert 1 <= fen <= AMOUNT_MAX
