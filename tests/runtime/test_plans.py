"""Cards that were planned, and a program that is not there when their time comes."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select, update

from bot import all_features
from services.kernel.timers import timers
from services.kernel.towns import workshops
from services.modules import MODULES
from services.people.identity.tables import grants, participants
from services.standing.courts.tables import judgments
from services.workshops.scenarios import CARD_DUE, planning
from services.workshops.scenarios.tables import scenario_plans, scenario_runs
from tests.runtime.conftest import NewRig
from tests.support.runtime import Rig
from tests.support.settling import BOT_ID

DAY_MS = 60_000  # a town day, in wall time


@pytest.fixture
async def town(new_rig: NewRig, sqlite_url: str) -> Rig:
    """Ana runs the town, Bo lives there; not started yet."""
    rig = await new_rig(
        sqlite_url, ("ana", "bo"), features=lambda _: all_features.TOWN, modules=MODULES
    )
    with rig.eye.begin() as conn:
        ana = participants.c.participant_id == rig.world.ids["ana"]
        person = conn.scalar(select(participants.c.person_id).where(ana))
        conn.execute(update(workshops).values(facilitator=person))
        row = {"bot_id": BOT_ID, "tg_user_id": rig.id_of("ana"), "role": "facilitator"}
        conn.execute(grants.insert().values(**row, granted_ms=0))
    return rig


async def start(rig: Rig) -> None:
    for feature in all_features.TOWN:
        for router in feature.routers:
            router._parent_router = None
    await rig.start()


async def hears(rig: Rig, name: str, words: str) -> None:
    async def look() -> bool:
        return any(words in text for text in await rig.heard(name))

    await rig.until_async(look, f"{name}: {words}")


def waiting(rig: Rig) -> tuple[list[Any], list[Any]]:
    """The plans, and the numbers that their timers carry."""
    plans = rig.rows(select(scenario_plans.c.plan_id, scenario_plans.c.card))
    due = rig.rows(select(timers.c.subject).where(timers.c.kind == CARD_DUE))
    return [row.card for row in plans], sorted(row.subject for row in due)


async def days_without_a_program(rig: Rig) -> None:
    """Two cards are planned for six in the evening, and the program is killed until long after."""
    await start(rig)
    await rig.say("ana", "/run journalist bo at 18:00")
    await hears(rig, "ana", "is played at")
    await rig.say("ana", "/run wages_paid at 18:00")
    await rig.until_done(2)
    assert waiting(rig) == (["journalist", "wages_paid"], ["1", "2"])
    await rig.crash()
    rig.clock.pass_ms(2 * DAY_MS)
    await start(rig)


async def test_a_planned_card_is_played_by_the_next_program_once_and_as_of_its_time(town: Rig):
    await days_without_a_program(town)
    await hears(town, "ana", "As planned: J.")
    await hears(town, "ana", "wages_paid was due and could not be played")
    assert waiting(town) == ([], [])
    for _ in range(2):
        [made] = town.rows(select(judgments.c.debtor, judgments.c.made_town_s))
        assert (made.debtor, made.made_town_s % 86_400) == (town.world.ids["bo"], 18 * 3_600)
        assert [row.card for row in town.rows(select(scenario_runs.c.card))] == ["journalist"]
        await town.stop()
        await start(town)


async def test_a_plan_whose_time_is_forgotten_would_be_caught(
    town: Rig, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(planning, "set_timer", lambda *_, **__: None)
    with pytest.raises(AssertionError):
        await days_without_a_program(town)
