"""The law changes by a vote: asked before, counted once, paid for by waiting, trusted or not."""

from __future__ import annotations

import json
import re

from tests.rows.acts import LONG_S, asked, enact, pass_days, publish
from tests.rows.stage import row
from tests.rows.test_workshops_end import file_of, three, told, wave
from tests.support.narrowing import searched
from tests.support.seats import Seat, Town


async def vote(seat: Seat, number: int, choice: str) -> None:
    """Vote in the ballot, and read that it was counted."""
    await seat.taps(choice, of=await seat.sees(f"Vote no. {number}", "Secret", patience_s=LONG_S))
    await seat.taps("✅ Cast it", of=await seat.sees("about to say", patience_s=LONG_S))
    await seat.sees("was counted", "Receipt", patience_s=LONG_S)


async def open_vote(town: Town, number: int) -> None:
    fay = town.facilitator
    card = await fay.sees(f"Motion no. {number}", "put by the facilitator", patience_s=LONG_S)
    await fay.taps("🗳 Open the vote", of=card)


@row
async def test_r08_a_change_of_law_needs_the_poll_that_carried_it(town: Town):
    ana, fay = await town.join("Ana"), town.facilitator
    await enact(town, "consultation", "on")
    refusal = await asked(fay, "/law kin off", "changes by a vote alone")
    assert "/motions kin off" in refusal
    await fay.send("/motions kin off")
    await open_vote(town, 1)
    await vote(ana, 1, "👍 For")
    await ana.sees("Vote no. 1: carried", "by poll no. 1", patience_s=LONG_S)
    assert "by poll no. 1" in await asked(ana, "/law kin", "Decided so far")
    assert "no poll no. 1 has carried" in await asked(fay, "/law petty off poll 1", "not changed")


@row
async def test_h15_each_day_of_waiting_for_a_reform_is_told_in_wrongful_days(town: Town):
    ana, fay = await town.join("Ana"), town.facilitator
    await asked(fay, "/blacklist Magpie tells stories", "Magpie")
    await publish(town)
    await fay.send("/motions legal_basis on")
    await open_vote(town, 1)
    await pass_days(town, 2)
    await vote(ana, 1, "👍 For")
    page = await asked(fay, "/motions 1", "What went on meanwhile")
    days = [float(one) for one in re.findall(r"• day \d+: ([0-9.]+)", page)]
    assert len(days) >= 3
    assert max(days) >= 1
    assert searched(r"Together: ([0-9.]+)", page)[1] == f"{sum(days):.2f}"


@row
async def test_h14_below_a_mean_of_trust_residents_comply_less_and_the_export_has_it(town: Town):
    seats = await three(town)
    await wave(town, seats, "before", 1, "112")
    assert "1: 2" in await told(town, "I trust the scores of this town.")
    page = await asked(town.facilitator, "/polls", "Legitimacy: 1.3 of 5")
    assert "Residents comply less below 3.0" in page
    assert "before: 1.3; since then residents meant to do" in page
    admin = town.venue.admin
    await admin.send(f"/export {town.code}")
    file = await file_of(await admin.sees("All of this workshop", patience_s=LONG_S), admin)
    curve = {one["wave"]: one for one in json.loads(file)["tables"]["legitimacy"]}
    assert curve[1]["trust_tenths"] == 13
    assert {"asked", "complied"} <= curve[1].keys()
