"""The slow line: what somebody listed asks for comes late."""

from __future__ import annotations

from typing import Final

from services.kernel.town import Town
from services.standing import listings
from services.standing.sanctions.service import closed

DOOR: Final = "fast_line"
DELAY_S: Final = 4


def line_delay_s(town: Town) -> int:
    """By how many seconds answers to the actor are late. Asked at every act, so the list first."""
    who = town.actor.pid
    return DELAY_S if listings.is_blamed(town, who) and closed(town, who, DOOR) else 0
