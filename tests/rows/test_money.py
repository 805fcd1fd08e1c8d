"""Money and what it rents: payments that wait, envelopes, deposits."""

from __future__ import annotations

import asyncio
import re

from tests.rows.acts import LONG_S, asked, balance_fen, fen, pass_days
from tests.rows.stage import row
from tests.support.seats import Seat, Town, said

START_FEN = 200_00
LEFT = re.compile("shares? (is|are) left")


@row
async def test_a04_a_payment_that_nobody_takes_goes_back(town: Town):
    ana, bo = await town.join("Ana"), await town.join("Bo")
    await ana.send(f"/pay {bo.town_name} 20 tea")
    await bo.taps("Accept", of=await bo.sees("¥20.00", "tea"))
    await ana.send(f"/pay {bo.town_name} 7.77 cake")
    await bo.sees("¥7.77", "cake", patience_s=LONG_S)
    assert await balance_fen(ana) == START_FEN - 27_77, "set aside, and not yet Bo's"
    await pass_days(town, 1)
    await ana.sees("within 24 hours", "¥7.77", patience_s=LONG_S)
    held = [await balance_fen(seat) for seat in (ana, bo)]
    assert held == [START_FEN - 20_00, START_FEN + 20_00]
    await town.venue.admin.asks("/health", "All is well")  # the books balance


@row
async def test_a05_an_envelope_for_one_person_is_opened_or_comes_back(town: Town):
    ana, bo = await town.join("Ana"), await town.join("Bo")
    await ana.send(f"/red_envelope 6.66 @{bo.town_name} first")
    toast = await bo.taps("Open", of=await bo.sees("first", ana.town_name, bo.town_name))
    assert fen(toast) == 6_66
    await ana.send(f"/red_envelope 5 @{bo.town_name} second")
    await bo.sees("second", patience_s=LONG_S)
    await pass_days(town, 1)
    await ana.sees("¥5.00", "came back", patience_s=LONG_S)
    lapsed = await bo.sees("second", "went back", patience_s=LONG_S)
    assert lapsed["buttons"] == [], "what has gone back cannot be opened"
    assert await balance_fen(ana) == START_FEN - 6_66


@row
async def test_a07_lucky_and_equal_shares_add_up(town: Town):
    ana, bo = await town.join("Ana"), await town.join("Bo")
    await ana.send("/red_envelope 1.01 4 lucky by chance")
    await ana.taps("Open", of=await ana.sees("by chance", "lucky"))
    await bo.send("/red_envelope 8 4 equal all alike")
    await bo.taps("Open", of=await bo.sees("all alike", "equal"))
    await pass_days(town, 1)  # the residents open their shares, and what is left goes back
    lucky = shares(await over(ana, "by chance"))
    assert sum(lucky) == 1_01
    assert min(lucky) >= 1
    equal = shares(await over(bo, "all alike"))
    assert sum(equal) == 8_00
    assert set(equal[:-1]) == {2_00}


async def over(seat: Seat, words: str) -> str:
    """An envelope's card, once all of it is opened or has gone back."""
    async with asyncio.timeout(LONG_S):
        while LEFT.search(card := said(await seat.sees(words))):
            await asked(seat, "/wallet", "You hold")  # its turn comes after the card's
            seat.mark = 0
    return card


def shares(card: str) -> list[int]:
    """Who got what, and last what went back, from a card that is over."""
    taken = re.findall(r"^· .+ (¥[0-9.]+)$", card, re.M)
    back = re.findall(r"(¥[0-9.]+), went back", card)
    return [fen(amount) for amount in (*taken, *back)]


@row
async def test_a14_hiring_asks_the_score_and_below_the_gate_a_deposit(town: Town):
    ana, bo, cai = [await town.join(name) for name in ("Ana", "Bo", "Cai")]
    await ana.send("/rent umbrella")
    await ana.taps("Confirm", of=await ana.sees("Dry Lane", patience_s=LONG_S))
    await ana.sees("without a deposit", "Yours until", patience_s=LONG_S)
    for seat in (bo, cai):
        await seat.send("/rent car")
        toast = await seat.taps("Confirm", of=await seat.sees("Long Road", patience_s=LONG_S))
        assert fen(toast) == 150_00, "a deposit and no refusal"
        await seat.taps("Pay a bond of ¥150.00")
        await seat.sees("Yours until", patience_s=LONG_S)
    await ana.send("/return")
    await ana.sees("Back in time", patience_s=LONG_S)
    await pass_days(town, 4)
    await bo.taps("Return: Car", of=await bo.sees("Your hire is over", patience_s=LONG_S))
    returned = said(await bo.sees("late:", "came back", patience_s=LONG_S))
    assert fen(returned.split("late:", 1)[1]) > 0
    await pass_days(town, 5)
    await cai.sees("did not come back", "lost", patience_s=LONG_S)
