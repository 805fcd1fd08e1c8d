"""The ombudsman, played: filed in three taps, a file from all, orders that carry themselves out."""

from __future__ import annotations

from tests.rows.acts import LONG_S, asked, blamed, enact, publish, use
from tests.rows.stage import row
from tests.support.seats import Town, said


@row
async def test_r07_an_ombudsman_reads_all_agencies_and_their_orders_carry_themselves_out(
    town: Town,
):
    fay, ana, bo = town.facilitator, await town.join("Ana"), await town.join("Bo")
    await enact(town, "ombudsman", "on")
    await asked(fay, f"/ombudsman {bo.town_name}", "holds the ombudsman's office from now on")
    await asked(fay, f"/run rumour {ana.town_name}", "Called a rumour")
    await publish(town)
    assert ana.town_name in await blamed(ana)
    await ana.taps("My entry: credit", of=await ana.with_button("My entry: credit"))
    await ana.taps("To the ombudsman", of=await ana.with_button("To the ombudsman"))
    await ana.sees("is with the ombudsman: free of charge", patience_s=LONG_S)
    card = await bo.with_button("The file")
    await bo.taps("The file", of=card)
    file = said(await bo.sees("It came together by itself", patience_s=LONG_S))
    assert "• the town hall: " in file
    assert "• City Credit Office: " in file
    assert file.count("\n• ") > 6, "offices, score documents, readers, clocks"
    await bo.taps("Decide", of=card)
    await bo.taps("No rule names", of=await bo.with_button("No rule names"))
    await bo.taps("Decide so", of=await bo.with_button("Decide so"))
    told = said(await ana.sees("is upheld.", "take off the list", patience_s=LONG_S))
    assert "Ground: No rule names this ground" in told
    await ana.sees("what was ordered was looked at", "done ✓", patience_s=LONG_S)
    await asked(ana, "/lists", "You yourself: on none of the lists")
    page = await asked(ana, "/precedents", "upheld")
    assert ana.town_name not in page


@row
async def test_h07_a_note_of_ones_own_is_read_by_the_ombudsman_once_the_law_wants_it(town: Town):
    fay, ana, bo = town.facilitator, await town.join("Ana"), await town.join("Bo")
    await use(ana, "shop", "Nappies ¥25.00")
    for law in ("ombudsman on", "explanation receipt"):
        await enact(town, *law.split())
    await asked(fay, f"/ombudsman {bo.town_name}", "holds the ombudsman's office from now on")
    await asked(ana, "/note", "beside which fact")
    await ana.taps("bought nappies", of=await ana.with_button("bought nappies"))
    await ana.sees("What do you say to it?", patience_s=LONG_S)
    await asked(ana, "They were for my sister.", "nobody has to show it")
    await asked(ana, "/score", "Your WeChat Pay Score")
    await asked(ana, "/complain The sum is wrong", "Complaint no. 1 is open")
    card = await bo.with_button("The file")
    await bo.taps("The file", of=card)
    file = said(await bo.sees("It came together by itself", patience_s=LONG_S))
    assert "They were for my sister." not in file
    await enact(town, "data_rights", "on")
    await bo.taps("The file", of=card)
    await bo.sees("It came together by itself", "They were for my sister.", patience_s=LONG_S)
    assert "They were for my sister." in await asked(ana, "/mydata", "bought nappies")
