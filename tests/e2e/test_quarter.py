"""A first quarter of an hour: in, paying, talking, buying, rating, asking, splitting, out."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import aiohttp
from PIL import Image

from tests.support.seats import Seat


async def test_from_agreeing_to_a_first_payment_there_are_at_most_four_taps(town):
    ana = await town.join("Ana")
    while not (home := await ana.with_button("Chats"))["pinned"]:
        pass  # it is known to be home by then
    await ana.taps("Pay", of=home)
    people = await replaced(ana, home, "Whom do you want to pay?")
    await ana.taps(people["buttons"][0][0]["text"], of=people)
    amounts = await replaced(ana, home, "How much for")
    await ana.taps("¥8.88", of=amounts)  # the fourth, with "I agree"
    await ana.send("/wallet")
    await ana.sees("You hold ¥191.12")


async def replaced(seat: Seat, card: dict[str, Any], words: str) -> dict[str, Any]:
    """The screen that took a card's place, with these words."""
    seat.mark = card["message_id"] - 1
    found = await seat.sees(words)
    assert found["message_id"] == card["message_id"]
    return found


async def test_a_first_quarter_of_an_hour(town):
    ana, bo = await town.join("Ana"), await town.join("Bo")
    await ana.send(f"/msg {bo.town_name}")
    await ana.sees("You are talking to", bo.town_name)
    await send_photo(ana, "the river today")
    received = await bo.sees("the river today", ana.town_name)
    assert received["media"]["kind"] == "photo"
    await bo.send("lovely", to=received)
    await ana.sees("lovely", bo.town_name)
    await ana.send("/shops")
    await ana.taps("Ledger's Tricycle", of=await ana.sees("Who sells in town"))
    assert "¥5.50" in await ana.taps("¥5.50", of=await ana.sees("paid at once"))
    deal = await ana.sees("Ledger's Tricycle", "How was it?")
    await ana.taps("5 ★", of=deal)
    await ana.send(f"/friends add {bo.town_name}")
    await bo.taps("Yes", of=await bo.sees("would like to be your friend"))
    await ana.sees("is your friend now")
    await ana.send(f"/request {bo.town_name} 12 lunch")
    await bo.taps("Pay ¥12.00", of=await bo.sees("you will PAY ¥12.00", "lunch"))
    await ana.sees(bo.town_name, "paid the ¥12.00")
    await ana.send(f"/split 10 {bo.town_name}: dinner")
    await bo.taps("Decline", of=await bo.sees("asks you for ¥5.00", "dinner"))
    await ana.sees("You split ¥10.00", "declined")
    await ana.send("/services news")
    await ana.taps("Town", of=await ana.with_button("Town"))
    await ana.sees("✅", "News")
    await ana.send("/id")
    await ana.sees(ana.town_name, "Identity number")
    await ana.send("/leave")
    await ana.taps("Yes, leave")
    await ana.sees("You have left")


async def send_photo(seat: Seat, caption: str) -> None:
    """Take a picture and send it with words."""
    picture = BytesIO()
    Image.new("RGB", (64, 48), "white").save(picture, "JPEG")
    form = aiohttp.FormData({"kind": "photo", "caption": caption})
    form.add_field("file", picture.getvalue(), filename="river.jpg")
    async with seat.http.post(f"/control/people/{seat.person_id}/media", data=form) as answer:
        assert answer.status == 200, await answer.text()


async def test_home_is_asked_for_thrice_and_no_note_of_a_pin_stays(town):
    ana = await town.join("Ana")
    for _ in range(3):
        await ana.send("/menu")
        home = await ana.sees(ana.town_name, "¥200.00")
        while not any(
            m["pinned"] for m in await ana.messages() if m["message_id"] == home["message_id"]
        ):
            pass
    await ana.asks("/wallet", "You hold")
    while any(message["service"] for message in await ana.messages()):
        pass
    assert [m["pinned"] for m in await ana.messages() if m["buttons"] and m["pinned"]] == [True]
