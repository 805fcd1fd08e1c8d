"""What people are answered who ask what lifts a score, for its file, or for what changed it."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from bot.replies import Message, Say, To
from bot.standing.scores import asking
from bot.words import words_for
from scoring import Difference
from services.kernel.localized import LANGUAGES, Localized
from services.kernel.town import ParticipantId
from services.standing import scores
from tests.unit.bot.test_scores_views import CAPTION_MAX, LIFT, TITLE, html


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_lifts_comes_with_prices_days_and_what_is_fixed(language: str):
    seen = html(asking.lifted(LIFT), language)
    assert all(part in seen for part in ("¥3.00", "606", "600", "560", "10", "16"))
    assert "Evidence" in seen or language == "zh"
    for empty in (replace(LIFT, ways=()), replace(LIFT, passes=True, ways=(), fixed=())):
        assert html(asking.lifted(empty), language)
    assert "606" not in html(asking.lifted(replace(LIFT, passes=True)), language)
    cut = words_for(language).html(Say("scores.gave_up"))
    none = words_for(language).html(Say("scores.no_way"))
    assert cut not in seen
    ended = html(asking.lifted(replace(LIFT, ways=(), is_complete=False)), language)
    assert cut in ended
    assert none not in ended


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_file_says_how_to_check_it(language: str):
    text = json.dumps({"format": "score-export/1"})
    replies = asking.taken_away(
        scores.Exported(
            name="score.json", text=text, title=TITLE, score=612, facts=7, difference=None
        )
    )
    [message] = replies
    assert isinstance(message, Message)
    assert message.file is not None
    assert (message.file.name, message.file.text) == ("score.json", text)
    seen = html(replies, language)
    assert all(w in seen for w in ("verify-score", "docs/verify-score.html", "/complain", "612"))
    assert len(seen) <= CAPTION_MAX
    wrong = scores.Exported(
        name="score.json",
        text=text,
        title=TITLE,
        score=612,
        facts=7,
        difference=Difference("columns.score", "1", "2"),
    )
    [message] = asking.taken_away(wrong)
    assert isinstance(message, Message)
    assert message.file is not None, "given out all the same"
    warned = html((message,), language)
    assert "columns.score" in warned
    assert seen in warned
    assert len(warned) <= CAPTION_MAX


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_change_receipt_tells_points_rule_and_document(language: str):
    lines = (
        scores.Moved(Localized(en="Returned late", zh="逾期归还"), -12),
        scores.Moved(TITLE, 4),
    )
    change = scores.Change("pay_score", 3, TITLE, 612, 604, lines)
    who = ParticipantId("p1")
    [message] = asking.moved(scores.ScoresMoved(who, (change, change)))
    assert isinstance(message, Message)
    assert message.to == To(who)
    seen = html((message,), language)
    assert all(part in seen for part in ("612 → 604", "−8", "−12", "+4", "3"))
