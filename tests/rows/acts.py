"""What rows do in common: make law, let days pass, read a wallet, take a score away as a file."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from time import monotonic
from typing import Any

from tests.support.narrowing import searched
from tests.support.seats import Seat, Town, said

PUBLISHED = re.compile(r"published (day \d+, [0-9:]+)")
LISTS = "📋"
OWN_ANSWER = "You yourself|first lists"  # and not the news of an evening, which looks alike
AGAIN_S = 20.0
LONG_S = 240.0  # a hundred towns have days to catch up with, and the machine may be busy


async def enact(town: Town, switch: str, value: str) -> None:
    """The facilitator makes law and hears that it holds."""
    await town.facilitator.send(f"/law {switch} {value} now")
    await town.facilitator.sees("in force now", patience_s=LONG_S)


async def pass_days(town: Town, days: int) -> None:
    """The town's clock leaps."""
    await town.facilitator.send(f"/forward {days}")
    await town.facilitator.sees("It is now day", patience_s=LONG_S)


async def live_through(town: Town, days: int) -> None:
    """The clock leaps, and all evenings in between have come and gone; needs a participant."""
    await town.facilitator.send(f"/forward {days}")
    told = said(await town.facilitator.sees("It is now day", patience_s=LONG_S))
    last = int(searched(r"now day (\d+)", told)[1]) - 1
    ana = next(iter(town.seats.values()))
    await asked_until(ana, "/lists", LISTS, pattern=rf"published day ({last}|{last + 1}),")


async def asked_until(seat: Seat, typed: str, *words: str, pattern: str) -> str:
    """Ask again until the answer, which has these words, is of the kind one waits for.

    An answer may have gone out of sight under the news of days that passed: it is asked for anew.
    """
    deadline, heard = monotonic() + LONG_S, ""
    while monotonic() < deadline:
        await seat.send(typed)
        with suppress(AssertionError):
            heard = said(await seat.sees(*words, patience_s=AGAIN_S))
            if re.search(pattern, heard):
                return heard
    raise AssertionError(f"{seat.name} asked {typed} for {pattern} and last heard:\n{heard}")


async def stand_still(town: Town) -> None:
    """Pause, so that what differs afterwards has one cause."""
    await town.facilitator.send("/pause")
    await town.facilitator.sees("stands still", patience_s=LONG_S)


async def go_on(town: Town) -> None:
    """The end of standing still."""
    await town.facilitator.send("/resume")
    await town.facilitator.sees("The town runs", patience_s=LONG_S)


async def rescore(town: Town, agency: str = "") -> None:
    """Have scores computed anew, and wait until they are."""
    await town.facilitator.send(f"/rescore {agency}")
    await town.facilitator.sees("computed anew", patience_s=LONG_S)


async def publish(town: Town) -> None:
    """Have the lists published without waiting for the evening, and wait until they are."""
    ana = next(iter(town.seats.values()))
    before = await asked_until(ana, "/lists", LISTS, pattern=OWN_ANSWER)
    await town.facilitator.send("/run lists")
    await town.facilitator.sees("Publish lists now", patience_s=LONG_S)
    old = "|".join(map(re.escape, PUBLISHED.findall(before))) or "never"
    new = rf"(?s)published (?!{old})day.*You yourself"
    await asked_until(ana, "/lists", LISTS, pattern=new)


async def asked(seat: Seat, typed: str, *words: str) -> str:
    """What somebody is answered."""
    await seat.send(typed)
    return said(await seat.sees(*words, patience_s=LONG_S))


async def use(seat: Seat, service: str, *taps: str) -> str:
    """A service by its taps; its receipt."""
    await seat.send(f"/services {service}")
    for label in filter(None, taps):
        await seat.taps(label, of=await seat.with_button(label))
    return said(await seat.sees("✅", patience_s=LONG_S))


async def balance_fen(seat: Seat) -> int:
    """What somebody holds."""
    page = await asked(seat, "/wallet", "You hold")
    return fen(page.split("You hold", 1)[1])


async def exported(town: Town, seat: Seat, agency: str) -> dict[str, Any]:
    """The file of one score: its document, its facts, its result."""
    await seat.send(f"/score export {agency}")
    message = await seat.sees("verify-score", patience_s=LONG_S)
    async with town.venue.http.get(message["media"]["url"]) as response:
        return dict(json.loads(await response.text()))


async def whole_file(seat: Seat) -> str:
    """Every page of what is known of somebody."""
    await seat.send("/mydata")
    page = await seat.sees("What is known of you", patience_s=LONG_S)
    found = [said(page)]
    total = int(searched(r"of you: (\d+)", found[0])[1])
    pages = -(-total // 8)
    for number in range(2, pages + 1):
        label = f"More {number}/{pages}"
        await seat.taps(label, of=await seat.with_button(label))
        following = f"More {number % pages + 1}/{pages}"
        found.append(said(await seat.with_button(following)))
    return "\n".join(found)


def fen(text: str) -> int:
    """The first amount in a text."""
    yuan, cents = searched(r"¥([0-9,]+)\.([0-9]{2})", text).groups()
    return int(yuan.replace(",", "")) * 100 + int(cents)


def score_in(page: str) -> int:
    """The number that a score's page begins with."""
    return int(searched(r"Your [^\n]+: (\d+)\n", page)[1])


def listed(page: str, heading: str) -> list[str]:
    """The names of a list, from its heading to the evidence or the next list."""
    block = re.split(r"\n\n|\nEvidence", page.split(heading, 1)[1])[0]
    names = re.findall(r"^• ([^\s·]+)", block, re.M)
    return [name for name in names if name != "nobody"]


async def blamed(seat: Seat) -> list[str]:
    """The names on the court's list."""
    return listed(await asked(seat, "/lists", "Black list", "You yourself"), "Black list")


def means(page: str) -> list[tuple[str, str]]:
    """The groups of an audit that may be told apart, and their mean scores."""
    return re.findall(r"^• ([^,\n]+), \d+ people: mean ([0-9.]+)", page, re.M)
