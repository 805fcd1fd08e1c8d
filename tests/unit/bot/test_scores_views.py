"""How scores look under each law: lures and one sentence, reasons, receipts; and all the rest."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from bot.replies import Button, Message, Replies, Say
from bot.standing.scores import FEATURE, asking, auditing, ranking, views
from bot.standing.scores.reading import PAGE_CHARACTERS, pages
from bot.words import Read, words_for
from scoring import DAY_S, Fact, Line, evaluate, fingerprint, receipt
from services.kernel.errors import RuleError
from services.kernel.localized import LANGUAGES, Localized
from services.kernel.money import Money
from services.kernel.time import Moment, TownTime
from services.kernel.town import AccountId, ParticipantId
from services.living import errands, rentals
from services.people.facts import kinds
from services.people.identity import Neighbour
from services.standing import agencies, scores
from services.standing.scores import Explanation
from tests.support.narrowing import parts_of
from tests.unit.bot.money_looks import CAPTION_MAX, DATA_MAX, HOSTILE, TEXT_MAX, check_escaped

BENEFITS_MIN = 8
GENERAL = 5  # what hiring is like, whatever is hired
TITLE = Localized(en="WeChat Pay Score", zh="微信支付分")
ENDS_OF_SENTENCES = re.compile(r"[.!?](?:\s|$)|[。！？]")
STANDING = scores.Comparison(
    score=612, low=300, high=850, document_id="pay_score", document_version=1, at=TownTime(0)
)
ELSEWHERE = scores.Elsewhere(
    agency_id="sesame_credit",
    title=Localized(en="Sesame Credit", zh="芝麻信用"),
    score=561,
    low=350,
    high=950,
    band=None,
)


def page_of(explanation: Explanation, **changed: Any) -> scores.ScorePage:
    document = agencies.library().newest(scores.PAY_SCORE)
    sentence = document.sentence
    page = scores.ScorePage(
        agency_id=scores.PAY_SCORE,
        standing=STANDING,
        title=TITLE,
        sentence=sentence if explanation is Explanation.VAGUE else None,
        opens=tuple(gate.title for gate in scores.gates().values()),
        told=None,
        band=None,
        lower_percent=None,
        others=(),
        advice=TITLE if explanation is Explanation.RECEIPT else None,
        explanation=explanation,
        has_common_bands=False,
        has_leaderboard=False,
        provenance="reported_once",
    )
    return replace(page, **changed)


def explained(*, is_open: bool) -> scores.Explained:
    document = agencies.library().newest(scores.PAY_SCORE)
    facts = [
        Fact(kind, 0, 100, f"k{n}") for n, kind in enumerate(("joined", "paid", "rental_late"))
    ]
    result = evaluate(document, facts, as_of=DAY_S)
    read = tuple(scores.FactsRead(fact.kind, 1, TownTime(0)) for fact in facts)
    lines = receipt(document, result)
    reasons = tuple(document.reasons[r.code].says for r in result.reasons)
    found = scores.Receipt(read, lines, fingerprint(document)) if is_open else None
    return scores.Explained(reasons, found)


def shown(page: scores.ScorePage, language: str) -> Replies:
    return views.page(Read(page, words_for(language)))


def html(replies: Replies, language: str) -> str:
    """All texts and buttons of some replies, as one person reads them."""
    return "\n".join(texts(replies, language))


def texts(replies: Replies, language: str) -> Iterator[str]:
    words = words_for(language)
    for reply in replies:
        assert isinstance(reply, Message)
        text = words.html(reply.text)
        length = len(re.sub(r"<[^>]*>", "", text))
        assert 0 < length <= (CAPTION_MAX if reply.picture else TEXT_MAX)
        yield text
        for row in reply.keyboard:
            for button in row:
                assert isinstance(button, Button)
                assert len(button.data.pack().encode()) <= DATA_MAX
                yield words.plain(button.label)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("explanation", list(Explanation))
def test_the_number_and_its_range_are_always_there(explanation: Explanation, language: str):
    told = None if explanation.is_secret else explained(is_open=explanation == "receipt")
    seen = html(shown(page_of(explanation, told=told), language), language)
    assert all(number in seen for number in ("612", "300", "850"))
    assert getattr(TITLE, language) in seen


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_benefits_are_told_at_length_and_the_method_in_one_sentence(language: str):
    seen = html(shown(page_of(Explanation.VAGUE), language), language)
    benefits = [line for line in seen.splitlines() if line.startswith("• ")]
    assert len(set(benefits)) == len(benefits) >= BENEFITS_MIN
    sentence = getattr(agencies.library().newest(scores.PAY_SCORE).sentence, language)
    assert seen.count(sentence) == 1
    assert len(ENDS_OF_SENTENCES.findall(sentence)) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_door_that_is_promised_is_one_of_something_to_hire_or_of_a_service(language: str):
    seen = html(shown(page_of(Explanation.VAGUE), language), language)
    asked: set[str | None] = {thing.gate for thing in rentals.things().values()}
    for service in errands.services().values():
        asked |= {gate.gate for gate in service.gates}
        options = [one for step in service.steps for one in step.options]
        asked |= {gate.gate for one in options for gate in one.gates}
    for name, gate in scores.gates().items():
        assert name in asked
        assert f"• {getattr(gate.title, language)}" in seen
    assert len(re.findall("^• ", seen, re.MULTILINE)) == len(scores.gates()) + GENERAL


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_explanation_is_the_number_only(language: str):
    seen = html(shown(page_of(Explanation.NONE), language), language)
    assert getattr(agencies.library().newest(scores.PAY_SCORE).sentence, language) not in seen
    assert set(re.findall(r"\d+", seen)) == {"612", "300", "850"}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("explanation", [Explanation.NONE, Explanation.VAGUE])
def test_no_weight_factor_or_reason_leaks(explanation: Explanation, language: str):
    page = page_of(explanation, others=(ELSEWHERE,))
    seen = html(shown(page, language), language)
    assert set(re.findall(r"\d+", seen)) == {"612", "300", "850", "561", "350", "950"}
    sentence = getattr(agencies.library().newest(scores.PAY_SCORE).sentence, language)
    lures = words_for(language).html(Say("scores.benefits"))
    seen = seen.replace(sentence, "").replace(lures, "")
    ownership_records = agencies.library().documents
    for document in (ownership_records["pay_score", 1], ownership_records["sesame", 1]):
        for part in parts_of(document):
            assert getattr(part.title, language).lower() not in seen.lower(), part.id
        for reason in document.reasons.values():
            assert getattr(reason.says, language) not in seen


@pytest.mark.parametrize("language", LANGUAGES)
def test_reasons_are_ranked_without_any_number(language: str):
    told = explained(is_open=False)
    seen = html(shown(page_of(Explanation.REASONS, told=told), language), language)
    places = [seen.index(getattr(reason, language)) for reason in told.reasons]
    assert places == sorted(places)
    assert len(places) == 4
    assert "qualifying" not in seen
    assert set(re.findall(r"\d+", seen)) == {"612", "300", "850", "1", "2", "3", "4"}
    nothing = html(
        shown(page_of(Explanation.REASONS, told=scores.Explained((), None)), language), language
    )
    assert words_for(language).html(Say("scores.no_reason")) in nothing


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_receipt_is_a_picture_and_every_line(language: str):
    told = explained(is_open=True)
    replies = shown(page_of(Explanation.RECEIPT, told=told), language)
    first = replies[0]
    assert isinstance(first, Message)
    assert first.picture is not None
    assert "<svg" in first.picture.svg
    seen = html(replies, language)
    assert told.receipt is not None
    assert told.receipt.sha256 in seen
    for line in told.receipt.lines:
        if line.title is not None:
            assert getattr(line.title, language) in seen
            assert line.arithmetic in seen
    assert getattr(kinds()["rental_late"].title, language) in seen
    assert "rental_late" not in seen


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_outlawed_line_says_so(language: str):
    told = explained(is_open=True)
    assert told.receipt is not None
    lines = tuple(replace(line, outlawed=line.kind == "rule") for line in told.receipt.lines)
    receipt_ = replace(told.receipt, lines=lines, facts=())
    page = page_of(Explanation.RECEIPT, told=replace(told, receipt=receipt_))
    outlawed = words_for(language).html(Say("scores.line_rule_outlawed", {"title": "x"}))
    assert outlawed.partition("x")[2] in html(shown(page, language), language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_receipt_of_any_length_is_cut_into_messages(language: str):
    told = explained(is_open=True)
    assert told.receipt is not None
    rule = next(line for line in told.receipt.lines if line.kind == "rule")
    assert isinstance(rule, Line)
    receipt_ = replace(told.receipt, lines=(*told.receipt.lines, *[rule] * 300))
    page = page_of(Explanation.RECEIPT, told=replace(told, receipt=receipt_))
    replies = shown(page, language)
    assert len(replies) > 3
    assert html(replies, language).count(getattr(rule.title, language)) == 301
    assert all(isinstance(m, Message) and m.in_turn for m in replies[1:])


def test_pages_hold_what_they_may_and_lose_nothing():
    lines = [Localized.model_construct(en="e" * n, zh="词" * n) for n in (1, 900, 3_000, 3_499, 5)]
    cut = pages(lines)
    assert [line for page in cut for line in page] == lines
    lengths = [sum(len(line.en) + 1 for line in page) for page in cut]
    assert all(length <= PAGE_CHARACTERS for length in lengths)


@pytest.mark.parametrize("language", LANGUAGES)
def test_bands_places_and_other_scores_are_told_where_they_may_be(language: str):
    other = replace(ELSEWHERE, band=Localized(en="High", zh="较高"))
    page = page_of(
        Explanation.VAGUE, band=Localized(en="Middle", zh="中等"), lower_percent=40, others=(other,)
    )
    seen = html(shown(page, language), language)
    for part in (page.band, other.band, other.title):
        assert part is not None
        assert getattr(part, language) in seen
    assert "40" in seen


def labels(page: scores.ScorePage) -> list[str]:
    words = words_for("en")
    return [words.plain(button.label) for row in views.keyboard(page) for button in row]


def test_buttons_offer_no_more_than_the_law_answers():
    assert labels(page_of(Explanation.NONE)) == ["My course", "💬 Score advice", "⚖️ Complain"]
    assert labels(page_of(Explanation.VAGUE)) == ["My course", "💬 Score advice", "⚖️ Complain"]
    reasoned = labels(page_of(Explanation.REASONS))
    assert reasoned == ["My course", "What would lift it?", "💬 Score advice", "⚖️ Complain"]
    opened = page_of(Explanation.RECEIPT, has_leaderboard=True, others=(ELSEWHERE,))
    more = ["Take it away as a file", "Ranks", "💬 Score advice", "⚖️ Complain", "Sesame Credit"]
    assert labels(opened)[2:] == more
    assert "What would lift it?" not in labels(replace(opened, agency_id="sesame_credit"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_course_is_a_picture(language: str):
    course = scores.Course(
        agency_id="pay_score",
        title=TITLE,
        low=300,
        high=850,
        points=((TownTime(0), 540), (TownTime(9), 561)),
    )
    replies = asking.course(Read((course,) * 9, words_for(language)))
    [message] = replies
    assert isinstance(message, Message)
    assert message.picture is not None
    assert "561" in html(replies, language)
    assert html(asking.course(Read((), words_for(language))), language)


LIFT = scores.Lift(
    gate="hotel",
    title=Localized(en="Hotel", zh="酒店"),
    at_least=600,
    score=560,
    passes=False,
    ways=(
        scores.Way((scores.Step(Localized(en="Pay", zh="付款"), 3),), Money(300), 0, 606),
        scores.Way((scores.Step(Localized(en="Wait", zh="等待"), 1),), Money(0), 10, None),
    ),
    fixed=(
        scores.Fixed(Localized(en="Ratings", zh="评分"), 16),
        scores.Fixed(Localized(en="Kin", zh="亲属"), None),
    ),
    is_complete=True,
    gates=(("hotel", Localized(en="Hotel", zh="酒店")), ("car", Localized(en="Car", zh="租车"))),
    provenance="reported_once",
)


@pytest.mark.parametrize("language", LANGUAGES)
def test_ranks_are_by_town_names_and_escaped(language: str):
    one = Neighbour(
        participant_id=ParticipantId("p1"),
        name=HOSTILE,
        trade="baker",
        wallet=AccountId(1),
        is_resident=True,
    )
    seen = html((ranking.card((scores.Ranked(one, 700),)),), language)
    assert "700" in seen
    assert "&lt;b&gt;" in seen


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_audit_is_a_table_and_bars_without_small_groups(language: str):
    rates = (scores.Rate("hotel", 70, 61), scores.Rate("car", 100, None))
    group = scores.Group(Localized(en="low", zh="较低"), 12, 56_134, rates)
    hidden = scores.Group(Localized(en="high", zh="较高"), None, 0, ())
    table = scores.TraitTable(Localized(en="Income", zh="收入"), (group, hidden))
    gates = (
        ("hotel", Localized(en="Hotel", zh="酒店"), 600),
        ("car", Localized(en="Car", zh="租车"), 650),
    )
    found = scores.ScoreAudit(
        title=TITLE, at=Moment(0), people=14, gates=gates, tables=(table,) * 4
    )
    replies = auditing.audited(Read(found, words_for(language)))
    last = replies[-1]
    assert isinstance(last, Message)
    assert last.picture is not None
    seen = html(replies, language)
    assert all(part in seen for part in ("561.34", "70% / 100%", "0.61 / —", "650"))
    without = auditing.audited(Read(replace(found, gates=()), words_for(language)))
    assert html(without, language)


REFUSALS: list[RuleError] = [
    scores.NotRatedThere(title=Localized(en=HOSTILE, zh=HOSTILE)),
    scores.CalculationSecret(opens="reasons"),
    scores.LeaderboardOff(),
    scores.NoSuchGate(typed=HOSTILE, known="hotel, car"),
    scores.NoScoreYet(),
]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda refusal: refusal.code)
def test_each_refusal_has_words(refusal: RuleError, language: str):
    said = words_for(language).html(Say(f"refusal.{refusal.code}", refusal.fields))
    check_escaped(said)
    assert len(words_for(language).plain(Say(f"refusal.{refusal.code}", refusal.fields))) <= 200


def test_every_refusal_of_scores_is_tried_here():
    public = (getattr(scores, name) for name in vars(scores))
    refusals = {c for c in public if isinstance(c, type) and issubclass(c, RuleError)}
    assert refusals == {type(refusal) for refusal in REFUSALS}


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_command_is_described(language: str):
    for command in FEATURE.commands:
        assert words_for(language).plain(Say(f"command.{command.name}"))
