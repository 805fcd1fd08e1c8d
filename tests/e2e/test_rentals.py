"""Hiring as people meet it: with a good score, with one too low, with an empty wallet."""

from __future__ import annotations

from tests.support.narrowing import searched
from tests.support.seats import said


async def test_a_good_score_hires_without_a_deposit_and_returns_in_time(town):
    ana = await town.join("Ana")
    await ana.send("/rent")
    listed = said(await ana.sees("Things to hire"))
    assert "without a deposit from 520; below it, a deposit of ¥30.00" in listed
    await ana.taps("Umbrella")
    assert await ana.taps("Confirm") == "Umbrella: it is yours for now."
    await ana.sees("Yours until day", "without a deposit")
    await ana.send("/return")
    await ana.sees("Back in time", "¥3.00 was paid from your wallet")
    await ana.send("/wallet")
    await ana.sees("¥197.00", "you hired something")
    await ana.send("/return")
    await ana.sees("nothing to bring back")
    await ana.send("/services")
    await ana.taps("To hire")
    await ana.sees("Things to hire")


async def test_a_score_too_low_is_asked_for_a_deposit_that_comes_back_less_what_is_late(town):
    bo = await town.join("Bo")
    await bo.send("/rent car")
    toast = await bo.taps("Confirm", of=await bo.sees("Long Road Cars", "650"))
    assert toast == "This time a bond of ¥150.00 is asked for. The card says why."
    asked = said(await bo.sees("650 would be enough"))
    assert "Nothing was changed" not in asked, "it is no refusal"
    await bo.taps("Pay a bond of ¥150.00")
    await bo.sees("is set aside and comes back")
    await bo.send("/wallet")
    await bo.sees("¥50.00", "you left a deposit")
    await town.facilitator.send("/forward 3")
    await bo.taps("Return: Car", of=await bo.sees("Your hire is over", patience_s=30))
    await bo.sees("late: ¥20.00", "¥140.00 was taken", "¥10.00 came back")
    await bo.send("/wallet")
    await bo.sees("¥60.00", "your deposit came back")


async def test_whoever_lacks_the_money_owes_it_and_pays_later(town):
    ana, cai = await town.join("Ana"), await town.join("Cai")
    await cai.send("/rent umbrella")
    await cai.taps("Confirm", of=await cai.sees("Dry Lane"))
    await cai.sees("Yours until")
    await cai.send(f"/pay {ana.town_name} 199")
    await cai.sees("set aside")
    await cai.send("/return")
    await cai.sees("You owe it", "It costs ¥3.00")
    await cai.send("/return")
    owed = await cai.sees("¥3.00 to pay")
    assert "You hold ¥1.00" in await cai.taps("Pay ¥3.00", of=owed)
    await ana.taps("Send back", of=await ana.sees("wants to pay you", "¥199.00"))
    await cai.sees("sent your ¥199.00 back")
    assert "Nothing is owed" in await cai.taps("Pay ¥3.00", of=owed)
    assert "Nothing is owed" in await cai.taps("Pay ¥3.00", of=owed), "twice is once"
    await cai.send("/wallet")
    await cai.sees("You hold ¥197.00")


async def test_where_the_law_grants_reasons_the_way_up_is_one_tap_away(town):
    dan = await town.join("Dan")
    await town.facilitator.send("/law explanation reasons now")
    await town.facilitator.sees("in force now")
    await dan.send("/rent car")
    await dan.taps("Confirm", of=await dan.sees("Long Road Cars"))
    why = await dan.sees("why your score is not higher", "1. ")
    await dan.taps("What would lift it?", of=why)
    await dan.sees("Car without a deposit", "650")
    assert await dan.taps("Cancel") == "Car: cancelled. Nothing was paid."
    await dan.sees("Cancelled. Nothing was paid.")


async def test_an_umbrella_in_chinese(town):
    ana = await town.join("Ana", "zh")
    await ana.send("/rent 雨伞")
    await ana.taps("确认", of=await ana.sees("晴巷雨伞铺", "520 分起免押金"))
    await ana.sees("可用到", "免押金")
    await ana.taps("归还：雨伞")
    await ana.sees("准时还回来了", "¥3.00")


async def test_the_merchant_can_be_asked_for_less_and_hears_of_money_paid_elsewhere(town):
    ana, cai = await town.join("Ana"), await town.join("Cai")
    await cai.send("/rent umbrella #A-17")
    await cai.taps("Confirm", of=await cai.sees("Dry Lane", "no. A-17"))
    await cai.sees("Yours until")
    await cai.send("/rent car #A-17")
    await cai.sees("A-17 stands for another order of yours: Umbrella")
    await cai.send(f"/pay {ana.town_name} 199")
    await ana.taps("Accept", of=await ana.sees("wants to pay you", "¥199.00"))
    await town.facilitator.send("/forward 3")
    late = await cai.sees("Your hire is over", patience_s=30)
    await cai.taps("Return: Umbrella", of=late)
    owed = await cai.sees("You owe it", "It costs ¥15.00")
    toast = await cai.taps("Ask for less", of=owed)
    assert toast == "The merchant waives the late fee. You owe ¥12.00 now."
    await town.facilitator.send("/orders")
    listed = said(await town.facilitator.sees("Behind the counters", "¥12.00 to pay"))
    number = searched(rf"(\d+)\. {cai.town_name} • Umbrella: ¥12", listed)[1]
    await town.facilitator.send(f"/orders {number} less 13 no")
    await town.facilitator.sees("can only become less")
    await town.facilitator.send(f"/orders {number} less 2 it <b>rained</b>")
    await cai.sees("Dry Lane", "you owe ¥2.00 now", "it <b>rained</b>")
    await town.facilitator.send(f"/orders {number} paid")
    await cai.sees("¥2.00 was paid elsewhere")
    await cai.send("/return")
    await cai.sees("nothing to bring back")
