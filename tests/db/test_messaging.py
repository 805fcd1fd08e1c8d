"""Words go to one person, leave a fact without themselves, and are kept nowhere."""

from __future__ import annotations

import pytest
from sqlalchemy import inspect, text

from services.people.identity import NobodyOfThatName
from services.social import messaging
from services.social.messaging import MessageSent
from tests.support.world import Builder, World

SECRET_WORDS = "meet me at the old well"


def test_a_message_reaches_one_person_and_leaves_a_fact(world: World):
    with world.acting("ana") as town:
        receipt = messaging.send(town, "@BO", SECRET_WORDS)
    assert receipt is not None
    assert receipt.receiver_name == "Bo"
    [event] = world.emitted(MessageSent)
    assert event == MessageSent(
        sender=world.ids["ana"],
        sender_name="Ana",
        receiver=world.ids["bo"],
        receiver_name="Bo",
        text=SECRET_WORDS,
    )
    [fact] = [f for f in world.facts_of("ana") if f.kind == "message_sent"]
    assert fact.counterpart == world.ids["bo"]
    assert "message_sent" not in world.fact_kinds("bo")


def test_the_words_are_in_no_table(world: World):
    with world.acting("ana") as town:
        messaging.send(town, "bo", SECRET_WORDS)
    assert "message_sent" in world.fact_kinds("ana")
    for table in inspect(world.engine).get_table_names():
        for row in world.rows(text(f'SELECT * FROM "{table}"')):  # noqa: S608 - our own tables
            assert SECRET_WORDS not in repr(row), table


@pytest.mark.parametrize(
    ("name", "words", "refusal"),
    [
        ("ana", "hello me", messaging.MessageToSelf),
        ("nobody", "hello", NobodyOfThatName),
        ("bo'); DROP TABLE facts; --", "hello", NobodyOfThatName),
        ("bo", "x" * (messaging.TEXT_MAX + 1), messaging.MessageTooLong),
    ],
)
def test_a_refused_message_leaves_nothing(world: World, name, words, refusal):
    with pytest.raises(refusal), world.acting("ana") as town:
        messaging.send(town, name, words)
    assert world.emitted(MessageSent) == []
    assert "message_sent" not in world.fact_kinds("ana")


def test_the_longest_message_is_carried_whole(world: World):
    with world.acting("ana") as town:
        messaging.send(town, "bo", "x" * messaging.TEXT_MAX)
    assert len(world.emitted(MessageSent)[0].text) == messaging.TEXT_MAX


def test_the_directory_shows_everybody_else_page_by_page(town_of: Builder):
    many = [f"n{number:02d}" for number in range(messaging.PAGE_SIZE + 2)]
    world = town_of("ana", residents=tuple(many))
    with world.acting("ana") as town:
        first = messaging.directory(town)
        last = messaging.directory(town, 99)
        before = messaging.directory(town, -1)
    assert (first.number, first.pages, first.total) == (0, 2, len(many))
    assert [n.name for n in (*first.items, *last.items)] == [name.title() for name in many]
    assert last.number == 1
    assert before == first


def test_the_directory_shows_this_town_only(town_of: Builder):
    here, _ = town_of("ana"), town_of("zoe")
    with here.acting("ana") as town:
        assert messaging.directory(town).items == ()
        assert town.conn.scalar(text("SELECT count(*) FROM participants")) == 2
