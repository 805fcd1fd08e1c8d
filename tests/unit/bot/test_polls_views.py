"""Waves of questions: each look has words in both languages, fits, and tells of nobody."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.acts import Access, Act
from bot.arguments import go
from bot.charts import png
from bot.replies import Answer, Button, Message, Redraw, Replies, Show, ToAll, ToFacilitator
from bot.words import Read, words_for
from bot.workshops.polls import FEATURE, handlers, results_views, views
from bot.workshops.polls.views import CloseWave, PollAnswer, PollTurn
from services.kernel.localized import LANGUAGES
from services.kernel.town import ParticipantId, WorkshopId
from services.workshops import polls
from services.workshops.polls import Progress, Shift, Spread, Wave
from tests.support.handed import pressed, typed
from tests.unit.bot.money_looks import TOAST_MAX, check, check_words

ITEMS = polls.items()
EMPTY = polls.Sheet(wave=Wave.BEFORE, items=ITEMS, said={})
HALF = replace(EMPTY, at=1, said={ITEMS[0].item_id: 4, ITEMS[1].item_id: None})
DONE = replace(EMPTY, at=len(ITEMS), said={one.item_id: 5 for one in ITEMS[1:]})
MANY = Progress(
    workshop_id=WorkshopId(1), wave=Wave.AFTER, is_open=False, whole=999, part=99, none=99
)
SPREADS = dict.fromkeys(Wave, Spread((0, 19, 29, 1, 9)))
MOVED = Shift(
    first=Wave.BEFORE, second=Wave.AFTER, pairs=48, higher=19, same=10, lower=19, tenths=-14
)
FULL = polls.Results(
    tuple(replace(MANY, wave=wave) for wave in Wave),
    tuple(
        polls.ItemResult(
            one, SPREADS, (MOVED, replace(MOVED, tenths=0), replace(MOVED, tenths=None))
        )
        for one in ITEMS
    ),
)
NOTHING = tuple(polls.ItemResult(one, {}, ()) for one in ITEMS)


def data(replies: Replies) -> list[object]:
    [message] = (one for one in replies if isinstance(one, Message))
    return [one.data for row in message.keyboard for one in row if isinstance(one, Button)]


LOOKS: list[Replies] = [
    views.asked(polls.WaveAsked(EMPTY)),
    views.sheet(HALF),
    views.sheet(DONE),
    views.sheet(replace(DONE, is_open=False)),
    (views.card(MANY),),
    (views.card(replace(MANY, is_open=True)),),
    views.closed(MANY),
    views.changed(polls.AnswersChanged(Wave.AFTER, ParticipantId("p1"))),
    views.over(polls.WaveClosed(Wave.AFTER)),
]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("replies", LOOKS)
def test_every_look_has_words_that_fit(replies: Replies, language: str):
    check(replies, language)


def test_a_question_goes_to_each_alone_and_one_after_the_other_in_its_place():
    everybody, count, home = views.asked(polls.WaveAsked(EMPTY))
    assert isinstance(everybody, Message)
    assert everybody.to == ToAll()
    assert count == Show("poll:1", to=ToFacilitator())
    assert home == Redraw("home:*")
    first, item = data((everybody,)), ITEMS[0].item_id
    assert first == [PollAnswer(wave=Wave.BEFORE, item=item, answer=n) for n in (1, 2, 3, 4, 5, 0)]
    [again] = views.sheet(HALF)
    assert isinstance(again, Message)
    assert again.in_place
    assert PollTurn(wave=Wave.BEFORE, at=0) in data((again,))
    told = check((again,), "en")[0]
    assert ITEMS[1].says.en in told
    assert "Your answer so far: skipped" in told


def test_an_answer_is_marked_and_can_be_changed_until_the_wave_closes():
    [message] = views.sheet(replace(HALF, at=0))
    assert isinstance(message, Message)
    labels = [words_for("en").plain(one.label) for one in message.keyboard[0]]
    assert labels == ["1", "2", "3", "● 4", "5"]
    turns = [PollTurn(wave=Wave.BEFORE, at=at) for at in range(len(ITEMS))]
    assert data(views.sheet(DONE)) == [*turns, go("home").data]
    assert data(views.sheet(replace(DONE, is_open=False))) == [go("home").data]


def test_the_wave_can_be_closed_while_it_is_open():
    close = CloseWave(wave=Wave.AFTER, town=1)
    assert close in data((views.card(replace(MANY, is_open=True)),))
    assert close not in data((views.card(MANY),))
    [toast] = views.closed(MANY)
    assert isinstance(toast, Answer)
    assert len(words_for("en").plain(toast.text)) <= TOAST_MAX


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_fullest_result_fits_as_words_and_as_a_picture(language: str):
    text, drawn = results_views.results(Read(FULL, words_for(language)))
    told = check((text, drawn), language)[0]
    assert all(one.says.in_(language) in told for one in ITEMS)
    labels = {"en": "Evidence: contested", "zh": "依据：有争议"}[language]
    assert told.count(labels) == sum(one.provenance == "contested" for one in ITEMS)
    assert {"en": "on average 1.4 lower", "zh": "平均降1.4分"}[language] in told
    assert isinstance(drawn, Message)
    assert drawn.picture is not None
    assert png(drawn.picture.svg).startswith(b"\x89PNG")
    assert drawn.picture.svg.count("n = 58") == len(ITEMS) * len(Wave)


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (polls.Results((), NOTHING), "/run poll_before"),
        (polls.Results((replace(MANY, is_open=True),), NOTHING), "still open"),
        (polls.Results((MANY,), NOTHING), "Too few"),
    ],
)
def test_where_nothing_may_be_told_it_says_why(found: polls.Results, words: str):
    [message] = results_views.results(Read(found, words_for("en")))
    assert words in check((message,), "en")[0]


def test_at_the_end_it_goes_to_whoever_ran_the_town():
    told = results_views.kept(polls.WavesKept(FULL, "zh"))
    assert [one.to for one in told if isinstance(one, Message)] == [ToFacilitator()] * 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_menu_and_refusals_have_words(language: str):
    refusals = (polls.WaveWasAsked(), polls.WaveIsOver(), polls.NothingAsked())
    check_words(FEATURE, refusals, language)


async def test_one_may_answer_while_the_town_is_paused():
    answer = PollAnswer(wave=Wave.BEFORE, item=ITEMS[0].item_id, answer=3)
    done = await pressed(handlers.answerers, answer)
    assert isinstance(done, Act)
    assert (done.while_paused, done.reads) == (True, False)
    assert (await typed(handlers.runs, "polls")).while_paused
    accesses = {router.name: router.access for router in FEATURE.routers}
    assert accesses == {"poll_answerers": Access.PARTICIPANT, "poll_runs": Access.WORKSHOP}
