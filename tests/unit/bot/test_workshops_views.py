"""Every look of coming and going, in every language, with names that try to be markup."""

from __future__ import annotations

import pytest

from bot.arguments import Go, go
from bot.replies import Answer, Button, Message, Redraw, RemoveButtons, Replies, ToAll, ToGroup, say
from bot.words import words_for
from bot.workshops.sessions import FEATURE, views
from bot.workshops.sessions.views import Agree, AgreeAnew, Decline, Leave
from services.kernel.localized import LANGUAGES
from services.kernel.money import Fen
from services.kernel.time import TownTime
from services.kernel.town import ParticipantId, WorkshopId
from services.living.seats import (
    CameTooOften,
    CodeUnknown,
    Farewell,
    Invitation,
    Persona,
    SeatedElsewhere,
    Terms,
    Welcome,
    WorkshopClosed,
)
from services.living.seats.newcomers import pasts
from services.people.identity import WordsErased
from services.workshops.sessions import (
    Announced,
    GroupBound,
    TownForwarded,
    TownPaused,
    TownResumed,
    WorkshopReopened,
    WorkshopShut,
)
from services.workshops.sessions.queries import VisitorStatus
from tests.support.narrowing import one_message, presses
from tests.unit.bot.money_looks import DATA_MAX, HOSTILE, TEXT_MAX, TOAST_MAX, check_escaped

TOWN = WorkshopId(3)
NOON = TownTime(12 * 3_600)
PERSONA = Persona(HOSTILE, HOSTILE, HOSTILE)


def welcome(*, is_late: bool, fen: int = 200_00) -> Welcome:
    return Welcome(
        name=HOSTILE,
        trade=HOSTILE,
        title=HOSTILE,
        money=Fen(fen),
        since=NOON,
        is_late=is_late,
        past=pasts()[0].says,
    )


def standing(persona: Persona | None, runs: str | None, *roles: str) -> VisitorStatus:
    return VisitorStatus(
        persona, runs, is_facilitator="facilitator" in roles, is_admin="admin" in roles
    )


