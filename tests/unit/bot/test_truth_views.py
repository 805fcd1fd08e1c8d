"""The truth of the lists as it looks: every number, every ground, in both languages, and bars."""

from __future__ import annotations

import pytest

from bot.replies import Here, Message
from bot.words import Read, words_for
from bot.workshops.truth import FEATURE, views
from services.kernel.localized import LANGUAGES, Localized
from services.kernel.time import Moment
from services.standing import agencies
from services.workshops.truth import AgencyTruth, Mean, RuleTruth, TruthTable
from services.workshops.truth.behind import BY_CONSTRUCTION, OTHER
from tests.unit.bot.money_looks import check, check_words

TITLE = Localized(en="knocked somebody over", zh="撞倒他人")


def rule(ground: str, title: Localized | None = None, version: int | None = None) -> RuleTruth:
    return RuleTruth(ground=ground, title=title, version=version, listed=3, wrong=1, unknown=0)


def line(agency: str, *rules: RuleTruth, offenders: int = 2) -> AgencyTruth:
    return AgencyTruth(
        agency_id=agency,
        title=agencies.catalogue()[agency].title,
        rules=rules,
        innocent=10,
        innocent_listed=1,
        discovery=Mean(1, 3_05),
        cure=Mean(0, None),
        cleared=Mean(0, None),
        kin=3,
        offenders=offenders,
    )


GROUNDS = tuple(rule(ground) for ground in (*BY_CONSTRUCTION, OTHER))
COURT = line("court", rule("fact", TITLE), *GROUNDS)
SCORE = line("koala_credit", rule("score", TITLE, 2), offenders=0)
FULL = TruthTable(Moment(90_000), 12, (COURT, SCORE))
MANY = TruthTable(
    Moment(90_000), 12, tuple(line(one, rule("score", TITLE, 1)) for one in agencies.catalogue())
)


def shown(found: TruthTable, language: str) -> list[str]:
    return check(views.table(Read(found, words_for(language))), language)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("found", [FULL, TruthTable(Moment(90_000), 12, ())])
def test_every_look_has_words(found: TruthTable, language: str):
    assert shown(found, language)
    check_words(FEATURE, (), language)


def test_shares_days_and_kin_are_told_by_agency_and_rule():
    text, _ = shown(FULL, "en")
    court, koala = text.split("<b>Koala Credit</b>")
    assert "(33% of those known)" in koala
    assert "(10%)" in court
    assert "knew of it: 3.05 (of 1); from contesting it to its end: — (of 0)" in court
    assert "for each true offender (2): 1.50" in court
    assert "for each true offender (0): —" in koala
    assert "knocked somebody over, version 2: entries 3, did nothing 1" in koala
    assert "a relative's deed" in court


@pytest.mark.parametrize("found", [FULL, MANY])
def test_it_is_answered_to_the_asker_alone_and_drawn(found: TruthTable):
    replies = views.table(Read(found, words_for("en")))
    for reply in replies:
        assert isinstance(reply, Message)
        assert isinstance(reply.to, Here)
        assert reply.card is None
    last = replies[-1]
    assert isinstance(last, Message)
    assert last.picture is not None
    assert last.picture.svg.count("33%") >= len(found.agencies)
