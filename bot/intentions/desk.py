"""What whoever runs a town means who types no command. Pure, as for its people."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.intentions.lexicon import desk_topic
from bot.intentions.patterns import EN, HAN, OPENS, ZH
from bot.intentions.reading import OFFERS_MAX, Intention, Offer, meant, topic_label
from bot.replies import say
from services.kernel.numerals import chinese_number
from services.kernel.typed import plain

POSTS = {"ombudsman": "ombudsman", "监察专员": "ombudsman", "regulator": "regulator"}
POSTS |= {"监管者": "regulator", "监管员": "regulator"}
MAKES = (
    rf"{EN}(?:make|appoint|name) (?P<who>.+?)(?: as| to be| be)?(?: an?| the| our)?"
    rf" (?P<what>ombudsman|regulator)",
    rf"{ZH}(?:让|任命)?(?P<who>.+?)(?:来)?(?:当|做|为|担任)(?P<what>监察专员|监管者|监管员)",
)
SEATS = (
    rf"{EN}(?:move|put|seat|bring) (?P<who>.+?) (?:to|at|on|into) (?P<where>.+)",
    rf"{ZH}(?:把|让|请)?(?P<who>.+?)(?:换|调|移|坐|安排)(?:到|在|去)(?P<where>.+)",
)
LOTS = (
    rf"{EN}(?:(?:split|divide|seat|put|sort|draw)(?: .+)? )?"
    r"(?P<count>[0-9]{1,3}) tables(?: by lot)?",
    rf"{ZH}(?:把|让)?(?:大家|所有人|全班)?(?:抽签)?分(?:成|为)? ?"
    rf"(?P<count>[{HAN}]{{1,3}}) ?张?(?:桌|组)",
)
FINDS = (
    rf"{EN}(?:mask|unmask|mute|quiet|silence|remove|find|show|who is|who's) (?P<who>.+)",
    rf"{EN}make (?P<who>.+?)(?: an?| the| our| my)?(?: second| co-?)? ?facilitator",
    rf"{ZH}(?:给|让|把|找|看看)?(?P<who>.+?)(?:戴上?面具|摘下?面具|禁言|安静|移出去?|是谁|在哪里?|当主持人)?",
)


def read_desk(typed: str, names: Sequence[str], *, lives_here: bool) -> Intention | None:
    """What is to be done with a town whose people have these names; None where nothing is clear.

    Of whoever lives in a town as well, a name alone is a neighbour's.
    """
    text = _bare(typed)
    if found := OPENS.fullmatch(text):
        code = (found[1] or found[2]).upper()
        return Intention(offers=(Offer(f"workshop open {code}", say("as_is", what=code)),))
    offers = tuple(_done(text.casefold(), names, lives_here=lives_here))[:OFFERS_MAX]
    return Intention(offers=offers) if offers else None


def is_desk_word(typed: str) -> bool:
    """Whether it names a command of the desk; to whoever runs no town it may mean another."""
    return bool(desk_topic(_bare(typed).casefold()))


def _bare(typed: str) -> str:
    return plain(typed).strip(" ?!.。？！~…")


def _done(text: str, names: Sequence[str], *, lives_here: bool) -> Iterator[Offer]:
    for patterns, offers in ((MAKES, _make), (LOTS, _lot), (SEATS, _seat)):
        for found in _matches(patterns, text):
            yield from offers(found, names)
            return
    if command := desk_topic(text):
        yield Offer(command, topic_label(command))
        return
    for found in () if lives_here else _matches(FINDS, text):
        if people := meant(found["who"], names):
            yield from (Offer(f"people {name}", say("as_is", what=name)) for name in people)
            return


def _make(found: re.Match[str], names: Sequence[str]) -> Iterator[Offer]:
    post = POSTS[found["what"]]
    for name in meant(found["who"], names):
        is_office = post == "ombudsman"
        key = "intentions.make_ombudsman" if is_office else "intentions.make_regulator"
        yield Offer(f"{post} {name}", say(key, name=name))


def _lot(found: re.Match[str], _: Sequence[str]) -> Iterator[Offer]:
    count = found["count"]
    number = int(count) if count.isdecimal() else chinese_number(count)
    if number:
        yield Offer(f"tables {number}", say("tables.key_lot", count=number))


def _seat(found: re.Match[str], names: Sequence[str]) -> Iterator[Offer]:
    where = found["where"].strip()
    for name in meant(found["who"], names):
        yield Offer(f"table {name} {where}", say("intentions.seat", name=name, table=where))


def _matches(patterns: Sequence[str], text: str) -> Iterator[re.Match[str]]:
    yield from filter(None, (re.fullmatch(pattern, text) for pattern in patterns))
