"""Press a key, and what is typed next is the text: a name, a comment, a moment, a report."""

from __future__ import annotations

from itertools import chain
from typing import Any

import pytest
from sqlalchemy import select

from bot import intentions
from bot.arguments import AskWords, Chat, Words
from bot.money import envelopes, transfers
from bot.runtime.conversations import ASKED_MS
from bot.runtime.tables import asked
from bot.social import calls, friends, groups, messaging, moderation, moments
from services.modules import MODULES
from services.money.envelopes.tables import envelopes as laid_out
from services.money.transfers.tables import payments
from services.social import friends as ties
from services.social.groups.tables import people_groups
from services.social.moments.tables import moment_comments
from services.social.moments.tables import moments as posts
from services.social.reports.tables import reports
from tests.db.lawgiving import enact
from tests.runtime.conftest import NewRig
from tests.runtime.test_blank import shown
from tests.runtime.test_conversations import give, seen, topic_of
from tests.support.photos import photo
from tests.support.runtime import Rig
from tests.support.settling import BOT_ID

MONEY = transfers, envelopes
FEATURES = tuple(
    package.FEATURE
    for package in (*MONEY, intentions, calls, friends, groups, moderation, moments, messaging)
)
GROUP = AskWords(what=Words.GROUP).pack()


async def three_people(new_rig: NewRig, url: str) -> Rig:
    """Ana, Bo and Cy, with all that people do among themselves; not started yet."""
    for router in chain.from_iterable(feature.routers for feature in FEATURES):
        router._parent_router = None
    names = ("ana", "bo", "cy")
    return await new_rig(url, names, features=lambda _: FEATURES, modules=MODULES)


@pytest.fixture
async def rig(new_rig: NewRig, sqlite_url: str) -> Rig:
    return await three_people(new_rig, sqlite_url)


async def press(rig: Rig, name: str, data: str, words: str) -> dict[str, Any]:
    """Press such a key, and see what is asked."""
    await rig.tap(name, data)
    return await seen(rig, name, words)


def named(rig: Rig) -> list[str]:
    return [row.name for row in rig.rows(select(people_groups.c.name))]


async def test_a_name_a_moment_a_comment_and_a_report_are_typed_after_a_key(rig: Rig):
    with rig.world.office() as town:
        ties.acquaint(town, rig.world.ids["ana"], rig.world.ids["bo"])
    await rig.start()
    await rig.say("ana", "/msg cy")
    await seen(rig, "ana", "talking to Cy")
    await press(rig, "ana", GROUP, "What is the group called?")
    await rig.say("ana", "Tea at four")
    await seen(rig, "ana", "Tea at four is made")
    await press(rig, "ana", AskWords(what=Words.RENAME, about="1").pack(), "from now on?")
    await rig.say("ana", "Coffee")
    await seen(rig, "ana", "is called Coffee now")
    assert named(rig) == ["Coffee"]
    await press(rig, "ana", AskWords(what=Words.MOMENT).pack(), "show your friends?")
    await give(rig, "ana", "photo", photo(), caption="snow at last")
    await seen(rig, "ana", "snow at last")
    assert [(row.words, bool(row.photo)) for row in rig.rows(select(posts))] == [
        ("snow at last", True)
    ]
    await rig.say("bo", "/moments")
    await seen(rig, "bo", "snow at last")
    await press(rig, "bo", AskWords(what=Words.COMMENT, about="1").pack(), "say to it?")
    await rig.say("bo", "lovely")
    await seen(rig, "bo", "lovely")
    assert [row.words for row in rig.rows(select(moment_comments))] == ["lovely"]
    await press(rig, "bo", AskWords(what=Words.REPORT, about="Cy").pack(), "What did Cy write?")
    await rig.say("bo", "he wants my lunch money")
    await seen(rig, "bo", "reads the words")
    assert [row.words for row in rig.rows(select(reports))] == ["he wants my lunch money"]
    assert rig.rows(select(asked)) == []
    await rig.say("ana", "and this is for cy")
    await seen(rig, "cy", "and this is for cy")
    assert not any("Tea" in text for text in await rig.heard("cy")), "no answer went to Cy"


