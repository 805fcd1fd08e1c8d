"""Who rates whom, on which scale, and who is on which list."""

from __future__ import annotations

import asyncio
import re
from time import monotonic

from tests.rows.acts import (
    LONG_S,
    asked,
    blamed,
    enact,
    exported,
    go_on,
    listed,
    live_through,
    means,
    publish,
    rescore,
    score_in,
    stand_still,
)
from tests.rows.stage import row, row_of_old_town, row_of_quiet_hour
from tests.support.narrowing import searched
from tests.support.seats import Seat, Town, said

COMPANIES = (
    "Sesame Credit",
    "Tencent Credit",
    "Qianhai Credit",
    "Pengyuan",
    "China Chengxin",
    "Koala Credit",
    "Intellicredit",
    "Sinoway",
)
SHARING = ("Qianhai Credit", "Koala Credit", "Intellicredit")
ROUNDS_MAX = 12
SECRETS = ("weight", "factor", "sha256", "%", "×")


@row
async def test_a09_two_platforms_have_two_scores_of_one_person(town: Town):
    ana = await town.join("Ana")
    pay = await asked(ana, "/score", "Pay Score", "From 300 to 850")
    sesame = await asked(ana, "/score sesame_credit", "Your Sesame Credit", "From 350 to 950")
    assert score_in(pay) != score_in(sesame)
    page = await asked(ana, "/platforms alipay 20", "Brought over")
    assert "WeChat Pay: ¥180.00" in page
    assert "Alipay: ¥20.00" in page
    await ana.send("/platforms")
    overview = await ana.sees("Two platforms", patience_s=LONG_S)
    await ana.taps("Leave Alipay", of=overview)
    price = await ana.sees("Leaving Alipay costs you", "Night Stall", patience_s=LONG_S)
    await ana.taps("Leave it", of=price)
    await ana.sees("counted that you did", "WeChat Pay: ¥200.00", patience_s=LONG_S)
    await asked(ana, "/platforms", "you have left it. Left by 1")
    await ana.send("/score sesame_credit")
    assert "From 350" not in said(await ana.sees("Sesame", patience_s=LONG_S))


@row
async def test_a15_ten_lures_and_one_vague_sentence(town: Town):
    ana = await town.join("Ana")
    page = await asked(ana, "/score", "Pay Score")
    lures, method = page.split("How it is made", 1)
    assert lures.count("\n•") >= 8
    told = method.split("Evidence", 1)[0].strip()
    assert told.startswith("A comprehensive calculation")
    assert len(re.findall(r"[.!?](?:\s|$)", told.removesuffix("etc."))) == 0, "one sentence"
    answers = [page]
    for typed in ("/lift", "/score export", "/score history"):
        await ana.send(typed)
        answers.append(said(await ana.sees("", patience_s=LONG_S)))
    assert not any(word in answer.lower() for word in SECRETS for answer in answers)


