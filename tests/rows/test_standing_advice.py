"""Who sells advice on scores, what it is worth, and whose the one is that is always right."""

from __future__ import annotations

import re

from tests.rows.acts import LONG_S, asked, balance_fen, enact, fen, publish
from tests.rows.stage import row
from tests.support.narrowing import searched
from tests.support.seats import Seat, Town, said

OWNED, PIER = "Clear Sky Score Desk", "Dice at the Pier"
MARKET = "They sell a tip"


async def ask(seat: Seat, label: str, *words: str) -> str:
    """Open the page and buy; what is said for the money."""
    await asked(seat, "/advisers", MARKET)
    await seat.taps(label, of=await seat.with_button(label))
    return said(await seat.sees("receipt", *words, patience_s=LONG_S))


def worth(page: str, adviser: str) -> tuple[int, int, int, int]:
    """Right, wrong, promised, done: one adviser's line of the facilitator's table."""
    block = page.split(adviser, 1)[1]
    told = searched(r"right (\d+), wrong (\d+); removals promised (\d+), done (\d+)", block)
    right, wrong, promised, done = map(int, told.groups())
    return right, wrong, promised, done


@row
async def test_e04_tips_are_bought_and_the_facilitator_sees_what_they_were_worth(town: Town):
    fay, ana = town.facilitator, await town.join("Ana")
    page = await asked(ana, "/advisers", MARKET)
    assert fen(page.split("Oak Accounts", 1)[1]) == 300
    before = await balance_fen(ana)
    told = await ask(ana, "Ask Oak Accounts", "Oak Accounts")
    assert re.search(r"“.+”", told), "a tip in words"
    assert await balance_fen(ana) == before - 300
    await fay.send(f"/run journalist {ana.town_name}")
    await fay.sees("J., the journalist", patience_s=LONG_S)
    await publish(town)
    told = await ask(ana, f"Off a list, {PIER}", PIER)
    assert "Leave it with me" in told
    await asked(ana, "/lists", "You yourself: blamed by court")
    page = await asked(fay, "/tips", "What advice was worth")
    right, wrong, *_ = worth(page, "Oak Accounts")
    assert right + wrong == 1
    assert worth(page, PIER) == (0, 0, 1, 0)
    assert "a vague sentence: 2 sold, ¥18.00" in page


@row
async def test_e05_the_raters_adviser_is_right_until_the_law_closes_it_and_gives_it_away(
    town: Town,
):
    fay, ana = town.facilitator, await town.join("Ana")
    page = await asked(ana, "/advisers", MARKET)
    assert "Belongs to" not in page
    deed = searched(r"“(.+)\. That lifts you\.”", await ask(ana, f"Ask {OWNED}", OWNED))[1]
    page = await asked(fay, "/tips", "What advice was worth")
    assert worth(page, OWNED) == (1, 0, 0, 0)
    assert f"{OWNED} (owner: Tencent Credit" in page
    await enact(town, "explanation", "receipt")
    assert "Belongs to Tencent Credit" in await asked(ana, "/advisers", MARKET)
    await asked(ana, "/score", f"what lifts it most is “{deed}”")
    screen = await ana.with_button(f"Ask {OWNED}")
    await enact(town, "conflict_ban", "on")
    assert "may sell no advice" in await asked(ana, "/advisers", f"{OWNED} is closed")
    assert "Nothing was paid" in await ana.taps(f"Ask {OWNED}", of=screen)
