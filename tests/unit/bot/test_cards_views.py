"""Every look of the scenario cards, in every language: nothing too long, no foreign markup."""

from __future__ import annotations

from dataclasses import replace

import pytest
from aiogram.filters.callback_data import CallbackData

from bot.replies import Answer, Button, Message, Redraw, RemoveButtons, Replies, ToFacilitator, say
from bot.words import words_for
from bot.workshops.cards import FEATURE, handlers, told, views
from bot.workshops.cards.buttons import AskUndo, LookAtCard, PlanCard, RunCard, UndoPlay
from services.kernel.localized import LANGUAGES, Localized
from services.kernel.time import Moment, TownTime
from services.kernel.town import AccountId, ParticipantId, WorkshopId
from services.living import errands
from services.people.identity import Neighbour
from services.social.groups import Group, Member
from services.workshops import scenarios
from services.workshops.scenarios import (
    AboutNobody,
    CannotUndo,
    HasLeft,
    LawIsOtherwise,
    NobodyThere,
    NoSuchCard,
    NoSuchTime,
    NothingPlayed,
    NotPlayed,
    PanelMovedOn,
    PlayFirst,
    TooManyPlans,
    TooMuchBadLuck,
    UndoneBefore,
    cards,
)
from services.workshops.scenarios.plays import GATES, PAGES, PLAYS
from services.workshops.scenarios.turning import TURNS
from services.workshops.scenarios.undoing import UNDOES
from services.workshops.sessions.queries import Status
from tests.unit.bot.money_looks import DATA_MAX, HOSTILE, TEXT_MAX, check_escaped

TOWN = WorkshopId(10**9)
NOON = TownTime(12 * 3_600)
PID = ParticipantId("a" * 16)
ANA = Neighbour(
    participant_id=PID, name=HOSTILE, trade="baker", wallet=AccountId(1), is_resident=False
)
NOBODY = scenarios.Whom("", "", ())
ON_ANA = scenarios.Whom(f"p{ANA.participant_id}", ANA.name, (ANA,))
GROUP = Group(group_id=7, name=HOSTILE, maker=PID, everybody=(Member(PID, "Ana", joined=True),))
BY_ID = {card.card_id: card for card in cards()}


def test_every_turn_of_the_law_has_words_of_its_own():
    by = {switch for met in TURNS.values() for switch in met}
    found = replace(looked(BY_ID["rumour"]), turns=tuple(by))
    for language in LANGUAGES:
        words = words_for(language)
        [shown] = views.preview(found)
        assert isinstance(shown, Message)
        html = words.html(shown.text)
        assert all(words.html(say(f"cards.turn_{one.value}")) in html for one in by)
        assert words.html(say("cards.told_after_all")) in html
        assert words.html(BY_ID["rumour"].hears.whom or say("nothing")) not in html
        [shown] = views.preview(replace(found, turns=()))
        assert isinstance(shown, Message)
        assert words.html(say("cards.turns")) not in words.html(shown.text)


def looked(card: scenarios.Card, on: scenarios.Whom = NOBODY, when: str = "") -> scenarios.Preview:
    needs = (
        *(scenarios.Need("after", BY_ID[one].title, "", is_met=False) for one in card.needs.after),
        *(scenarios.Need("law", s, v, is_met=True) for s, v in card.needs.law.items()),
        *(scenarios.Need("town", gate, "", is_met=False) for gate in card.needs.town),
    )
    return scenarios.Preview(TOWN, 10**9, card, on, when, needs)


def planned(card: scenarios.Card) -> scenarios.Planned:
    return scenarios.Planned(TOWN, 10**9, card, ON_ANA.code, HOSTILE, Moment(NOON))


