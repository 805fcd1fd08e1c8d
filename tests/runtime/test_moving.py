"""Coming, going and keeping, through the whole program: who is told, and what is drawn again."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from sqlalchemy import insert, select, update

from bot import all_features
from bot.features import Feature
from bot.runtime.board import Board
from bot.runtime.registry import Registry
from bot.runtime.tables import cards
from services.kernel.audit_log import audit_log
from services.kernel.towns import workshops
from services.living.offices.catalogue import catalogue
from services.modules import MODULES
from services.people.identity.tables import grants, participants
from tests.runtime.conftest import NewRig
from tests.support.clock import ManualClock
from tests.support.runtime import Rig
from tests.support.settling import BOT_ID
from tests.support.world import Builder, World

PEOPLE = ("ana", "bo", "cy", "di")
ELSEWHERE = "BCDFGH"
SHOWN = "It follows nothing"


@pytest.fixture
async def town(new_rig: NewRig, sqlite_url: str) -> AsyncIterator[Rig]:
    """Ana runs the town, Bo keeps the installation, Cy and Di live there."""
    rig = await new_rig(sqlite_url, PEOPLE, features=features, modules=MODULES)
    with rig.eye.begin() as conn:
        ana = participants.c.participant_id == rig.world.ids["ana"]
        person = conn.scalar(select(participants.c.person_id).where(ana))
        conn.execute(update(workshops).values(facilitator=person, code="GHJKMN"))
        for name, role in (("ana", "facilitator"), ("bo", "admin")):
            row = {"bot_id": BOT_ID, "tg_user_id": rig.id_of(name), "role": role}
            conn.execute(insert(grants).values(**row, granted_ms=0))
    await rig.start()
    yield rig
    # aiogram's routers have one parent: they are free for the next program.
    for feature in all_features.TOWN:
        for router in feature.routers:
            router._parent_router = None


def features(_board: Board) -> tuple[Feature, ...]:
    """Everything but the health of one process."""
    return all_features.TOWN


async def shown(rig: Rig, name: str, words: str) -> dict[str, Any]:
    """Wait for a message of the bot's, as it stands now."""
    found: list[dict[str, Any]] = []

    async def look() -> bool:
        seen = [m for m in await rig.messages(name) if words in str(m.get("text"))]
        found[:] = [one for one in seen if one["from"]["is_bot"]]
        return bool(found)

    await rig.until_async(look, f"{name}: {words}")
    return found[-1]


async def message(rig: Rig, name: str, message_id: int) -> dict[str, Any]:
    return next(m for m in await rig.messages(name) if m["message_id"] == message_id)


async def becomes(rig: Rig, name: str, message_id: int, words: str) -> dict[str, Any]:
    """Wait until a message says something else."""

    async def look() -> bool:
        return words in str((await message(rig, name, message_id)).get("text"))

    await rig.until_async(look, f"{name}: {words}")
    return await message(rig, name, message_id)


async def loses_buttons(rig: Rig, name: str, message_id: int) -> None:
    async def bare() -> bool:
        return not (await message(rig, name, message_id))["buttons"]

    await rig.until_async(bare, f"{name}: no buttons")


async def complain(rig: Rig, name: str) -> dict[str, Any]:
    """Somebody complains; the facilitator's card."""
    await rig.say(name, "/score")
    await shown(rig, name, "Pay Score")
    await rig.say(name, f"/complain {SHOWN}")
    return await shown(rig, "ana", SHOWN)


def log(rig: Rig) -> list[Any]:
    query = select(audit_log.c.actor, audit_log.c.action, audit_log.c.detail)
    return rig.rows(query.order_by(audit_log.c.audit_id))


def acts(rig: Rig) -> list[tuple[str, str]]:
    return [(row.action, row.detail) for row in log(rig)]


