"""What the town hears of its law."""

from __future__ import annotations

from dataclasses import dataclass

from services.kernel.time import TownTime
from services.kernel.town import Event, WorkshopId
from services.law.switchboard.catalogue import Switch, Value


@dataclass(frozen=True, slots=True)
class LawEnacted(Event):
    """A switch was set. `at_once` when it is in force with the announcement."""

    workshop_id: WorkshopId
    switch: Switch
    value: Value
    before: Value
    in_force_from: TownTime
    at_once: bool
