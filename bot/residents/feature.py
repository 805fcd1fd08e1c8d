"""What the residents bring to the house."""

from __future__ import annotations

from bot.features import Feature
from services.residents import RESIDENT_ACT, RESIDENT_DAY, new_day, perform, react

FEATURE = Feature(
    name="residents",
    timers={RESIDENT_DAY: new_day, RESIDENT_ACT: perform},
    reactions=(react,),
)
