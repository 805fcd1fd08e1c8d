"""Money and what it rents: payments that wait, envelopes, deposits."""

from __future__ import annotations

import asyncio
import json
import re
from typing import Any

from services.money import merchants
from tests.rows.acts import LONG_S, asked, asked_until, balance_fen, enact, fen, pass_days
from tests.rows.stage import row
from tests.support.narrowing import searched
from tests.support.seats import Seat, Town, said

START_FEN = 200_00
COUNTED = re.compile(r"• ([^:\n]+): (\d+) payments? of (\d+) (?:people|person)")
OFTEN = r"• [^:\n]+: (?:[6-9]|\d\d) payments of [1-4] people"


@row
async def test_a04_a_payment_that_nobody_takes_goes_back(town: Town):
    ana, bo = await town.join("Ana"), await town.join("Bo")
    await ana.send(f"/pay {bo.town_name} 20 tea")
    await bo.taps("Accept", of=await bo.sees("¥20.00", "tea"))
    await ana.send(f"/pay {bo.town_name} 7.77 cake")
    await bo.sees("¥7.77", "cake", patience_s=LONG_S)
    assert await balance_fen(ana) == START_FEN - 27_77, "set aside, and not yet Bo's"
    await pass_days(town, 1)
    await ana.sees("did not answer in time; your ¥7.77 came back", patience_s=LONG_S)
    held = [await balance_fen(seat) for seat in (ana, bo)]
    assert held == [START_FEN - 20_00, START_FEN + 20_00]
    assert "invariant" not in await asked(town.venue.admin, "/health", "Health"), "books balance"


@row
async def test_a05_an_envelope_for_one_person_is_opened_or_comes_back(town: Town):
    ana, bo = await town.join("Ana"), await town.join("Bo")
    await ana.send(f"/red_envelope 6.66 @{bo.town_name} first")
    toast = await bo.taps("Open", of=await bo.sees("first", ana.town_name, bo.town_name))
    assert fen(toast) == 6_66
    await ana.send(f"/red_envelope 5 @{bo.town_name} second")
    await bo.sees("second", patience_s=LONG_S)
    await pass_days(town, 1)
    await ana.sees("second", "¥5.00", "went back", patience_s=LONG_S)
    lapsed = await bo.sees("second", "went back", patience_s=LONG_S)
    assert lapsed["buttons"] == [], "what has gone back cannot be opened"
    assert await balance_fen(ana) == START_FEN - 6_66


@row
async def test_a06_a_gala_opens_for_all_and_shows_its_count_and_its_busiest_minute(town: Town):
    ana, bo = await town.join("Ana"), await town.join("Bo")
    wall = bo.in_group(await town.group(ana, bo))
    await town.facilitator.send("/gala 20 40")  # residents join in: enough for everybody
    await wall.sees("Open!", "of 40", patience_s=LONG_S)
    for seat in (ana, bo):
        assert "You got" in await seat.taps("Tap for luck")
    over = said(await wall.sees("It is over", "busiest minute", patience_s=LONG_S))
    assert re.search(r"Busiest second: \d taps?; busiest minute: \d", over), over


@row
async def test_a07_lucky_and_equal_shares_add_up(town: Town):
    ana, bo = await town.join("Ana"), await town.join("Bo")
    await ana.send("/red_envelope 1.01 2 lucky by chance")
    lucky = await ana.sees("by chance", "lucky", patience_s=LONG_S)
    got = fen(await ana.taps("Open", of=lucky))
    await bo.send("/red_envelope 8 2 equal all alike")
    equal = await bo.sees("all alike", "equal", patience_s=LONG_S)
    assert fen(await bo.taps("Open", of=equal)) == 4_00
    await pass_days(town, 1)  # the residents open the others
    await ana.taps("Check the draw", of=await over(ana, lucky))
    told = said(await ana.sees('"drawn"', patience_s=LONG_S))
    proof = json.loads(searched(r"\{.*\}", told)[0])
    assert sum(proof["drawn"]) == 1_01
    assert min(proof["drawn"]) >= 1
    assert got in proof["drawn"]
    await over(bo, equal)
    assert await balance_fen(bo) == START_FEN - 4_00, "half of it went to somebody else"


async def over(seat: Seat, card: dict[str, Any]) -> dict[str, Any]:
    """Wait until an envelope is open no longer; its card then."""
    async with asyncio.timeout(LONG_S):
        while "Shares left" in said(now := await shown(seat, card)):
            await asked(seat, "/wallet", "You hold")  # its turn comes after the card's
    return now


