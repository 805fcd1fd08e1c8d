"""What messages, calls, the court and the lists refuse is said in every language."""

from __future__ import annotations

import pytest

from bot.replies import Say, say
from bot.words import words_for
from services.kernel.errors import RuleError
from services.kernel.localized import LANGUAGES
from services.kernel.money import Money
from services.social import calls, messaging
from services.standing import courts
from tests.unit.bot.money_looks import HOSTILE, TOAST_MAX, check_escaped

REFUSALS = [
    messaging.MessageToSelf(),
    messaging.MessageTooLong(limit=500, typed=501),
    messaging.NotTalking(),
    messaging.NotReached(name=HOSTILE),
    messaging.TalkToSelf(),
    messaging.LeadsNowhere(),
    messaging.EnclosureTooLarge(kind="voice", limit=3),
    messaging.PictureTooLarge(limit=4096, width=5000, height=5000),
    messaging.KindNotCarried(why=say("messaging.not_carried_film")),
    calls.CallToSelf(),
    calls.AlreadyInCall(),
    calls.NotInCall(),
    calls.NobodyListens(),
    calls.BeingRung(name=HOSTILE),
    calls.NobodyJoined(),
    calls.StillRinging(name=HOSTILE),
    calls.CallOver(),
    calls.SpeechTooLong(limit=500, typed=501),
    courts.NobodyToJudge(),
    courts.NoOpenJudgment(),
    courts.JudgmentSettled(case="2015-0001"),
    courts.DebtorCannotPay(name=HOSTILE, balance=Money(1), needed=Money(6_000)),
]
UNDER_BUTTONS = (calls.CallToSelf, calls.AlreadyInCall, calls.CallOver)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda refusal: refusal.code)
def test_each_refusal_has_words(refusal: RuleError, language: str):
    html = words_for(language).html(Say(f"refusal.{refusal.code}", refusal.fields))
    check_escaped(html)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda refusal: refusal.code)
def test_refusals_of_buttons_fit_into_an_alert(refusal: RuleError, language: str):
    text = words_for(language).plain(Say(f"refusal.{refusal.code}", refusal.fields))
    assert len(text) <= TOAST_MAX or not isinstance(refusal, UNDER_BUTTONS)


def test_every_refusal_of_these_features_is_tried_here():
    tried = {type(refusal) for refusal in REFUSALS} | {calls.NotYetHeard}  # raised as its kinds
    for package in (messaging, calls, courts):
        public = (getattr(package, name) for name in vars(package))
        refusals = {c for c in public if isinstance(c, type) and issubclass(c, RuleError)}
        assert refusals <= tried
