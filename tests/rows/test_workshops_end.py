"""What the room was asked, what it asked, and what the facilitator takes along."""

from __future__ import annotations

import asyncio
import re
from typing import Any

from tests.rows.acts import LONG_S, asked, enact
from tests.rows.stage import row
from tests.support.seats import Seat, Town, said

TOLD = "What everybody answered"


async def three(town: Town) -> list[Seat]:
    return [await town.join(name) for name in ("Ana", "Bo", "Cy")]


async def answer(seat: Seat, wave: str, number: int, mark: str) -> None:
    """Skip to a question and answer it; the next stands in its place."""
    for skipped in range(1, number):
        card = await seat.sees(f"{skipped} of 6", f"· {wave}", patience_s=LONG_S)
        await seat.taps("Skip ➡️", of=card)
    await seat.taps(mark, of=await seat.sees(f"{number} of 6", f"· {wave}", patience_s=LONG_S))
    await seat.sees(f"{number + 1} of 6", f"· {wave}", patience_s=LONG_S)


async def wave(town: Town, seats: list[Seat], name: str, number: int, marks: str) -> None:
    """A wave in which each says one thing."""
    await town.facilitator.send(f"/run poll_{name}")
    answers = (answer(*one) for one in zip(seats, [name] * 3, [number] * 3, marks, strict=True))
    await asyncio.gather(*answers)


async def told(town: Town, statement: str) -> str:
    """Close what is open, and what `/polls` tells of one statement."""
    await town.facilitator.taps(
        "Close the wave", of=await town.facilitator.with_button("Close the wave")
    )
    page = await asked(town.facilitator, "/polls", TOLD, statement)
    return page.split(statement, 1)[1].split("\n\n", 1)[0]


@row
async def test_e07_whether_platforms_spy_is_measured_before_and_after(town: Town):
    seats = await three(town)
    await wave(town, seats, "before", 3, "213")
    await wave(town, seats, "after", 3, "453")
    found = await told(town, "Platforms act as spy agencies.")
    assert "before (3 answers) – 1: 1 · 2: 1 · 3: 1 · 4: 0 · 5: 0" in found
    assert "after (3 answers) – 1: 0 · 2: 0 · 3: 1 · 4: 1 · 5: 1" in found


@row
async def test_h05_of_whether_numbers_are_neutral_the_paired_difference_is_shown(town: Town):
    seats = await three(town)
    await wave(town, seats, "before", 4, "544")
    await wave(town, seats, "after", 4, "245")
    found = await told(town, "Numbers are neutral.")
    assert "before → after, 3 answered both: 1 higher, 1 the same, 1 lower" in found
    assert "on average 0.7 lower." in found


@row
async def test_r10_trust_is_asked_before_during_and_after_and_nobody_is_told_of(town: Town):
    seats = await three(town)
    for name, marks in (("before", "433"), ("during", "212"), ("after", "323")):
        await wave(town, seats, name, 1, marks)
    found = await told(town, "I trust the scores of this town.")
    series = [found.index(f"{name} (3 answers)") for name in ("before", "during", "after")]
    assert series == sorted(series)
    assert "during → after, 3 answered both: 3 higher, 0 the same, 0 lower" in found
    names = [seat.town_name for seat in seats]
    page = said(await town.facilitator.sees(TOLD))
    assert not any(name in page for name in names)


@row
async def test_b09_the_wall_goes_along_to_the_talk_at_the_end(town: Town):
    ana, fay = await town.join("Ana"), town.facilitator
    await asked(ana, "/ask Who reads my messages?", "hangs on the wall")
    await fay.send(f"/workshop close {town.code}")
    await fay.taps("Yes, close it", of=await fay.sees("Still open", patience_s=LONG_S))
    wall = await file_of(
        await fay.sees("to take along", "without an answer", patience_s=LONG_S), fay
    )
    assert "Are the eight companies obliged to share" in wall
    assert wall.rstrip().endswith("Who reads my messages?\n→ …")
    assert ana.town_name not in wall


@row
async def test_b16_the_ranking_hangs_before_all_once_the_law_and_one_question_say_so(town: Town):
    ana, bo, fay = await town.join("Ana"), await town.join("Bo"), town.facilitator
    assert "/law leaderboard on" in await asked(fay, "/score board", "Nobody is ranked here")
    await enact(town, "leaderboard", "on")
    await asked(ana, "/mask", "🎭")
    assert ana.town_name not in await asked(bo, "/score board", "The highest Pay Scores")
    await fay.send("/score board")
    await fay.taps("Show it to everybody", of=await fay.sees("The highest", patience_s=LONG_S))
    await fay.taps("Yes, show it", of=await fay.sees("A ranking can hurt"))
    await fay.sees("It hangs in everybody's chat", patience_s=LONG_S)
    wall = said(await ana.sees("The highest Pay Scores", patience_s=LONG_S))
    assert len(re.findall(r"^[0-9]+\. .+: [0-9]+$", wall, re.M)) >= 5
    assert ana.town_name not in wall
    await enact(town, "leaderboard", "off")
    await bo.sees("Nobody is ranked here any more", patience_s=LONG_S)


async def file_of(message: dict[str, Any], seat: Seat) -> str:
    """What stands in the file that somebody is sent."""
    async with seat.http.get(message["media"]["url"]) as response:
        return await response.text()
