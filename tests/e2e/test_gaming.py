"""The price of disclosure, as a facilitator shows it: playing for points, and ways to be named."""

from __future__ import annotations

import pytest

from tests.support.seats import said


@pytest.mark.parametrize("language", ["en", "zh"])
async def test_the_facilitator_shows_both_sides_of_disclosure(venue, language):
    town = await venue.town(language)
    fay = town.facilitator
    await fay.send("/score gaming")
    await fay.sees("/forward 1")
    await fay.send("/forward 3")
    await fay.send("/law explanation receipt now")
    await fay.send("/forward 3")
    await fay.send("/score gaming city_credit_office")
    hidden = "Calculation hidden" if language == "en" else "算法保密"
    receipt = "Receipt told" if language == "en" else "告知明细"
    table = said(await fay.sees(hidden, receipt, patience_s=60))
    players = "Players (5)" if language == "en" else "刷分者（5人）"
    assert table.count(players) == 2
    title = "share of the gain" if language == "en" else "刷分所占比例"
    assert (await fay.sees(title))["media"]["kind"] == "photo"


async def test_nobody_else_is_shown_who_plays(town):
    ana = await town.join("Ana")
    await town.facilitator.send("/forward 2")
    await ana.send("/score gaming")
    await ana.sees("not open to your role")
