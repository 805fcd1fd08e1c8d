"""What came of the waves: in plain words, and as a picture. Pure; nobody is told of."""

from __future__ import annotations

from dataclasses import replace

from bot.charts import Share, shares_svg
from bot.replies import Message, Picture, Replies, Say, Text, ToFacilitator, say
from bot.words import Read, words_for
from bot.workshops.polls.views import wave_name
from services.workshops import polls
from services.workshops.polls import ItemResult, Progress, Shift, Spread, Wave

TENTHS = 10


def results(read: Read[polls.Results]) -> Replies:
    found = read.found
    if not found.waves:
        return (Message(say("polls.none_asked")),)
    text = say(
        "polls.told",
        waves=tuple(_wave(one) for one in found.waves),
        items=tuple(_item(one) for one in found.items if one.spreads) or (_nothing(found),),
        least=polls.TOLD_FROM,
        meter=meter(found),
    )
    if not any(one.spreads for one in found.items):
        return (Message(text),)
    return (Message(text), _picture(read))


def kept(event: polls.WavesKept) -> Replies:
    """At the end, to whoever ran the town."""
    told = results(Read(event.results, words_for(event.language)))
    return tuple(replace(one, to=ToFacilitator()) for one in told if isinstance(one, Message))


def meter(found: polls.Results) -> Say:
    """The legitimacy, and how much of what residents owed they meant to do meanwhile."""
    if found.meter is None:
        return say("nothing")
    lines = tuple(
        say(
            "polls.course",
            wave=wave_name(Wave(one.wave)) if one.wave else say("polls.course_start"),
            mean=say("polls.course_untold") if one.tenths is None else _tenths(one.tenths),
            complied=one.complied,
            asked=one.asked,
        )
        for one in found.course
    )
    key = "polls.meter_low" if found.meter.is_low else "polls.meter"
    mean, below = _tenths(found.meter.tenths), _tenths(found.meter.below)
    return say(key, mean=mean, below=below, lines=lines)


def _tenths(tenths: int) -> str:
    return "{}.{}".format(*divmod(tenths, TENTHS))


def _wave(one: Progress) -> Say:
    key = "polls.wave_open" if one.is_open else "polls.wave_closed"
    answered = one.whole + one.part
    return say(key, wave=wave_name(one.wave), answered=answered, none=one.none)


def _nothing(found: polls.Results) -> Say:
    is_any_closed = any(not one.is_open for one in found.waves)
    return say("polls.too_few" if is_any_closed else "polls.still_open")


def _item(one: ItemResult) -> Say:
    lines: tuple[Text, ...] = tuple(_spread(wave, spread) for wave, spread in one.spreads.items())
    lines += tuple(_shift(shift) for shift in one.shifts)
    if one.item.provenance == "invented":  # as the foot says of all that have no label
        return say("polls.item", says=one.item.says, lines=lines)
    label = say(f"provenance.{one.item.provenance}")
    return say("polls.item_evidence", says=one.item.says, lines=lines, evidence=label)


def _spread(wave: Wave, spread: Spread) -> Say:
    marks = [say("polls.count", mark=n, given=count) for n, count in enumerate(spread.counts, 1)]
    return say("polls.spread", wave=wave_name(wave), total=spread.total, marks=marks)


def _shift(one: Shift) -> Say:
    return say(
        "polls.shift",
        first=wave_name(one.first),
        second=wave_name(one.second),
        pairs=one.pairs,
        higher=one.higher,
        same=one.same,
        lower=one.lower,
        mean=_mean(one.tenths),
    )


def _mean(tenths: int | None) -> Say:
    if tenths is None:
        return say("polls.mean_untold")
    if tenths == 0:
        return say("polls.mean_same")
    by = _tenths(abs(tenths))
    return say("polls.mean_higher" if tenths > 0 else "polls.mean_lower", by=by)


def _picture(read: Read[polls.Results]) -> Message:
    groups = [
        (
            read.plain(one.item.title),
            tuple(
                Share(
                    read.plain(wave_name(wave)),
                    spread.counts,
                    read.plain(say("polls.n", total=spread.total)),
                )
                for wave, spread in one.spreads.items()
            ),
        )
        for one in read.found.items
        if one.spreads
    ]
    key = tuple(read.plain(say(f"polls.answer_{mark}")) for mark in range(1, polls.MOST + 1))
    note = say("polls.note")
    svg = shares_svg(read.plain(say("polls.title")), groups, read.plain(note), key)
    return Message(note, picture=Picture("polls.png", svg), in_turn=True)
