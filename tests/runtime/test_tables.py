"""Seating from the desk through the chat: it asks first, and each is told once."""

from __future__ import annotations

from typing import Any

from tests.runtime.test_blank import shown
from tests.support.runtime import Rig


async def pressed(town: Rig, screen: dict[str, Any], label: str) -> None:
    """Fay presses a key of a screen."""
    keys = {key["text"]: key["data"] for row in screen["buttons"] for key in row}
    await town.tap("fay", keys[label], message_id=screen["message_id"])


async def test_a_class_is_seated_by_lot_and_told_once_and_a_blank_town_says_no(
    town: Rig,
):
    await town.say("fay", "/tables 2")
    asked = await shown(town, "fay", "Seat everybody by lot?")
    assert not any("You sit at" in text for text in await town.heard("ana")), "it asks first"
    for _ in range(2):
        await pressed(town, asked, "Yes, draw")
    await shown(town, "fay", "Tables: 2")
    for name in ("ana", "bo"):
        await shown(town, name, "You sit at")
    await town.say("fay", "/pause")
    await shown(town, "fay", "stands still")
    await town.say("fay", "/table ana new")
    asked = await shown(town, "fay", "Move Ana to a new table?")
    await pressed(town, asked, "Yes, move them")
    await shown(town, "fay", "Sits at: Table 3.")
    await shown(town, "ana", "You sit at Table 3 now")
    await town.say("fay", "/panic")
    await shown(town, "fay", "Nothing of the town is shown")
    await town.say("fay", "/tables undo")
    await shown(town, "fay", "/panic off")
    assert sum("You sit at" in text for text in await town.heard("bo")) <= 1
