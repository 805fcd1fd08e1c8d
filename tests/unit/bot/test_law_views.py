"""The law as it is read, set and announced; what is typed is parsed strictly."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from aiogram.filters import Command
from aiogram.filters.command import CommandException

from bot.acts import at_town
from bot.arguments import Go
from bot.law.switchboard import handlers, views
from bot.law.switchboard.views import AskSwitch, LawGroup, OpenSwitch, ReadSwitch, SetSwitch
from bot.replies import Message, News, Redraw, Say
from bot.words import words_for
from services.kernel.errors import RuleError, Usage
from services.kernel.localized import LANGUAGES
from services.kernel.time import DAY_S, Moment, TownTime
from services.kernel.town import WorkshopId
from services.law import statutes, switchboard
from services.law.switchboard import (
    DATA,
    GROUPS,
    OTHERS,
    Clause,
    Enactment,
    LawEnacted,
    LawPage,
    Switch,
    SwitchPage,
    group_of,
)
from tests.support.handed import command, named, pressed, typed
from tests.support.narrowing import packed, presses
from tests.unit.bot.money_looks import DATA_MAX, HOSTILE, TOAST_MAX, check_escaped, texts

SETTINGS = switchboard.catalogue()
TOWN = WorkshopId(3)
LATER = TownTime(5 * DAY_S)


def clause(switch: Switch, value: str | int | None = None, *, coming: bool = False) -> Clause:
    setting = SETTINGS[switch]
    return Clause(
        setting=setting,
        value=setting.default if value is None else value,
        since=None if value is None else TownTime(DAY_S),
        next_value=setting.values[0] if coming else None,
        next_from=LATER if coming else None,
    )


def enactment(switch: Switch) -> Enactment:
    value = SETTINGS[switch].values[-1]
    return Enactment(
        switch=switch, value=value, in_force_from=LATER, set_at=TownTime(DAY_S), actor="facilitator"
    )


def statute(switch: Switch, *, may_set: bool) -> SwitchPage:
    return SwitchPage(TOWN, clause(switch, coming=True), (enactment(switch),) * 9, may_set)


def whole(*, may_set: bool) -> LawPage:
    return LawPage(TOWN, tuple(clause(switch, coming=True) for switch in Switch), may_set)


def event(switch: Switch, *, at_once: bool) -> LawEnacted:
    values = SETTINGS[switch].values
    return LawEnacted(
        workshop_id=TOWN,
        switch=switch,
        value=values[0],
        before=values[-1],
        in_force_from=LATER,
        at_once=at_once,
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("switch", list(Switch))
def test_every_switch_has_words_wherever_it_is_shown(switch: Switch, language: str):
    for may_set in (True, False):
        for value in SETTINGS[switch].values:
            found = SwitchPage(TOWN, clause(switch, value), (), may_set)
            assert all(texts((views.card(found),), language))
        assert all(texts((views.card(statute(switch, may_set=may_set)),), language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_whole_law_fits_on_a_page_with_a_button_for_each_group(language: str):
    for may_set, kind in ((True, OpenSwitch), (False, ReadSwitch)):
        (message,) = views.page(whole(may_set=may_set))
        assert isinstance(message, Message)
        *rows, statutes, home = message.keyboard
        groups = presses(tuple(rows))
        assert presses((statutes,)) == [Go(command="statutes"), Go(command="law history")]
        assert presses((home,)) == [Go(command="home")]
        assert [data.group for data in groups] == list(GROUPS), "every switch has its place"
        html = words_for(language).html(message.text)
        assert len(html) < 4096
        opened = []
        for one in groups:
            (page,) = views.group(one.group, whole(may_set=may_set))
            assert isinstance(page, Message)
            switches = presses(page.keyboard[:-1])
            if one.group == DATA:
                assert switches.pop() == Go(command="scope"), "what it moves"
            assert {type(data) for data in switches} == {kind}
            opened += [data.switch for data in switches]
            assert words_for(language).html(Say(f"law.group_{one.group}")) in html
        assert sorted(opened) == sorted(s.value for s in Switch)


def test_a_group_that_is_no_more_is_an_empty_page():
    (page,) = views.group("gone", whole(may_set=True))
    assert isinstance(page, Message)
    assert presses(page.keyboard) == [Go(command="law"), Go(command="home")]


def test_a_switch_that_nobody_placed_is_still_found():
    assert group_of("new_one") == OTHERS


def draft(switch: Switch, value: str | int, **changes: Any) -> statutes.SwitchDraft:
    found = statutes.SwitchDraft(
        workshop_id=TOWN,
        setting=SETTINGS[switch],
        done=replace(event(switch, at_once=True), value=value),
        in_days=0,
        undoes=(),
        prices=(),
        may_set=True,
        by_vote=False,
    )
    return replace(found, **changes)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("switch", list(Switch))
def test_a_value_is_asked_about_with_what_it_changes_who_hears_and_the_evidence(
    switch: Switch, language: str
):
    words = words_for(language)
    for value in SETTINGS[switch].values[:4]:
        (shown,) = views.ask(draft(switch, value))
        assert isinstance(shown, Message)
        html = words.html(shown.text)
        for key in (f"law.changes_{switch.value}", f"provenance.{SETTINGS[switch].provenance}"):
            assert words.html(Say(key)) in html
        assert getattr(SETTINGS[switch].source, language) in words.plain(shown.text)
        yes, scores, back, _ = presses(shown.keyboard)
        assert yes == SetSwitch(switch=switch.value, value=str(value), town=TOWN)
        assert scores == Go(command=f"whatif {switch.value} {value}")
        assert back == OpenSwitch(switch=switch.value)
        assert all(len(data) <= DATA_MAX for data in packed(shown))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_question_says_which_vote_it_undoes_its_price_and_from_when(language: str):
    price = statutes.find_statute("guideline_2020")
    carried = replace(enactment(Switch.PETTY), value="on", poll=2)
    later = replace(event(Switch.PETTY, at_once=False), value="off")
    asked = draft(Switch.PETTY, "off", done=later, in_days=3, undoes=(carried,), prices=(price,))
    words = words_for(language)
    (shown,) = views.ask(asked)
    assert isinstance(shown, Message)
    html = words.html(shown.text)
    undoes = {"en": "poll no. 2 has carried “Small faults count: yes”", "zh": "第2号表决通过了"}
    assert undoes[language] in html
    assert words.html(price.costs) in html
    assert words.html(Say("law.ask_later", {"at": Moment(LATER)})) in html
    assert presses(shown.keyboard)[0] == SetSwitch(switch="petty", value="off", town=TOWN, days=3)
    (bare,) = views.ask(draft(Switch.SHAME_WALL, "off"))
    assert isinstance(bare, Message)
    assert words.html(Say("law.ask_no_price")) in words.html(bare.text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_may_not_set_it_finds_the_way_to_a_motion_instead(language: str):
    for changes, key, way in (
        ({"may_set": False}, "law.ask_not_yours", "motion kin off"),
        ({"by_vote": True}, "law.ask_by_vote", "motions kin off"),
    ):
        (shown,) = views.ask(draft(Switch.KIN, "off", **changes))
        assert isinstance(shown, Message)
        said = words_for(language).html(Say(key, {"motion": "kin off"}))
        assert said in texts((shown,), language)[0]
        assert presses(shown.keyboard)[0] == Go(command=way)
        assert not any(isinstance(data, SetSwitch) for data in presses(shown.keyboard))


def test_what_holds_already_is_said_and_not_asked():
    stands = draft(Switch.KIN, "on")
    stands = replace(stands, done=replace(stands.done, changed=False))
    assert texts(views.ask(stands), "en") == [
        "Relatives count: yes. That is the law already; nothing was changed and nobody was told."
    ]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("poll", "key"), [(None, "law.ask_puts_off"), (2, "law.ask_puts_off_poll")]
)
def test_what_is_put_off_is_said_with_its_day(poll: int | None, key: str, language: str):
    asked = draft(Switch.KIN, "off")
    late = Enactment(Switch.KIN, "off", LATER, LATER, "", poll=poll)
    [text, *_] = texts(views.ask(replace(asked, done=replace(asked.done, puts_off=late))), language)
    said = words_for(language).html(Say(key, {"at": Moment(LATER), "poll": poll}))
    assert said in text


def test_only_the_lawgiver_finds_buttons_and_a_card_that_is_redrawn():
    to_read = views.card(statute(Switch.FRIENDS, may_set=False))
    to_set = views.card(statute(Switch.FRIENDS, may_set=True))
    ways_out = [Go(command="motion friends"), LawGroup(group="people"), Go(command="home")]
    assert (presses(to_read.keyboard), to_read.card) == (ways_out, None)
    assert to_set.card == "law:friends"
    assert [data.value for data in presses(to_set.keyboard[:-1])] == ["on", "off"]
    assert all(len(data) <= DATA_MAX for data in packed(to_set))


def test_the_value_in_force_is_ticked():
    card = views.card(SwitchPage(TOWN, clause(Switch.EXPLANATION), (), may_set=True))
    labels = texts((card,), "en")[1:]
    assert [label for label in labels if "✓" in label] == ["✓ one vague sentence"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_switch_says_how_well_it_is_evidenced(language: str):
    for switch in Switch:
        evidence = words_for(language).html(Say(f"provenance.{SETTINGS[switch].provenance}"))
        assert evidence in texts((views.card(statute(switch, may_set=False)),), language)[0]


def test_law_is_news_of_the_town_and_its_card_changes():
    announced = views.announced(event(Switch.KIN, at_once=True))
    assert announced == (News(), Redraw("law:kin"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_was_decided_is_a_line_with_what_it_changes(language: str):
    day = TownTime(5 * DAY_S)
    now, later = (Enactment(Switch.KIN, "off", TownTime(at), day, "") for at in (day, day + DAY_S))
    first, second = (words_for(language).html(one) for one in views.news((now, later)))
    assert "00:00" not in first
    assert "00:00" in second


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("switch", list(Switch))
def test_what_the_lawgiver_is_told_fits_into_a_toast(switch: Switch, language: str):
    for value in SETTINGS[switch].values:
        for at_once, changed in ((True, True), (False, True), (True, False)):
            done = LawEnacted(
                workshop_id=TOWN,
                switch=switch,
                value=value,
                before=value,
                in_force_from=LATER,
                at_once=at_once,
                changed=changed,
            )
            late = replace(done, puts_off=Enactment(switch, value, LATER, LATER, ""))
            for one in (done, late):
                (toast,) = texts(views.enacted(one), language)
                assert 0 < len(toast) <= TOAST_MAX


REFUSALS: list[RuleError] = [
    switchboard.UnknownSwitch(typed=HOSTILE, instead=("kin", "petty")),
    switchboard.UnknownValue(switch="kin", typed=HOSTILE, allowed="on, off"),
    switchboard.DelayOutOfRange(high=365),
    switchboard.PollNeeded(switch="licence_consultation", value="off"),
]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda refusal: refusal.code)
def test_each_refusal_has_words(refusal: RuleError, language: str):
    html = words_for(language).html(Say(f"refusal.{refusal.code}", refusal.fields))
    check_escaped(html)


def test_every_refusal_of_the_law_is_tried_here():
    public = (getattr(switchboard, name) for name in vars(switchboard))
    refusals = {c for c in public if isinstance(c, type) and issubclass(c, RuleError)}
    assert refusals == {type(refusal) for refusal in REFUSALS}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", ["usage.law", "command.law"])
def test_usage_and_menu_have_words(key: str, language: str):
    assert words_for(language).html(Say(key))


@pytest.mark.parametrize(
    ("args", "read"),
    [
        ("friends off", ("friends", "off", 0)),
        ("friends off in 3 days", ("friends", "off", 3)),
        ("friends off in 1 day", ("friends", "off", 1)),
        ("friends off 3", ("friends", "off", 3)),
        ("kin off 3天后", ("kin", "off", 3)),
    ],
)
async def test_a_decision_is_read(args: str, read: tuple[str, str, int]):
    done = await typed(handlers.readers, "law", args)
    assert named(done) == (statutes.draft_switch, *read)
    assert done.view is views.ask
    for at_once in (f"{args} now", f"{args}立即", f"{args} 立即"):
        done = await typed(handlers.lawgivers, "law", at_once)
        assert named(done) == (switchboard.enact, *read)
        assert done.view is views.enacted


@pytest.mark.parametrize(
    "args",
    ["friends off tomorrow", "friends off in three days", "a b c d", "kin off in 99999 days"],
)
async def test_what_cannot_be_read_is_answered_by_usage(args: str):
    for router, behind in ((handlers.readers, ""), (handlers.lawgivers, " now")):
        with pytest.raises(Usage) as refused:
            await typed(router, "law", args + behind)
        assert refused.value.fields == {"command": "law"}


def test_words_that_only_read_or_ask_pass_by_the_lawgivers_room():
    wanted = next(
        f.callback
        for h in handlers.lawgivers.message.handlers
        for f in h.filters or ()
        if isinstance(f.callback, Command)
    )
    ways = (("friends", False), ("friends off", False), ("know off", False), ("kin now", True))
    polls = (("kin off poll 2", False), ("kin off poll 2 now", True), ("kin off 表决2 立即", True))
    for args, passes in ((None, False), *ways, *polls):
        given = command("law", args)
        if passes:
            assert wanted.do_magic(given).magic_result
        else:
            with pytest.raises(CommandException):
                wanted.do_magic(given)


async def test_each_press_and_command_names_its_own_verb():
    to_read, to_set = ReadSwitch(switch="kin"), OpenSwitch(switch="petty")
    for done, *wanted in (
        (await pressed(handlers.readers, to_read), views.card, switchboard.one_switch, "kin"),
        (await pressed(handlers.lawgivers, to_set), views.card, switchboard.one_switch, "petty"),
        (
            await pressed(handlers.lawgivers, AskSwitch(switch="kin", value="on", town=3)),
            views.ask,
            at_town,
            3,
            statutes.draft_switch,
            "kin",
            "on",
        ),
        (
            await pressed(handlers.lawgivers, SetSwitch(switch="kin", value="on", town=3, days=2)),
            views.made,
            at_town,
            3,
            switchboard.enact,
            "kin",
            "on",
            2,
        ),
        (await typed(handlers.readers, "law"), views.page, switchboard.my_law),
        (
            await typed(handlers.readers, "law", "kin"),
            views.card,
            switchboard.one_switch,
            "kin",
        ),
    ):
        assert [done.view, *named(done)] == wanted