STATUS = Status(
    workshop_id=TOWN, code="BCDFGH", title=HOSTILE, at=NOON, running=True, people=3, residents=12
)
PANEL = scenarios.Panel(STATUS, 4, cards())
LONG = max(cards(), key=lambda card: len(card.card_id))
SERVED = BY_ID["judgment_served"]
RAN = scenarios.Ran(TOWN, SERVED, 10**9, ON_ANA.code, HOSTILE)
PLAYED = scenarios.Played(TOWN, 10**9, SERVED, ON_ANA.code, HOSTILE, Moment(NOON))
FIELDS = {
    "case": "2015-0001",
    "name": HOSTILE,
    "back": 3,
    "spent": 4,
    "accuser": HOSTILE,
    "accused": HOSTILE,
    "thing": SERVED.title,
    "switch": "friends",
}
CODES = (*UNDOES, "judgment_paid_back", "found_too_late", "law_moved_on")
REFUSALS = (
    AboutNobody(card=SERVED.title),
    CannotUndo(card=SERVED.title, why=SERVED.undo.keeps),
    HasLeft(name=HOSTILE),
    LawIsOtherwise(card=SERVED.title, switch="friends", value="on"),
    NobodyThere(),
    NoSuchCard(card=HOSTILE, cards="gala"),
    NoSuchTime(typed=HOSTILE, high=240),
    NothingPlayed(),
    NotPlayed(card=SERVED.title),
    PanelMovedOn(),
    PlayFirst(card=SERVED.title, first=SERVED.title),
    TooManyPlans(limit=12),
    TooMuchBadLuck(name=HOSTILE, limit=2),
    UndoneBefore(card=SERVED.title, at=Moment(NOON)),
)
LOOKS: dict[str, Replies] = {
    **{f"preview of {card.card_id}": views.preview(looked(card)) for card in cards()},
    "preview on somebody": views.preview(looked(SERVED, ON_ANA)),
    "preview of a plan": views.preview(looked(LONG, ON_ANA, "t1800")),
    "catalogue": views.catalogue((PANEL, (planned(LONG),) * 12)),
    "catalogue, its end": views.catalogue((PANEL, ()), page=99),
    "whom": views.whom((looked(SERVED), (ANA,) * 40, (GROUP,))),
    "cancelled": views.cancelled((SERVED, (PANEL, ()))),
    "undoable": views.undoable((PLAYED,) * scenarios.SHOWN_MAX),
    "ask undo": views.ask_undo(PLAYED),
    "times": views.times(looked(LONG, ON_ANA)),
    "planned": told.planned(planned(SERVED)),
    "ran": told.ran(RAN),
    "ran on all": told.ran(scenarios.Ran(TOWN, SERVED, 1, scenarios.ALL, "")),
    "played": told.played(scenarios.PlanPlayed(RAN)),
    **{
        f"refused: {why.code}": told.plan_refused(scenarios.PlanRefused("gala", why))
        for why in REFUSALS
    },
    "undone": told.undone(
        scenarios.Undone(TOWN, SERVED, tuple(scenarios.Restored(one, FIELDS) for one in CODES))
    ),
    "undone, nothing": told.undone(scenarios.Undone(TOWN, SERVED, ())),
    "invited": told.invited(
        scenarios.Invited(SERVED.title, (errands.services()["hotel"],), tuple(sorted(PAGES)))
    ),
}


def shown(replies: Replies) -> Message:
    """The one message of a look."""
    [message] = [reply for reply in replies if isinstance(reply, Message)]
    return message


def datas(message: Message) -> list[CallbackData]:
    """What its buttons carry, row by row."""
    buttons = [button for row in message.keyboard for button in row]
    return [button.data for button in buttons if isinstance(button, Button)]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", LOOKS)
def test_every_look_has_words_that_fit_and_no_foreign_markup(name: str, language: str):
    words = words_for(language)
    for reply in LOOKS[name]:
        if isinstance(reply, Redraw | RemoveButtons):
            assert reply in (Redraw(f"panel:{TOWN}"), RemoveButtons())
            continue
        assert isinstance(reply, Message | Answer)
        html = words.html(reply.text)
        check_escaped(html)
        assert 0 < len(html) <= TEXT_MAX
        for row in reply.keyboard if isinstance(reply, Message) else ():
            for button in row:
                assert words.plain(button.label)
                assert isinstance(button, Button)
                assert len(button.data.pack().encode()) <= DATA_MAX


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_preview_says_who_hears_what_what_it_does_and_what_undo_cannot(language: str):
    words, card = words_for(language), SERVED
    html = words.html(shown(LOOKS["preview of judgment_served"]).text)
    assert card.hears.whom is not None
    for one in (card.story, card.hears.whom, card.undo.keeps, card.asks):
        assert words.html(one) in html
    assert "¥60.00" in html
    assert words.html(say("as_is", what=card.source)) in html


