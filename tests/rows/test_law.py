"""What the law changes: how a score is explained, what may count, and what that costs."""

from __future__ import annotations

import json
import re
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from glasstown.verify import DIFFERS, MATCHES, verify_score
from tests.rows.acts import (
    LONG_S,
    asked,
    enact,
    exported,
    go_on,
    live_through,
    pass_days,
    rescore,
    score_in,
    stand_still,
    use,
    whole_file,
)
from tests.rows.stage import row, row_of_old_town
from tests.support.narrowing import searched
from tests.support.seats import Seat, Town, said

LEAPS_MAX = 5
MOVES = re.compile(r"(\d+) of (\d+) scores? would move \((\d+) up, (\d+) down\), ([+−][0-9.]+)")


async def misbehaved(town: Town) -> re.Match[str]:
    """What would move without small misbehaviour; days pass until something would."""
    for _ in range(LEAPS_MAX):
        page = await asked(town.facilitator, "/whatif petty off", "What if")
        if found := MOVES.search(page):
            return found
        await live_through(town, 7)
    raise AssertionError("everybody behaved")


@row_of_old_town
async def test_c03_without_petty_matters_each_point_comes_back(town: Town):
    fay = town.facilitator
    await misbehaved(town)
    await stand_still(town)
    _, people, up, down, gained = (await misbehaved(town)).groups()
    assert int(up) > int(down) == 0
    await enact(town, "petty", "off")
    assert "none of" in await asked(fay, "/whatif petty off", "What if")
    back = searched(MOVES, await asked(fay, "/whatif petty on", "What if"))
    assert (back[2], back[4]) == (people, up)
    assert back[5].lstrip("−") == gained.lstrip("+"), "exactly what it had cost"
    await enact(town, "petty", "on")
    await go_on(town)


@row
async def test_e11_the_price_of_disclosure_is_shown_law_by_law(town: Town):
    fay = town.facilitator
    await pass_days(town, 2)
    await enact(town, "explanation", "receipt")
    await pass_days(town, 2)
    page = await asked(fay, "/score gaming city_credit_office", "price of disclosure")
    hidden, disclosed = page.split("Receipt told", 1)
    assert "Calculation hidden" in hidden
    for period in (hidden, disclosed):
        assert re.search(r"Acts done for points: \d+", period)
        assert re.search(r"Players \(5\): .*by play .*\(.+\)", period)
        assert "A way over the next gate" in period, "what it gives, beside what it costs"
    assert (await fay.sees("share of the gain", patience_s=LONG_S))["media"]["kind"] == "photo"


PARTS_OF_LIFE = {
    "bills": "utility_paid",
    "taxes": "tax_paid_on_time",
    "purchases": "purchase",
    "location": "place_noted",
    "online_hours": "gaming_hours",
    "reading": "news_read",
}


@row
async def test_c01_each_part_of_daily_life_is_for_the_law_to_allow_or_forbid(town: Town):
    ana = await town.join("Ana")
    for service, *taps in (
        ("electricity", "Now ¥16.00"),
        ("tax", "Now ¥20.00"),
        ("taxi", "Market ¥9.00", "Shared"),
        ("games", "Three hours"),
        ("news", "Town"),
    ):
        await use(ana, service, *taps)
    await enact(town, "explanation", "receipt")
    assert set(PARTS_OF_LIFE.values()) <= await read_of(town, ana)
    for switch in (*PARTS_OF_LIFE, "traffic", "friends"):
        await enact(town, switch, "off")
    left = await read_of(town, ana)
    assert left.isdisjoint(PARTS_OF_LIFE.values())
    assert "joined" in left
    assert "you paid for power" in await asked(ana, "/law bills", "In force since", "no")


async def read_of(town: Town, seat: Seat) -> set[str]:
    """The kinds of facts that a score of somebody rests on."""
    return {fact["kind"] for fact in (await exported(town, seat, "pay_score"))["facts"]}


@row
async def test_c08_volunteering_counts_and_the_least_of_it_is_counted(town: Town):
    ana, bo = await town.join("Ana"), await town.join("Bo")
    await enact(town, "explanation", "receipt")
    before = volunteered(await exported(town, bo, "city_credit_office"))
    for seat, hours in ((ana, "One hour"), (bo, "A day")):
        await use(seat, "volunteering", hours)
    assert volunteered(await exported(town, bo, "city_credit_office")) > before
    await pass_days(town, 1)
    page = await asked(town.facilitator, "/score gaming city_credit_office", "Receipt told")
    people, least = map(int, searched(r"volunteered: (\d+);.*hour: (\d+)", page).groups())
    assert 0 < least < people, "Ana at least, and not Bo"


def volunteered(file: dict[str, Any]) -> int:
    """What volunteering gave somebody."""
    points = {i["rule"]: i["points"] for c in file["result"]["contributions"] for i in c["inputs"]}
    return int(points["volunteer_hours"])


@row
async def test_r01_anybody_computes_their_own_score_anew(town: Town):
    ana = await town.join("Ana")
    await enact(town, "explanation", "receipt")
    page = await asked(ana, "/score", "Pay Score")
    file = await exported(town, ana, "pay_score")
    assert file["result"]["score"] == score_in(page)
    assert file["facts"]
    status, told = recomputed(file)
    assert status == MATCHES, told
    assert str(score_in(page)) in told.split()
    file["result"]["score"] += 1
    assert recomputed(file)[0] == DIFFERS


