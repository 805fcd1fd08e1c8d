"""Where plain words go: what they answer, the phone, the open conversation; and the list of all."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from services.kernel.errors import RuleError
from services.kernel.town import Town
from services.modules import MODULES
from services.people.identity import ParticipantLeft, set_blocked
from services.social import calls, friends, messaging
from services.social.calls import CallSpoken
from services.social.messaging import Enclosure, Kind, MessageSent
from services.social.messaging.tables import conversations, open_talks
from tests.support.world import World

PHOTO = Enclosure(kind=Kind.PHOTO, handle="f1", bot_id=7, size=1_000, sides=(800, 600))


def say(world: World, name: str, text: str, enclosure: Enclosure | None = None, **place: object):
    with world.acting(name) as town:
        town.visitor = replace(world.visitors[name], **place)  # type: ignore[arg-type]
        return messaging.say(town, text, enclosure)


def open_one(world: World, name: str, other: str) -> None:
    with world.acting(name) as town:
        messaging.open_by_name(town, other)


def talk(world: World, other: str) -> str:
    return messaging.talk_with(world.ids[other])


def connect(world: World, caller: str, callee: str) -> None:
    with world.acting(caller) as town:
        call = calls.ring(town, callee)
    with world.acting(callee) as town:
        calls.answer(town, call.call_id)


def sent(world: World) -> list[tuple[str, str, bool]]:
    return [(e.receiver_name, e.text, e.aside) for e in world.emitted(MessageSent)]


def test_words_go_to_whom_one_has_open_and_to_nobody_after_leaving(world: World):
    open_one(world, "ana", "bo")
    say(world, "ana", "hello")
    open_one(world, "ana", "cy")  # one at a time
    say(world, "ana", "and you")
    with world.acting("ana") as town:
        assert messaging.leave(town) == "Cy"
    with pytest.raises(calls.NobodyListens):
        say(world, "ana", "anybody?")
    with pytest.raises(messaging.NotTalking), world.acting("ana") as town:
        messaging.leave(town)
    assert sent(world) == [("Bo", "hello", False), ("Cy", "and you", False)]


def test_an_answer_goes_to_whom_it_answers(world: World):
    open_one(world, "ana", "cy")
    say(world, "ana", "for bo", talk=talk(world, "bo"))
    assert sent(world) == [("Bo", "for bo", True)]
    with pytest.raises(messaging.LeadsNowhere):
        say(world, "ana", "for whom?", talk="nowhere")
    with pytest.raises(messaging.LeadsNowhere):
        say(world, "ana", "elsewhere", talk="p:somebody-of-another-town")


def test_where_each_has_a_topic_opening_one_opens_no_other(world: World):
    with world.acting("ana") as town:
        town.visitor = replace(world.visitors["ana"], has_topics=True)
        assert messaging.open_by_name(town, "bo").has_topic
    with pytest.raises(calls.NobodyListens):
        say(world, "ana", "in the general topic", has_topics=True)
    say(world, "ana", "in its own", has_topics=True, talk=talk(world, "bo"))
    assert sent(world) == [("Bo", "in its own", False)]


def test_on_the_phone_words_go_down_the_line_and_other_messages_do_not(world: World):
    open_one(world, "ana", "cy")
    connect(world, "ana", "bo")
    say(world, "ana", "on the phone")
    say(world, "ana", "also on the phone", talk=talk(world, "bo"))
    say(world, "ana", "written", talk=talk(world, "cy"))
    say(world, "cy", "from outside", talk=talk(world, "ana"))
    say(world, "ana", "", PHOTO)
    assert [e.text for e in world.emitted(CallSpoken)] == ["on the phone", "also on the phone"]
    told = [("Cy", "written", False), ("Ana", "from outside", True), ("Bo", "", True)]
    assert sent(world) == told


def test_a_conversation_opened_in_a_call_is_beside_it_until_it_is_left(world: World):
    open_one(world, "ana", "cy")
    connect(world, "ana", "bo")
    say(world, "cy", "are you there?", talk=talk(world, "ana"))
    say(world, "ana", "on the phone")
    open_one(world, "ana", "cy")  # the key under what Cy wrote
    say(world, "ana", "in a minute")
    say(world, "ana", "I am still here", talk=talk(world, "bo"))
    with world.acting("ana") as town:
        messaging.leave(town)
    say(world, "ana", "so, where were we?")
    open_one(world, "ana", "cy")
    with world.acting("ana") as town:
        calls.hang_up(town)
    connect(world, "ana", "bo")
    say(world, "ana", "you again")
    assert [e.text for e in world.emitted(CallSpoken)] == [
        "on the phone",
        "I am still here",
        "so, where were we?",
        "you again",
    ]
    assert sent(world)[1:] == [("Cy", "in a minute", False)]


@pytest.mark.parametrize(
    ("who", "refusal", "name"),
    [("ana", calls.StillRinging, "Bo"), ("bo", calls.BeingRung, "Ana")],
)
def test_while_it_rings_one_is_told_so(world: World, who: str, refusal: type[RuleError], name: str):
    with world.acting("ana") as town:
        calls.ring(town, "bo")
    with pytest.raises(refusal) as refused:
        say(world, who, "hello?")
    assert refused.value.fields == {"name": name}
    open_one(world, who, "cy")
    say(world, who, "to somebody else meanwhile")
    assert [name for name, _, _ in sent(world)] == ["Cy"]


def test_the_keys_of_a_conversation_are_about_the_one_it_is_with(world: World):
    with pytest.raises(messaging.NotTalking), world.acting("ana") as town:
        messaging.ring_here(town)
    open_one(world, "ana", "bo")
    with world.acting("ana") as town:
        assert messaging.current(town).other.name == "Bo"
        messaging.ring_here(town)
        assert calls.current_call(town, world.ids["bo"]) is not None
    with pytest.raises(messaging.TalkToSelf):
        open_one(world, "ana", "ana")


def test_the_list_has_the_latest_first_then_friends_and_counts_what_waits(world: World):
    with world.acting("ana") as town:
        friends.acquaint(town, world.ids["ana"], world.ids["cy"])
        page = messaging.chats(town)
    assert [line.other.name for line in page.items] == ["Cy", "Bo"]
    for words in ("one", "two"):
        say(world, "bo", words, PHOTO, talk=talk(world, "ana"))
    world.forward(hours=1)
    with world.acting("ana") as town:
        first, second = messaging.chats(town).items
    assert (first.other.name, first.unread, first.kind, first.is_mine) == (
        "Bo",
        2,
        Kind.PHOTO,
        False,
    )
    assert second.at is None
    open_one(world, "ana", "bo")
    say(world, "bo", "three", talk=talk(world, "ana"))  # she looks at it
    with world.acting("ana") as town:
        assert messaging.chats(town).items[0].unread == 0
    assert [e.in_view for e in world.emitted(MessageSent)] == [False, False, True]


def test_a_message_is_a_fact_with_its_kind_and_none_of_its_content(world: World):
    open_one(world, "ana", "bo")
    say(world, "ana", "look", PHOTO)
    [fact] = [f for f in world.facts_of("ana") if f.kind == "message_sent"]
    assert fact.counterpart == world.ids["bo"]
    assert ":photo:" in fact.key


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"size": 10_000_001}, messaging.EnclosureTooLarge),
        ({"kind": Kind.VOICE, "size": 50_000_000}, messaging.EnclosureTooLarge),
        ({"sides": (5_000, 5_000)}, messaging.PictureTooLarge),
    ],
)
def test_what_is_too_large_changes_nothing(world: World, change: dict[str, object], refusal: type):
    open_one(world, "ana", "bo")
    with pytest.raises(refusal):
        say(world, "ana", "", replace(PHOTO, **change))  # type: ignore[arg-type]
    with pytest.raises(messaging.MessageTooLong):
        say(world, "ana", "x" * 501, PHOTO)
    with pytest.raises(messaging.KindNotCarried), world.acting("ana") as town:
        messaging.refuse_kind(town, "a film")
    assert world.rows(select(conversations)) == []
    assert "message_sent" not in world.fact_kinds("ana")


def test_who_leaves_takes_their_conversations_along(world: World):
    open_one(world, "ana", "bo")
    say(world, "ana", "hello")
    open_one(world, "bo", "ana")
    left = ParticipantLeft(world.workshop_id, world.ids["ana"], "Ana")
    with world.office() as town:
        (module,) = (one for one in MODULES if one.name == "messaging")
        for react in module.reactions:
            react(town, left)
    for table in (conversations, open_talks):
        assert [row.participant_id for row in world.rows(select(table))] == [world.ids["bo"]]


def test_two_who_write_at_once_are_both_counted(world: World):
    def write(town: Town) -> object:
        return messaging.send(town, "cy", "hello")

    world.race_all_done(("ana", write), ("bo", write))
    with world.office() as town:
        total = town.conn.scalar(select(func.sum(conversations.c.unread)))
    assert total == 1 + 1


def test_who_has_shut_the_bot_out_is_written_to_in_vain_and_the_writer_hears_so(world: World):
    bo = world.visitors["bo"]
    with world.office() as town:
        set_blocked(town.conn, bo.bot_id, bo.tg_user_id, blocked=True)
    with pytest.raises(messaging.NotReached) as refused, world.acting("ana") as town:
        messaging.send(town, "bo", "hello")
    assert refused.value.fields == {"name": "Bo"}
    assert world.emitted(MessageSent) == []