def test_every_verb_gate_and_page_has_words():
    for language in LANGUAGES:
        words = words_for(language)
        for key in (
            *(f"cards.does_{verb}" for verb in PLAYS),
            *(f"cards.undo_{verb}" for verb in UNDOES),
            *(f"cards.needs_{gate}" for gate in GATES),
            *(f"menu.{page}" for page in PAGES),
            *(f"command.{command.name}" for command in FEATURE.commands),
        ):
            assert words.knows(key), key


def test_a_preview_is_the_question_and_carries_its_turn():
    code = ON_ANA.code
    first, *_ = datas(shown(views.preview(looked(SERVED, ON_ANA))))
    assert first == RunCard(card="judgment_served", whom=code, turn=10**9, town=TOWN)
    first, *_ = datas(shown(views.preview(looked(SERVED, ON_ANA, "h3"))))
    assert first == PlanCard(card="judgment_served", whom=code, when="h3", town=TOWN)


def test_who_is_named_leads_back_to_the_card():
    found = datas(shown(LOOKS["whom"]))
    assert LookAtCard(card="judgment_served", whom="g7") in found
    assert LookAtCard(card="judgment_served", whom=ON_ANA.code) in found


def test_a_receipt_offers_undo_only_where_something_can_be_undone():
    assert datas(shown(told.ran(RAN))) == [AskUndo(run_id=10**9)]
    assert datas(shown(told.ran(scenarios.Ran(TOWN, BY_ID["lists"], 1, "", "")))) == []


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "Done: Judgment not paid, on Bittern."), ("zh", "已执行：判决未履行，对象：大麻鳽。")],
)
def test_a_receipt_says_on_whom_it_fell(language: str, said: str):
    ran = told.ran(scenarios.Ran(TOWN, BY_ID["judgment"], 1, "", "Bittern"))
    assert said in words_for(language).plain(shown(ran).text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_play_is_taken_back_after_a_question_that_names_it(language: str):
    words = words_for(language)
    assert datas(shown(LOOKS["undoable"])) == [AskUndo(run_id=10**9)] * scenarios.SHOWN_MAX
    question = words.plain(shown(LOOKS["ask undo"]).text)
    for one in (SERVED.title, SERVED.undo.keeps, say("cards.undo_withdraw_judgment"), PLAYED.at):
        assert words.plain(say("as_is", what=one)) in question
    assert UndoPlay(run_id=10**9, town=TOWN) in datas(shown(LOOKS["ask undo"]))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_catalogue_is_short_and_sources_stand_in_the_preview(language: str):
    words, first = words_for(language), PANEL.cards[0]
    listed = words.plain(shown(LOOKS["catalogue"]).text)
    assert words.plain(say(f"provenance.{first.provenance}")) in listed
    source = words.plain(say("as_is", what=first.source))
    assert source not in listed
    assert source in words.plain(shown(views.preview(looked(first))).text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_was_cancelled_is_named_by_the_toast(language: str):
    [toast] = [one for one in LOOKS["cancelled"] if isinstance(one, Answer)]
    words = words_for(language)
    assert words.plain(SERVED.title) in words.plain(toast.text)


@pytest.mark.parametrize(("language", "said"), [("en", "town hour"), ("zh", "小镇")])
def test_hours_of_a_plan_are_town_hours(language: str, said: str):
    keys = [key for row in shown(LOOKS["times"]).keyboard for key in row if isinstance(key, Button)]
    labels = [words_for(language).plain(key.label) for key in keys]
    assert len([label for label in labels if said in label]) == len(views.HOURS)


def test_what_a_plan_did_is_told_to_whoever_runs_the_town():
    for name in ("played", "refused: has_left"):
        assert shown(LOOKS[name]).to == ToFacilitator()


def test_whatever_is_typed_is_answered_by_its_own_look():
    asked = handlers.ordered(looked(SERVED))
    assert asked == views.preview(looked(SERVED), in_place=False)
    assert not shown(asked).in_place, "the panel is to stay"
    assert handlers.ordered(planned(SERVED)) == LOOKS["planned"]
    assert handlers.ordered(RAN) == LOOKS["ran"]


def test_every_card_says_its_source_in_the_readers_language():
    for card in PANEL.cards:
        assert isinstance(card.source, Localized), card.card_id
        assert any("\u4e00" <= letter <= "\u9fff" for letter in card.source.zh), card.card_id
        assert card.source.en != card.source.zh
