"""Stars after a deal, as two people live it: one in English, one in Chinese."""

from __future__ import annotations

from tests.support.narrowing import searched
from tests.support.seats import said


async def test_two_people_rate_each_other_and_see_it_together(town):
    ana, bo = await town.join("Ana"), await town.join("Bo", "zh")
    await ana.send(f"/pay {bo.town_name} 8 soup <b>hot</b>")
    await bo.taps("收下", of=await bo.sees("soup <b>hot</b>"))
    card = said(await bo.sees("您和", "的交易", "soup <b>hot</b>"))
    in_chinese = searched(r"您和\W*(\w+?)\W*的交易", card)[1]
    asked = said(await ana.sees("How was it?"))
    name = searched(r"Your deal with (\w+)", asked)[1]  # Bo's, in the language Ana reads
    assert await ana.taps("4 ★") == "Noted. And the person?"
    await ana.sees(f"And {name}?")
    assert "sealed" in await ana.taps("5 ★")
    await ana.sees("Sealed until both have rated", "You gave ★★★★☆ for the service, ★★★★★")
    await bo.send("/rate")
    asked = await bo.sees("谁在等您评分", "还没有公开的评分")
    await bo.taps(in_chinese, of=asked)
    assert "gave you" not in said(await bo.sees("的交易"))
    await bo.send(f"/rate {ana.town_name} 5 <i>thanks</i> /leave")
    await bo.sees("给了您 服务 ★★★★☆，人 ★★★★★")
    await ana.sees(f"{name} gave you ★★★★★", "<i>thanks</i>")
    await ana.send(f"/rate {ana.town_name}")
    await ana.sees("1 rating, no average before the fifth", "5★ 1", "<i>thanks</i>")
    await ana.send(f"/rate {bo.town_name} 1")
    await ana.sees("No deal of yours with")


async def test_what_was_hired_is_rated_with_one_tap(town):
    ana = await town.join("Ana")
    await ana.send("/rent umbrella")
    await ana.taps("Confirm", of=await ana.sees("Dry Lane"))
    await ana.sees("Yours until")
    await ana.send("/return")
    card = await ana.sees("Umbrella, Dry Lane", "How was it?")
    assert "open now" in await ana.taps("3 ★", of=card)
    await ana.sees("Open to everybody", "You gave ★★★☆☆")
    await ana.send("/rate")
    await ana.sees("Nothing waits for your stars")