STANDINGS = {
    "visitor": standing(None, None),
    "participant": standing(PERSONA, None),
    "idle facilitator": standing(None, None, "facilitator"),
    "facilitator": standing(None, HOSTILE, "facilitator"),
    "everything": standing(PERSONA, HOSTILE, "facilitator", "admin"),
}
LOOKS: dict[str, Replies] = {
    "consent": views.knocked(Invitation("BCDFGH", HOSTILE)),
    "terms": views.terms(Terms(ParticipantId("ana"), HOSTILE, owes=True)),
    "terms, agreed": views.terms(Terms(ParticipantId("ana"), HOSTILE, owes=False)),
    "agreed anew": views.agreed_anew(Terms(ParticipantId("ana"), HOSTILE, owes=True)),
    "at home": views.knocked(PERSONA),
    "joined": views.joined(welcome(is_late=False)),
    "joined late": views.joined(welcome(is_late=True)),
    "joined again": views.joined(PERSONA),
    "joined again, later": views.joined(welcome(is_late=True, fen=0)),
    "declined": views.declined(STANDINGS["visitor"]),
    "declined after all": views.declined(STANDINGS["participant"]),
    "ask leave": views.ask_leave(PERSONA),
    "left": views.left(Farewell(HOSTILE, HOSTILE, erased=True)),
    "left, held": views.left(Farewell(HOSTILE, HOSTILE, erased=True, held=(3, 7))),
    "left, runs one": views.left(Farewell(HOSTILE, HOSTILE, erased=False)),
    "stayed": views.stayed(PERSONA),
    "group": views.group_bound(GroupBound(TOWN, -5, HOSTILE, "BCDFGH")),
    "paused": views.paused(TownPaused(TOWN, NOON)),
    "resumed": views.resumed(TownResumed(TOWN, NOON)),
    "a day": views.forwarded(TownForwarded(TOWN, NOON, 1)),
    "days": views.forwarded(TownForwarded(TOWN, NOON, 365)),
    "shut": views.shut(WorkshopShut(TOWN, HOSTILE)),
    "reopened": views.reopened(WorkshopReopened(TOWN, HOSTILE)),
    "announced": views.announced(Announced(TOWN, HOSTILE)),
    "privacy": views.privacy(STANDINGS["visitor"]),
    **{f"home of {name}": views.at_the_door(one) for name, one in STANDINGS.items()},
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", LOOKS)
def test_every_look_has_words_that_fit_and_no_foreign_markup(name: str, language: str):
    words = words_for(language)
    said = [reply for reply in LOOKS[name] if isinstance(reply, Message | Answer)]
    assert said
    for reply in said:
        html = words.html(reply.text)
        check_escaped(html)
        assert len(html) <= (TEXT_MAX if isinstance(reply, Message) else TOAST_MAX)
        if isinstance(reply, Message):
            for row in reply.keyboard:
                for button in row:
                    assert words.plain(button.label)


def test_the_consent_card_offers_exactly_yes_and_no():
    (card,) = LOOKS["consent"]
    assert isinstance(card, Message)
    buttons = [button.data for row in card.keyboard for button in row if isinstance(button, Button)]
    assert buttons == [Agree(code="BCDFGH"), Decline()]


def test_new_words_say_what_changed_and_offer_to_agree_or_to_leave():
    (card,) = LOOKS["terms"]
    assert isinstance(card, Message)
    [first, *_] = card.keyboard
    assert [one.data for one in first if isinstance(one, Button)] == [
        AgreeAnew(),
        Go(command="leave"),
    ]
    assert "What changed:" in words_for("en").html(card.text)
    assert Redraw("home:ana") in LOOKS["agreed anew"]


@pytest.mark.parametrize(
    ("language", "promises"),
    [
        ("en", ("fiction", "play money", "score", "/leave", "Nothing about you has been kept")),
        ("zh", ("虚构", "游戏币", "打分", "/leave", "还没有保存")),
    ],
)
def test_the_consent_card_says_what_must_be_said(language: str, promises: tuple[str, ...]):
    (card,) = LOOKS["consent"]
    assert isinstance(card, Message)
    text = words_for(language).html(card.text)
    assert [promise for promise in promises if promise not in text] == []


@pytest.mark.parametrize(
    "name", ["joined", "joined again", "declined", "declined after all", "left", "stayed"]
)
def test_a_question_that_was_answered_loses_its_buttons(name: str):
    assert RemoveButtons() in LOOKS[name]


@pytest.mark.parametrize(("language", "nothing"), [("en", "Nothing about you"), ("zh", "没有保存")])
def test_no_thanks_after_all_says_what_is_so(language: str, nothing: str):
    words = words_for(language)

    def said(name: str) -> str:
        return "".join(words.html(one.text) for one in LOOKS[name] if isinstance(one, Message))

    assert nothing in said("declined")
    assert nothing not in said("declined after all")
    assert "/leave" in said("declined after all")


@pytest.mark.parametrize(
    ("language", "once"), [("en", "once to each person"), ("zh", "每人只给一次")]
)
def test_who_comes_back_is_told_that_the_money_was_given(language: str, once: str):
    card, _ = LOOKS["joined again, later"]
    assert isinstance(card, Message)
    html = words_for(language).html(card.text)
    assert once in html
    assert "¥0" not in html


@pytest.mark.parametrize(("language", "hash_"), [("en", "keyed hash"), ("zh", "哈希")])
def test_the_privacy_text_tells_of_every_mark(language: str, hash_: str):
    (card,) = LOOKS["privacy"]
    assert isinstance(card, Message)
    assert words_for(language).html(card.text).count(hash_) == 2


def test_cards_of_erased_words_are_drawn_again():
    event = WordsErased(("paid:7", "complaint:3"))
    assert views.erased(event) == (Redraw("paid:7"), Redraw("complaint:3"))


def test_the_towns_news_go_to_everybody_and_to_the_group():
    for name in ("paused", "resumed", "days", "reopened", "announced"):
        assert [reply.to for reply in LOOKS[name] if isinstance(reply, Message)] == [
            ToAll(in_groups=False),
            ToGroup(),
        ]


def test_buttons_fit_the_messengers_bytes():
    for data in (Agree(code="W" * 6), Decline(), Leave(sure=True), Go(command="red_envelope")):
        assert 0 < len(data.pack().encode()) <= DATA_MAX


@pytest.mark.parametrize("language", LANGUAGES)
def test_refusals_and_menu_have_words(language: str):
    words = words_for(language)
    for refusal in (
        CodeUnknown(code=HOSTILE),
        WorkshopClosed(title=HOSTILE),
        SeatedElsewhere(name=HOSTILE, title=HOSTILE),
        CameTooOften(title=HOSTILE, limit=5),
    ):
        assert words.html(say(f"refusal.{refusal.code}", **refusal.fields))
    for command in FEATURE.commands:
        assert 0 < len(words.plain(say(f"command.{command.name}"))) <= 256
    for label in ("national_rule", "local_pilot", "reported_once", "contested", "invented"):
        assert words.html(say(f"provenance.{label}"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_can_be_chosen_and_is_confirmed(language: str):
    words = words_for(language)
    asked = one_message(views.languages(standing(None, None)))
    row, home = asked.keyboard
    assert home == (go("home"),)
    assert [words.plain(button.label) for button in row][:2] == ["English", "中文"]
    for data in presses((row,)):
        chosen = data.language
        assert words.html(one_message(views.spoken(None if chosen == "auto" else chosen)).text)