async def test_after_a_revocation_the_panel_and_the_complaints_are_taken_from_them(town: Rig):
    await town.say("ana", "/panel")
    panel = await shown(town, "ana", "GHJKMN")
    card = await complain(town, "cy")
    await town.say("bo", f"/revoke {town.id_of('ana')} facilitator")
    await shown(town, "bo", "/workshop take GHJKMN")
    for one in (panel, card):
        over = await becomes(town, "ana", one["message_id"], "Somebody else runs this town")
        assert not over["buttons"]
        assert SHOWN not in over["text"]
    await town.say("di", "/score")
    await shown(town, "di", "Pay Score")
    await town.say("di", "/complain Nor does mine")
    await shown(town, "di", "Complaint no. 2")
    assert not any("Nor does mine" in text for text in await town.heard("ana"))
    await town.say("bo", "/workshop take GHJKMN")
    await shown(town, "bo", "You run Town 1")
    await town.say("bo", "/complaints")
    await shown(town, "bo", "Nor does mine")
    office = next(one for one in catalogue().values() if one.is_office)
    await town.say("bo", f"/offices {office.office_id} off")
    await shown(town, "bo", office.title.en)
    await town.until(lambda: ("feed_close", f"{office.office_id}>all") in acts(town))


async def test_whoever_has_left_sees_no_card_of_the_town_change(town: Rig):
    await town.say("cy", "/pay Di 1")
    receipt = await shown(town, "cy", "1.00")
    request = await shown(town, "di", "1.00")
    await town.say("cy", "/leave")
    asked = await shown(town, "cy", "Do you want to leave")
    await town.tap("cy", "wl:1", message_id=asked["message_id"])
    await shown(town, "cy", "You have left")
    before = (await message(town, "cy", receipt["message_id"]))["text"]
    accept = request["buttons"][0][0]["data"]
    await town.tap("di", accept, message_id=request["message_id"])
    await becomes(town, "di", request["message_id"], "You took")
    assert (await message(town, "cy", receipt["message_id"]))["text"] == before
    query = select(cards).where(cards.c.chat_id == town.id_of("cy"))
    assert not [row for row in town.rows(query) if row.workshop_id == town.world.workshop_id]


async def test_whoever_leaves_takes_the_words_off_the_cards_of_others(town: Rig):
    await town.say("cy", "/pay Di 1 words of Cy")
    request = await shown(town, "di", "words of Cy")
    card = await complain(town, "cy")
    await town.say("cy", "/leave")
    asked = await shown(town, "cy", "Do you want to leave")
    await town.tap("cy", "wl:1", message_id=asked["message_id"])
    await shown(town, "cy", "You have left")

    async def gone() -> bool:
        texts = [
            (await message(town, name, one["message_id"]))["text"]
            for name, one in (("di", request), ("ana", card))
        ]
        return not any(words in text for words in ("words of Cy", SHOWN) for text in texts)

    await town.until_async(gone)
    await loses_buttons(town, "cy", asked["message_id"])


async def test_joining_elsewhere_redraws_the_cards_of_the_town_that_was_left(
    town: Rig, clock: ManualClock
):
    card = await complain(town, "cy")
    other = elsewhere(town, clock)
    await town.say("bo", "/workshop close GHJKMN")
    asked = await shown(town, "bo", "Still open")
    await town.tap("bo", asked["buttons"][0][0]["data"], message_id=asked["message_id"])
    await town.until(lambda: ("workshop_close", "") in acts(town))
    await town.say("cy", f"/join {ELSEWHERE}")
    asked = await shown(town, "cy", "Do you want to come in")
    await town.tap("cy", f"wj:{ELSEWHERE}", message_id=asked["message_id"])
    await shown(town, "cy", "From now on you are")

    async def gone() -> bool:
        return SHOWN not in (await message(town, "ana", card["message_id"]))["text"]

    await town.until_async(gone)
    seats = select(participants.c.workshop_id).where(participants.c.person_id.is_not(None))
    assert other.workshop_id in {row.workshop_id for row in town.rows(seats)}


