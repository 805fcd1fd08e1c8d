"""An accusation as its two readers see it: every state, both languages, with the worst name."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.acts import Act
from bot.replies import Answer, Button, Message, Redraw, Replies, To, ToFacilitator
from bot.standing.accusations import FEATURE, handlers, views
from services.kernel.errors import Usage
from services.kernel.localized import LANGUAGES
from services.kernel.money import Money
from services.kernel.time import Moment
from services.kernel.town import ParticipantId
from services.standing import accusations
from services.standing.accusations import Accusation, FallState, Look, Side
from tests.unit.bot.money_looks import HOSTILE, check, check_words

ANA, RUI = ParticipantId("a" * 16), ParticipantId("b" * 16)
OPEN = Accusation(
    accusation_id=7,
    accuser=RUI,
    accuser_name=HOSTILE,
    accused=ANA,
    accused_name=HOSTILE,
    amount=Money(20_00),
    due=Moment(90_000),
    state=FallState.OPEN,
    is_countered=False,
    was_lost=False,
    looks=(),
)
SEEN = replace(OPEN, looks=(Look("dashcam", shows_staged=True), Look("past", shows_staged=False)))
STATES = [replace(SEEN, state=state, is_countered=state != "lost") for state in FallState]
LOOKS: list[Replies] = [
    views.accused(accusations.Accused(OPEN)),
    views.looked(SEEN),
    views.mine((OPEN, *STATES)),
    views.mine(()),
    views.book((OPEN,)),
    *(views.answered(one) for one in STATES),
    *(views.changed(accusations.AccusationChanged(one)) for one in STATES),
    *((views.letter(one), views.case(one)) for one in STATES),
    *(
        views.decided(accusations.AccusationDecided(replace(OPEN, state=state)))
        for state in (FallState.LOST, FallState.WON)
    ),
]
REFUSALS = (
    accusations.NobodyToAccuse(),
    accusations.AccusedAlready(name=HOSTILE),
    accusations.NobodyAccusesYou(),
    accusations.AnsweredAlready(accuser=HOSTILE),
    accusations.NoTimeToLook(limit=2),
    accusations.NothingLikeIt(typed="x" * 20, known=", ".join(accusations.evidence().pieces)),
    accusations.OwnAccusation(number=7),
)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_look_fits_and_no_name_becomes_markup(language: str):
    for replies in LOOKS:
        check(replies, language)
    check_words(FEATURE, REFUSALS, language)


def labels(message: Message) -> list[str]:
    return [
        type(button.data).__name__
        for row in message.keyboard
        for button in row
        if isinstance(button, Button)
    ]


def test_the_letter_offers_what_may_still_be_done():
    assert labels(views.letter(OPEN)) == [*["LookAt"] * 4, "Counter", "Settle"]
    assert labels(views.letter(SEEN)) == ["Counter", "Settle"]
    assert labels(views.letter(replace(SEEN, state=FallState.LOST))) == ["Counter"]
    assert labels(views.letter(replace(SEEN, state=FallState.SETTLED, is_countered=True))) == []
    assert views.letter(OPEN).to == To(ANA)


def test_a_counter_claim_reaches_whoever_decides_and_a_decision_the_accused():
    countered = replace(SEEN, state=FallState.COUNTERED, is_countered=True)
    *redraws, card = views.changed(accusations.AccusationChanged(countered))
    assert all(isinstance(one, Redraw) for one in redraws)
    assert isinstance(card, Message)
    assert (card.to, labels(card)) == (ToFacilitator(), ["Believe", "Believe"])
    *_, told = views.decided(accusations.AccusationDecided(replace(OPEN, state=FallState.LOST)))
    assert isinstance(told, Message)
    assert told.to == To(ANA)
    [toast] = views.answered(countered)
    assert isinstance(toast, Answer)


@pytest.mark.parametrize(
    ("typed", "verb"),
    [("", "mine"), ("staged", "counter"), ("反诉", "counter"), ("PAY", "settle"),
     ("赔钱", "settle"), ("look dashcam", "look"), ("查 dashcam", "look")],
)  # fmt: skip
def test_what_the_accused_types(typed: str, verb: str):
    assert handlers.answer(typed).name == verb


@pytest.mark.parametrize("typed", ["3 accused", "3 原告", "3 ACCUSER"])
def test_what_whoever_decides_types(typed: str):
    found = handlers.book(typed)
    assert isinstance(found, Act)
    assert found.name == "decide"


@pytest.mark.parametrize("typed", ["3", "0 accused", "3 nobody", "accused 3"])
def test_anything_else_is_told_how(typed: str):
    with pytest.raises(Usage):
        handlers.book(typed)
    with pytest.raises(Usage):
        handlers.answer(typed)


def test_the_sides_are_told_apart_on_the_buttons():
    found = [
        button.data.side
        for row in views.case(OPEN).keyboard
        for button in row
        if isinstance(button, Button) and isinstance(button.data, views.Believe)
    ]
    assert found == list(Side)
