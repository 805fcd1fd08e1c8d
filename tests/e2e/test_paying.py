"""Paying everywhere: by a code, once; asked by a friend; a bill split; a receipt checked."""

from __future__ import annotations

import re
from asyncio import gather

from tests.support.narrowing import searched
from tests.support.seats import said


async def test_a_code_is_scanned_paid_once_and_its_receipt_is_true(town):
    ana, bo = await town.join("Ana"), await town.join("Bo")
    await ana.send("/shops")
    await ana.taps("Ledger's Tricycle", of=await ana.sees("Who sells in town"))
    await ana.taps("Their code", of=await ana.sees("a printed code is enough"))
    code = await ana.sees("Scan it with any camera")
    assert code["media"]["kind"] == "photo"
    digits = searched(r"\d{4} \d{4}", said(code))[0].replace(" ", "")
    await bo.send(f"/start pay-{town.code}-{digits}")
    counter = await bo.sees("Tricycle", "paid at once")
    first, second = await gather(*(bo.taps("¥5.50", of=counter) for _ in range(2)))
    assert first == second, "a second tap is told the same receipt"
    receipt = searched(r"S\d+-[A-Z]+", first)[0]
    await bo.sees("¥5.50 paid to", receipt)
    await bo.send("/wallet")
    await bo.sees("¥194.50")
    await ana.send(f"/receipt {receipt}")
    assert (await ana.sees("is true", bo.town_name, "¥5.50"))["media"]["kind"] == "photo"
    await ana.send(f"/receipt {receipt[:-1]}Z")
    await ana.sees("made up")
    await bo.send("/statement")
    await bo.sees("bought from", receipt)
    for wrong in ("/code 00000000", "/start pay-BBBBBB-12345678"):
        await bo.send(wrong)
        await bo.sees("Nobody in this town is paid by the code")
    await bo.send("/code")
    mine = await bo.sees("This is your code")
    await ana.send(f"/code {searched(r'[0-9]{4} [0-9]{4}', said(mine))[0]} 3")
    await ana.taps("Pay ¥3.00", of=await ana.sees("You will PAY ¥3.00", bo.town_name))
    await bo.taps("Accept", of=await bo.sees("wants to pay you ¥3.00"))


async def test_money_is_asked_of_friends_and_a_bill_is_split(town):
    ana, bo = await town.join("Ana"), await town.join("Bo")
    await ana.send(f"/request {bo.town_name} 12 lunch")
    await ana.sees("not your friend")
    await ana.send(f"/friends add {bo.town_name}")
    await bo.taps("Yes", of=await bo.sees("would like to be your friend"))
    await ana.sees("is your friend now")
    await ana.send(f"/request {bo.town_name} 12 lunch")
    await bo.taps("Pay ¥12.00", of=await bo.sees("you will PAY ¥12.00", "lunch"))
    await ana.sees(bo.town_name, "paid the ¥12.00")
    await ana.send(f"/split 10.01 {bo.town_name}: dinner")
    card = said(await ana.sees("You split ¥10.01", "does not divide"))
    assert sorted(re.findall(r"¥5\.0[01]", card)) == ["¥5.00", "¥5.01"]
    await bo.taps("Decline", of=await bo.sees("asks you for ¥5.0", "dinner"))
    await ana.sees("You split ¥10.01", "declined")
    wall = ana.in_group(await town.group(ana, bo))
    await wall.send(f"/split 8 {bo.town_name}: a ride")
    await wall.sees(f"{ana.town_name} splits ¥8.00", "a ride", f"{bo.town_name}: ¥4.00, waiting")
    await bo.taps("Pay ¥4.00", of=await bo.sees("asks you for ¥4.00", "a ride"))
    await wall.sees(f"{bo.town_name}: ¥4.00, paid")
    assert sum("splits ¥8.00" in said(one) for one in await wall.messages()) == 1
    await ana.send(f"/split 0.01 {bo.town_name}")
    await ana.sees("less than ¥0.01 each")
    await ana.send("/split 10 everybody")
    await ana.sees("never of everybody")
