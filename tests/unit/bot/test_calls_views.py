"""Every look of a call, in every language, with names that try to be markup."""

from __future__ import annotations

from typing import Any

import pytest

from bot.replies import Answer, Button, Message, Redraw, Replies, Say, Text, To
from bot.social.calls import FEATURE, group_views, notice_views, views
from bot.social.calls.notice_views import KeepSilent
from bot.social.calls.views import CallAnyway, HangUp, Refuse, Ring, Take, Whom
from bot.words import words_for
from scripts import voice
from services.kernel.localized import LANGUAGES
from services.kernel.money import Fen, Money
from services.kernel.paging import Page
from services.kernel.seeds import SEEDS
from services.kernel.time import MINUTE_S, Moment, TownTime
from services.kernel.town import AccountId, ParticipantId
from services.people.identity import Neighbour
from services.social.calls import (
    Call,
    CallAnnounced,
    CallClosed,
    CallConnected,
    CallLog,
    CallRinging,
    CallSpoken,
    CallState,
    GroupCall,
    GroupCallJoined,
    GroupCallLeft,
    GroupCallRinging,
    GroupCallSpoken,
    LineWasBusy,
    Rung,
)
from services.social.notices import (
    Choice,
    Line,
    Notice,
    NoticeBeforeWords,
    OwnLine,
    Play,
    Way,
    Wording,
)
from tests.unit.bot.money_looks import DATA_MAX, HOSTILE, TOAST_MAX, check_escaped

ANA, BO = ParticipantId("p1-ana"), ParticipantId("p1-bo")
NAMES: dict[str, Any] = {"caller_name": "Ana", "callee_name": "Bo"}
LONGEST_ID = "p" * 40


def call(state: CallState = CallState.RINGING, **changes: object) -> Call:
    closed = None if state in (CallState.RINGING, CallState.CONNECTED) else TownTime(10_000)
    values: dict[str, Any] = {
        "call_id": 12,
        "caller": ANA,
        "caller_name": HOSTILE,
        "callee": BO,
        "callee_name": HOSTILE,
        "state": state,
        "noticed": False,
        "answered": TownTime(4_000) if state in (CallState.CONNECTED, CallState.ENDED) else None,
        "closed": closed,
    }
    return Call(**(values | changes))


def group_call(*came: ParticipantId, closed: int | None = None, name: str = HOSTILE) -> GroupCall:
    return GroupCall(
        group_call_id=9,
        group_id=7,
        group_name=name,
        caller=ANA,
        caller_name=HOSTILE,
        rung=TownTime(0),
        closed=None if closed is None else TownTime(closed),
        everybody=tuple(
            Rung(participant_id=who, name=HOSTILE, came=who in came, is_in=who in came)
            for who in (ANA, BO)
        ),
    )


GROUP_CALLS = (
    group_call(ANA),
    group_call(ANA, BO, name=""),
    group_call(ANA, closed=10_000),
    group_call(ANA, BO, closed=10_000),
)


UNHEARD = (CallState.ANNOUNCED, CallState.DETERRED)  # by the callee
NOTICES = (
    Notice(1, Wording.PLAIN),
    Notice(1, Wording.CASE, "2015-0007"),
    Notice(1, Wording.AMOUNT, "2015-0007", Money(Fen(60_00))),
)
LINES = [
    Line(
        participant_id=ANA,
        name=HOSTILE,
        since=Moment(0),
        stands=stands,
        plays=plays,
        anyway=1,
        hung_up=2,
    )
    for stands, plays in ((True, 4), (False, 1))
]
PLAYS = tuple(Play(Moment(0), way, choice) for way in Way for choice in Choice)


def announced(notice: Notice = NOTICES[0]) -> CallAnnounced:
    return CallAnnounced(call(CallState.ANNOUNCED, **NAMES, noticed=True), notice)


def busy() -> Call:
    return call(CallState.MISSED, rung=TownTime(10_000))


def closed(state: CallState, by: ParticipantId | None) -> CallClosed:
    times = {"answered": TownTime(0), "closed": TownTime(61 * MINUTE_S)}
    return CallClosed(call(state, **NAMES, **times), by)


def neighbour(name: str = HOSTILE) -> Neighbour:
    return Neighbour(
        participant_id=ParticipantId(LONGEST_ID),
        name=name,
        trade="baker",
        wallet=AccountId(1),
        is_resident=True,
    )