async def test_any_other_act_ends_the_waiting_and_words_go_where_they_always_do(rig: Rig):
    await rig.start()
    await rig.say("bo", "/msg ana hello")
    hello = await seen(rig, "ana", "hello")
    await rig.say("ana", "/msg cy")
    await seen(rig, "ana", "talking to Cy")
    for number, instead in enumerate(("cancel", "command", "reply", "key", "late")):
        question = await press(rig, "ana", GROUP, "What is the group called?")
        if instead == "cancel":
            (((cancel,),),) = (question["buttons"],)
            await rig.tap("ana", cancel["data"], message_id=question["message_id"])
            await seen(rig, "ana", "No answer is waited for")
        elif instead == "command":
            await rig.say("ana", "/chats")
            await seen(rig, "ana", "Conversations")
        elif instead == "reply":
            await rig.say("ana", "for bo alone", reply_to=hello["message_id"])
            await seen(rig, "bo", "for bo alone")
        elif instead == "key":
            await rig.tap("ana", Chat(who=rig.world.ids["cy"]).pack())
            await seen(rig, "ana", "talking to Cy")
        else:
            rig.pass_ms(ASKED_MS + 1)
        await rig.say("ana", f"for cy, {number}")
        await seen(rig, "cy", f"for cy, {number}")
    assert named(rig) == []


async def test_what_does_not_fit_is_refused_and_can_be_given_again(rig: Rig):
    await rig.start()
    await rig.say("ana", "/groups")
    await seen(rig, "ana", "in no group yet")
    await press(rig, "ana", GROUP, "What is the group called?")
    await rig.say("ana", "x" * 31)
    await seen(rig, "ana", "I still wait")
    await rig.say("ana", "a\u202eb")
    await seen(rig, "ana", "I do not wait for it any more")
    await press(rig, "ana", GROUP, "What is the group called?")
    await rig.say("ana", "x" * 31)
    await seen(rig, "ana", "I still wait")
    await give(rig, "ana", "photo", photo(), caption="Tea")
    refused = await seen(rig, "ana", "Words were asked for")
    (((again,),),) = (refused["buttons"],)
    await rig.say("ana", "who hears this?")
    await seen(rig, "ana", "nobody")
    assert named(rig) == []
    await rig.tap("ana", again["data"], message_id=refused["message_id"])
    await rig.say("ana", "Tea")
    await seen(rig, "ana", "Tea is made")


async def test_an_answer_that_cannot_be_read_is_asked_again_and_money_is_looked_at_first(rig: Rig):
    await rig.start()
    await rig.say("ana", "/groups")
    await seen(rig, "ana", "in no group yet")
    await press(rig, "ana", AskWords(what=Words.SHARES, about="8.88").pack(), "In how many shares?")
    await rig.say("ana", "six friends")
    asked = await seen(rig, "ana", "could not read that")
    assert "In how many shares?" in asked["text"]
    assert "/red_envelope" not in asked["text"]
    await rig.say("ana", "3 lucky Good luck")
    looked = await seen(rig, "ana", "Nothing has happened yet")
    assert "Good luck" in looked["text"]
    ((lay, _),) = looked["buttons"]
    assert lay["data"].endswith(":red_envelope 8.88 3 lucky Good luck")
    assert rig.rows(select(laid_out)) == []


async def test_in_an_open_chat_an_amount_that_was_asked_for_is_the_amount(rig: Rig):
    await rig.start()
    await rig.say("ana", "/msg cy")
    await seen(rig, "ana", "talking to Cy")
    await rig.say("ana", "💸 Pay")
    await seen(rig, "ana", "How much for Cy")
    await rig.say("ana", "12.34 lunch")
    await seen(rig, "ana", "¥12.34")
    await rig.say("ana", "🧧 Envelope")
    await seen(rig, "ana", "for Cy alone. How much?")
    await rig.say("ana", "have you slept well?")
    refused = await seen(rig, "ana", "I still wait for it")
    assert [one["text"] for row in refused["buttons"] for one in row] == ["✕ Cancel"]
    await rig.say("ana", "5.67 lunch")
    await seen(rig, "cy", "5.67")
    await rig.say("ana", "and this is for cy")
    heard = await seen(rig, "cy", "and this is for cy")
    assert not any("slept" in text for text in await rig.heard("cy"))
    assert heard["text"].count("\n") == 1, "words to Cy are words"


