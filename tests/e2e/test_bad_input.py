"""Whatever people type, forge or tap late: a clear word or silence, never a changed book."""

from __future__ import annotations

import asyncio

import pytest

from tests.sandbox.desk import OGG
from tests.support.photos import photo, vast, with_archive
from tests.support.seats import Seat, post, said

NAMES = (
    '<b>x</b><a href="tg://user?id=1">Admin</a>',
    "<img src=x onerror=alert(1)>",
    "\u202eevil\u202c",
    " ",
    "&amp;&lt;",
    "名" * 60,
    "N" * 64,  # as long as the messenger lets a name be
    "\u200b\u200d\u2060",
    "🎭🧧🎉",
)
AMOUNTS = (
    "0",
    "-5",
    "1e3",
    "NaN",
    "两三块",
    "１.２５０",
    "١٠٠",
    "0.001",
    "1,000",
    "8.888",
    "9" * 3_000,
    "\u202e-8",
    "''; DROP TABLE transfers;--",
)


@pytest.mark.parametrize("name", NAMES)
async def test_hostile_names_are_shown_as_they_are_or_not_at_all(town, name):
    ana = await town.venue.person(name)
    await ana.send(f"/start {town.code}")
    await ana.taps("I agree")
    await ana.sees("¥200.00")
    await ana.send(f"/msg {name} hi")
    seen = said(await ana.sees("/friends"))
    assert "<b>" not in seen or "<b>x" in name
    await ana.send(f"/msg {'N' * 300} hi")
    await ana.sees("/friends")


async def test_unreadable_amounts_change_nothing(town):
    ana, bo = await town.join("Ana"), await town.join("Bo")
    for amount in AMOUNTS:
        await ana.send(f"/pay {bo.town_name} {amount}")
        await ana.send(f"/red_envelope {amount} 2")
    await ana.send("/wallet")
    await ana.sees("You hold ¥200.00", patience_s=60)


async def test_more_than_one_has_is_refused_with_both_amounts(town):
    ana, bo = await town.join("Ana"), await town.join("Bo")
    await ana.send(f"/pay {bo.town_name} 200.01")
    await ana.sees("¥200.00", "¥200.01", "Nothing was changed")
    await ana.send(f"/pay {ana.town_name} 1")
    await ana.sees("yourself")


async def test_forged_foreign_and_stale_buttons(town):
    ana, bo, cai = [await town.join(name) for name in ("Ana", "Bo", "Cai")]
    await ana.send(f"/pay {bo.town_name} 5")
    offer = await bo.sees("¥5.00")
    accept = next(b["data"] for row in offer["buttons"] for b in row if b["text"] == "Accept")
    anywhere = (await cai.with_button("Chats"))["message_id"]
    assert await cai.tap(message_id=anywhere, data=accept), "somebody else's button says why not"
    for junk in (
        "eo:-1",
        "eo:999999999999999999999",
        "eo: 1",
        "eo:1_0",
        "gt:0",
        "x" * 64,
        "::",
        "٣",
    ):
        assert await cai.tap(message_id=anywhere, data=junk), junk
    accepted = await bo.taps("Accept", of=offer)
    assert accepted
    assert await bo.tap(message_id=offer["message_id"], data=accept) == accepted, "once is once"
    for seat, money in ((ana, "¥195.00"), (bo, "¥205.00"), (cai, "¥200.00")):
        await seat.send("/wallet")
        await seat.sees(f"You hold {money}")


async def test_commands_of_another_role_are_refused_or_unknown(town):
    ana = await town.join("Ana")
    for command in ("/gala 100", "/pause", "/forward 3", "/grant 1 admin", "/health", "/say hi"):
        await ana.send(command)
        await ana.sees("not open to your role")
    await ana.send("/nonsense")
    await ana.sees("do not know that command")


async def test_edited_forwarded_and_anonymous_words_are_met_with_silence(town):
    ana, bo = await town.join("Ana"), await town.join("Bo")
    sent = await ana.send("/help")
    await ana.sees("/leave takes you out")
    path = f"/control/people/{ana.person_id}"
    edited = {"text": f"/pay {bo.town_name} 9", "edit": sent["message_id"]}
    await post(ana.http, f"{path}/send", edited)
    group = await town.group(ana, bo)
    typed = await ana.in_group(group).send(f"/pay {bo.town_name} 7")
    await ana.sees("¥7.00")
    forward = {"from_chat": group, "message_id": typed["message_id"]}
    await post(ana.http, f"{path}/forward", forward)
    anonymous = {"chat": group, "text": "/gala 50"}
    await post(ana.http, f"/control/people/{town.facilitator.person_id}/anonymous-send", anonymous)
    await ana.send("/wallet")
    await ana.sees("You hold ¥193.00")


async def test_many_taps_at_once_are_one_payment(town):
    ana, bo = await town.join("Ana"), await town.join("Bo")
    await ana.send(f"/pay {bo.town_name} 5")
    offer = await bo.sees("¥5.00")
    taps = (bo.tap(message_id=offer["message_id"], button="Accept") for _ in range(20))
    answers = await asyncio.gather(*taps)
    assert all(answers)
    await bo.send("/wallet")
    await bo.sees("You hold ¥205.00")


async def test_junk_after_start(town):
    ana: Seat = await town.venue.person("Ana")
    for payload in ("../../etc/passwd", "' OR 1=1 --", "A" * 64, "<script>", "%s%s%s", ""):
        await ana.send(f"/start {payload}".strip())
        await ana.sees("/join CODE")


async def test_hostile_files_are_refused_or_made_harmless_and_change_nothing(town):
    ana, bo = await town.join("Ana"), await town.join("Bo")
    await ana.send(f"/msg {bo.town_name}")
    await ana.sees("You are talking to")
    for kind, content, answer in (
        ("photo", vast(5_000), "5000 × 5000 pixels"),
        ("document", vast(5_000), "more than 16 million pixels"),
        ("photo", photo()[:-40], "it is broken"),
        ("voice", OGG + bytes(50_000_000), "more than 3 MB"),
    ):
        await ana.gives(kind, content)
        await ana.sees(answer)
    await ana.gives("document", with_archive(photo("PNG")), "look")
    seen = await bo.sees(ana.town_name, "look")
    assert seen["media"]["kind"] == "document"
    for seat in (ana, bo):
        await seat.send("/wallet")
        await seat.sees("You hold ¥200.00")