def messages(replies: Replies) -> list[Message]:
    return [reply for reply in replies if isinstance(reply, Message)]


def says(replies: Replies) -> list[Text]:
    found: list[Text] = []
    for reply in replies:
        if isinstance(reply, Answer):
            found.append(reply.text)
        elif isinstance(reply, Message):
            found.append(reply.text)
            found += [button.label for row in reply.keyboard for button in row]
    return found


EVERYTHING: list[Replies] = [
    views.whom(Page((neighbour(),) * 4, 0, 2, 4)),
    views.whom(Page((), 0, 1, 0)),
    views.rung_by_button(call()),
    views.taken(call()),
    views.refused(call()),
    views.ringing(CallRinging(call(noticed=True))),
    views.rung_by_button(call(CallState.ANNOUNCED)),
    *(
        looks
        for notice in NOTICES
        for looks in (
            notice_views.announced(CallAnnounced(call(CallState.ANNOUNCED), notice)),
            notice_views.before_words(NoticeBeforeWords(3, ANA, BO, HOSTILE, notice)),
            *(
                notice_views.own(OwnLine(one, notice, level > 0, PLAYS if level > 1 else ()))
                for one in LINES
                for level in range(3)
            ),
        )
    ),
    notice_views.kept_silent(None),
    notice_views.own(OwnLine(None, None, is_counted=False)),
    notice_views.lines(LINES),
    notice_views.lines([]),
    views.connected(CallConnected(call(CallState.CONNECTED))),
    views.spoken(
        CallSpoken(call_id=12, speaker=ANA, speaker_name=HOSTILE, listener=BO, text=HOSTILE)
    ),
    *(
        views.hung_up(call(state))
        for state in CallState
        if state not in (CallState.ANNOUNCED, CallState.RINGING, CallState.CONNECTED)
    ),
    *(views.closed(closed(state, ANA)) for state in CallState),
    views.closed(closed(CallState.ENDED, None)),
    *((views.out_card(call(state)),) for state in CallState),
    *((views.in_card(call(state)),) for state in CallState if state not in UNHEARD),
    *((views.talk_card(call(state)),) for state in CallState),
    views.rung_by_button(busy()),
    views.busy(LineWasBusy(busy())),
    views.log(CallLog(ANA, ())),
    *(views.log(CallLog(who, (busy(), *map(call, CallState)))) for who in (ANA, BO)),
    *(views.log(CallLog(ANA, (one,))) for one in GROUP_CALLS),
    *((group_views.card(one),) for one in GROUP_CALLS),
    *(group_views.ringing(GroupCallRinging(GROUP_CALLS[0], to)) for to in ((), (HOSTILE,))),
    group_views.changed(GroupCallJoined(GROUP_CALLS[0], BO)),
    group_views.left(GroupCallLeft(GROUP_CALLS[-1], (BO,))),
    group_views.spoken(
        GroupCallSpoken(
            call=GROUP_CALLS[0], speaker=ANA, speaker_name=HOSTILE, to=(BO,), text=HOSTILE
        )
    ),
    group_views.toast(GROUP_CALLS[0]),
    views.hung_up(GROUP_CALLS[0]),
]


def test_each_line_of_a_call_brings_the_key_that_ends_it():
    one = views.spoken(
        CallSpoken(call_id=12, speaker=ANA, speaker_name="Ana", listener=BO, text="hello")
    )
    group = group_views.spoken(
        GroupCallSpoken(call=GROUP_CALLS[0], speaker=ANA, speaker_name="Ana", to=(BO,), text="hi")
    )
    keys = [line.keyboard[-1][-1] for (line,) in (one, group) if isinstance(line, Message)]
    assert [key.data for key in keys if isinstance(key, Button)] == [
        views.HangUp(call_id=12),
        group_views.LeaveCall(call_id=GROUP_CALLS[0].group_call_id),
    ]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("replies", EVERYTHING)
def test_every_look_has_words_and_no_name_becomes_markup(replies: Replies, language: str):
    words = words_for(language)
    for text in says(replies):
        html = words.html(text)
        check_escaped(html)
        assert html


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("replies", EVERYTHING)
def test_toasts_fit(replies: Replies, language: str):
    for reply in replies:
        if isinstance(reply, Answer):
            assert len(words_for(language).plain(reply.text)) <= TOAST_MAX


