"""What is meant for the app is heard by it wherever somebody is: asked for words, in a chat, on a
call, in a town that is paused or blank."""

from __future__ import annotations

import pytest
from sqlalchemy import insert, select

from bot.arguments import AskWords, Words
from services.people.identity.tables import participants, second_facilitators
from tests.support.runtime import Rig

HELP, HOME = "Your session", "Nothing waits for you"
# By where somebody is, what each word must bring: `help` and `帮助` the help, `取消` what can be
# called off there. Nobody else hears any of them.
STATES = {
    "at home": HOME,
    "asked for a name": "No answer is waited for any more",
    "asked in a chat": "No answer is waited for any more",
    "in a chat": "Nothing was said to Bo",
    "in a group": "Nothing was said to Tea",
    "on a call": "Nothing was said to Bo",
    "in a chat, paused": "Nothing was said to Bo",
    "asked, paused": "No answer is waited for any more",
    "blank": "blank",
}
GROUP = AskWords(what=Words.GROUP).pack()


async def told(town: Rig, name: str, typed: str, words: str) -> None:
    """Somebody types, and one of the new messages has these words."""
    before = {one["message_id"] for one in await town.messages(name)}
    await town.say(name, typed)

    async def seen() -> bool:
        new = [one for one in await town.messages(name) if one["message_id"] not in before]
        return any(words in str(one.get("text")) for one in new if one["from"]["is_bot"])

    await town.until_async(seen, f"{name}: {typed}: {words}", 5)


async def enter(town: Rig, state: str) -> None:
    """Bring Ana where the state says."""
    if "chat" in state:
        await told(town, "ana", "/msg bo", "talking to Bo")
    if state == "in a group":
        await told(town, "ana", "/groups new Tea", "Tea is made")
        await town.tap("ana", "gc:1")
    if state == "on a call":
        await told(town, "ana", "/call bo", "Bo")
        (ringing,) = [m for m in await town.messages("bo") if "is calling you" in str(m["text"])]
        answer = ringing["buttons"][0][0]["data"]
        await town.tap("bo", answer, message_id=ringing["message_id"])
    if "asked" in state:
        await ask(town)
    if "paused" in state:
        await told(town, "fay", "/pause", "stands still")
    if state == "blank":
        await told(town, "fay", "/panic", "Nothing of the town is shown")


async def ask(town: Rig) -> None:
    await town.tap("ana", GROUP)
    await town.until_done(len(town.inbox_states()))


@pytest.mark.parametrize("state", STATES)
async def test_what_is_meant_for_the_app_is_heard_by_it_everywhere(town: Rig, state: str):
    with town.eye.begin() as conn:
        here = participants.c.participant_id == town.world.ids["ana"]
        person = conn.scalar(select(participants.c.person_id).where(here))
        second = {"workshop_id": town.world.workshop_id, "person_id": person}
        conn.execute(insert(second_facilitators).values(**second, since_ms=1))
    await told(town, "ana", "/menu", HOME)
    await enter(town, state)
    heard = len(await town.heard("bo"))
    for word in ("取消", "cancel"):
        await told(town, "ana", word, STATES[state])
        if "asked" in state:
            await ask(town)
    for word in ("help", "帮助", "Help", "/help"):
        await told(town, "ana", word, HELP)
        if "asked" in state:
            await ask(town)
    words = ("取消", "cancel", "elp", "帮助")
    assert not [text for text in (await town.heard("bo"))[heard:] for one in words if one in text]
    await told(town, "ana", "/panic", "Nothing of the town is shown")


async def test_home_shows_the_present_to_whoever_comes_back_and_only_asks(town: Rig):
    await told(town, "ana", "/menu", HOME)
    home = (await town.messages("ana"))[-1]
    town.pass_ms(10 * 60_000)
    await told(town, "ana", "/wallet", "You hold")

    async def drawn_anew() -> bool:
        (now,) = [m for m in await town.messages("ana") if m["message_id"] == home["message_id"]]
        return bool(now["text"] != home["text"])

    await town.until_async(drawn_anew, "home of ten minutes later", 5)