def recomputed(file: dict[str, Any]) -> tuple[int, str]:
    """What the command line says of a file when it does the sum again."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "score.json"
        path.write_text(json.dumps(file, ensure_ascii=False, separators=(",", ":"), sort_keys=True))
        return verify_score(str(path))


@row
async def test_r02_one_table_of_bands_holds_for_all_who_rate(town: Town):
    ana, bo = await town.join("Ana"), await town.join("Bo")
    await enact(town, "standard_bands", "on")
    await ana.asks("/town", "⚖")
    found = {}
    for seat, agency in (
        (ana, "pay_score"),
        (bo, "sesame_credit"),
        (ana, "city_credit_office"),
        (bo, "tax_office"),
        (ana, "qianhai_credit"),
    ):
        page = await asked(seat, f"/score {agency}", "Your ", "Common band: ")
        low, high = map(int, searched(r"From (\d+) to (\d+)", page).groups())
        share = (score_in(page) - low) * 100 // (high - low)
        found[agency] = (searched("Common band: (.+)", page)[1].strip(), share)
    table = ("Very low", "Low", "Middle", "High", "Very high")
    assert {name: band for name, (band, _) in found.items()} == {
        name: table[min(share // 20, 4)] for name, (_, share) in found.items()
    }


@row_of_old_town
async def test_r09_the_guideline_is_a_statute_and_scores_follow_it(town: Town):
    fay, ana = town.facilitator, town.seats["Ana"]
    await misbehaved(town)
    await pass_law(town, "enact guideline_2020", "Small faults count: yes → no")
    await ana.asks("/town", "Enacted: Guideline of December 2020")
    await rescore(town, "city_credit_office")
    assert "none of" in await asked(fay, "/whatif petty off", "What if")
    await ana.asks("/statutes history", "Guideline of December 2020: from day")
    await pass_law(town, "repeal guideline_2020", "Small faults count: no → yes")


async def pass_law(town: Town, deed: str, change: str) -> None:
    """Look at what it would change, and say yes."""
    asked_once = await town.facilitator.asks(f"/law {deed}", "Guideline of December 2020?", change)
    await town.facilitator.taps("Yes, at once", of=asked_once)
    await town.facilitator.sees("Guideline of December 2020 is", "told")


@row
async def test_r04_each_right_has_a_command_and_a_term(town: Town):
    fay, ana = town.facilitator, await town.join("Ana")
    await use(ana, "shop", "Nappies ¥25.00")
    await asked(ana, "/mydata", "kept from you")
    await enact(town, "data_rights", "on")
    await asked(ana, "/mydata", "What is known of you")
    await ana.taps("📎 All of it as a file", of=await ana.with_button("📎 All of it as a file"))
    message = await ana.sees("Everything that is known", "due by", patience_s=LONG_S)
    async with town.venue.http.get(message["media"]["url"]) as response:
        file = json.loads(await response.text())
    assert "nappies_bought" in {fact["kind"] for fact in file["facts"]}
    assert file["clock"]["due"] > file["clock"]["answered"]
    await asked(ana, "/correct", "What is wrong?")
    await ana.taps("📄 A fact about me", of=await ana.with_button("📄 A fact about me"))
    await ana.taps("bought nappies", of=await ana.with_button("bought nappies"))
    await ana.sees("Asked: case no. 1", "Data protection (EU)", patience_s=LONG_S)
    await asked(fay, "/complaints 1 uphold", "no. 1")
    await ana.sees("upheld", "counts no more", patience_s=LONG_S)
    await asked(ana, "/case 1", "Case no. 1")
    await ana.taps("📎 Answer as a file", of=await ana.with_button("📎 Answer as a file"))
    message = await ana.sees("what was decided and why", patience_s=LONG_S)
    async with town.venue.http.get(message["media"]["url"]) as response:
        answer = json.loads(await response.text())
    assert (answer["outcome"], answer["named"]["kind"]) == ("upheld", "nappies_bought")


@row
async def test_r03_what_the_law_strikes_is_purged_and_the_report_names_nobody(town: Town):
    ana = await town.join("Ana")
    await use(ana, "shop", "Nappies ¥25.00")
    await enact(town, "data_rights", "on")
    assert "• bought nappies" in await whole_file(ana)
    await enact(town, "purchases", "off")
    await enact(town, "purge_days", "1")
    await pass_days(town, 3)
    report = said(await ana.sees("Purged by law", "Nobody is named", patience_s=LONG_S))
    assert ana.town_name not in report
    known = await whole_file(ana)
    assert "• bought nappies" not in known
    assert "• facts purged by law" in known


@row_of_old_town
async def test_r05_ties_that_conflict_are_refused_logged_and_dashed_on_the_radar(town: Town):
    fay, ana = town.facilitator, town.seats["Ana"]
    await asked(fay, "/radar", "Keeps a list, and sells the way off it")
    await fay.asks(f"/seat {ana.town_name} sesame_credit", ana.town_name)
    await enact(town, "conflict_ban", "on")
    await asked(fay, f"/ombudsman {ana.town_name}", "sits for Sesame Credit", "written down")
    page = await asked(fay, "/radar", "Ended by the law in force")
    assert page.index("Runs the app") < page.index("Ended by the law") < page.index("Keeps a list")
    await enact(town, "conflict_ban", "off")
