"""Reactions to messages, from people and from bots, and who hears of them."""

from __future__ import annotations

import pytest

from tests.sandbox.desk import PNG, Desk, Json, Refused, heard, share

EVERYTHING = ["message", "edited_message", "message_reaction", "message_reaction_count"]


async def test_reactions_are_heard_by_bots_that_ask(desk: Desk):
    ana = await desk.starter()
    sent = await desk.api("sendMessage", chat_id=ana.id, text="x")
    place = {"message_id": sent["message_id"]}
    await ana.act("react", emoji="👍", **place)
    assert await desk.fresh() == [], "not among the kinds that come unasked"
    await desk.updates(allowed_updates=EVERYTHING)
    shown = await ana.act("react", emoji="🔥", **place)
    assert shown["reactions"] == [{"emoji": "🔥", "count": 1, "mine": True}]
    told = await heard(desk, "message_reaction")
    assert (told["user"]["id"], told["chat"]["id"], told["message_id"]) == (
        ana.id, ana.id, sent["message_id"],
    )  # fmt: skip
    assert told["old_reaction"] == [{"type": "emoji", "emoji": "👍"}]
    assert told["new_reaction"] == [{"type": "emoji", "emoji": "🔥"}]
    await ana.act("react", emoji="🔥", **place)
    assert await desk.fresh() == [], "nothing has changed"
    assert (await ana.act("react", **place))["reactions"] == []
    assert (await heard(desk, "message_reaction"))["new_reaction"] == []
    await ana.act("react", 400, emoji="🧀", **place)
    await ana.act("react", 404, emoji="🔥", message_id=999)


async def test_in_groups_only_managing_bots_hear_reactions(desk: Desk):
    ana, bo = await desk.starter(), await desk.starter("Bo")
    town = await desk.group(ana, bo)
    said = await ana.send("hi", chat=town)
    await desk.updates(allowed_updates=EVERYTHING)
    await desk.fresh()
    await bo.act("react", chat=town, message_id=said["message_id"], emoji="🎉")
    assert await desk.fresh() == []
    bot = desk.sandbox.world.bot(None).id
    await desk.control("POST", f"groups/{town}/members", promote=[bot])
    await desk.fresh()
    await ana.act("react", chat=town, message_id=said["message_id"], emoji="🎉")
    assert (await heard(desk, "message_reaction"))["user"]["id"] == ana.id
    seen = (await bo.sees(town))[-1]
    assert seen["reactions"] == [{"emoji": "🎉", "count": 2, "mine": True}]


async def test_in_channels_reactions_are_counted_and_name_nobody(desk: Desk):
    ana, bo = await desk.starter(), await desk.starter("Bo")
    town = await desk.group(ana, bo, type="supergroup")
    said = await ana.send("hi", chat=town)
    bot = desk.sandbox.world.bot(None).id
    await desk.control("POST", f"groups/{town}/members", promote=[bot])
    desk.sandbox.world.groups[town].type = "channel"
    await desk.updates(allowed_updates=EVERYTHING)
    place = {"chat": town, "message_id": said["message_id"]}
    for seat, emoji in ((ana, "🔥"), (bo, "🔥"), (ana, "🎉")):
        await seat.act("react", emoji=emoji, **place)
    told = await heard(desk, "message_reaction_count")
    assert "user" not in told
    assert [(one["type"]["emoji"], one["total_count"]) for one in told["reactions"]] == [
        ("🔥", 1), ("🎉", 1),
    ]  # fmt: skip


async def test_a_bot_reacts_to_messages(desk: Desk):
    ana = await desk.starter()
    await desk.updates(allowed_updates=["message", "message_reaction"])
    _, second = await share(ana, "photo", (PNG, "a"), (PNG, "b"))
    await desk.fresh()
    fire = {"type": "emoji", "emoji": "🔥"}
    place: Json = {"chat_id": ana.id, "message_id": second["message_id"]}
    assert await desk.api("setMessageReaction", **place, reaction=[fire], is_big=True) is True
    seen = (await ana.sees())[-2:]
    assert [one["reactions"] for one in seen] == [
        [{"emoji": "🔥", "count": 1, "mine": False}], [],
    ], "an album has them under its first message"  # fmt: skip
    assert await desk.fresh() == [], "its own reactions a bot does not hear"
    await ana.act("react", message_id=second["message_id"], emoji="🔥")
    assert (await ana.sees())[-2]["reactions"] == [{"emoji": "🔥", "count": 2, "mine": True}]
    for reaction, words in [
        ([fire, fire], "REACTIONS_TOO_MANY"),
        ([{"type": "emoji", "emoji": "🧀"}], "REACTION_INVALID"),
        ([{"type": "custom_emoji", "custom_emoji_id": "5"}], "REACTION_INVALID"),
    ]:
        with pytest.raises(Refused, match=words):
            await desk.api("setMessageReaction", **place, reaction=reaction)
    with pytest.raises(Refused, match="message to react not found"):
        await desk.api("setMessageReaction", chat_id=ana.id, message_id=999, reaction=[fire])
    await desk.api("setMessageReaction", **place)
    assert (await ana.sees())[-2]["reactions"] == [{"emoji": "🔥", "count": 1, "mine": True}]
