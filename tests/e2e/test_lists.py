"""The lists as people meet them: a company's opinion, the court's notice, the cameras' pictures."""

from __future__ import annotations

import re

from tests.rows.acts import live_through
from tests.support.narrowing import searched
from tests.support.seats import said

MASKED = re.compile(r"• (\w?\*\*\*?|\w某) · ")


async def publish(town) -> None:
    """The facilitator does not wait for the evening."""
    await town.facilitator.send("/run lists")
    await town.facilitator.sees("Publish")


async def judged_by_koala(seat) -> None:
    """Somebody signs up with Koala and looks at their score there."""
    await seat.send("/agencies")
    await seat.taps("Sign up: Koala Credit", of=await seat.sees("Who rates you"))
    await seat.send("/score koala_credit")
    await seat.sees("Koala Credit")


async def test_a_company_has_its_opinion_and_only_the_courts_is_heard_on_the_line(town):
    ana, bo = await town.join("Ana"), await town.join("Bo")
    await judged_by_koala(ana)
    await publish(town)
    board = said(await bo.asks("/lists", "The lists of the town", "The companies' own lists"))
    assert ana.town_name not in board.split("The companies' own lists")[1], "names where asked only"
    await ana.send("/lists")
    page = await ana.sees("You yourself")
    assert re.search("(praised|blamed) by Koala Credit", said(page))
    await ana.taps("Koala Credit", of=page)
    await ana.sees("Koala Credit and its own lists", ana.town_name, "invented")
    await bo.send("/lists koala")
    koala = said(await bo.sees("Koala Credit and its own lists", ana.town_name))
    assert not {"550", "520"} & set(re.findall(r"\d+", koala)), "its rules are its secret"
    await bo.send(f"/call {ana.town_name}")
    await ana.sees(bo.town_name)
    assert not any("dishonest" in said(message) for message in await bo.messages())
    await bo.send("/hangup")
    await town.facilitator.send("/run judgment")
    await town.facilitator.sees("Judgment")
    await publish(town)
    await bo.send("/lists")
    black = said(await bo.sees("court · since")).split("Black list", 1)[1]
    debtor = searched(r"• (\S+) · court", black)[1]
    await bo.send(f"/call {debtor}")
    await bo.sees("dishonest")


async def test_the_law_opens_the_rules_and_ends_the_lists(town):
    ana = await town.join("Ana")
    await judged_by_koala(ana)
    await publish(town)
    await town.facilitator.send("/law explanation receipt now")
    await town.facilitator.sees("in force now")
    await ana.send("/lists 考拉")
    await ana.sees("Its rules", "550", "520")
    await town.facilitator.send("/law company_lists off now")
    await ana.asks("/town", "⚖ Companies' lists")
    await publish(town)
    await ana.send("/lists")
    assert "The companies' own lists" not in said(await ana.sees("You yourself"))
    await ana.send("/lists koala")
    assert ana.town_name not in said(await ana.sees("The law lets no company"))
    await ana.send("/lists sunshine")
    await ana.sees("No company called sunshine", "koala_credit")


async def test_the_cameras_hang_up_whom_they_believe_to_have_seen(town):
    await town.join("Bo")
    ana = await town.join("Ana", "zh")
    board = ""
    for _ in range(20):
        await live_through(town, 3)
        await ana.send("/lists cameras")
        board = said(await ana.sees("没有办法对照片提出异议"))
        if "•" in board:
            break
    lines = [line for line in board.splitlines() if line.startswith("•")]
    assert 0 < len(lines) <= 10
    assert all(MASKED.match(line) for line in lines), board
    await town.facilitator.send("/lists truth")
    await town.facilitator.sees("hung on the board", "somebody else")
    await ana.send("/lists truth")
    await ana.sees("您的身份")
    await town.facilitator.send("/law camera_board off now")
    await town.facilitator.sees("in force now")
    await ana.send("/lists cameras")
    await ana.sees("法律不允许")
