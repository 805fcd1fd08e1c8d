"""Statutes as they are read, asked about and told; what is typed names its own verb."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.arguments import Go
from bot.law.statutes import handlers, views
from bot.law.statutes.buttons import AskStatute, PassStatute, ReadStatute
from bot.replies import Message, News, Say
from bot.words import words_for
from services.kernel.errors import RuleError
from services.kernel.localized import LANGUAGES
from services.kernel.time import DAY_S, TownTime
from services.kernel.town import WorkshopId
from services.law import statutes, switchboard
from services.law.statutes import AT_ONCE, Deed, Draft, Passed, Span, State
from services.law.switchboard import Enactment, LawEnacted, Switch
from tests.support.handed import named, pressed, typed
from tests.support.narrowing import packed, presses
from tests.unit.bot.money_looks import DATA_MAX, HOSTILE, TOAST_MAX, check_escaped, texts

TOWN = WorkshopId(2**40)
LATER = TownTime(400 * DAY_S)
ALL = tuple(statutes.catalogue().values())
PRESETS = tuple(statutes.presets().values())


def state(one: statutes.Statute, *, is_here: bool = True) -> State:
    span = Span(one.name, TownTime(DAY_S), None)
    aside = tuple(p.sets for p in one.provisions.values())[:1]
    if is_here:
        return State(statute=one, now=span, coming=None, set_aside=aside)
    return State(statute=one, now=None, coming=replace(span, since=LATER), set_aside=())


def whole(*, may_set: bool, is_here: bool = True) -> statutes.Statutes:
    return statutes.Statutes(
        workshop_id=TOWN,
        states=tuple(state(one, is_here=is_here) for one in ALL),
        presets=PRESETS,
        preset=PRESETS[0] if is_here else None,
        may_set=may_set,
    )


def draft(deed: Deed, what: str, at: int = AT_ONCE, *, is_new: bool = True) -> Draft:
    changes = tuple(
        LawEnacted(
            workshop_id=TOWN,
            switch=switch,
            value=switchboard.catalogue()[switch].values[-1],
            before=switchboard.catalogue()[switch].default,
            in_force_from=LATER,
            at_once=False,
        )
        for switch in Switch
    )
    return Draft(
        workshop_id=TOWN,
        deed=deed,
        what=what,
        title=ALL[0].title,
        at=TownTime(at),
        tomorrow=LATER,
        comes=ALL,
        goes=tuple(one.name for one in ALL),
        changes=changes,
        book=1,
        is_new=is_new,
    )


def test_a_town_without_a_statute_counts_none():
    nothing = replace(whole(may_set=False), preset=None, states=())
    told, *_ = texts(views.page(nothing), "en")
    assert "and what was set by itself.\n\nNo statute is in force." in told


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_fits_and_only_the_lawgiver_finds_what_changes_the_law(language: str):
    for may_set in (True, False):
        for is_here in (True, False):
            found = whole(may_set=may_set, is_here=is_here)
            (page,), (sets,) = views.page(found), views.sets(found)
            pages = [page, sets]
            for one in ALL:
                shown = statutes.StatutePage(
                    workshop_id=TOWN,
                    state=state(one, is_here=is_here),
                    spans=(),
                    may_set=may_set,
                )
                pages += views.card(shown)
            for message in pages:
                assert isinstance(message, Message)
                assert len(words_for(language).html(message.text)) < 4096
                asks = [one for one in presses(message.keyboard) if isinstance(one, AskStatute)]
                assert may_set or not asks
                assert all(len(data) <= DATA_MAX for data in packed(message))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("deed", "what"),
    [*((deed, one.statute_id) for deed in Deed for one in ALL[:1]), (Deed.PRESET, "december_2020")],
)
def test_it_is_asked_once_with_what_changes_costs_and_rests_on(
    deed: Deed, what: str, language: str
):
    for at in (AT_ONCE, LATER):
        (asked,) = views.draft(draft(deed, what, at))
        assert isinstance(asked, Message)
        text = words_for(language).html(asked.text)
        assert len(text) < 4096
        yes, instead, *_ = presses(asked.keyboard)
        assert yes == PassStatute(deed=deed, what=what, at=at, town=TOWN, book=1)
        assert isinstance(instead, AskStatute)
        assert instead.at == (LATER if at == AT_ONCE else AT_ONCE)
        assert all(len(data) <= DATA_MAX for data in packed(asked))
        if deed is not Deed.REPEAL:
            assert words_for(language).html(ALL[0].costs) in text
        assert texts(views.passed(draft(deed, what, at)), language)
    (known,) = texts(views.passed(draft(deed, what, is_new=False)), language)
    assert 0 < len(known) <= TOAST_MAX


@pytest.mark.parametrize("language", LANGUAGES)
def test_where_the_law_changes_by_vote_nobody_is_offered_a_yes(language: str):
    motion = "enact reasons_law"
    (asked,) = views.draft(replace(draft(Deed.ENACT, "reasons_law"), motion=motion))
    assert isinstance(asked, Message)
    carried = presses(asked.keyboard)
    assert carried[0] == Go(command=f"motions {motion}")
    assert not [one for one in carried if isinstance(one, PassStatute)]
    assert f"/motions {motion}" in words_for(language).html(asked.text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_was_passed_is_news_and_history(language: str):
    assert views.announced(statutes.StatutesPassed(draft(Deed.ENACT, "reasons_law"))) == (News(),)
    at = TownTime(DAY_S)
    gone = Passed(name="gone_law/3", since=at, ends=True, at_once=True)
    new = Passed(name=ALL[0].name, since=LATER, ends=False, at_once=False)
    first, second = (words_for(language).html(one) for one in views.news((gone, new)))
    assert "gone_law/3" in first
    assert words_for(language).html(ALL[0].changes) in second
    spans = (Span("gone_law/3", at, LATER), Span(ALL[0].name, at, None))
    single = (Enactment(Switch.KIN, "off", at, at, "facilitator"),)
    for found in ((spans, single), ((), ())):
        past = statutes.Timeline(workshop_id=TOWN, spans=found[0], single=found[1])
        assert texts(views.timeline(past), language)


REFUSALS: list[RuleError] = [
    statutes.UnknownStatute(typed=HOSTILE, instead=()),
    statutes.NotInForce(title=ALL[0].title),
    statutes.NoSuchMoment(typed=HOSTILE),
    statutes.StatuteNeedsPoll(title=ALL[0].title, motion="enact reasons_law"),
]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda refusal: refusal.code)
def test_each_refusal_has_words(refusal: RuleError, language: str):
    check_escaped(words_for(language).html(Say(f"refusal.{refusal.code}", refusal.fields)))


@pytest.mark.parametrize(
    ("args", "deed", "what", "when"),
    [
        ("enact reasons_law", Deed.ENACT, "reasons_law", ""),
        ("Enact reasons_law tomorrow 08:00", Deed.ENACT, "reasons_law", "tomorrow 08:00"),
        ("施行 reasons_law 明天 08:00", Deed.ENACT, "reasons_law", "明天 08:00"),
        ("repeal guideline_2020 in 3 days", Deed.REPEAL, "guideline_2020", "in 3 days"),
        ("废止 guideline_2020", Deed.REPEAL, "guideline_2020", ""),
        ("preset everything", Deed.PRESET, "everything", ""),
        ("整套 as_found 第12天", Deed.PRESET, "as_found", "第12天"),
    ],
)
async def test_what_is_typed_is_looked_at_first(args: str, deed: Deed, what: str, when: str):
    done = await typed(handlers.readers, "law", args)
    assert named(done) == (statutes.draft_typed, deed, what, when)
    assert done.view is views.draft


async def test_each_press_and_command_names_its_own_verb():
    read = await pressed(handlers.readers, ReadStatute(what="reasons_law"))
    assert (read.view, *named(read)) == (views.card, statutes.one_statute, "reasons_law")
    for words, view in (("", views.page), ("history", views.timeline), ("presets", views.sets)):
        assert (await typed(handlers.readers, "statutes", words)).view is view
    one = await typed(handlers.readers, "statutes", "reasons_law")
    assert (one.view, *named(one)) == (views.card, statutes.one_statute, "reasons_law")
    assert Go(command="law history") == views.PAST