async def shown(seat: Seat, card: dict[str, Any]) -> dict[str, Any]:
    """A message as it stands by now."""
    return next(m for m in await seat.messages() if m["message_id"] == card["message_id"])


@row
async def test_a08_a_seller_on_a_tricycle_is_paid_by_a_code_and_rated(town: Town):
    ana, cart = await town.join("Ana"), "Ledger's Tricycle"
    await ana.send("/shops")
    await ana.taps(cart, of=await ana.sees("Who sells in town", patience_s=LONG_S))
    counter = await ana.sees(cart, "No shop and no till", patience_s=LONG_S)
    await ana.taps("Their code", of=counter)
    code = said(await ana.sees("Scan it with any camera", patience_s=LONG_S))
    digits = searched(r"[0-9]{4} [0-9]{4}", code)[0].replace(" ", "")
    await ana.send(f"/start pay-{town.code}-{digits}")  # what a camera opens
    await ana.taps("¥5.50", of=await ana.sees(cart, "paid at once", patience_s=LONG_S))
    await ana.sees("¥5.50 paid to", cart, patience_s=LONG_S)
    assert await balance_fen(ana) == START_FEN - 5_50
    await ana.send("/rate tricycle 4 3 sweet plums")
    await ana.sees("You gave ★★★★☆ for the service, ★★★☆☆ for the person", patience_s=LONG_S)
    await pass_days(town, 1)
    for rated, stars in (("tricycle", 4), ("Ledger", 3)):
        seen = rf"{stars}★ [1-9]"  # others rate too, and may stand above what was said
        await asked_until(ana, f"/rate {rated}", " rating", pattern=seen)


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


@row
async def test_a12_from_the_day_of_clearing_every_payment_is_seen_and_none_before(town: Town):
    ana, bo = await town.join("Ana"), await town.join("Bo")
    await town.facilitator.send(f"/regulator {bo.town_name}")
    await bo.sees("You watch payments", patience_s=LONG_S)
    await buy(ana, "Steam Tea House", "¥8.80")
    assert "Tea House" not in await asked(bo, "/regulator", "Clearing is off", "¥8.80", "——")
    await enact(town, "clearing", "on")
    await buy(ana, "Steam Tea House", "¥18.00")
    view = await asked(bo, "/regulator", "Clearing is on", "¥18.00")
    rows = [line for line in view.splitlines() if ana.town_name in line or "——" in line]
    assert any("¥18.00" in row and "Steam Tea House, Well Square" in row for row in rows)
    assert all("—— → ——" in row for row in rows if "¥8.80" in row)
    await ana.send("/regulator")
    await ana.sees("Only whom the facilitator appointed", patience_s=LONG_S)


@row
async def test_h12_a_laundering_plot_is_solved_only_with_clearing(town: Town):
    ana, bo = await town.join("Ana"), await town.join("Bo")
    for seat in (ana, bo):
        await town.facilitator.send(f"/regulator {seat.town_name}")
        await seat.sees("You watch payments", patience_s=LONG_S)
    await town.facilitator.send("/run laundering")
    await bo.sees("A tip", "below ¥10", patience_s=LONG_S)
    await pass_days(town, 1)
    dark = await asked_until(bo, "/regulator", "Clearing is off", pattern=r"· —— → ——")
    assert "nothing can be seen" in dark
    await asked(ana, f"/accuse {ana.town_name}", "did nothing")  # without a view, a guess
    await enact(town, "clearing", "on")
    await pass_days(town, 3)
    bright = await asked_until(bo, "/regulator", "Clearing is on", pattern=OFTEN)
    # Guests are many and come once; a plot has few hands, which come again and again.
    front = max(COUNTED.findall(bright), key=lambda one: int(one[1]) - int(one[2]))[0]
    keeper = next(m.keeper.en for m in merchants.catalogue().values() if m.title.en == front)
    told = await asked(bo, f"/accuse {keeper}", "It is counted")
    assert "You were right" in told, f"{told}\n{bright}"
    await asked(
        town.facilitator,
        "/regulator",
        "with clearing on: 1, rightly 1; with it off: 1, rightly 0",
    )


async def buy(seat: Seat, shop: str, amount: str) -> None:
    """Buy something at a shop of the list."""
    await seat.send("/shops")
    await seat.taps(shop, of=await seat.sees("Who sells in town", patience_s=LONG_S))
    await seat.taps(amount, of=await seat.sees(shop, "paid at once", patience_s=LONG_S))
    await seat.sees(f"{amount} paid to", shop, patience_s=LONG_S)
