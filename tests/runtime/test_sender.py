"""Every call ends in a state that is true, within the messenger's limits."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from itertools import pairwise
from time import monotonic
from typing import Any

import pytest
from sqlalchemy import select

from bot.runtime.sender import Sender
from bot.runtime.transport import Again, Unseen
from services.people.identity.tables import chats, persons
from tests.runtime.conftest import NewRig
from tests.runtime.tally import Press
from tests.support.runtime import Rig
from tests.support.settling import BOT_ID


async def early_requests(rig: Rig) -> list[float]:
    """How many seconds too early each request came that a 429 had asked to wait."""
    await rig.faults(
        {
            "kind": "retry_after",
            "methods": ["sendMessage"],
            "chats": [rig.id_of("ana")],
            "retry_after": [2, 2],
            "count": 2,
        }
    )
    for number in range(3):
        await rig.say("ana", f"/count {number}")
        await rig.say("bo", f"/count {number}")
    await rig.until_done(6)
    assert rig.calls() == ["sent"] * 6
    assert [text[-1] for text in await rig.heard("ana")] == ["0", "1", "2"]
    requests = await rig.requests("sendMessage", rig.id_of("ana"))
    pairs = pairwise(requests)
    waits = [(b["time"] - b["took_ms"] / 1000) - a["time"] for a, b in pairs if a["status"] == 429]
    assert len(waits) == 2
    return [2 - wait for wait in waits if wait < 1.99]


async def test_a_chat_that_asks_to_wait_is_left_alone_and_hears_everything(rig: Rig):
    began = asyncio.create_task(early_requests(rig))
    await rig.until_async(lambda: _has_heard(rig, "bo", 3))
    assert len(await rig.heard("ana")) < 3  # the others did not wait for ana
    assert await began == []


async def test_ignoring_retry_after_would_be_caught(rig: Rig, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(Sender, "_pause", lambda *_: 0.0)
    assert await early_requests(rig) != []


async def _has_heard(rig: Rig, name: str, number: int) -> bool:
    return len(await rig.heard(name)) >= number


async def test_when_several_chats_must_wait_all_do(new_rig: NewRig, sqlite_url: str):
    names = ("ana", "bo", "cy", "di")
    rig = await new_rig(sqlite_url, names)
    await rig.start()
    rule = {"kind": "retry_after", "methods": ["sendMessage"], "retry_after": [3, 3], "count": 3}
    await rig.faults(rule)
    for name in names[:3]:
        await rig.say(name, "/count 1")

    async def refused() -> bool:
        return [r["status"] for r in await rig.requests("sendMessage")].count(429) == 3

    await rig.until_async(refused)
    last = (await rig.requests("sendMessage"))[-1]["time"]
    await rig.say("di", "/count 1")
    await rig.until_done(4)
    after = [r for r in await rig.requests("sendMessage") if r["status"] == 200]
    assert len(after) == 4
    assert all(request["time"] - last > 2.9 for request in after)


BEFORE = [
    ("error", "/count 1", "sent", 1),
    ("html", "/count 1", "sent", 1),
    ("reset", "/count 1", "sent", 1),
    ("timeout", "/count 1", "sent", 1),
    ("error", "/relay 1 {bo}", "sent", 1),
    ("html", "/relay 1 {bo}", "sent", 1),
    ("reset", "/relay 1 {bo}", "unknown", 0),
    ("timeout", "/relay 1 {bo}", "unknown", 0),
]
# The messenger had done it, but said otherwise or nothing: a receipt comes twice, words whose
# outcome nobody saw do not. A server that says 5xx is believed.
AFTER = [
    ("error", "/count 1", "sent", 2),
    ("html", "/count 1", "sent", 2),
    ("reset", "/count 1", "sent", 2),
    ("timeout", "/count 1", "sent", 2),
    ("error", "/relay 1 {bo}", "sent", 2),
    ("reset", "/relay 1 {bo}", "unknown", 1),
    ("timeout", "/relay 1 {bo}", "unknown", 1),
]
CASES = [(False, *case) for case in BEFORE] + [(True, *case) for case in AFTER]


async def state_and_copies(rig: Rig, command: str, **rule: Any) -> tuple[str, int]:
    """How the one call of a command ends when its first call meets trouble."""
    target = rig.world.ids["bo"]
    rule = {"methods": ["sendMessage"], "count": 1, "status": 502, "seconds": 0.2, **rule}
    await rig.faults(rule)
    await rig.say("ana", command.format(bo=target))
    await rig.until_done(1)
    copies = len(await rig.heard("ana")) + len(await rig.heard("bo"))
    (state,) = rig.calls()
    return state, copies


@pytest.mark.parametrize(("after", "kind", "command", "state", "copies"), CASES)
async def test_trouble_ends_in_the_promised_state(
    rig: Rig, after: bool, kind: str, command: str, state: str, copies: int
):
    ended = await state_and_copies(rig, command, kind=kind, after_processing=after)
    assert ended == (state, copies)


async def test_sending_words_again_blindly_would_be_caught(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("bot.runtime.transport.Unseen", Again)
    ended = await state_and_copies(rig, "/relay 1 {bo}", kind="reset", after_processing=True)
    assert ended != ("unknown", 1)


async def test_whoever_blocks_the_bot_gets_nothing_more(rig: Rig):
    await rig.post(f"people/{rig.id_of('bo')}/block")
    await rig.say("ana", f"/relay 1 {rig.world.ids['bo']}")
    await rig.until(lambda: rig.calls() == ["failed"])
    assert "blocked" in rig.calls("outcome")[0]
    blocked = select(persons.c.blocked).where(persons.c.tg_user_id == rig.id_of("bo"))
    assert rig.rows(blocked) == [(True,)]
    done = rig.inbox_states().count("done")
    await rig.say("ana", f"/relay 2 {rig.world.ids['bo']}")
    await rig.until(lambda: rig.inbox_states().count("done") > done)
    assert rig.calls() == ["failed"]
    await rig.say("ana", "/count 1")
    await rig.until(lambda: rig.calls() == ["failed", "sent"])


async def test_what_is_refused_has_failed_and_is_not_tried_again(rig: Rig):
    words = "Bad Request: chat not found"
    rule = {"kind": "error", "status": 400, "description": words, "methods": ["sendMessage"]}
    await rig.faults(rule | {"count": 1})
    await rig.say("ana", "/count 1")
    await rig.say("ana", "/count 2")
    await rig.until(lambda: rig.calls() == ["failed", "sent"])
    assert rig.calls("outcome")[0] == words
    assert len(await rig.requests("sendMessage")) == 2
    assert rig.amounts("counted") == [1, 2]
    rig.world.check_books()


@pytest.mark.parametrize("known", [False, True])
async def test_a_group_that_becomes_another_chat_is_followed(rig: Rig, known: bool):
    """Also when the bot has met the new chat before it learns that it is the old one."""
    square = await rig.group("ana", "bo")
    await rig.say("ana", "/hang 1")
    await rig.until(lambda: rig.calls() == ["sent"])
    moved = (await rig.post(f"groups/{square}/migrate"))["id"]
    if known:
        with rig.eye.begin() as conn:
            conn.execute(chats.insert().values(bot_id=BOT_ID, chat_id=moved, title="New"))
    await rig.say("ana", "/hang 2")
    await rig.until(lambda: rig.calls() == ["sent", "sent"])
    assert (await rig.heard("ana", moved))[-1] == "day card, 2"
    assert rig.rows(select(chats.c.chat_id, chats.c.workshop_id)) == [
        (moved, rig.world.workshop_id)
    ]
    assert rig.calls("chat_id")[-1] in (square, moved)
    await rig.say("ana", "/hang 3")
    await rig.until(lambda: rig.calls() == ["sent"] * 3)
    assert rig.calls("chat_id")[-1] == moved


async def ring_before_notice(rig: Rig) -> bool:
    """Whether ana's ring arrived before bo's notice, which had to wait."""
    bo = rig.id_of("bo")
    rule = {"kind": "retry_after", "methods": ["sendMessage"], "chats": [bo], "count": 1}
    await rig.faults(rule | {"retry_after": [1, 1]})
    await rig.say("ana", f"/turn 1 {rig.world.ids['bo']}")
    await rig.until_done(1)
    arrived = [r["chat"] for r in await rig.requests("sendMessage") if r["status"] == 200]
    assert len(arrived) == 2
    return arrived != [bo, rig.id_of("ana")]


async def test_in_turn_means_after_the_other_has_arrived(rig: Rig):
    assert not await ring_before_notice(rig)


async def test_not_waiting_would_be_caught(rig: Rig, monkeypatch: pytest.MonkeyPatch):
    admit = Sender._admit

    def at_once(self: Sender, call: Any) -> None:
        object.__setattr__(call, "waits_for", "")
        admit(self, call)

    monkeypatch.setattr(Sender, "_admit", at_once)
    assert await ring_before_notice(rig)


async def test_button_answers_do_not_queue_behind_messages(rig: Rig):
    await rig.say("ana", "/keys 1")
    await rig.until_async(lambda: rig.heard("ana"))
    message_id = (await rig.messages("ana"))[-1]["message_id"]
    rule = {"kind": "retry_after", "methods": ["sendMessage"], "retry_after": [20, 20]}
    await rig.faults(rule)
    for number in range(10):
        await rig.say("ana", f"/count {number}")
    began = monotonic()
    data = Press(verb="note", number=4).pack()
    assert await rig.tap("ana", data, message_id=message_id) == "day toast, 4"
    assert monotonic() - began < 5
    assert "pending" in rig.calls()


async def copies_after_a_kill(rig: Rig, kind: str) -> tuple[str, int]:
    """A call that had left when the program was killed: how it ends, how often it arrived."""
    lost = "CREATE TRIGGER lost BEFORE UPDATE OF done_ms ON outbox BEGIN SELECT RAISE(IGNORE); END"
    with rig.eye.begin() as conn:
        conn.exec_driver_sql(lost)  # the call leaves, its mark never arrives
    await rig.say("ana", f"/{kind} 1 {rig.world.ids['bo']}")
    await rig.until_async(lambda: rig.requests("sendMessage"))
    await rig.crash()
    with rig.eye.begin() as conn:
        conn.exec_driver_sql("DROP TRIGGER lost")
    await rig.start()
    await rig.until(lambda: "sending" not in rig.calls())
    (state,) = rig.calls()
    return state, len(await rig.heard("ana")) + len(await rig.heard("bo"))


@pytest.mark.parametrize(
    ("kind", "ended"), [("count", ("sent", 2)), ("relay", ("unknown", 1)), ("hang", None)]
)
async def test_only_receipts_are_sent_again_after_a_kill(
    rig: Rig, kind: str, ended: tuple[str, int] | None
):
    if ended is None:
        await rig.group("ana")
        assert (await copies_after_a_kill(rig, kind))[0] == "unknown"
    else:
        assert await copies_after_a_kill(rig, kind) == ended


async def test_sending_everything_again_after_a_kill_would_be_caught(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(Sender, "_forget", lambda *_: False)
    assert await copies_after_a_kill(rig, "relay") == ("sent", 2)


async def test_what_was_owed_at_a_kill_is_delivered_after_it(either: Rig):
    await either.faults({"kind": "retry_after", "methods": ["sendMessage"]})
    for number in range(3):
        await either.say("ana", f"/count {number}")
    await either.until(lambda: either.amounts("counted") == [0, 1, 2])
    await either.crash()
    await either.faults()
    await either.start()
    await either.until(lambda: either.calls() == ["sent"] * 3)
    assert [text[-1] for text in await either.heard("ana")] == ["0", "1", "2"]


async def hooks_of_a_batch(rig: Rig, settle: Callable[[], Any] | None = None) -> list[int]:
    """A batch to three, one of whom must wait; the program dies before the last has arrived."""
    wait = {"kind": "retry_after", "methods": ["sendMessage"], "chats": [rig.id_of("cy")]}
    await rig.faults(wait | {"retry_after": [1, 1]})
    await rig.say("ana", "/spread 5")
    await rig.until(lambda: rig.calls().count("sent") == 2)
    assert rig.amounts("delivered") == []
    await rig.crash()
    if settle is not None:
        settle()
    await rig.faults()
    await rig.start()
    await rig.until_done(1)
    await rig.say("ana", "/spread 6")
    await rig.until(lambda: 6 in rig.amounts("delivered"))
    return rig.amounts("delivered")


@pytest.fixture
async def three(new_rig: NewRig, database_url: str) -> Rig:
    rig = await new_rig(database_url, ("ana", "bo", "cy"))
    await rig.start()
    return rig


async def test_a_batch_is_delivered_once_also_across_a_restart(three: Rig):
    assert await hooks_of_a_batch(three) == [5, 6]


async def test_a_hook_that_breaks_stops_no_letter(rig: Rig):
    await rig.say("ana", "/spread -3")
    await rig.until(lambda: rig.calls() == ["sent", "sent"])
    await rig.say("bo", "/count 1")
    await rig.until(lambda: rig.calls() == ["sent"] * 3)
    assert rig.amounts("never") == []


async def test_under_the_messengers_own_limits_no_request_is_refused(
    new_rig: NewRig, sqlite_url: str
):
    rig = await new_rig(sqlite_url, limits=True)
    await rig.start()
    square = await rig.group("ana", "bo")
    await rig.say("ana", "/hang 0")
    for number in range(7):
        await rig.say("ana", f"/count {number}")
        await rig.say("bo", f"/count {number}")
        await rig.say("bo", f"/relay {number} {rig.world.ids['ana']}")
    await rig.until(lambda: rig.calls() == ["sent"] * 22)
    requests = await rig.requests("sendMessage") + await rig.requests("editMessageText", square)
    assert {request["status"] for request in requests} == {200}


async def test_a_server_without_limits_is_not_waited_for(rig: Rig):
    for number in range(15):
        await rig.say("ana", f"/count {number}")
    await rig.until_done(15)
    told = await rig.requests("sendMessage", rig.id_of("ana"))
    assert told[-1]["time"] - told[0]["time"] < 6, "at one a second it takes twelve"


async def test_menus_wait_when_asked_to(new_rig: NewRig, sqlite_url: str):
    rig = await new_rig(sqlite_url)
    rule = {"kind": "retry_after", "methods": ["setMyCommands"], "retry_after": [3, 3], "count": 1}
    await rig.faults(rule)
    await rig.start()

    async def told() -> bool:
        rig.pass_ms(2_000)  # menus are kept by a job
        return len(await rig.requests("setMyCommands")) >= 4

    await rig.until_async(told)
    refused, *done = await rig.requests("setMyCommands")
    assert refused["status"] == 429
    assert all(request["time"] - refused["time"] >= 2.95 for request in done)


@pytest.mark.parametrize("after", [False, True])
async def test_an_answer_that_takes_too_long_is_an_outcome_nobody_saw(rig: Rig, after: bool):
    slow = {"kind": "slow", "seconds": 2, "methods": ["sendMessage"], "after_processing": after}
    await rig.faults(slow)
    params = {"chat_id": rig.id_of("ana"), "text": "words"}
    outcome = await rig.instance.transport.call("sendMessage", params, timeout_s=0.3)
    assert isinstance(outcome, Unseen)
