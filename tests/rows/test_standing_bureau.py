"""The bureau and the eight who own it: what sharing pays whom, and who may know."""

from __future__ import annotations

import asyncio
import re

from tests.rows.acts import LONG_S, asked, enact, stand_still
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


@row
async def test_h03_consent_is_asked_once_the_law_wants_it_and_what_lacks_it_is_counted(town: Town):
    fay, ana = town.facilitator, await town.join("Ana")
    assert "want of consent" not in await asked(fay, "/bureau", "Baihang Credit")
    await asked(ana, "/consent", "asks for nobody’s consent now")
    await enact(town, "consent_to_share", "on")
    card = await ana.sees(
        "May companies tell the bureau of you?", "not answered", patience_s=LONG_S
    )
    await asked(fay, "/consent", "no answer yet: 1")
    await asked(fay, "/bureau", "Baihang Credit", "Not passed on for want of consent:")
    await ana.taps("No", of=card)
    await asked(ana, "/consent", "You have said no", "without it nothing of a person is passed on")
    await asked(fay, "/consent", "no answer yet: 0")


@row
async def test_b08_flipping_tencent_lets_coverage_jump_and_consent_bounds_it(town: Town):
    fay = town.facilitator
    ana, bo = await asyncio.gather(town.join("Ana"), town.join("Bo"))
    await ana.send("/rent umbrella")
    await ana.taps("Confirm", of=await ana.sees("Dry Lane", patience_s=LONG_S))
    await asked(ana, f"/pay {bo.town_name} 199", "set aside")
    await asked(ana, "/return", "You owe it")
    await stand_still(town)
    await asked(fay, "/bureau", "3 of 8 companies share")
    for company in ("Qianhai Credit", "Koala Credit", "Intellicredit"):
        await fay.taps(f"Let {company} stop", of=await fay.with_button(f"Let {company} stop"))
    assert known(await asked(fay, "/bureau", "0 of 8 companies share")) == 0
    await fay.taps("Let Tencent Credit share", of=await fay.with_button("Let Tencent Credit share"))
    shared = known(await asked(fay, "/bureau", "1 of 8 companies share"))
    assert shared > 0, "it tells at least of what Ana owes"
    await enact(town, "consent_to_share", "on")
    bounded = await asked(fay, "/bureau", "1 of 8 companies share", "want of consent")
    assert known(bounded) < shared, "and nobody has asked her yet"


@row
async def test_h04_a_lender_is_told_histories_only_if_it_contributes(town: Town):
    fay = town.facilitator
    ana, bo = await asyncio.gather(town.join("Ana"), town.join("Bo"))
    await asked(ana, f"/history {bo.town_name}", "is seen by whoever sits for one")
    await seated(town, ana, "tencent")
    await asked(ana, f"/history {bo.town_name}", "The bureau tells only who tells it")
    await asked(fay, "/boardroom", "refused to companies that keep to themselves: 1.")
    await ana.taps("Share", of=await ana.with_button("Share"))
    told = await asked(
        ana, f"/history {bo.town_name}", f"What members told the bureau of {bo.town_name}"
    )
    assert re.search(r"\n• ", told)
    await asked(fay, "/boardroom", "refused to companies that keep to themselves: 1.")


@row
async def test_h13_why_these_eight_is_sealed_until_consultation_opens_it(town: Town):
    fay, ana = town.facilitator, await town.join("Ana")
    await fay.send("/run licence")
    await ana.taps("Why these eight?", of=await ana.sees("The licence review", patience_s=LONG_S))
    sealed = said(await ana.sees("Sealed.", "no public information regarding", patience_s=LONG_S))
    assert "Made up" not in sealed
    assert "the facilitator neither" in await asked(fay, "/chosen", "Sealed.")
    await enact(town, "licence_consultation", "on")
    opened = await asked(ana, "/chosen", "Opened by the law", "Made up")
    assert "Sealed." not in opened
    assert len(re.findall(r"^• ", opened, re.M)) == 4
    await enact(town, "licence_consultation", "off")
    await asked(ana, "/chosen", "Sealed.")


def known(page: str) -> int:
    """Of how many people the bureau has heard."""
    return int(searched(r"It has heard of (\d+) of \d+ people", page)[1])
