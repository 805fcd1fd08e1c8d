"""The price of disclosure as the facilitator reads it: both sides, and no small group."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from bot.replies import Message, Replies, Say
from bot.standing.scores import auditing
from bot.words import Read, words_for
from services.kernel.errors import RuleError
from services.kernel.localized import LANGUAGES, Localized
from services.kernel.time import DAY_S, Moment
from services.living import gaming
from tests.unit.bot.money_looks import CAPTION_MAX, TEXT_MAX

TITLE = Localized(en="WeChat Pay Score", zh="微信支付分")
PERIOD = gaming.PeriodPlayed(
    helped=gaming.Helped(7, 3),
    knowledge=gaming.Knowledge.HIDDEN,
    start=Moment(0),
    end=Moment(6 * DAY_S),
    acts=24,
    gamers=gaming.Gain(5, 12_34, 11_00, 89),
    others=gaming.Gain(7, -1_07, 0, None),
    ways=gaming.Ways(31, 20, 14, 0),
)


def shown(*periods: gaming.PeriodPlayed, language: str, left_out: int = 0) -> Replies:
    found = gaming.GamingTable(TITLE, Moment(0), periods, left_out)
    return auditing.played(Read(found, words_for(language)))


def texts(replies: Replies, language: str) -> Iterator[str]:
    for reply in replies:
        assert isinstance(reply, Message)
        text = words_for(language).html(reply.text)
        assert 0 < len(text) <= (CAPTION_MAX if reply.picture else TEXT_MAX)
        yield text


@pytest.mark.parametrize("language", LANGUAGES)
def test_both_sides_are_told_and_that_it_is_invented(language: str):
    periods = [replace(PERIOD, knowledge=one) for one in gaming.Knowledge]
    replies = shown(*periods, PERIOD, language=language, left_out=2)
    last = replies[-1]
    assert isinstance(last, Message)
    assert last.picture is not None
    seen = "".join(texts(replies, language))
    told = ("24", "+12.34", "+11.00", "89%", "−1.07", "31", "20", "14")
    assert all(part in seen for part in told)
    assert words_for(language).html(Say("provenance.invented")) in seen
    for one in gaming.Knowledge:
        name = Say(f"scores.gaming_{one.value}", {"start": 1, "end": 7})
        assert words_for(language).html(name) in seen


@pytest.mark.parametrize("language", LANGUAGES)
def test_small_groups_are_struck_out(language: str):
    few = replace(PERIOD, gamers=gaming.Gain(None), others=gaming.Gain(None), ways=None)
    seen = "".join(texts(shown(few, language=language), language))
    assert words_for(language).html(Say("scores.gaming_no_ways")) in seen
    assert "+" not in seen


REFUSALS: list[RuleError] = [gaming.NothingPlayedYet()]


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_refusal_has_words(language: str):
    public = (getattr(gaming, name) for name in vars(gaming))
    refusals = {c for c in public if isinstance(c, type) and issubclass(c, RuleError)}
    assert refusals == {type(refusal) for refusal in REFUSALS}
    for refusal in REFUSALS:
        said = words_for(language).plain(Say(f"refusal.{refusal.code}", refusal.fields))
        assert 0 < len(said) <= 200
