"""Trying several changes, or a number, on synthetic towns, one town a timer: the town lives on.

What other single changes do was lived ahead. Nothing is guessed until all towns have been lived.
"""

from __future__ import annotations

from collections.abc import Mapping

from services.kernel.schema import change_row
from services.kernel.timers import set_timer
from services.kernel.town import Town
from services.law import switchboard
from services.law.switchboard import Switch
from services.workshops import lab
from services.workshops.votes.records import Motion, id_of, row_of
from services.workshops.votes.tables import motions

TRY = "motion_tried"  # the timer's kind
LIVED = {Switch.LISTING_MONTHS.value}  # numbers that synthetic towns live; no file tells of them


def start(town: Town, motion: Motion, instead: Mapping[str, str]) -> None:
    """Have several changes tried beside the town's law of now; what was tried before may stand."""
    alone = set(instead) if len(motion.changes) == 1 else set()
    if not instead or (alone and alone != LIVED):
        return
    before, known = switchboard.switches(town), switchboard.catalogue()
    named = {switch.value: setting for switch, setting in known.items()}
    other = {name: switchboard.read_value(named[name], value) for name, value in instead.items()}
    kept = row_of(town, motion.number).tried
    if kept is None or not lab.is_of(kept, before, other):
        _keep(town, motion.number, lab.begun(before, other))


def one_more(town: Town, subject: str) -> None:
    """A timer's verb: live one more town, unless it began anew meanwhile."""
    number, lived = map(int, subject.split(":"))
    kept = row_of(town, number).tried
    if kept is not None and lab.tried(kept).towns == lived:
        _keep(town, number, lab.one_more(kept))


def _keep(town: Town, number: int, kept: str) -> None:
    change_row(town.conn, motions, id_of(town, number), tried=kept)
    found = lab.tried(kept)
    if not found.is_whole:
        set_timer(town, TRY, f"{number}:{found.towns}", due=town.now)
