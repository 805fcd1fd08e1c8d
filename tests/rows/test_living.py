"""What watches: the offices that report, the cameras, the machine that guesses."""

from __future__ import annotations

import re

from tests.rows.acts import (
    LONG_S,
    asked,
    asked_until,
    enact,
    go_on,
    live_through,
    means,
    pass_days,
    stand_still,
)
from tests.rows.stage import row, row_of_old_town
from tests.support.narrowing import searched
from tests.support.seats import Seat, Town, said

OFFICE = re.compile(
    r"^• (.+?)\*?: \d+ days late, (\d+) in 1,000 .+? So far (\d+) reports, (\d+) of them wrong",
    re.M,
)
ROUNDS_MAX = 10


@row_of_old_town
async def test_b03_38_offices_report_and_a_closed_one_counts_no_longer(town: Town):
    fay = town.facilitator
    page = await asked(fay, "/offices", "offices report")
    assert len(re.findall(r"^• ", page, re.M)) == 38
    await stand_still(town)
    heard = means(await asked(fay, "/score audit city_credit_office", "people rated"))
    assert heard, "at least one group is large enough to be told apart"
    await asked(fay, "/offices Power Supply Office off", "Power Supply Office")
    closed = means(await asked(fay, "/score audit city_credit_office", "people rated"))
    assert closed != heard
    await asked(fay, "/offices Power Supply Office on", "Power Supply Office")
    again = means(await asked(fay, "/score audit city_credit_office", "people rated"))
    assert again == heard
    await go_on(town)


@row
async def test_b14_a_guess_names_its_evidence_its_confidence_and_how_often_it_is_wrong(town: Town):
    ana, bo, cai = [await town.join(name) for name in ("Ana", "Bo", "Cai")]
    for number in range(8):
        giver = (ana, bo)[number % 2]
        await giver.send(f"/red_envelope 1 @{cai.town_name} no{number}")
        await cai.taps("Open", of=await cai.sees(f"no{number}", patience_s=LONG_S))
    await pass_days(town, 1)
    await asked(cai, "/inferred", "the law in force")
    await enact(town, "explanation", "receipt")
    guess = await asked_until(cai, "/inferred", "uessed", pattern="Greedy for money")
    told = guess.split("Greedy for money", 1)[1]
    assert int(searched(r"facts counted: (\d+)", told)[1]) >= 8
    assert re.search(r"right \d+ times in 1000", told)
    assert re.search(r"wrong \d+ times out of [1-9]", told)
    audit = await asked(town.facilitator, "/inferred audit", "Guesses against the truth")
    made, wrong = searched(r"Greedy for money\nMade (\d+), wrong (\d+)", audit).groups()
    assert 0 <= int(wrong) <= int(made) > 0


@row_of_old_town
async def test_c02_about_as_many_are_mistaken_as_it_says_and_hang_with_masked_names(town: Town):
    fay, ana = town.facilitator, town.seats["Ana"]
    board = await asked(ana, "/lists cameras", "cameras")
    for _ in range(ROUNDS_MAX):
        if "•" in board:
            break
        await live_through(town, 3)
        board = await asked(ana, "/lists cameras", "cameras")
    names = re.findall(r"^• (.+?) · ", board, re.M)
    assert names
    assert all("*" in name for name in names), "masked"
    offices = await all_offices(fay)
    assert offices["Crossing Cameras"][1] > 0
    expected = sum(error * reports for error, reports, _ in offices.values()) / 1_000
    mistaken = sum(wrong for *_, wrong in offices.values())
    assert abs(mistaken - expected) <= 4 * max(expected, 1) ** 0.5, "all 38, as cameras see few"
    error, reports, wrong = offices["Crossing Cameras"]
    assert wrong <= reports * error / 1_000 + 4 * max(reports * error / 1_000, 1) ** 0.5
    pictures, found = re.findall(r"\d+", await asked(fay, "/lists truth", "So far"))[:2]
    assert 0 < int(pictures) <= reports, "what was reported hangs there from the next evening on"
    assert int(found) <= wrong


async def all_offices(fay: Seat) -> dict[str, tuple[int, int, int]]:
    """Each office: of a thousand reports so many are said to be wrong; its reports; the wrong."""
    await fay.send("/offices")
    await fay.taps("Close or open offices", of=await fay.sees("offices report", patience_s=LONG_S))
    pages = [await fay.with_button("Page 2 of 4")]
    for following in (3, 4, 1):
        await fay.taps(f"Page {following - 1 or 4} of 4", of=pages[-1])
        pages.append(await fay.with_button(f"Page {following} of 4"))
    return {
        name: (int(error), int(reports), int(wrong))
        for page in pages
        for name, error, reports, wrong in OFFICE.findall(said(page))
    }
