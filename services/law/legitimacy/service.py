"""Trust as it was last told, and what it makes of compliance. Whoever asks people is above: the
mean comes from there, once a wave is closed.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select, update

from services.kernel.schema import insert_new
from services.kernel.seeds import PERCENT
from services.kernel.town import Randomness, Town
from services.law.legitimacy.tables import legitimacy


@dataclass(frozen=True, slots=True)
class Compliance:
    """How trust moves compliance: below a mean (in tenths) each tenth takes so many percent."""

    below: int
    each_tenth: int


@dataclass(frozen=True, slots=True)
class Legitimacy:
    """From one wave to the next: the mean of trust in tenths, and of duties how many were kept."""

    wave: int
    tenths: int | None
    asked: int
    complied: int


def note_trust(town: Town, wave: int, tenths: int | None) -> None:
    """A wave was closed, with this mean of trust; None where it must not be told. Once a wave."""
    row = {"wave": wave, "since_town_s": town.now, "trust_tenths": tenths}
    insert_new(town.conn, legitimacy, workshop_id=town.workshop_id, **row)


def course(town: Town) -> tuple[Legitimacy, ...]:
    """All of it, wave by wave."""
    kept = legitimacy.c
    query = select(kept.wave, kept.trust_tenths, kept.asked, kept.complied).where(
        kept.workshop_id == town.workshop_id
    )
    return tuple(Legitimacy(*row) for row in town.conn.execute(query.order_by(kept.wave)))


def trust(town: Town) -> int | None:
    """The last mean that could be told, in tenths."""
    told = [one.tenths for one in course(town) if one.tenths is not None]
    return told[-1] if told else None


def lowered(percent: int, tenths: int | None, by: Compliance) -> int:
    """How likely somebody complies under such a mean; None changes nothing."""
    if tenths is None or tenths >= by.below:
        return percent
    return max(0, percent - by.each_tenth * (by.below - tenths))


def complies(town: Town, percent: int, by: Compliance, chance: Randomness) -> bool:
    """Whether a resident means to do a duty, of those who do so many percent; it is counted.

    One draw, whatever the trust: nobody else's chance moves with it.
    """
    does = chance.below(PERCENT) < lowered(percent, trust(town), by)
    kept, here = legitimacy.c, legitimacy.c.workshop_id == town.workshop_id
    waves = select(kept.wave).where(here).order_by(kept.wave.desc()).limit(1)
    wave = town.conn.scalar(waves)
    if wave is None:
        wave = 0
        note_trust(town, wave, None)
    counted = {"asked": kept.asked + 1, "complied": kept.complied + int(does)}
    town.conn.execute(update(legitimacy).where(here, kept.wave == wave).values(counted))
    return does
