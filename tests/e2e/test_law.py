"""The law is made by who runs the town, heard by all, and holds from its day on; agencies obey."""

from __future__ import annotations

from tests.support.seats import said


async def test_a_switch_is_set_and_everybody_hears_of_it(town):
    ana, bo = await town.join("Ana"), await town.join("Bo")
    square = await town.group(ana, bo)
    fay = town.facilitator
    await fay.send("/law")
    page = await fay.sees("The law of the town")
    await fay.taps("Whom it looks at", of=page)
    await fay.taps("Friends count", of=await fay.sees("Relatives count: yes"))
    card = await fay.sees("Friends count", "In force since the town began")
    await fay.taps("no", of=card)
    toast = await fay.taps("Do it", of=await fay.sees("Friends count: no?", "everybody"))
    assert "in force now" in toast
    for seat in (ana, bo):
        await seat.asks("/town", "⚖ Friends count: no")
    await ana.in_group(square).sees("The town", "⚖ Friends count: no")
    redrawn = await fay.sees("In force since day")
    assert redrawn["message_id"] == card["message_id"], "the card itself shows it"


async def test_the_same_law_twice_is_announced_once(town):
    ana = await town.join("Ana")
    fay = town.facilitator
    await fay.send("/law kin off now")
    await fay.sees("in force now")
    await fay.send("/law kin off now")
    await fay.sees("the law already")
    await ana.send("/law kin")
    await ana.sees("Relatives count", "In force since day")
    page = said(await ana.asks("/town", "⚖ Relatives count"))
    assert page.count("⚖") == 1


async def test_a_law_for_later_waits_for_its_day(town):
    ana = await town.join("Ana")
    fay = town.facilitator
    await fay.send("/law petty off in 3 days now")
    await fay.sees("in force from day")
    await ana.asks("/town", "⚖ Small faults count: no, from day")
    await ana.send("/law petty")
    page = said(await ana.sees("Small faults count", "In force since the town began: yes"))
    assert "no." in page.split("From day", 1)[1]
    await fay.send("/forward 4")
    await ana.sees("4 days have passed")
    await ana.send("/law petty")
    page = said(await ana.sees("Small faults count", "In force since day"))
    assert ": no." in page


async def test_what_the_law_does_not_know_is_refused_in_words(town):
    ana = await town.join("Ana")
    fay = town.facilitator
    await fay.send("/law weather sunny")
    await fay.sees("knows nothing of weather", "/law shows what it knows")
    await fay.send("/law friends maybe")
    await fay.sees("Allowed: on, off")
    await fay.send("/law friends off some day")
    await fay.sees("/law friends off in 3 days")
    page = await ana.asks("/law friends off", "Friends count: no?", "Nothing was changed")
    await ana.taps("🗳 Move it", of=page)
    await ana.sees("Your motion is no. 1", "Friends count: no")
    refusal = await ana.asks("/law friends off in 2 days now", "not open to your role")
    await ana.taps("🗳 Move it", of=refusal)
    await ana.sees("Your motion is no. 2", "in force 2 days after it is carried")
    await ana.send("/law friends")
    await ana.sees("In force since the town began")


async def test_the_law_is_read_in_chinese(town):
    ana = await town.join("Ana", "zh")
    await ana.send("/law")
    await ana.sees("小镇的法律", "评分的说明：一句含糊的话")
    await ana.taps("看哪些人")
    await ana.taps("朋友计入评分", of=await ana.sees("看哪些人", "朋友计入评分：是"))
    await ana.sees("自小镇开始就生效：是")


async def test_agencies_are_joined_and_left(town):
    ana = await town.join("Ana")
    await ana.send("/agencies")
    page = await ana.sees("Who rates you", "Koala Credit")
    assert "signed up with Koala Credit" in await ana.taps("Sign up: Koala Credit", of=page)
    await ana.taps("Leave: Koala Credit")
    await ana.send("/agencies")
    again = await ana.sees("Who rates you")
    assert any("Sign up: Koala" in b["text"] for row in again["buttons"] for b in row)


async def test_everything_is_rescored_and_an_office_is_closed(town):
    await town.join("Ana")
    fay = town.facilitator
    await fay.send("/forward 5")
    await fay.send("/rescore")
    await fay.sees("scores were computed anew", "City Credit Office", patience_s=60)
    await town.venue.admin.send("/offices")
    listed = said(await town.venue.admin.sees("38 offices"))
    assert listed.count("\n• ") == 38
    await fay.send("/offices library off")
    await fay.sees("Town Library is closed")
    await fay.send("/whatif petty off")
    await fay.sees("What if", "City Credit Office")
