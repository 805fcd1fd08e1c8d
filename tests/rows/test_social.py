"""People among themselves: they ring each other, become friends and part."""

from __future__ import annotations

import json
import re
from typing import Any

from tests.rows.acts import LONG_S, enact, exported, pass_days, rescore
from tests.rows.stage import row
from tests.support.narrowing import searched
from tests.support.seats import Seat, Town, said


@row
async def test_a01_people_call_talk_and_hang_up_without_knowing_who_they_are(town: Town):
    ana, bo, cai = [await town.join(name) for name in ("Ana", "Bo", "Cai")]
    await ana.send(f"/call {cai.town_name}")
    await cai.taps("Decline", of=await cai.sees("is calling you", ana.town_name))
    await ana.sees("declined your call", patience_s=LONG_S)
    await ana.send(f"/call {bo.town_name}")
    await bo.taps("Accept", of=await bo.sees("is calling you", ana.town_name, patience_s=LONG_S))
    for seat in (ana, bo):
        await seat.sees("Connected", patience_s=LONG_S)
    await ana.send("is it you?")
    await bo.sees("is it you?")
    await pass_days(town, 1)
    await bo.send("/hangup")
    ended = said(await ana.sees("hung up", patience_s=LONG_S))
    assert int(searched(r"(\d+) h", ended)[1]) >= 24, "it lasted from one day to the next"
    for seat, other in ((ana, bo), (bo, ana)):
        seen = json.dumps(await seat.messages())
        assert str(other.person_id) not in seen
        assert not re.search(rf"\b{other.name}\b", seen)


@row
async def test_b15_parting_from_the_lower_of_two_friends_moves_a_score_at_the_next_run(town: Town):
    ana, bo, cai = [await town.join(name) for name in ("Ana", "Bo", "Cai")]
    await enact(town, "explanation", "receipt")
    for friend in (bo, cai):
        await befriend(ana, friend)
    await rescore(town, "sesame_credit")
    before = await exported(town, ana, "sesame_credit")
    files = [(await exported(town, friend, "sesame_credit"), friend) for friend in (bo, cai)]
    _, low = min(files, key=lambda found: found[0]["result"]["score"])
    await ana.send(f"/friends remove {low.town_name}")
    await ana.sees("friendship is over", patience_s=LONG_S)
    await rescore(town, "sesame_credit")
    after = await exported(town, ana, "sesame_credit")
    assert from_friends(after) != from_friends(before)


async def befriend(one: Seat, other: Seat) -> None:
    """One asks, the other says yes."""
    await one.send(f"/friends add {other.town_name}")
    await other.taps("Yes", of=await other.sees("would like to be your friend", one.town_name))
    await one.sees("is your friend now", patience_s=LONG_S)


def from_friends(file: dict[str, Any]) -> int:
    """The points of the factor that reads friends."""
    factors = {one["factor"]: one["points"] for one in file["result"]["contributions"]}
    return int(factors["relationships"])
