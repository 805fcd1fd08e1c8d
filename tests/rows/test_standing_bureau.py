"""The bureau and the eight who own it: what sharing pays whom, and who may know."""

from __future__ import annotations

import asyncio
import re

from tests.rows.acts import LONG_S, asked
from tests.rows.stage import row
from tests.support.narrowing import searched
from tests.support.seats import Seat, Town, said


async def seated(town: Town, seat: Seat, company: str) -> None:
    """Somebody sits for a company, and the boards have been called."""
    await asked(town.facilitator, f"/seat {seat.town_name} {company}", f"{seat.town_name} sits for")
    await asked(town.facilitator, "/run boardroom", "Done: Boardroom")


@row
async def test_h11_the_large_and_the_small_choose_and_who_shares_is_written_down(town: Town):
    fay = town.facilitator
    ana, bo = await asyncio.gather(town.join("Ana"), town.join("Bo"))
    await seated(town, ana, "tencent")
    await seated(town, bo, "koala")
    table = await asked(fay, "/boardroom", "The boardroom", "The boards meet")
    assert re.search(rf"• Tencent Credit, a large company, knows \d+; {ana.town_name}:", table)
    assert re.search(rf"• Koala Credit, a small lender, knows \d+; {bo.town_name}: shares", table)
    assert len(re.findall(r"Sharing (?:brings|costs) ¥|Sharing changes nothing", table)) == 8
    card = await ana.sees("The board of Tencent Credit", "keeps to itself", patience_s=LONG_S)
    await ana.taps("Share", of=card)
    card = await bo.sees("The board of Koala Credit", "a small lender", patience_s=LONG_S)
    await bo.taps("Keep to ourselves", of=card)
    told = said(await fay.sees("Everybody who sits", "it is written down", patience_s=LONG_S))
    assert "3 of 8 companies share: Tencent Credit · Qianhai Credit · Intellicredit." in told
    await asked(fay, "/bureau", "Tencent Credit (8 %): shares", "Koala Credit (8 %): keeps")


@row
async def test_e06_what_an_owner_gains_as_a_competitor_is_seen_by_company_roles_only(town: Town):
    ana, bo = await asyncio.gather(town.join("Ana"), town.join("Bo"))
    await seated(town, ana, "tencent")
    card = await asked(ana, "/boardroom", "The board of Tencent Credit", "your own score")
    for choice in ("Keep to yourself", "Share with the bureau"):
        parts = searched(
            rf"{choice}: (\S+)\n• your own score (\S+)\n• your 8 % of the bureau (\S+)\n", card
        )
        assert all(part.startswith(("¥", "-¥")) for part in parts.groups())
    assert "Sesame Credit" not in card, "of the others it is told nothing"
    refused = await asked(bo, "/boardroom", "is seen by whoever sits for one")
    assert "¥" not in refused
    await asked(town.facilitator, "/boardroom", "Sesame Credit", "Tencent Credit")