@row_of_quiet_hour
async def test_a16_whoever_asks_for_their_score_has_it_within_a_second(town: Town):
    fay = town.facilitator
    seats = await asyncio.gather(*(town.join(f"Ana{number}") for number in range(20)))
    await stand_still(town)
    for typed, words in (("/law", "The law of the town"), ("/run", "Scenario cards")):
        for _ in range(3):  # meanwhile the greetings have arrived
            await asked(fay, typed, words)
    spent = []
    for seat in seats:
        began = monotonic()
        await asked(seat, "/score", "Pay Score")
        spent.append(monotonic() - began)
    assert sorted(spent)[len(spent) * 95 // 100 - 1] < 1.0
    await go_on(town)
    for explanation in ("none", "reasons", "receipt"):
        await enact(town, "explanation", explanation)
        await asked(seats[0], "/score", "Pay Score")


@row
async def test_b04_none_of_eight_companies_is_licensed_and_the_bureau_is(town: Town):
    fay, ana = town.facilitator, await town.join("Ana")
    before = await asked(fay, "/bureau", "Baihang Credit")
    assert before.count("on trial") == 8
    await fay.send("/run licence")
    await ana.sees("The licence review", patience_s=LONG_S)
    after = await asked(fay, "/bureau", "Baihang Credit")
    assert after.count("no licence") == 8
    assert "on trial" not in after
    assert re.search(r"Licensed 2018-01-04", after)
    await asked(fay, "/run licence", "held in this town already")


@row_of_old_town
async def test_b05_sixteen_lists_come_out_and_two_of_them_disagree_about_somebody(town: Town):
    ana = town.seats["Ana"]
    red: dict[str, list[str]] = {}
    black: dict[str, list[str]] = {}
    for _ in range(ROUNDS_MAX):
        await rescore(town)
        await publish(town)
        for company in COMPANIES:
            page = await asked(ana, f"/lists {company.lower().replace(' ', '_')}", "its own lists")
            red[company], black[company] = listed(page, "Red list"), listed(page, "Black list")
        if contested(red, black):
            break
        await live_through(town, 7)
    assert len(red) + len(black) == 16
    assert contested(red, black), "one praises whom another blames"


def contested(red: dict[str, list[str]], black: dict[str, list[str]]) -> set[str]:
    """Who is praised by one company and blamed by another."""
    return {
        name
        for one, praised in red.items()
        for other, blamed in black.items()
        if one != other
        for name in set(praised) & set(blamed)
    }


@row
async def test_b06_tencent_credit_is_one_of_the_eight(town: Town):
    ana = await town.join("Ana")
    page = await asked(ana, "/agencies", "Who rates you")
    assert re.search("^• company: .*Tencent Credit", page, re.M)
    page = await asked(ana, "/score tencent_credit", "Your Tencent Credit")
    assert 0 <= score_in(page) <= 100
    bureau = await asked(town.facilitator, "/bureau", "Baihang Credit")
    assert [name for name in COMPANIES if f"• {name} (8 %)" in bureau] == list(COMPANIES)


@row_of_old_town
async def test_b07_the_bureau_is_owned_by_nine_and_hears_only_who_shares(town: Town):
    fay = town.facilitator
    await stand_still(town)
    page = await asked(fay, "/bureau", "3 of 8 companies share")
    percents = [int(percent) for percent in re.findall(r"\((\d+) %\)", page)]
    assert len(percents) == 9
    assert sum(percents) == 100
    shared = means(await asked(fay, "/score audit baihang", "people rated"))
    for company in SHARING:
        await fay.taps(f"Let {company} stop", of=await fay.with_button(f"Let {company} stop"))
    await asked(fay, "/bureau", "0 of 8 companies share", " 0 %")
    silent = means(await asked(fay, "/score audit baihang", "people rated"))
    assert {mean for _, mean in silent} == {"500.00"}, "what the others know counts for nothing"
    assert shared != silent
    for company in SHARING:
        await fay.taps(f"Let {company} share", of=await fay.with_button(f"Let {company} share"))
    await go_on(town)


@row
async def test_b10_a_new_resident_of_the_city_has_a_hundred_points(town: Town):
    ana = await town.join("Ana")
    page = await asked(ana, "/score city_credit_office", "Your City Credit Office")
    assert score_in(page) == 100


@row
async def test_b11_a_platform_starts_at_350_and_stays_within_its_scale(town: Town):
    ana, bo = await town.join("Ana"), await town.join("Bo")
    await enact(town, "explanation", "receipt")
    await bo.send("/rent umbrella")
    await bo.taps("Confirm", of=await bo.sees("Dry Lane", patience_s=LONG_S))
    await asked(bo, f"/pay {ana.town_name} 199", "set aside")
    await asked(bo, "/return", "You owe it")
    for seat in (ana, bo):
        file = await exported(town, seat, "sesame_credit")
        scale, result = file["document"]["scale"], file["result"]
        assert (scale["min"], scale["max"], result["base"]) == (350, 950, 350)
        caps = {factor["id"]: factor["cap"] for factor in file["document"]["factors"]}
        total = result["base"]
        for one in result["contributions"]:
            cap = caps[one["factor"]]
            assert one["points"] == min(max(one["uncapped"], cap["at_least"]), cap["at_most"])
            total += one["points"]
        assert result["score"] == min(max(total, 350), 950)


@row
async def test_b12_two_scales_cannot_be_compared_until_the_law_gives_a_table(town: Town):
    ana = await town.join("Ana")
    agencies = ("pay_score", "qianhai_credit")
    apart = [await asked(ana, f"/score {name}", "Your ", "From ") for name in agencies]
    scales = {searched(r"From (\d+ to \d+)", page)[1] for page in apart}
    assert len(scales) == 2
    assert not any("Common band" in page for page in apart)
    await enact(town, "standard_bands", "on")
    await ana.asks("/town", "⚖")
    for name in agencies:
        page = await asked(ana, f"/score {name}", "Your ", "From ", "Common band: ")
        assert re.search("Common band: (Very low|Low|Middle|High|Very high)\n", page)


@row
async def test_b13_five_factors_add_up_to_what_lies_above_the_base(town: Town):
    ana = await town.join("Ana")
    await enact(town, "explanation", "receipt")
    page = await asked(ana, "/score sesame_credit", "Your Sesame Credit")
    file = await exported(town, ana, "sesame_credit")
    factors = file["result"]["contributions"]
    assert len(factors) == 5
    assert sum(one["points"] for one in factors) == file["result"]["score"] - 350
    assert score_in(page) == file["result"]["score"]


@row
async def test_c04_a_debt_becomes_a_judgment_and_unpaid_a_listing_and_paid_none(town: Town):
    fay, ana = town.facilitator, await town.join("Ana")
    await serve(fay)
    await publish(town)
    debtors = await blamed(ana)
    assert debtors == [], "they have three days to pay"
    for _ in range(ROUNDS_MAX):
        await live_through(town, 4)
        if debtors := await blamed(ana):
            break
        await serve(fay)
    assert debtors, "not everybody pays"
    for debtor in debtors[:2]:
        await ana.send(f"/pay {debtor} 60 for the court")
    off = set[str]()
    for _ in range(ROUNDS_MAX):
        await somebody_pays(fay, debtors)  # unless somebody has done so unasked
        await publish(town)
        if off := set(debtors) - set(await blamed(ana)):
            break
        await live_through(town, 2)
    assert off, "whoever has paid is off the list"


async def somebody_pays(fay: Seat, debtors: list[str]) -> None:
    """Have the first of those pay who can; whoever holds too little cannot."""
    for debtor in debtors:
        if "Judgment paid" in await asked(fay, f"/run judgment_paid {debtor}", "udgment "):
            return


async def serve(fay: Seat) -> None:
    """Six judgments."""
    for _ in range(6):
        await asked(fay, "/run judgment_served", "Judgment served")


@row
async def test_h01_who_is_no_member_has_no_score_and_pays_deposits(town: Town):
    ana = await town.join("Ana")
    page = await ana.send("/agencies") and await ana.sees("Who rates you", patience_s=LONG_S)
    await ana.taps("Leave: WeChat Pay Score", of=page)
    await asked(ana, "/score pay_score", "no score of yours")
    await ana.send("/rent umbrella")
    toast = await ana.taps("Confirm", of=await ana.sees("Dry Lane", patience_s=LONG_S))
    assert "¥30.00" in toast
    page = await ana.send("/agencies") and await ana.sees("Who rates you", patience_s=LONG_S)
    await ana.taps("Sign up: WeChat Pay Score", of=page)
    await asked(ana, "/score pay_score", "Pay Score", "From 300 to 850")


@row
async def test_h02_each_kind_of_rater_is_in_town(town: Town):
    ana = await town.join("Ana")
    page = await asked(ana, "/agencies", "Who rates you")
    kinds = set(re.findall(r"^• (\w+): ", page, re.M))
    assert {"city", "office", "court", "school", "company", "bureau"} <= kinds


@row_of_old_town
async def test_h06_the_facilitator_sees_upon_whom_a_score_falls(town: Town):
    page = await asked(town.facilitator, "/score audit", "upon whom it falls")
    for table in ("Income", "Origin", "Care"):
        assert re.search(rf"\n{table}\n(• .+\n?)+", page)
    assert "came to work" in page
    assert "cares for somebody" in page
    assert means(page), "at least one group is large enough to be told apart"


@row
async def test_d01_whoever_is_listed_is_found_by_name_and_after_it_is_not(town: Town):
    fay, ana = town.facilitator, await town.join("Ana")
    await asked(fay, "/run judgment", "Judgment not paid")
    await publish(town)
    [debtor] = await blamed(ana)
    found = await asked(ana, f"/courtlist {debtor}", "The court's list")
    assert re.search(rf"• {debtor} · case \d+-\d+ · owes ¥", found)
    await asked(ana, f"/courtlist {ana.town_name}", f"{ana.town_name} is not on the court's list")
    await asked(fay, "/run judgment_paid", "Judgment paid")
    await publish(town)
    await asked(ana, f"/courtlist {debtor}", f"{debtor} is not on the court's list")


@row
async def test_d06_names_on_the_wall_are_masked_and_one_can_be_taken_off_it(town: Town):
    fay, ana = town.facilitator, await town.join("Ana")
    group = await town.group(ana)
    await asked(fay, "/run judgment", "Judgment not paid")
    await publish(town)
    [debtor] = await blamed(ana)
    square = ana.in_group(group)
    hung = said(await square.sees("The wall of shame", f"{debtor[0]}** · court", patience_s=LONG_S))
    assert debtor not in hung
    await asked(fay, f"/mask {debtor}", f"{debtor} is off every public list")
    await square.sees("The wall of shame", "an invented stand-in", patience_s=LONG_S)
    assert await blamed(ana) == []
    await asked(ana, f"/courtlist {debtor}", "is not on the court's list")
    await asked(fay, f"/unmask {debtor}", "may stand on public lists")
    assert await blamed(ana) == [debtor]
    await asked(ana, "/mask", "You wear a mask")
    await ana.taps("Take it off", of=await ana.with_button("Take it off"))
    await ana.sees("You wear no mask", patience_s=LONG_S)


@row
async def test_b20_the_month_brings_ten_cases_at_most_and_nobody_is_named(town: Town):
    fay, ana = town.facilitator, await town.join("Ana")
    await asked(ana, "/cases", "The first month has not ended yet")
    for _ in range(11):
        await asked(fay, "/run judgment", "Judgment not paid")
    await publish(town)
    await asked(fay, "/run cases", "Publish model cases now")
    page = await asked(ana, "/cases", "Model cases of 2015-01")
    cases = page.split("Model citizen")[0]
    assert 1 <= cases.count("\n•") <= 10
    assert "Sanction" in cases
    lists = await asked(ana, "/lists", "Black list", "You yourself")
    named = {*listed(lists, "Black list"), *listed(lists, "Red list")}
    assert not [name for name in named if name in cases]
