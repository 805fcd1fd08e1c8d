"""Residents answer what was said, in the language it was said in, and never the same twice."""

from __future__ import annotations

import re
from itertools import pairwise

from services.living.residents import acts
from services.living.residents.acts import ACTIONS
from services.living.residents.answers import answers, heard
from services.living.residents.folk import resident
from services.money.envelopes import EnvelopeSent
from services.money.transfers import TransferOffered
from services.people.identity import by_name, choose_language, known, neighbours
from services.social import calls, messaging
from services.social.calls import CallRinging, CallSpoken
from services.social.messaging import MessageSent
from tests.db.test_residents import do, hear, settled
from tests.support.world import ON_SQLITE, Builder, World

CHINESE = re.compile("[\u4e00-\u9fff]")
WRITTEN = 6  # a greeting, an answer, a letter, words on the line, two notes
SAID = {
    "Hello there!": "greeting",
    "你好": "greeting",
    "Thanks a lot": "thanks",
    "谢谢你": "thanks",
    "what is your score?": "score",
    "你的信用分多少": "score",
    "can you lend me some money": "money",
    "借我点钱": "money",
    "You IDIOT": "insult",
    "你这个骗子": "insult",
    "bye!": "goodbye",
    "晚安": "goodbye",
    "what is your job": "trade",
    "你是做什么的？": "trade",
    "have you read the blacklist?": "lists",
    "最近怎么样": "wellbeing",
    "the sky over the river": "",
    "this is hiking weather": "",  # no word is found within another
    "😀": "",
}


def replied(world: World, name: str, *texts: str) -> list[str]:
    """What a resident writes back to each of some messages."""
    told = []
    with world.office() as town:
        (me,) = [r for r in neighbours(town) if r.name == name]
    for number, text in enumerate(texts):
        with world.office(key=f"said:{number}") as town:
            someone = resident(town, me.participant_id)
            assert someone is not None
            place = town.as_actor(someone.actor, key=f"answer:{number}")
            about = f"{heard(text, 'en')}|{world.ids['ana']}"
            ACTIONS["reply"](place, someone, about, town.randomness("unused"))
            told += [event.text for event in place.events if isinstance(event, MessageSent)]
    return told


def test_an_answer_is_about_what_was_said_and_never_the_same_twice_in_a_row(town_of: Builder):
    world = settled(town_of, "ana")
    found = {said: heard(said, "en").partition(".")[0] for said in SAID}
    assert found == SAID
    lines = {one.id: one.lines for one in answers().intents}
    money, score = replied(world, "Agate", "lend me money?", "你的分数呢")
    assert any(money.startswith(line) for line in lines["money"].en)
    assert any(score.startswith(line) for line in lines["score"].zh)
    (trade,) = replied(world, "Cassava", "what do you do for a living?")
    assert "taxi driver" in trade
    said = ["hello", "hello", "xyz", "xyz", "hello", "xyz", "谢谢", "谢谢", "hello", "hello"]
    for name in ("Magpie", "Snowdrop", "Bittern"):
        told = replied(world, name, *said)
        assert len(told) == len(said)
        assert all(one != other for one, other in pairwise(told))


@ON_SQLITE
def test_whoever_reads_chinese_is_written_to_in_chinese_and_the_town_in_its_own(town_of: Builder):
    world = settled(town_of, "ana")
    with world.uow(world.visitors["ana"]) as uow:
        choose_language(known(uow), "zh")
    do(world, "ana", lambda town: messaging.send(town, "magpie", "😀"))
    do(world, "ana", lambda town: calls.ring(town, "magpie"))
    with world.office() as town:
        magpie = resident(town, by_name(town, "magpie").participant_id)
        assert magpie is not None
        call = world.emitted(CallRinging)[0].call.call_id
        does = {"pick_up": call, "greet": world.ids["ana"], "welcome": world.ids["ana"]}
        does |= {"_write": "ana", "_pay": "ana", "_give": ""}
        for name, about in does.items():
            place = town.as_actor(magpie.actor, key=name)
            action = ACTIONS.get(name) or getattr(acts, name)
            action(place, magpie, str(about), town.randomness(name))
            hear(place)
    world.pass_wall(ms=60_000)
    to_ana = [e.text for e in world.emitted(MessageSent) if e.receiver == world.ids["ana"]]
    to_ana += [e.text for e in world.emitted(CallSpoken) if e.listener == world.ids["ana"]]
    paid = [e.payment for e in world.emitted(TransferOffered)]
    to_ana += [one.note for one in paid if one.receiver == world.ids["ana"]]
    assert len(to_ana) >= WRITTEN
    assert [text for text in to_ana if CHINESE.search(text) is None] == []
    assert all(e.card.words.isascii() for e in world.emitted(EnvelopeSent))


def test_a_message_is_answered_by_what_it_was_about(town_of: Builder):
    world = settled(town_of, "ana")
    do(world, "ana", lambda town: messaging.send(town, "magpie", "Thank you!"))
    world.pass_wall(ms=10_000)
    told = [e.text for e in world.emitted(MessageSent) if e.sender_name == "Magpie"]
    thanks = next(one.lines.en for one in answers().intents if one.id == "thanks")
    assert any(text.startswith(thanks) for text in told)
