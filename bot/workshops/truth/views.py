"""The truth of the lists: agency by agency in words, then the same shares as bars."""

from __future__ import annotations

from bot.charts import Bar, bars_svg
from bot.replies import Message, Picture, Replies, Say, say
from bot.words import Read
from services.workshops import truth

NONE = "—"


def table(read: Read[truth.TruthTable]) -> Replies:
    found = read.found
    if not found.agencies:
        return (Message(say("truth.nothing", at=found.at)),)
    head = say("truth.head", at=found.at, people=found.people)
    texts = [head, *(_agency(one) for one in found.agencies), say("truth.bases")]
    return (Message(say("as_is", what=tuple(texts))), _picture(read))


def _agency(one: truth.AgencyTruth) -> Say:
    return say(
        "truth.agency",
        title=one.title,
        listed=one.listed,
        wrong=one.wrong,
        unknown=one.unknown,
        fdr=_percent(one.false_discovery_percent),
        innocent=one.innocent,
        innocent_listed=one.innocent_listed,
        fpr=_percent(one.false_positive_percent),
        found=one.discovery.count,
        discovery=_decimal(one.discovery.hundredths),
        cured=one.cure.count,
        cure=_decimal(one.cure.hundredths),
        ended=one.cleared.count,
        cleared=_decimal(one.cleared.hundredths),
        kin=one.kin,
        offenders=one.offenders,
        per_offender=_decimal(one.kin_hundredths),
        rules=tuple(map(_rule, one.rules)),
    )


def _rule(one: truth.RuleTruth) -> Say:
    name = say(f"truth.ground_{one.ground}") if one.title is None else one.title
    key = "truth.rule" if one.version is None else "truth.rule_version"
    values = {"listed": one.listed, "wrong": one.wrong}
    return say(key, title=name, version=one.version or 0, **values)


def _picture(read: Read[truth.TruthTable]) -> Message:
    note = say("truth.note")
    groups = tuple(
        (
            read.plain(one.title),
            (
                _bar(read, "truth.fdr", one.false_discovery_percent),
                _bar(read, "truth.fpr", one.false_positive_percent),
            ),
        )
        for one in read.found.agencies
    )
    svg = bars_svg(read.plain(say("truth.title")), groups, read.plain(note))
    return Message(note, picture=Picture("truth.png", svg), in_turn=True)


def _bar(read: Read[truth.TruthTable], key: str, share: int | None) -> Bar:
    return Bar(read.plain(say(key)), share, _percent(share))


def _percent(share: int | None) -> str:
    return NONE if share is None else f"{share}%"


def _decimal(hundredths: int | None) -> str:
    if hundredths is None:
        return NONE
    return f"{hundredths // truth.HUNDREDTHS}.{hundredths % truth.HUNDREDTHS:02d}"
