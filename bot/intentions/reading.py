"""What somebody means who types no command. Pure: words and names in, an intention out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.arguments import AskWords, Words
from bot.intentions.lexicon import said_beyond_asking, topics_in
from bot.intentions.patterns import (
    ALONE,
    ASKS,
    CALLS,
    CODE,
    GIVES,
    HANDS,
    LAYS,
    LESS,
    LINK,
    OPENS,
    PAY_CODE,
    PAY_LINK,
    PAYS,
    RECEIPT,
    REPORTS,
    SEES,
    STARS,
)
from bot.intentions.telling import Told, told
from bot.replies import Text, say
from services.kernel.errors import AmountOutOfRange, AmountUnclear, RuleError
from services.kernel.money import Fen, Money, first_amount, parse_amount
from services.kernel.typed import plain
from services.living import errands
from services.people.identity import name_keys, names_like

LENGTH_MAX = 120  # characters; who writes more is not asking for a screen
OFFERS_MAX = 3
HAND, HELP = LOST = ("hand", "help")
DOORS = {HELP, "join"}  # what is offered to whoever lives nowhere
MONEY = {"pay", "request"}
SEEN = "friends "  # and who: to look at somebody, where words for them say more
SERVICES = "services"  # and which: it would be begun, so it is only offered


@dataclass(frozen=True, slots=True)
class Offer:
    """A command to press, and what its button says."""

    command: str
    label: Text
    told: Told | None = None  # whom it says something, and what


@dataclass(frozen=True, slots=True)
class Intention:
    """A command that answers at once (it shows something), some to choose from, or a question for
    the name that nobody has: what else was said is kept.
    """

    does: str = ""
    offers: tuple[Offer, ...] = ()
    asks: AskWords | None = None
    unknown: str = ""


def read(typed: str, names: Sequence[str] = ()) -> Intention | None:
    """What words without a command mean, where these people live; None where nothing is clear.

    Nothing that is only offered has happened: names and amounts are shown as they were understood.
    """
    text = plain(typed)
    if not text or len(text) > LENGTH_MAX:
        written = _written(typed, names)[:1]
        return Intention(offers=written) if written else None
    if coded := _coded(text.rstrip(".!。！")) or _raised(text):
        return Intention(does=coded)
    small = text.casefold().strip(" ?!.。？！~…")
    found = topics_in(small)
    shows = not any(one == HAND or one.startswith(f"{SERVICES} ") for one in found.commands)
    if shows and found.is_all and len(found.commands) == 1:
        return Intention(does=found.commands[0])
    offers = tuple(_laid_out(small)) or tuple(_about_people(small, names))
    if not offers and not {*found.commands} - MONEY and (asks := _about_nobody(small)):
        return asks
    if not offers and (code := OPENS.fullmatch(text)):
        offers = (Offer(f"join {(code[1] or code[2]).upper()}", topic_label("join")),)
    if not offers and not found.commands:
        offers = _for_an_amount(small)
    if not offers or offers[0].command.startswith(SEEN):
        offers = _written(typed, names) or offers
    offers = offers or tuple(Offer(c, topic_label(c)) for c in _with_help(found.commands))
    return Intention(offers=offers[:OFFERS_MAX]) if offers else None


def only_offered(found: Intention | None) -> Intention | None:
    """The same where what would be done at once is asked about, as it may mean something else."""
    if found is None or not found.does:
        return found
    return Intention(offers=(Offer(found.does, topic_label(found.does)),))


def for_strangers(typed: str) -> Intention | None:
    """What words mean of whoever lives nowhere: that they ask for help, or nothing."""
    intention = read(typed)
    offers = () if intention is None else intention.offers
    helps = tuple(one for one in offers if one.command.partition(" ")[0] in DOORS)
    return Intention(offers=helps) if helps else None


def _with_help(commands: tuple[str, ...]) -> tuple[str, ...]:
    """Whoever is lost is offered a person, and what can be read."""
    return (HAND, HELP, *(c for c in commands if c not in LOST)) if HAND in commands else commands


def _coded(text: str) -> str:
    """The command for a code: of a town, of whom one pays, of a receipt; empty for other words."""
    if code := LINK.search(text) or CODE.fullmatch(text):
        return f"join {code[1].upper()}"
    if code := PAY_LINK.search(text):
        return f"start {code[1]}"
    if code := PAY_CODE.fullmatch(text):
        return f"code {code[1].replace('-', ' ')} {code[2] or ''}".rstrip()
    code = RECEIPT.fullmatch(text)
    return f"receipt {code[1].upper()}" if code else ""


def _raised(text: str) -> str:
    """A hand that is raised with words, as they were typed."""
    found = next(filter(None, (re.fullmatch(one, text, re.I) for one in HANDS)), None)
    return "" if found is None else f"{HAND} {found['rest']}"


def topic_label(command: str) -> Text:
    """What a button to a command is called."""
    name, _, what = command.partition(" ")
    if name == SERVICES and what:
        service = errands.services()[what]
        return say("services.name", sign=service.sign, title=service.title)
    return say(f"menu.{command.replace(' ', '_')}")


def _written(typed: str, names: Sequence[str]) -> tuple[Offer, ...]:
    """Words for somebody by name; what else they are about comes after."""
    if (found := told(typed, names)) is None:
        return ()
    label = say("intentions.write", name=found.name, words=found.gist)
    about = topics_in(found.words.casefold()).commands if " " in found.words else ()
    topics = (Offer(one, topic_label(one)) for one in about)
    return Offer(f"msg {found.name} {found.words}", label, found), *topics


def _about_people(text: str, names: Sequence[str]) -> Iterator[Offer]:
    """What is to be done to somebody, for each whom the name may mean."""
    for patterns, offers in (
        (STARS, _rate),
        (GIVES, _give),
        (ASKS, _ask),
        (PAYS, _pay),
        (CALLS, _call),
        (REPORTS, _report),
        (SEES, _see),
    ):
        for pattern in patterns:
            found = re.fullmatch(pattern, text)
            if found and (people := meant(found["who"], names, is_all=pattern == ALONE)):
                yield from offers(found, people)
                return


def _about_nobody(text: str) -> Intention | None:
    """Money for a name that nobody has: whose is asked, and the amount is kept."""
    for patterns, asked in ((ASKS, Words.REQUEST_SUM), (PAYS, Words.PAY_SUM)):
        for found in filter(None, (re.fullmatch(pattern, text) for pattern in patterns)):
            said = found.groupdict()
            who = found["who"].strip(" @")
            amounts = (
                _amounts(said.get("sum") or "") or _amounts_at_start(said.get("rest") or "")[0]
            )
            if len(amounts) == 1 and said_beyond_asking(who):
                return Intention(asks=AskWords(what=asked, about=_digits(amounts[0])), unknown=who)
    return None


def meant(who: str, names: Sequence[str], *, is_all: bool = False) -> list[str]:
    """Whom a name may mean; where nothing else is said, it must begin a name."""
    who = who.strip(" @")
    beyond = said_beyond_asking(who)
    found = (names_like(who, names) or names_like(beyond, names)) if beyond else []
    if not is_all:
        return found
    return [name for name in found if any(key.startswith(who) for key in name_keys(name))]


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
    for pattern in LAYS:
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
        if LESS.match(text):
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