@pytest.mark.parametrize("words", ["cancel", "取消"])
async def test_what_was_asked_is_called_off_in_words(rig: Rig, words: str):
    await rig.start()
    await rig.say("ana", "/msg cy")
    await seen(rig, "ana", "talking to Cy")
    await rig.say("ana", "💸 Pay")
    await seen(rig, "ana", "How much for Cy")
    await rig.say("ana", words)
    await seen(rig, "ana", "No answer is waited for")
    await rig.say("ana", "and this is for cy")
    await seen(rig, "cy", "and this is for cy")
    assert not any(words in text for text in await rig.heard("cy"))


async def test_one_button_of_one_card_pays_once_and_two_cards_pay_twice(rig: Rig):
    await rig.start()
    await rig.say("ana", "/msg cy")
    await seen(rig, "ana", "talking to Cy")
    for number in (1, 2):
        await rig.say("ana", "💸 Pay")
        card = await seen(rig, "ana", "How much for Cy")  # the one before shows its receipt now
        data = card["buttons"][0][0]["data"]
        for _ in range(3):
            assert "is waiting for Cy" in await rig.tap("ana", data, message_id=card["message_id"])
        assert len(rig.rows(select(payments))) == number


async def test_in_a_topic_the_question_is_answered_where_it_stands(rig: Rig):
    rig.sandbox.world.bot(BOT_ID).has_topics = True
    await rig.start()
    await rig.say("bo", "/msg ana give me your lunch money")
    from_bo = await seen(rig, "ana", "lunch money")
    there = {"message_id": from_bo["message_id"]}
    await rig.tap("ana", AskWords(what=Words.REPORT, about="Bo").pack(), **there)
    question = await seen(rig, "ana", "What did Bo write?")
    assert question["thread"] == await topic_of(rig, "ana", "bo")
    await rig.say("ana", "give me your lunch money", thread=question["thread"])
    await seen(rig, "ana", "reads the words")
    assert not any("lunch money" in text for text in await rig.heard("bo"))
    assert [row.words for row in rig.rows(select(reports))] == ["give me your lunch money"]


async def test_a_draft_that_gives_pause_is_still_waited_for(rig: Rig):
    enact(rig.world, "moderation", "on")
    await rig.start()
    await rig.say("ana", "/msg cy")
    await seen(rig, "ana", "talking to Cy")
    await press(rig, "ana", AskWords(what=Words.MOMENT).pack(), "show your friends?")
    for says in ("not sent yet", "It was sent, and flagged"):
        await rig.say("ana", "they say that the bridge is closed")
        await seen(rig, "ana", says)
    assert [row.words for row in rig.rows(select(posts))] == ["they say that the bridge is closed"]
    assert not any("bridge" in text for text in await rig.heard("cy"))


async def test_words_on_a_line_on_which_nobody_is_yet_are_told_so_and_screens_open(rig: Rig):
    await rig.start()
    await rig.say("bo", "/call ana")
    await seen(rig, "ana", "Bo is calling you")
    await rig.say("ana", "who is it?")
    await seen(rig, "ana", "nobody hears what you write before you answer")
    await rig.say("bo", "hurry up")
    await seen(rig, "bo", "It is still ringing at Ana's")
    await rig.say("bo", "friends")
    await seen(rig, "bo", "no friends here yet")
    assert not any("not sure what you mean" in text for text in await rig.heard("ana"))


async def test_the_name_of_a_key_is_the_apps_and_one_word_more_is_the_partners(town: Rig):
    await town.say("ana", "/msg bo")
    await shown(town, "ana", "talking to Bo")
    await town.say("bo", "/msg ana what do you want?")
    asked = await shown(town, "ana", "what do you want?")
    await town.say("ana", "更多")
    await shown(town, "ana", "Everything else")
    for said, told in (("raise my hand", "Your hand is up"), ("举手", "Your hand is still up")):
        await town.say("ana", said)
        await shown(town, "ana", told)
    await town.say("ana", "more tea?")
    await town.say("ana", "More", reply_to=asked["message_id"])
    await shown(town, "bo", "more tea?")
    await shown(town, "bo", "More")
    await town.say("ana", "✕ Leave the chat")
    await shown(town, "ana", "left the conversation")
    assert not any(said in text for text in await town.heard("bo") for said in ("举手", "raise my"))
