"""Sending limits and `retry_after`, on a clock that the test moves."""

from __future__ import annotations

import pytest

from tests.sandbox.desk import Desk, ManualClock, OpenDesk, Refused, Seat, keyboard


@pytest.fixture
async def limited(open_desk: OpenDesk, hands: ManualClock) -> Desk:
    return await open_desk(hands, limits=True)


async def send(desk: Desk, chat_id: int, text: str = "x") -> None:
    await desk.api("sendMessage", chat_id=chat_id, text=text)


async def wait_told(desk: Desk, chat_id: int) -> int:
    with pytest.raises(Refused) as refused:
        await send(desk, chat_id)
    seconds: int = refused.value.parameters["retry_after"]
    assert refused.value.status == 429
    assert refused.value.description == f"Too Many Requests: retry after {seconds}"
    return seconds


async def test_a_person_takes_a_burst_and_then_one_a_second(limited: Desk, hands: ManualClock):
    ana = await limited.starter()
    for _ in range(5):
        await send(limited, ana.id)
    assert await wait_told(limited, ana.id) == 1
    hands.pass_s(1)
    await send(limited, ana.id)
    assert await wait_told(limited, ana.id) == 1
    bo = await limited.starter("Bo")
    await send(limited, bo.id)


async def test_a_group_takes_twenty_a_minute_edits_included(limited: Desk, hands: ManualClock):
    ana = await limited.starter()
    town = await limited.group(ana)
    card = await limited.api("sendMessage", chat_id=town, text="0")
    for number in range(1, 20):
        await limited.api(
            "editMessageText", chat_id=town, message_id=card["message_id"], text=str(number)
        )
        hands.pass_s(1)
    assert await wait_told(limited, town) == 41
    hands.pass_s(40)
    assert await wait_told(limited, town) == 1
    hands.pass_s(1)
    await send(limited, town)


async def crowd(desk: Desk, count: int) -> list[Seat]:
    return [await desk.starter(f"P{number}") for number in range(count)]


async def test_all_together_thirty_a_second(limited: Desk, hands: ManualClock):
    people = await crowd(limited, 32)
    for seat in people[:30]:
        await send(limited, seat.id)
    assert await wait_told(limited, people[30].id) == 1
    hands.pass_s(1 / 30)
    await send(limited, people[30].id)
    assert await wait_told(limited, people[31].id) == 1


async def test_answers_to_taps_are_never_limited(limited: Desk):
    ana = await limited.starter()
    sent = await limited.api(
        "sendMessage", chat_id=ana.id, text="?", reply_markup=keyboard([("a", "b")])
    )
    for _ in range(100):
        await ana.tap(sent["message_id"], button="a", timeout=0)
    taps = [update["callback_query"]["id"] for update in await limited.updates()]
    done = [await limited.api("answerCallbackQuery", callback_query_id=tap) for tap in taps]
    assert done == [True] * 100


async def test_limits_can_be_switched_off(limited: Desk):
    ana = await limited.starter()
    await limited.control("PUT", "limits", enabled=False)
    for _ in range(50):
        await send(limited, ana.id)
    assert len(await ana.sees()) >= 50
