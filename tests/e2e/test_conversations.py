"""Talking to people: the list, one who is open, answers to whatever came from somebody."""

from __future__ import annotations

from services.people.identity import in_language
from tests.support.seats import said


async def test_two_people_talk_pay_and_part(town):
    ana, bo = await town.join("Ana"), await town.join("Bo")
    await ana.send(f"/msg {bo.town_name}")
    await ana.sees("You are talking to", bo.town_name)
    await ana.send("lunch?")
    asked = await bo.sees("lunch?", ana.town_name)
    await bo.taps("Answer", of=asked)
    await bo.sees("You are talking to", ana.town_name)
    await bo.send("with pleasure")
    heard = await ana.sees("with pleasure", bo.town_name)
    assert heard["buttons"] == [], "whoever is talking to somebody needs no button for it"
    await ana.send("💸 Pay")
    await ana.taps("¥8.88", of=await ana.sees("How much for", bo.town_name))
    offer = await bo.sees("¥8.88", ana.town_name)
    await ana.send("🧧 Envelope")
    await ana.taps("¥6.66", of=await ana.sees("for", bo.town_name, "alone"))
    await bo.sees("¥6.66", ana.town_name)
    await bo.send("✕ Leave the chat")
    await bo.sees("You have left the conversation")
    await bo.send("that is too much", to=offer)
    await ana.sees("that is too much", bo.town_name)
    await ana.send("📞 Call")
    await bo.taps("Accept", of=await bo.sees("is calling you", ana.town_name))
    await ana.sees("In a call")
    await bo.send("/hangup")
    await ana.sees("hung up")
    await bo.send("/chats")
    await bo.taps(ana.town_name, of=await bo.sees(ana.town_name, "← you: words"))
    await bo.sees("You are talking to", ana.town_name)


async def test_a_seat_in_chinese_talks_by_its_own_keys(town):
    ana, bo = await town.join("Ana", "zh"), await town.join("Bo")
    await ana.send(f"/msg {bo.town_name}")
    await ana.sees("您正在和", in_language(bo.town_name, "zh"))
    await town.facilitator.send("/say lunch at one")
    await ana.sees("来自小镇", "lunch at one")
    heard = await bo.sees("lunch at one")
    assert "From the town" not in said(heard), "who talks to nobody needs no label"
    await ana.send("✕ 退出聊天")
    await ana.sees("您已退出")
