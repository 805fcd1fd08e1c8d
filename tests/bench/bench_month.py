"""`make town-month`: two hundred seats and forty residents live a town month with the real program.

Most seats are idle; one in eight acts by a seeded script. A town day is a real minute, as always:
SEATS, RESIDENTS and DAYS say how large and how long; with SEATS=0 only the jobs are measured.
Prints a table for people and last one JSON line; the exit status is 1 where a bar is missed.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from statistics import quantiles
from time import monotonic
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, select

from bot.health.report import LATE_MS
from bot.living.services.views import Choose, UseService
from bot.money.envelopes.views import OpenShare
from bot.money.transfers.views import AcceptPayment
from bot.runtime import inbox
from bot.social.ratings.views import RatePerson, RateService
from migrations import migrate
from services.kernel.engine import write_engine
from services.kernel.time import DAY_S, HOUR_S, TownClock, day_number
from services.kernel.timers import overdue, parked_timers
from services.kernel.town import Role
from services.kernel.towns import clock_of, workshops
from services.living.residents.folk import script
from services.modules import Wiring
from services.people.identity import grant_role
from services.people.identity.tables import participants, persons
from tests.bench.bench import TOKENS, TOWN, sandbox
from tests.bench.jobs_month import CPU_S_MAX, month_of_jobs
from tests.bench.joining import join_all
from tests.bench.rig import Rig, process

SEATS, RESIDENTS, DAYS = (
    int(os.environ.get(name) or usual)
    for name, usual in (("SEATS", 200), ("RESIDENTS", 40), ("DAYS", 30))
)
ONE_IN = 8  # of the seats is busy
EVERY_S = 10.0  # how often each of them acts
PATIENCE_S = 20.0
LOOK_S = 0.01
SHOWN = 8
BARS = {
    "broken": 0,
    "memory_mb": 400,
    "answer_p95_s": 0.3,
    "messages_per_idle_seat_and_day": 1,
}
BUTTONS = (OpenShare, AcceptPayment, RateService, RatePerson, UseService, Choose)


@dataclass(slots=True)
class Busy:
    """Somebody who acts: pays, writes, gives, opens, uses services, rates."""

    rig: Rig
    person: int
    names: tuple[str, ...]  # whom they deal with; nobody idle among them
    chance: random.Random
    took: list[tuple[float, str]] = field(
        default_factory=list
    )  # seconds to the answer, and of what
    unanswered: list[str] = field(default_factory=list)

    async def live(self, until: float) -> None:
        await asyncio.sleep(self.chance.uniform(0, EVERY_S))
        while monotonic() < until:
            next_s = monotonic() + self.chance.uniform(0.5, 1.5) * EVERY_S
            await self._act()
            await asyncio.sleep(max(0.0, next_s - monotonic()))

    async def _act(self) -> None:
        typed = self._typed()
        if self.chance.random() < 0.5 or not await self._press():
            await self._type(typed)

    def _typed(self) -> str:
        name, fen = self.chance.choice(self.names), self.chance.randint(100, 400)
        words = (
            f"/pay {name} {fen / 100:.2f} soup",
            f"/msg {name} hello {fen}",
            f"/red_envelope {fen / 100:.2f} 3 lucky you",
            "/services",
            "/rate",
            "/town",
            "/score",
        )
        return self.chance.choices(words, weights=(3, 3, 1, 3, 1, 1, 1))[0]

    async def _type(self, text: str) -> None:
        """Send words; the answer is the next message of the bot."""
        begun = monotonic()
        sent = await self.rig.post(f"/control/people/{self.person}/send", text=text, bot=TOWN)
        while not any(m["from"]["is_bot"] for m in await self._messages(sent["message_id"])):
            if monotonic() > begun + PATIENCE_S:
                self.unanswered.append(text)
                break
            await asyncio.sleep(LOOK_S)
        self.took.append((monotonic() - begun, text.split()[0]))

    async def _press(self) -> bool:
        """Press the newest button of a kind that leads somewhere, if there is one."""
        prefixes = tuple(f"{one.__prefix__}:" for one in BUTTONS)
        for message in (await self._messages(0))[::-1]:
            buttons = [button for row in message["buttons"] for button in row]
            fit = [b["data"] for b in buttons if (b.get("data") or "").startswith(prefixes)]
            if fit:
                body = {"message_id": message["message_id"], "data": self.chance.choice(fit)}
                begun, path = monotonic(), f"/control/people/{self.person}/tap"
                await self.rig.post(path, bot=TOWN, timeout=PATIENCE_S, **body)
                self.took.append((monotonic() - begun, body["data"].split(":")[0]))
                return True
        return False

    async def _messages(self, after: int) -> list[dict[str, Any]]:
        path = f"/control/people/{self.person}/messages?bot={TOWN}&after={after}"
        return list(await self.rig.get(path))


async def main() -> int:
    """Run everything; 1 when a bar is missed."""
    if not SEATS:
        return report(month_of_jobs(RESIDENTS, DAYS), {"cpu_s": CPU_S_MAX, "broken": 0})
    with tempfile.TemporaryDirectory(prefix="town-month-") as folder, ExitStack() as bots:
        url = f"sqlite:///{folder}/town.db"
        async with sandbox() as (rig, address):
            await rig.invite(SEATS + 1)
            facilitator, *people = rig.people
            _appoint(url, facilitator)
            settings = {"RESIDENTS": str(RESIDENTS)}
            bot = bots.enter_context(
                process("tests.bench.town_bot", address, TOKENS[TOWN], url, **settings)
            )
            await rig.serving(TOWN)
            engine = create_engine(url)
            await _opened(rig, engine, facilitator, people)
            figures = await _lived(rig, engine, people)
            figures["memory_mb"] = _peak_mb(bot.pid)
            bots.close()
            figures |= _broken(engine)
            engine.dispose()
    return report(figures, BARS)


def _appoint(url: str, facilitator: int) -> None:
    migrate(url)
    engine = write_engine(url)
    with engine.begin() as conn:
        grant_role(conn, TOWN, facilitator, Role.FACILITATOR, wall_ms=_now_ms())
    engine.dispose()


async def _opened(rig: Rig, engine: Engine, facilitator: int, people: list[int]) -> None:
    """A town that the program itself has made, and everybody in it."""
    await rig.post(f"/control/people/{facilitator}/send", text="/workshop new Month", bot=TOWN)
    deadline = monotonic() + PATIENCE_S
    while (code := _read(engine, lambda c: c.scalar(select(workshops.c.code)))) is None:
        if monotonic() > deadline:
            raise RuntimeError("the town did not open")
        await asyncio.sleep(0.1)
    took, sent = await join_all(rig, TOWN, people, code)
    _progress(f"{len(people)} people came in within {took:.0f} s, in {sent} messages")


async def _lived(rig: Rig, engine: Engine, people: list[int]) -> dict[str, float]:
    """From the morning after a first whole day on, so many days."""
    number = max(2, len(people) // ONE_IN)
    busy, idle = people[:number], people[number:]
    known = _read(engine, _names)
    names = (*(known[who] for who in busy), *(role.name.en for role in script().roles))
    clock = _read(engine, lambda c: clock_of(c.execute(select(workshops)).one()))
    first = day_number(clock.at(_now_ms())) + 1  # people are welcomed on their first day
    await _midnight(clock, first)
    before = {who: await _newest(rig, who) for who in idle}
    until = monotonic() + DAYS * DAY_S / clock.rate
    acting = [Busy(rig, who, names, random.Random(who)) for who in busy]
    living = asyncio.gather(*(one.live(until) for one in acting))
    for day in range(first + 1, first + DAYS):
        await _midnight(clock, day)
        _progress(f"day {day} is over: {sum(len(one.took) for one in acting)} acts")
    await _midnight(clock, first + DAYS, before_s=HOUR_S)  # the next day has a card of its own
    told = [await _told(rig, who, before[who]) for who in idle]
    await living
    heard = [len(texts) / DAYS for texts in told]
    for text, times in Counter(text for texts in told for text in texts).most_common(SHOWN):
        _progress(f"idle seats were told {times} times: {text}")
    slow = sorted((act for one in acting for act in one.took), reverse=True)
    took = [seconds for seconds, _ in slow]
    _progress("slowest: " + ", ".join(f"{name} {seconds:.2f} s" for seconds, name in slow[:SHOWN]))
    log = await rig.get("/control/log?limit=1")
    waits = sum(line["count"] for line in log["totals"] if line["status"] == 429)
    unanswered = [text for one in acting for text in one.unanswered]
    for text in unanswered:
        _progress(f"not answered: {text}")
    return {
        "acts": len(took),
        "unanswered": len(unanswered),
        "told_to_wait": waits,
        "answer_p95_s": quantiles(took, n=20)[-1],
        "slowest_answer_s": max(took),
        "messages_per_idle_seat_and_day": max(heard),
        "mean_messages_per_idle_seat_and_day": sum(heard) / len(heard),
        "late_timers": _read(engine, lambda c: overdue(c, _now_ms() - LATE_MS)),
    }


async def _midnight(clock: TownClock, day: int, *, before_s: int = 0) -> None:
    """The end of a day of the town, or so long before it."""
    await asyncio.sleep(max(0.0, (clock.wall_of(day * DAY_S - before_s) - _now_ms()) / 1000))


def _names(conn: Connection) -> dict[int, str]:
    """What people are called in the town, by their account."""
    query = select(persons.c.tg_user_id, participants.c.name).join(
        participants, participants.c.person_id == persons.c.person_id
    )
    return {who: name for who, name in conn.execute(query)}


async def _newest(rig: Rig, who: int) -> int:
    seen = await rig.get(f"/control/people/{who}/messages?bot={TOWN}")
    return int(max(message["message_id"] for message in seen))


async def _told(rig: Rig, who: int, before: int) -> list[str]:
    """How each message began."""
    seen = await rig.get(f"/control/people/{who}/messages?bot={TOWN}&after={before}")
    texts = (
        (one.get("text") or one.get("caption") or "")[:24] for one in seen if one["from"]["is_bot"]
    )
    return [" ".join(text.split()) for text in texts]


def _peak_mb(pid: int) -> float:
    """The most memory that a process has held, in megabytes."""
    status = Path(f"/proc/{pid}/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) * 1024 / 1e6


def _broken(engine: Engine) -> dict[str, float]:
    """What /health would show in red, once the program has stopped."""
    with engine.connect() as conn:
        faults = [str(fault) for audit in Wiring().audits for fault in audit(conn)]
        parked, aside = inbox.count(conn, "parked"), parked_timers(conn, 0)[0]
    sys.stderr.writelines(f"  broken: {fault}\n" for fault in faults)
    return {"broken": len(faults) + parked + aside, "parked_updates": parked, "put_aside": aside}


def _read(engine: Engine, look: Any) -> Any:
    with engine.connect() as conn:
        return look(conn)


def _now_ms() -> int:
    return time.time_ns() // 1_000_000


def _progress(line: str) -> None:
    sys.stderr.write(f"  {line}\n")
    sys.stderr.flush()


def report(figures: dict[str, float], bars: Mapping[str, float]) -> int:
    """The table, the line of JSON, and whether every bar was kept."""
    figures |= {"seats": SEATS, "residents": RESIDENTS, "days": DAYS}
    for name, value in figures.items():
        bar = f"  at most {bars[name]}" if name in bars else ""
        sys.stdout.write(f"{name:<38}{value:10.3f}{bar}\n")
    missed = [name for name, bar in bars.items() if figures[name] > bar]
    rounded = {name: round(value, 3) for name, value in figures.items()}
    sys.stdout.write(json.dumps(rounded | {"missed": missed}) + "\n")
    return int(bool(missed))


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
