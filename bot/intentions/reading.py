"""What somebody means who types no command. Pure: words and names in, an intention out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.intentions.lexicon import said_beyond_asking, topics_in
from bot.replies import Text, say
from services.kernel.errors import AmountOutOfRange, AmountUnclear, RuleError
from services.kernel.money import Fen, Money, first_amount, parse_amount
from services.kernel.towns import CODE_LENGTH, CODE_LETTERS
from services.kernel.typed import plain
from services.living import errands
from services.people.identity import name_keys, names_like

LENGTH_MAX = 120  # characters; who writes more is not asking for a screen
OFFERS_MAX = 3
HAND, HELP = LOST = ("hand", "help")
SERVICES = "services"  # and which: it would be begun, so it is only offered

_CODE = re.compile(
    rf"(?:(?:join|code|加入|邀请码)[ :：]*)?([{CODE_LETTERS}]{{{CODE_LENGTH}}})", re.I
)
_LINK = re.compile(rf"[?&]start=([{CODE_LETTERS}]{{{CODE_LENGTH}}})(?![A-Za-z])", re.I)
_PAY_CODE = re.compile(
    r"(?:(?:code|pay|pay code|付款码|收款码|付款给?|码)[ :：]*)?([0-9]{4}[ -]?[0-9]{4})(?: (\S+))?",
    re.I,
)
_PAY_LINK = re.compile(r"[?&]start=(pay-[A-Za-z0-9]+-[0-9]+)")
_RECEIPT = re.compile(
    rf"(?:(?:receipt|收据|小票|凭证)[ :：]*)?([A-Z][0-9]{{1,18}}-[{CODE_LETTERS}]{{6}})", re.I
)
_HAN = "0-9一二两三四五六七八九十百千万零半"
_SUM = rf"[-−负]?[¥￥]?[{_HAN}][{_HAN}.,，点元块圆钱毛角分几多整]*"
_LESS = re.compile(r"[¥￥]?[-−负]")
_EN = r"(?:(?:can|could) you |please |i want to |i'd like to |let me )*"
_ZH = "(?:请|帮我|我要|我想)*"
_EN_SUM = r"(?P<sum>\S*[0-9]\S*(?: (?:yuan|kuai|rmb))?|\w+ (?:yuan|kuai))"
_PAY_ZH = "转账|转|付款|付|打|发|支付"
_PAYS = (
    rf"{_EN}(?:pay|give|send|transfer) {_EN_SUM} to (?P<who>\S+(?: \S+)?)(?: for .*)?",
    rf"{_EN}(?:pay|give|send|transfer)(?: to)? (?P<who>\S+)(?: (?P<rest>.*))?",
    rf"{_ZH}(?:给|向)(?P<who>.+?)(?:{_PAY_ZH})?(?:了)? ?(?P<sum>{_SUM})",
    rf"{_ZH}(?:{_PAY_ZH})(?:给)? ?(?P<who>\D+?) ?(?P<sum>{_SUM})",
    rf"{_ZH}(?:{_PAY_ZH})? ?(?P<sum>{_SUM}) ?给(?P<who>.+)",
)
_GIVES = (
    rf"{_ZH}给(?P<who>.+?)发(?:一)?个? ?(?P<sum>{_SUM})的?红包",
    rf"{_EN}(?:give|send) (?P<who>\S+) (?:an? )?{_EN_SUM} (?:red )?(?:envelope|packet)",
)
_CALLS = (
    rf"{_EN}(?:call|phone|ring)(?: up)? (?P<who>.+)",
    rf"{_ZH}(?:给|跟)(?P<who>.+?)(?:打个?电话|通话)",
    rf"{_ZH}(?:打电话给|呼叫|致电)(?P<who>.+)",
)
_ALONE = r"(?P<who>\S{2,})"
_TALK = "who is|who's|find|show|talk to|write to|message|msg|text|chat with|add|befriend|rate"
_TALK += "|block|unblock|report"
_ASKS = (
    rf"{_EN}(?:ask|request from) (?P<who>\S+) (?:for|to pay) {_EN_SUM}(?: for .*)?",
    rf"{_EN}(?:request|collect) {_EN_SUM} from (?P<who>\S+)(?: for .*)?",
    rf"{_EN}(?:request|collect)(?: from)? (?P<who>\S+) {_EN_SUM}(?: for .*)?",
    rf"{_ZH}(?:向|找|跟|问)(?P<who>.+?)(?:要|收|讨|收款|要钱) ?(?P<sum>{_SUM})",
    rf"{_ZH}(?:收款|收钱|要钱) ?(?P<who>\D+?) ?(?P<sum>{_SUM})",
)
_SHARES = "(?P<shares>[0-9]{1,3})"
_LAYS = (
    rf"{_ZH}(?:给大家)?[发包]?一?个?红包[ :：]*(?P<sum>{_SUM}) ?分?{_SHARES} ?[个份包]?",
    rf"{_EN}(?:red )?(?:envelope|packet)(?: of)? {_EN_SUM} (?:in |for )?{_SHARES}(?: shares?)?",
)
_REPORTS = (
    rf"{_EN}report (?P<who>\S+) (?:for |because )?(?P<rest>.+)",
    rf"{_ZH}举报 ?(?P<who>\S+)[ ,，:：]+(?P<rest>.+)",
)
_STARS = (
    rf"{_EN}(?:give|rate) (?P<who>\S+) (?P<stars>[1-5])(?: stars?)",
    rf"{_ZH}给(?P<who>.+?)打?(?P<stars>[1-5])(?:颗)?星",
)
_SEES = (
    rf"{_EN}(?:{_TALK}) (?P<who>\S+).*",
    rf"{_ZH}(?:跟|和|找|看看|加|拉黑|屏蔽|举报|评价)(?P<who>.+?)(?:聊天|说话|聊聊|为好友|是谁)?",
    r"(?P<who>.+?)是谁",
    _ALONE,
)


@dataclass(frozen=True, slots=True)
class Offer:
    """A command to press, and what its button says."""

    command: str
    label: Text


@dataclass(frozen=True, slots=True)
class Intention:
    """A command that answers at once (it shows something), or some to choose from."""

    does: str = ""
    offers: tuple[Offer, ...] = ()


def read(typed: str, names: Sequence[str] = ()) -> Intention | None:
    """What words without a command mean, where these people live; None where nothing is clear.

    Nothing that is only offered has happened: names and amounts are shown as they were understood.
    """
    text = plain(typed)
    if not text or len(text) > LENGTH_MAX:
        return None
    if coded := _coded(text.rstrip(".!。！")):
        return Intention(does=coded)
    small = text.casefold().strip(" ?!.。？！~…")
    found = topics_in(small)
    shows = not any(one == HAND or one.startswith(f"{SERVICES} ") for one in found.commands)
    if shows and found.is_all and len(found.commands) == 1:
        return Intention(does=found.commands[0])
    offers = tuple(_laid_out(small)) or tuple(_about_people(small, names))
    if not offers and not found.commands:
        offers = _for_an_amount(small)
    offers = offers or tuple(Offer(c, topic_label(c)) for c in _with_help(found.commands))
    return Intention(offers=offers[:OFFERS_MAX]) if offers else None


def for_strangers(typed: str) -> Intention | None:
    """What words mean of whoever lives nowhere: that they ask for help, or nothing."""
    intention = read(typed)
    offers = () if intention is None else intention.offers
    helps = tuple(one for one in offers if one.command == HELP)
    return Intention(offers=helps) if helps else None


def _with_help(commands: tuple[str, ...]) -> tuple[str, ...]:
    """Whoever is lost is offered a person, and what can be read."""
    return (HAND, HELP, *(c for c in commands if c not in LOST)) if HAND in commands else commands


def _coded(text: str) -> str:
    """The command for a code: of a town, of whom one pays, of a receipt; empty for other words."""
    if code := _LINK.search(text) or _CODE.fullmatch(text):
        return f"join {code[1].upper()}"
    if code := _PAY_LINK.search(text):
        return f"start {code[1]}"
    if code := _PAY_CODE.fullmatch(text):
        return f"code {code[1].replace('-', ' ')} {code[2] or ''}".rstrip()
    code = _RECEIPT.fullmatch(text)
    return f"receipt {code[1].upper()}" if code else ""


def topic_label(command: str) -> Text:
    """What a button to a command is called."""
    name, _, what = command.partition(" ")
    if name == SERVICES and what:
        service = errands.services()[what]
        return say("services.name", sign=service.sign, title=service.title)
    return say(f"menu.{command.replace(' ', '_')}")


def _about_people(text: str, names: Sequence[str]) -> Iterator[Offer]:
    """What is to be done to somebody, for each whom the name may mean."""
    for patterns, offers in (
        (_STARS, _rate),
        (_GIVES, _give),
        (_ASKS, _ask),
        (_PAYS, _pay),
        (_CALLS, _call),
        (_REPORTS, _report),
        (_SEES, _see),
    ):
        for pattern in patterns:
            found = re.fullmatch(pattern, text)
            if found and (meant := _meant(found["who"], names, is_all=pattern == _ALONE)):
                yield from offers(found, meant)
                return


def _meant(who: str, names: Sequence[str], *, is_all: bool) -> list[str]:
    """Whom a name may mean; where nothing else is said, it must begin a name."""
    who = who.strip(" @")
    beyond = said_beyond_asking(who)
    meant = (names_like(who, names) or names_like(beyond, names)) if beyond else []
    if not is_all:
        return meant
    return [name for name in meant if any(key.startswith(who) for key in name_keys(name))]


def _give(found: re.Match[str], meant: list[str]) -> Iterator[Offer]:
    for name in meant:
        for amount in _amounts(found["sum"]):
            values = {"name": name, "amount": Money(amount)}
            command = f"red_envelope {_digits(amount)} @{name}"
            yield Offer(command, say("intentions.give", **values))


def _pay(found: re.Match[str], meant: list[str]) -> Iterator[Offer]:
    groups = found.groupdict()
    amounts, note = _amounts(groups.get("sum") or ""), ""
    if "rest" in groups:
        amounts, note = _amounts_at_start(groups["rest"] or "")
    for name in meant:
        for amount in amounts:
            values = {"name": name, "amount": Money(amount)}
            command = f"pay {name} {_digits(amount)} {note}".strip()
            yield Offer(command, say("intentions.pay", **values))
        if not amounts:
            yield Offer(f"pay {name}", say("intentions.pay_whom", name=name))


def _ask(found: re.Match[str], meant: list[str]) -> Iterator[Offer]:
    for name in meant:
        for amount in _amounts(found["sum"]):
            label = say("intentions.ask", name=name, amount=Money(amount))
            yield Offer(f"request {name} {_digits(amount)}", label)


def _rate(found: re.Match[str], meant: list[str]) -> Iterator[Offer]:
    for name in meant:
        label = say("intentions.rate", name=name, stars="★" * int(found["stars"]))
        yield Offer(f"rate {name} {found['stars']}", label)


def _call(_: re.Match[str], meant: list[str]) -> Iterator[Offer]:
    for name in meant:
        yield Offer(f"call {name}", say("intentions.call", name=name))


def _report(found: re.Match[str], meant: list[str]) -> Iterator[Offer]:
    for name in meant:
        yield Offer(f"report {name} {found['rest']}", say("intentions.report", name=name))


def _laid_out(text: str) -> Iterator[Offer]:
    """An envelope for whoever comes first: how much, in how many shares."""
    for pattern in _LAYS:
        if found := re.fullmatch(pattern, text):
            for fen in _amounts(found["sum"]):
                label = say("intentions.lay", amount=Money(fen), shares=int(found["shares"]))
                yield Offer(f"red_envelope {_digits(fen)} {found['shares']}", label)
            return


def _see(_: re.Match[str], meant: list[str]) -> Iterator[Offer]:
    for name in meant:
        yield Offer(f"friends {name}", say("as_is", what=name))


def _for_an_amount(text: str) -> tuple[Offer, ...]:
    """Nothing but an amount: it may be for somebody, or for all."""
    if not _amounts(text):
        return ()
    return tuple(Offer(one, topic_label(one)) for one in ("pay", "red_envelope"))


def _amounts(text: str) -> list[Fen]:
    """An amount, or all that it may be read as; none where it is none.

    Raises `AmountOutOfRange` for what is less than nothing: it is not to be read as more.
    """
    try:
        return [parse_amount(text)]
    except AmountOutOfRange:
        if _LESS.match(text):
            raise
        return []
    except AmountUnclear as unclear:
        instead = unclear.fields["instead"]
        return [parse_amount(one) for one in instead] if isinstance(instead, tuple) else []
    except RuleError:
        return []


def _amounts_at_start(words: str) -> tuple[list[Fen], str]:
    """The same of what some words begin with, and what comes after."""
    try:
        amount, note = first_amount(words)
    except AmountUnclear:
        return _amounts(words), ""
    except AmountOutOfRange:
        return _amounts(words.split()[0]), ""
    except RuleError:
        return [], ""
    return [amount], note


def _digits(fen: Fen) -> str:
    return f"{fen // 100}.{fen % 100:02}"
