"""Whom one has: friends by asking, family by birth, and what a machine makes of one's habits."""

from __future__ import annotations


async def test_a_newcomer_has_two_friends_already(town):
    ana = await town.join("Ana")
    await ana.sees("Friends you have already")
    await ana.send("/friends")
    page = await ana.sees("You have 2 friends")
    labels = [button["text"] for row in page["buttons"] for button in row]
    *people, everybody, home = labels
    assert (everybody, home) == ("Everybody in town", "🏠 Home")
    assert len(people) in {2, 3}, "two friends, and one of the family if that is none of them"


async def test_two_people_become_friends_and_part(town):
    ana, bo = await town.join("Ana"), await town.join("Bo")
    await ana.send(f"/person {bo.town_name}")
    toast = await ana.taps("Be friends", of=await ana.with_button("Be friends"))
    assert bo.town_name in toast
    card = await bo.sees("would like to be your friend", ana.town_name)
    assert "friends now" in await bo.taps("Yes", of=card)
    await ana.sees(f"{bo.town_name} is your friend now")
    await bo.sees("you said yes")
    await ana.send("/friends")
    await ana.sees("You have 3 friends")
    await ana.send(f"/friends add {bo.town_name}")
    await ana.sees("friends already")
    await ana.taps(bo.town_name)
    assert "over" in await ana.taps("End the friendship", of=await ana.with_button("End the"))
    await ana.send("/friends")
    await ana.sees("You have 2 friends")
    await bo.send("/friends")
    await bo.sees("You have 2 friends")


async def test_a_no_is_kept_to_oneself(town):
    ana, bo = await town.join("Ana"), await town.join("Bo")
    await ana.send(f"/friends add {bo.town_name}")
    await ana.sees("has been asked")
    card = await bo.sees("would like to be your friend")
    await bo.taps("No", of=card)
    await bo.sees("you said no")
    await ana.send(f"/friends add {bo.town_name}")
    await ana.sees("said no a short while ago")


async def test_the_directory_is_one_button_further(town):
    ana, bo = await town.join("Ana"), await town.join("Bo")
    await ana.send("/friends")
    await ana.taps("Everybody in town", of=await ana.sees("You have 2 friends"))
    names = await ana.sees("Your neighbours")
    await ana.taps(bo.town_name, of=names)
    card = await ana.with_button("🚫 Block")
    labels = [button["text"] for row in card["buttons"] for button in row]
    assert labels == [
        *("💬 Write", "📞 Call", "💸 Pay", "🧧 Envelope"),
        *("Be friends", "❗ Report", "🚫 Block"),
        *("‹ Back", "🏠 Home"),
    ]


async def test_guesses_are_hidden_and_their_audit_is_the_facilitators(town):
    ana, fay = await town.join("Ana"), town.facilitator
    await ana.send("/inferred")
    await ana.sees("the law in force")
    await ana.send("/inferred audit")
    await ana.sees("not open to your role")
    await fay.send("/inferred audit")
    await fay.sees("Guesses against the truth", "invented")


async def test_the_law_opens_what_is_guessed(town):
    ana, fay = await town.join("Ana"), town.facilitator
    await fay.send("/law explanation receipt now")
    await fay.sees("in force")
    await ana.send("/inferred")
    await ana.sees("uess")
