"""Words without a command: done, or asked about; what is not clear never moves money by itself."""

from __future__ import annotations

from tests.support.seats import said


async def test_plain_words_lead_to_the_thing_itself_or_to_a_question(town):
    ana, bo = await town.join("Ana"), await town.join("Bo")
    for words in ("wallet", "／Wallet", "/walet", "钱包", "how much money do I have?"):
        await ana.send(words)
        await ana.sees("You hold ¥200.00")
    await ana.send(f"pay {bo.town_name.lower()}x 1.250")
    asked = await ana.sees("Is this what you mean?")
    await ana.taps("¥1.25", of=asked)
    await bo.sees("¥1.25")
    await bo.taps("Accept")
    await ana.send("/wallet")
    assert "¥198.75" in said(await ana.sees("You hold"))
    await ana.send("hello")
    await ana.sees("nobody hears you here")
    await ana.send(f"tell {bo.town_name} Thanks, where is the market?")
    asked = await ana.sees("Is this what you mean?", "Thanks, where is the market?")
    await ana.taps("Write to", of=asked)
    assert f"tell {bo.town_name}" not in said(await bo.sees("Thanks, where is the market?"))
    await ana.sees(f"→ {bo.town_name} ✓")


async def test_a_question_about_a_command_is_answered_once_however_often_it_is_tapped(town):
    ana, bo = await town.join("Ana"), await town.join("Bo")
    mistyped = f"{bo.town_name}x"  # a beginning might begin another name as well
    await ana.send(f"/pay {mistyped} 7 for tea")
    asked = await ana.sees(f"Nobody here is called {mistyped}")
    (button,) = [b for row in asked["buttons"] for b in row if b["text"] == bo.town_name]
    for _ in range(2):
        await ana.tap(message_id=asked["message_id"], data=button["data"])
    await bo.sees("¥7.00", "for tea")
    await ana.send("/wallet")
    await ana.sees("You hold ¥193.00")


async def test_a_bare_code_opens_the_door_and_a_group_is_told_where_the_answer_is(town):
    ana = await town.join("Ana")
    new = await town.venue.person("Cai")
    await new.send(town.code.lower())
    await new.with_button("I agree")
    await new.send("hello")
    await new.sees("You do not live in a town yet")
    square = await town.group(ana)
    spoken = ana.in_group(square)
    await spoken.send("/wallet")
    await spoken.sees("Answered in your own chat with me")
    await ana.sees("You hold ¥200.00")


async def test_each_reads_the_names_of_the_town_in_their_own_language(town):
    ana, bo = await town.join("Ana"), await town.join("Bo", "zh")
    assert bo.town_name != ana.town_name
    assert not bo.town_name.isascii()
    await ana.send(f"/pay {bo.town_name} 2")
    receipt = said(await ana.sees("¥2.00"))
    assert bo.town_name not in receipt
    request = said(await bo.sees("¥2.00"))
    assert ana.town_name not in request
