"""People among themselves: a card, a block, a report, a group, a moment."""

from __future__ import annotations

from tests.support.narrowing import searched
from tests.support.photos import photo
from tests.support.seats import said


async def test_a_block_is_found_out_kindly_and_can_be_taken_back(town):
    ana, bo = await town.join("Ana"), await town.join("Bo")
    await bo.send(f"/person {ana.town_name}")
    toast = await bo.taps("🚫 Block", of=await bo.with_button("🚫 Block"))
    assert "not told" in toast
    for typed in (
        f"/msg {bo.town_name} hello",
        f"/call {bo.town_name}",
        f"/pay {bo.town_name} 1",
        f"/red_envelope 1 @{bo.town_name}",
        f"/friends add {bo.town_name}",
    ):
        await ana.send(typed)
        await ana.sees(f"{bo.town_name} does not take messages from you")
    assert "can reach you again" in await bo.taps("Unblock")
    await ana.send(f"/msg {bo.town_name} are we good?")
    await bo.sees("are we good?")


async def test_a_report_quotes_only_what_was_handed_over(town):
    ana, bo, fay = await town.join("Ana"), await town.join("Bo"), town.facilitator
    await ana.send(f"/person {bo.town_name}")
    await ana.taps("❗ Report", of=await ana.with_button("❗ Report"))
    await ana.taps("Report without words", of=await ana.with_button("Report without words"))
    await ana.sees("None of their words")
    card = await fay.sees(f"{ana.town_name} reports {bo.town_name}", "No words were handed over")
    await ana.send(f"/report {bo.town_name} give me your lunch money")
    await ana.sees("reads the words")
    await fay.send("/reports")
    await fay.sees("give me your lunch money")
    await fay.taps("I have seen to it", of=card)
    await ana.sees("has seen to your report")
    await fay.send("/reports")
    await fay.sees("No report waits")
    await ana.send("/reports")
    await ana.sees("not open to your role")


async def test_people_make_a_group_and_talk_in_it(town):
    ana, bo = await town.join("Ana"), await town.join("Bo")
    await ana.send("/groups")
    await ana.taps("New group", of=await ana.sees("in no group yet"))
    await ana.sees("What is the group called?")
    await ana.send("Tea at four")
    made = await ana.sees("Tea at four", "alone in it")
    number = await number_of(ana)
    await ana.send(f"/groups say {number} anybody?")
    await ana.sees("nobody would hear it")
    await ana.taps("Ask people in", of=made)
    await ana.taps(bo.town_name, of=await ana.sees("Whom do you ask into Tea at four"))
    asked = await bo.sees(f"{ana.town_name} asks you into the group Tea at four")
    await bo.taps("Join", of=asked)
    await bo.sees("You are in Tea at four now")
    await ana.taps("💬 Write", of=await ana.with_button("Leave the group"))
    await ana.sees("You are in Tea at four now")
    await ana.send("who brings <b>cake</b>?")
    await bo.sees(f"Tea at four · {ana.town_name}", "who brings <b>cake</b>?")
    await call_in_it(ana, bo)
    await bo.send(f"/groups rename {number} Coffee")
    await bo.sees("Only", ana.town_name)
    await ana.send(f"/groups rename {number} a\u202eb")
    await ana.sees("1 to 30 characters")
    await ana.send("/groups")
    await ana.taps("Tea at four", of=await ana.sees("You are in 1 group"))
    await ana.taps("Leave the group", of=await ana.with_button("Leave the group"))
    await bo.send(f"/groups say {number} still there?")
    await bo.sees("nobody would hear it")


async def call_in_it(ana, bo) -> None:
    await ana.send("📞 Call")
    await bo.taps("Join", of=await bo.sees("Tea at four", f"{ana.town_name} calls everybody"))
    await bo.send("I hear you")
    await ana.sees(f"Tea at four · {bo.town_name}", "I hear you")
    await bo.send("/hangup")
    await ana.sees("The call in Tea at four is over")


async def number_of(seat) -> str:
    """The number of a group, from what its card asks for."""
    await seat.send("/groups")
    await seat.taps("Tea at four", of=await seat.sees("You are in 1 group"))
    return searched(r"wf:rename:(\d+)", str(await seat.with_button("Rename")))[1]


async def test_a_moment_is_liked_without_a_sound_and_taken_back(town):
    ana, bo = await town.join("Ana"), await town.join("Bo")
    await ana.send(f"/friends add {bo.town_name}")
    await bo.taps("Yes", of=await bo.sees("would like to be your friend", ana.town_name))
    await ana.sees("is your friend now")
    await ana.send("/moments the river is frozen")
    own = await ana.sees("the river is frozen", "📷")
    await bo.send("/moments")
    await bo.taps(ana.town_name, of=await bo.sees("the river is frozen", "Moments"))
    shown = await bo.with_button("❤ Like")
    assert "You like it" in await bo.taps("❤ Like", of=shown)
    await bo.taps("Comment", of=shown)
    await bo.sees("What do you say to it?")
    await bo.send("careful!")
    await bo.sees("careful!")
    for words in (f"❤ {bo.town_name}", "careful!"):
        await until_shown(ana, own, words)
    await ana.send("/moments " + "x" * 4_000)
    await ana.sees("more than the 1000")
    await ana.taps("Delete", of=own)
    await until_shown(ana, own, "taken back")
    await bo.taps("❤ Like", of=shown)
    await bo.send("/moments")
    await bo.sees("Nothing yet")


async def test_a_photo_with_a_moment_below_it_is_shown_to_friends(town):
    ana, bo = await town.join("Ana"), await town.join("Bo")
    await ana.send(f"/friends add {bo.town_name}")
    await bo.taps("Yes", of=await bo.sees("would like to be your friend", ana.town_name))
    await ana.sees("is your friend now")
    await ana.gives("photo", photo(), "/moments the first snow")
    await ana.sees("the first snow", "With your photo")
    await bo.send("/moments")
    await bo.taps(ana.town_name, of=await bo.sees("the first snow", "Moments"))
    shown = await bo.with_button("❤ Like")
    assert shown["media"]["kind"] == "photo"
    assert "Schmidt" not in str(shown)


async def until_shown(seat, card, words: str) -> None:
    """Wait until a card that is drawn again has these words."""
    seat.mark = card["message_id"] - 1
    assert (await seat.sees(words))["message_id"] == card["message_id"], said(card)