def test_the_notice_comes_first_with_its_clip_and_nothing_rings_before_the_choice():
    shown = messages(notice_views.announced(announced()))
    notice, out = shown
    assert [one.to for one in shown] == [To(ANA), To(ANA)]
    assert notice.clip is not None
    assert out.in_turn
    assert [b.data for b in out.keyboard[0] if isinstance(b, Button)] == [
        CallAnyway(call_id=12),
        HangUp(call_id=12),
    ]
    redraw, incoming = views.ringing(CallRinging(call(**NAMES, noticed=True)))
    assert redraw == Redraw("call_out:12")
    assert isinstance(incoming, Message)
    assert incoming.to == To(BO)


def test_without_a_notice_nothing_is_played_and_nobody_waits():
    out, incoming = messages(views.ringing(CallRinging(call(**NAMES))))
    assert out.clip is None
    assert [out.to, incoming.to] == [To(ANA), To(BO)]


@pytest.mark.parametrize("wording", Wording)
@pytest.mark.parametrize("language", LANGUAGES)
def test_each_notice_is_a_voice_note_of_each_language(language: str, wording: Wording):
    clip = group_views.clip_of(wording).asset.format(language=language)
    sound = (SEEDS / clip).read_bytes()
    assert sound.startswith(b"OggS")
    assert b"OpusHead" in sound[:100]


@pytest.mark.parametrize("wording", Wording)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_notice_in_sound_begins_as_the_notice_in_words(language: str, wording: Wording):
    spoken = words_for(language).plain(Say("calls.notice")).removeprefix("🔊 ")
    readme = (SEEDS / "voice/README.md").read_text(encoding="utf-8")
    assert f"| `notice_{wording}_{language}.ogg` | {spoken}" in readme
    assert voice.WORDS[wording][language].startswith(spoken)


def test_the_ring_card_can_be_taken_or_refused_until_it_is_over():
    [row] = views.in_card(call()).keyboard
    assert [b.data for b in row if isinstance(b, Button)] == [Take(call_id=12), Refuse(call_id=12)]
    assert views.in_card(call(CallState.CONNECTED)).keyboard == ()
    [[back]] = views.in_card(call(CallState.MISSED)).keyboard
    assert isinstance(back, Button)
    assert back.data == Ring(who=ANA)


def test_only_a_live_call_can_be_hung_up():
    for state in CallState:
        buttons = [
            *(b for row in views.out_card(call(state)).keyboard for b in row),
            *(b for row in views.talk_card(call(state)).keyboard for b in row),
        ]
        ends = [b for b in buttons if isinstance(b, Button) and b.data == HangUp(call_id=12)]
        live = (CallState.ANNOUNCED, CallState.RINGING, CallState.CONNECTED)
        assert len(ends) == (state in live)


def test_connected_is_told_to_both_and_ends_the_ringing_cards():
    replies = views.connected(CallConnected(call(CallState.CONNECTED, **NAMES)))
    assert {message.to for message in messages(replies)} == {To(ANA), To(BO)}
    assert {r.card for r in replies if isinstance(r, Redraw)} == {"call_out:12", "call_in:12"}


def test_after_a_talk_the_other_one_is_told_and_both_when_time_ended_it():
    assert [m.to for m in messages(views.closed(closed(CallState.ENDED, ANA)))] == [To(BO)]
    assert [m.to for m in messages(views.closed(closed(CallState.ENDED, None)))] == [
        To(ANA),
        To(BO),
    ]


def test_the_end_of_a_talk_adds_one_line():
    ended = views.closed(closed(CallState.ENDED, ANA))
    assert [r.card for r in ended if isinstance(r, Redraw)] == ["call_talk:12"]
    assert len(ended) == 1 + 1


@pytest.mark.parametrize("state", [CallState.DECLINED, CallState.MISSED, CallState.CANCELLED])
def test_a_call_that_nobody_took_changes_its_cards_and_adds_no_message(state: CallState):
    assert messages(views.closed(closed(state, BO))) == []


def test_buttons_fit_into_what_the_messenger_carries():
    for data in (
        Ring(who=LONGEST_ID),
        Whom(page=99),
        Take(call_id=2**53),
        Refuse(call_id=2**53),
        HangUp(call_id=2**53),
        CallAnyway(call_id=2**53),
        KeepSilent(play_id=2**53),
    ):
        assert len(data.pack().encode()) <= DATA_MAX


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_command_is_described(language: str):
    for command in FEATURE.commands:
        assert words_for(language).plain(Say(f"command.{command.name}"))
