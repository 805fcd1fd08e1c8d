"""From a file that does not match to a complaint that ends, as people live it."""

from __future__ import annotations

import json
import re

import pytest

from glasstown.verify import DIFFERS, MATCHES, verify_score
from tests.support.seats import Seat, Town, Venue, said


async def legislate(town: Town) -> None:
    """The facilitator grants receipts."""
    await town.facilitator.send("/law explanation receipt now")
    await town.facilitator.sees("in force now")


async def taken_away(venue: Venue, seat: Seat) -> str:
    """The text of the file that the town hands out."""
    await seat.send("/score export")
    message = await seat.sees("verify-score")
    async with venue.http.get(message["media"]["url"]) as response:
        return await response.text()


def printed(tmp_path, text: str) -> tuple[int, str]:
    """What the command line says of a file."""
    path = tmp_path / "score.json"
    path.write_text(text, encoding="utf-8")
    return verify_score(str(path))


async def test_a_mismatch_becomes_a_complaint_and_is_upheld(town, venue, tmp_path):
    ana = await town.join("Ana")
    await legislate(town)
    text = await taken_away(venue, ana)
    assert printed(tmp_path, text)[0] == MATCHES
    changed = re.sub(r'"score":(\d+)', lambda hit: f'"score":{int(hit[1]) + 40}', text)
    status, told = printed(tmp_path, changed)
    assert status == DIFFERS
    assert "result.score" in told
    [line] = re.findall(r"^ +(/complain [0-9a-f]{16})$", told, re.M)
    await ana.send(line)
    answer = said(await ana.sees("Complaint no. 1 is open"))
    assert "the books and this score agree" in answer
    assert "decides" in answer
    fay = town.facilitator
    await fay.sees("Complaint no. 1", ana.town_name, "agree")
    await fay.send("/complaints 1 uphold You were right to <b>look</b>.")
    await fay.sees("Complaint no. 1 is upheld")
    await ana.sees("Your complaint no. 1 is upheld", "You were right to <b>look</b>.")
    await fay.send("/complaints 1 dismiss No.")
    await fay.sees("cannot be taken back")
    await ana.send("/complain")
    await ana.sees("Your complaints", "Upheld on", "You were right")


async def test_one_tap_on_the_link_opens_the_complaint(town, venue, tmp_path):
    ana = await town.join("Ana")
    bo = await town.join("Bo")
    await legislate(town)
    text = await taken_away(venue, ana)
    status, told = printed(tmp_path, text.replace('"amount":0', '"amount":7', 1))
    assert status == DIFFERS
    [link] = re.findall(r"https://t\.me/\S+", told)
    assert link.startswith("https://t.me/glasstown_bot?start=complain_")
    payload = link.partition("?start=")[2]
    assert re.fullmatch(r"[A-Za-z0-9_-]{1,64}", payload)
    await ana.send(f"/start {payload}")
    await ana.sees("Complaint no. 1 is open")
    await bo.send(f"/start {payload}")
    await bo.sees("No file of yours has the seal")
    stranger = await venue.person("Cy")
    await stranger.send(f"/start {payload}")
    await stranger.sees("/join")


async def test_the_facilitator_decides_by_button_and_once(town):
    ana = await town.join("Ana")
    await ana.send("/score")
    await ana.sees("Pay Score")
    await ana.send("/complain I get another number")
    await ana.sees("Complaint no. 1 is open")
    fay = town.facilitator
    await fay.sees("Complaint no. 1", "I get another number", ana.town_name)
    await fay.send("/complaints")
    await fay.sees("1 open, 0 decided")
    card = await fay.sees("Complaint no. 1", "cannot be taken back")
    assert "no. 1 is dismissed" in await fay.taps("Dismiss", of=card)
    await ana.sees("Your complaint no. 1 is dismissed")
    decided = await fay.sees("Complaint no. 1", "Dismissed on")
    assert decided["message_id"] == card["message_id"], "drawn again where it hangs"
    assert decided["buttons"] == []


@pytest.mark.parametrize("language", ["en", "zh"])
async def test_complaining_explains_itself(town, language):
    ana = await town.join("Ana", language)
    await ana.send("/complain")
    await ana.sees("/score export", "/complain")
    await ana.send("/complain 0123456789abcdef")
    await ana.sees("0123456789abcdef", "/score export")
    await ana.send("/complaints")
    await ana.sees("not open to your role" if language == "en" else "身份")


async def test_who_leaves_takes_the_words_along(town):
    ana = await town.join("Ana")
    await ana.send("/score")
    await ana.sees("Pay Score")
    await ana.send("/complain Only I know this")
    await ana.sees("Complaint no. 1")
    await town.facilitator.sees("Only I know this")
    await ana.send("/leave")
    await ana.taps("eave", of=await ana.sees("Do you want to leave"))
    await ana.sees("You have left")
    await town.facilitator.send("/complaints")
    assert "Only I know this" not in json.dumps(
        await town.facilitator.sees("Complaint no. 1", ana.town_name)
    )
