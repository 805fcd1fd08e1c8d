"""The score's page: the lures at length, the method in one vague sentence, no weight anywhere."""

from __future__ import annotations

import re

import pytest

from bot.replies import Message, Say
from bot.scores import FEATURE, views
from bot.words import LANGUAGES, words_for
from services.kernel.time import TownTime
from services.scores import Standing, pay_score_document

STANDING = Standing(612, 300, 850, "pay_score", 1, TownTime(0))
BENEFITS_MIN = 8
ENDS_OF_SENTENCES = re.compile(r"[.!?](?:\s|$)|[。！？]")


def page(language: str) -> str:
    [message] = views.page(STANDING)
    assert isinstance(message, Message)
    return words_for(language).html(message.text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_says_the_number_and_its_range(language: str):
    assert "612" in page(language)
    assert "300" in page(language)
    assert "850" in page(language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_benefits_are_told_at_length(language: str):
    benefits = [line for line in page(language).splitlines() if line.startswith("• ")]
    assert len(benefits) >= BENEFITS_MIN
    assert len(set(benefits)) == len(benefits)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_method_is_one_sentence_and_the_documents_own(language: str):
    sentence = words_for(language).html(Say("scores.sentence_pay_score"))
    assert page(language).count(sentence) == 1
    assert len(ENDS_OF_SENTENCES.findall(sentence)) == 1
    assert sentence == getattr(pay_score_document().sentence, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_weight_factor_or_reason_leaks(language: str):
    sentence = words_for(language).html(Say("scores.sentence_pay_score"))
    html = page(language).replace(sentence, "")
    assert set(re.findall(r"\d+", html)) == {"612", "300", "850"}
    document = pay_score_document()
    for part in (*document.factors, *document.rules):
        assert getattr(part.title, language) not in html
    for reason in document.reasons.values():
        assert getattr(reason.says, language) not in html


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_command_is_described(language: str):
    for command in FEATURE.commands:
        assert words_for(language).plain(Say(f"command.{command.name}"))
