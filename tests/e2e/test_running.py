"""Running it: facilitators hold and move the clock, admins grant and look, towns resume."""

from __future__ import annotations

import asyncio
import signal

import aiohttp

from tests.support.running import fork, play
from tests.support.seats import LOOK_S, PATIENCE_S, get, said, venue_at


async def test_pause_holds_and_forward_moves(town):
    ana = await town.join("Ana")
    fay = town.facilitator
    await fay.send("/pause")
    await ana.sees("paused")
    await ana.send("/red_envelope 5 2")
    await ana.sees("Nothing was changed")
    await ana.send("/wallet")
    await ana.sees("You hold ¥200.00")
    await fay.send("/resume")
    await ana.sees("goes on")
    await ana.send("/red_envelope 5 2")
    await ana.sees("2 of 2")
    await fay.send("/forward 2")
    await ana.send("/wallet")
    await ana.sees("You hold")


async def test_a_gala_opens_for_all_at_once_and_answers_by_toast(town):
    people = [await town.join(name) for name in ("Ana", "Bo", "Cai")]
    group = await town.group(*people)
    await town.facilitator.send("/gala 30 2")
    early = await people[0].taps("luck", of=await people[0].sees("Gala", "¥30.00"))
    assert "¥" not in early
    await people[0].sees("Open!", patience_s=30)
    toasts = [await p.taps("luck", of=await p.sees("Gala")) for p in people]
    won = [toast for toast in toasts if "¥" in toast]
    assert len(won) <= 2, "residents may have been quicker, never more than the shares"
    await people[0].in_group(group).sees("Gala", "Best luck", patience_s=30)


async def test_evening_brings_the_lists_to_everybody(town):
    ana, bo = await town.join("Ana"), await town.join("Bo")
    group = await town.group(ana)
    await town.facilitator.send("/forward 1")
    await bo.sees("The town, day", "town hall")
    await ana.in_group(group).sees("The town, day", "town hall")


async def test_admins_grant_revoke_and_look(venue):
    fay = await venue.house_facilitator()
    await fay.send("/workshop new")
    await fay.sees("?start=")
    await venue.admin.send(f"/revoke {fay.person_id} facilitator")
    await venue.admin.sees("is no longer facilitator")
    await fay.send("/panel")
    await fay.sees("not open to your role")
    await venue.admin.sees("/workshop take")
    for command, words in (
        ("/health", "Outbox"),
        ("/jobs", "timers"),
        ("/workshops", "open"),
        ("/audit", "refused panel"),
    ):
        await venue.admin.send(command)
        await venue.admin.sees(words)
    await venue.admin.send("/grant @somebody admin")
    await venue.admin.sees("number")


async def test_an_admin_looks_at_a_job_and_has_it_run_paused_and_go_on(venue):
    admin = venue.admin
    await admin.send("/jobs")
    page = await admin.sees("purge", "every 60 s", "timers")
    await admin.taps("purge", of=page)
    job = await admin.with_button("Run now")
    assert "purge runs now" in await admin.taps("Run now", of=job)
    assert "paused, also across a restart" in await admin.taps("Pause", of=job)
    await admin.asks("/health", "needs a look", "1 paused")
    await admin.send("/jobs")
    await admin.taps("purge", of=await admin.sees("purge", "paused"))
    assert "goes on" in await admin.taps("Let it go on")
    await admin.send("/audit")
    await admin.sees("job_run purge", "job_pause purge", "job_resume purge")


async def test_menus_differ_by_role(town):
    ana = await town.join("Ana")

    async def menu(seat, *least):
        """The commands that somebody is shown, which a job keeps in time."""
        found: set[str] = set()
        async with asyncio.timeout(PATIENCE_S):
            while not found.issuperset(least):
                await asyncio.sleep(LOOK_S)
                listed = await get(seat.http, f"/control/people/{seat.person_id}/commands")
                found = {line["command"] for line in listed}
        return found

    assert not {"gala", "panel", "health"} & await menu(ana, "wallet", "pay", "score", "leave")
    await town.facilitator.sees("?start=")
    await menu(town.venue.admin, "health", "grant")


async def test_a_person_may_live_in_chinese(venue):
    town = await venue.town("zh")
    ana = await town.join("小安", "zh")
    await ana.send("/wallet")
    await ana.sees("¥200.00")
    await ana.send("/pay 不存在 5")
    assert "没有" in said(await ana.sees("不存在"))


async def test_leaving_makes_a_resident_and_forgets_the_person(town):
    ana, bo = await town.join("Ana"), await town.join("Bo")
    await ana.send("/leave")
    await ana.taps("eave")
    await ana.send("/wallet")
    await ana.sees("/join CODE")
    await bo.send(f"/pay {ana.town_name} 1")
    await bo.sees("¥1.00")


async def test_a_second_start_resumes_the_same_town(tmp_path):
    first = play(tmp_path, fork)
    async with aiohttp.ClientSession(first.url) as http:
        venue = await venue_at(http)
        town = await venue.town()
        ana = await town.join("Ana")
        await ana.send("/red_envelope 6.66 1")
        await ana.sees("¥6.66")
    assert first.stop(signal.SIGINT) == 0
    second = play(tmp_path, fork)
    async with aiohttp.ClientSession(second.url) as http:
        ana.http = http
        await ana.send("/wallet")
        await ana.sees("You hold", "¥6.66")
    assert second.stop(signal.SIGTERM) == 0


async def test_the_licence_review_is_announced_and_stands_beside_each_company(town):
    ana = await town.join("Ana")
    fay = town.facilitator
    await fay.send("/bureau")
    card = said(await fay.sees("Baihang Credit", "(36 %)", "2018-01-04"))
    assert card.count("(8 %)") == card.count("on trial") == 8
    await fay.send("/run licence")
    await ana.sees("The licence review", "None of them did well enough")
    await fay.send("/bureau")
    assert said(await fay.sees("Baihang Credit")).count("no licence") == 8
    await fay.send("/run licence")
    await fay.sees("held in this town already")
