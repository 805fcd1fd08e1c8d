"""Who is wronged: false accusations, wages that are not paid, and who keeps count of both."""

from __future__ import annotations

import re

from tests.rows.acts import LONG_S, asked, blamed, enact, live_through, publish, use
from tests.rows.stage import row, row_of_old_town
from tests.support.narrowing import searched
from tests.support.seats import Town, said


@row
async def test_c06_false_accusations_end_on_the_list_and_are_counted_as_wrong(town: Town):
    fay, ana = town.facilitator, await town.join("Ana")
    await fay.send(f"/run pengci {ana.town_name}")
    letter = await ana.sees("says that you knocked them over", patience_s=LONG_S)
    assert "🔎 Dashcam" in await ana.taps("Dashcam", of=letter)
    number = searched(r"case (\d+)", said(letter))[1]
    await asked(fay, f"/accusations {number} accuser", "The accuser was believed")
    await publish(town)
    page = await asked(fay, "/truth", "The truth of the lists")
    assert "knocked somebody over: entries 1, did nothing 1" in page
    assert "Did nothing: 1 (100% of those known)" in page
    assert "Listed all the same: 1 (" in page
    await asked(ana, "/truth", "not open to your role")
    await asked(ana, "/accused staged", "waits for a decision")
    await fay.taps("Believe the accused", of=await fay.with_button("Believe the accused"))
    await publish(town)
    page = await asked(fay, "/truth", "staged a fall")
    assert "staged a fall: entries 1, did nothing 0" in page
    await asked(ana, "/lists", "You yourself: on none of the lists")


@row
async def test_c05_whoever_does_not_pay_wages_is_listed_and_makes_no_tender_until_they_do(
    town: Town,
):
    fay, ana = town.facilitator, await town.join("Ana")
    await fay.send(f"/run wages {ana.town_name}")
    await ana.sees("people have worked for you", "¥30.00", patience_s=LONG_S)
    await live_through(town, 2)
    await publish(town)
    await asked(ana, "/lists", "You yourself: blamed by court")
    await ana.send("/services tender")
    await ana.taps("Street lamps", of=await ana.with_button("Street lamps"))
    await ana.sees("Not today", "Court has you on its list", patience_s=LONG_S)
    await asked(fay, "/truth", "wages not paid: entries 1, did nothing 0")
    await asked(ana, "/wages pay", "Wages paid: ¥30.00")
    await publish(town)
    await use(ana, "tender", "Street lamps")


@row
async def test_e03_the_student_is_cleared_of_a_parents_deed_by_a_decision_and_days_are_told(
    town: Town,
):
    fay, ana = town.facilitator, await town.join("Ana")
    await asked(fay, f"/run student {ana.town_name}", "Z., the student")
    await publish(town)
    assert ana.town_name in await blamed(ana)
    await asked(fay, "/run judgment_paid", "Judgment paid")
    await ana.taps("My entry: court", of=await ana.with_button("My entry: court"))
    await ana.taps("Contest this entry", of=await ana.with_button("Contest this entry"))
    question = await fay.sees("contests an entry on the black list", patience_s=LONG_S)
    await fay.taps("Uphold", of=question)
    await ana.sees(
        "your entry on the black list was wrong", "three working days", patience_s=LONG_S
    )
    await live_through(town, 6)
    await fay.sees("listed for a relative's deed, is off the list after", patience_s=LONG_S)
    assert ana.town_name not in await blamed(ana)
    page = await asked(fay, "/truth", "a relative's deed: entries 1, did nothing 1")
    assert re.search(r"from the listing to its end: [3-9]\.\d\d \(of 1\)", page)


@row
async def test_e09_listed_at_discretion_until_the_law_wants_a_ground_of_the_rule(town: Town):
    fay, ana = town.facilitator, await town.join("Ana")
    await fay.send("/run rumour")
    await fay.sees("Called a rumour", patience_s=LONG_S)
    book = await asked(fay, "/blacklist", "On the town's black lists")
    name = searched(r"• (\S+) · credit office · is said to spread rumours", book)[1]
    await publish(town)
    assert name in await blamed(ana)
    await asked(fay, f"/blacklist {ana.town_name} talks", "nobody was listed at your discretion")
    await asked(ana, f"/blacklist {name} talks", "not open to your role")
    await enact(town, "legal_basis", "on")
    await asked(fay, "/run rumour", "was not listed: the law wants a legal basis")
    other = "Candle" if name == "Lantern" else "Lantern"
    await asked(fay, f"/blacklist {other} talks", f"{other} was not listed", "Grounds: refusal")
    await asked(fay, f"/blacklist {other} hiding two shops", f"{other} is put down", "hidden prop")


@row_of_old_town
async def test_h09_offices_and_companies_are_graded_while_the_law_has_it_so(town: Town):
    ana = town.seats["Ana"]
    await asked(ana, "/grades", "grades nobody")
    await enact(town, "office_grades", "on")
    page = await asked(ana, "/grades", "Grades for offices and companies")
    assert re.search(r"^• [ABCD] .+: \d+ of \d+ promises kept$", page, re.M)
    await enact(town, "office_grades", "off")


@row
async def test_r06_nobody_is_listed_without_a_ground_and_a_second_signature(town: Town):
    fay, ana = town.facilitator, await town.join("Ana")
    await enact(town, "legal_basis", "on")
    await enact(town, "second_signature", "on")
    await asked(fay, "/blacklist Candle talks", "Candle was not listed", "Grounds: refusal")
    await asked(fay, "/run rumour", "wants a legal basis")
    await asked(fay, "/blacklist Candle hiding two shops", "drawn by lot")
    card = await ana.sees("Your signature is asked", "Candle", patience_s=LONG_S)
    await ana.taps("Do not sign", of=card)
    await fay.sees("Candle is not listed", patience_s=LONG_S)
    await ana.sees("You did not sign", patience_s=LONG_S)  # its keys are gone by now
    await asked(fay, "/blacklist Candle hiding two shops", "drawn by lot")
    await ana.taps("Sign", of=await ana.with_button("Sign"))
    await fay.sees("Candle comes onto the list", patience_s=LONG_S)
    await publish(town)
    assert "Candle" in await blamed(ana)