async def test_no_thanks_after_agreeing_tells_what_is_so_and_the_buttons_go(town: Rig):
    asked = await consent(town)
    await town.tap("cy", f"wj:{ELSEWHERE}", message_id=asked["message_id"])
    await shown(town, "cy", "From now on you are")

    await loses_buttons(town, "cy", asked["message_id"])
    await town.say("cy", f"/join {ELSEWHERE}")
    await town.tap("cy", "wn", message_id=asked["message_id"])
    await shown(town, "cy", "You had agreed before")
    assert not any("Nothing about you was kept" in text for text in await town.heard("cy"))


async def test_attempts_without_the_role_are_in_the_log(town: Rig):
    for text in ("/grant 5 admin", "/panel", "/audit"):
        await town.say("cy", text)
    await town.until_done(3)
    await town.say("bo", "/audit")
    await shown(town, "bo", "refused grant")
    marks = {row.actor for row in log(town) if row.action == "refused"}
    assert [row.detail for row in log(town) if row.action == "refused"] == [
        "grant",
        "panel",
        "audit",
    ]
    assert len(marks) == 1
    assert str(town.id_of("cy")) not in str(log(town))


async def test_what_keepers_are_refused_is_in_the_log(town: Rig):
    await town.say("bo", "/revoke 5 admin")
    await town.say("ana", "/run nothing")
    await town.say("cy", "/pay Nobody 5")
    await town.until_done(3)
    refused = [(row.actor.split()[0], row.detail) for row in log(town)]
    assert refused == [("admin", "revoke not_granted"), ("facilitator", "run no_such_card")]


async def test_whoami_tells_the_number_by_which_rights_go(town: Rig):
    await town.say("cy", "/whoami")
    number = f"{town.id_of('cy'):,}".replace(",", "-")
    assert "a participant" in (await shown(town, "cy", number))["text"]


def test_every_card_for_facilitators_is_one_that_can_be_drawn():
    registry = Registry(all_features.TOWN)
    kinds = {kind for one in all_features.TOWN for kind in one.facilitators_cards}
    assert kinds >= {"panel", "complaint", "report", "offices", "bureau", "rescoring"}
    assert kinds <= registry._cards.keys()


async def consent(town: Rig) -> dict[str, Any]:
    """Cy has left and is asked into another town."""
    elsewhere(town, town.clock)
    await town.say("cy", "/leave")
    asked = await shown(town, "cy", "Do you want to leave")
    await town.tap("cy", "wl:1", message_id=asked["message_id"])
    await shown(town, "cy", "You have left")
    await town.say("cy", f"/join {ELSEWHERE}")
    return await shown(town, "cy", "Do you want to come in")


def elsewhere(town: Rig, clock: ManualClock) -> World:
    """Another town that can be joined, without people."""
    numbers = Builder(town.eye, town.url, clock)
    numbers._numbers = iter((7,))
    other = numbers()
    with town.eye.begin() as conn:
        there = workshops.c.workshop_id == other.workshop_id
        conn.execute(update(workshops).where(there).values(code=ELSEWHERE))
    return other


async def test_a_closed_town_is_removed_after_its_code_was_typed_once_more(town: Rig):
    await complain(town, "cy")
    await town.say("bo", "/purge GHJKMN")
    await shown(town, "bo", "Nothing was removed")
    await town.say("bo", "/workshop close GHJKMN")
    asked = await shown(town, "bo", "Still open")
    await town.tap("bo", asked["buttons"][0][0]["data"], message_id=asked["message_id"])
    await town.until(lambda: ("workshop_close", "") in acts(town))
    await town.say("bo", "/purge GHJKMN")
    asked = await shown(town, "bo", "Remove everything of Town 1")
    await town.tap("bo", asked["buttons"][0][0]["data"], message_id=asked["message_id"])
    await shown(town, "bo", "Type the code once more")
    await town.say("bo", "ghjkmn")
    await shown(town, "bo", "is no more")
    await town.say("cy", "/wallet")
    await shown(town, "cy", "You do not live in a town yet")
    assert ("purge", "GHJKMN") in acts(town)
