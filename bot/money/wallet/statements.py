"""How a month looks: lines to read, and a file that no spreadsheet runs as formulas."""

from __future__ import annotations

import csv
from decimal import Decimal
from io import StringIO

from bot.arguments import go, screen
from bot.money.wallet.views import what
from bot.replies import Message, Replies, Say, TextFile, say
from bot.words import Read
from services.kernel.money import FEN_PER_YUAN, Money
from services.kernel.time import Moment, calendar_date
from services.money import receipts
from services.money.wallet import Line

SHOWN = 25  # lines in the message; the file has them all
BOM = "\ufeff"  # without it a spreadsheet takes Chinese for something else
# What a cell that is run begins with.
FORMULA = (
    "=",
    "+",
    "-",
    "@",
    "\t",
    "\r",
    "＝",
    "＋",
    "－",
    "＠",
)


def month(read: Read[receipts.Statement]) -> Replies:
    """The month's sums and latest lines, and all of it as a file."""
    found = read.found
    lines = tuple(_line(one) for one in found.entries[-SHOWN:]) or (say("wallet.no_lines"),)
    text = say(
        "statements.month",
        month=_name(found),
        came=Money(found.came),
        went=Money(found.went),
        count=len(found.entries),
        lines=lines,
    )
    file = TextFile(read.plain(say("statements.file_name", month=_name(found))), table(read))
    return (
        screen(text, ((go("wallet"), go("platforms")),)),
        Message(say("statements.file"), file=file),
    )


def table(read: Read[receipts.Statement]) -> str:
    """Comma-separated values: amounts are numbers, words stay words whatever they begin with."""
    out = StringIO()
    write = csv.writer(out, quoting=csv.QUOTE_NONNUMERIC)
    write.writerow([read.plain(say(f"statements.{name}")) for name in _COLUMNS])
    for one in read.found.entries:
        whom = one.with_whom if isinstance(one.with_whom, str) else read.plain(one.with_whom)
        words = (read.plain(_what(one)), whom, read.plain(one.platform), one.code)
        day = calendar_date(one.at).isoformat()
        write.writerow([day, Decimal(one.amount) / FEN_PER_YUAN, *map(as_words, words)])
    return BOM + out.getvalue()


def as_words(text: str) -> str:
    """Words that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text


_COLUMNS = ("day", "amount", "what", "whom", "platform", "receipt")


def _line(one: receipts.Entry) -> Say:
    key = "statements.line_in" if one.amount > 0 else "statements.line_out"
    values = {"amount": Money(abs(one.amount)), "what": _what(one), "at": Moment(one.at)}
    return say(key, receipt=say("statements.code", code=one.code) if one.code else "", **values)


def _what(one: receipts.Entry) -> Say:
    if one.kind == "sale":
        return say("statements.bought" if one.amount < 0 else "statements.sold", whom=one.with_whom)
    name = one.with_whom if isinstance(one.with_whom, str) else ""
    return what(Line(one.kind, one.amount, name, one.at))


def _name(found: receipts.Statement) -> str:
    return f"{found.year}-{found.month:02d}"
