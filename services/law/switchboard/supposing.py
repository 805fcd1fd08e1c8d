"""The town as it would be under another law, to look at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace

from services.kernel.schema import insert_new
from services.kernel.town import Town
from services.law.switchboard.catalogue import Switch, Value
from services.law.switchboard.tables import law_switches


@contextmanager
def supposed(town: Town, law: Mapping[Switch, Value]) -> Iterator[Town]:
    """The town as if some switches had stood otherwise from the beginning.

    Every rule asks the law as it always does. Whatever is done inside is undone at the end, and
    nobody hears of it: events go to a list of their own.
    """
    other = replace(town, events=[], wakes=set())
    point = town.conn.begin_nested()
    try:
        for switch, value in law.items():
            insert_new(
                town.conn,
                law_switches,
                workshop_id=town.workshop_id,
                switch=switch.value,
                value=str(value),
                in_force_town_s=0,
                set_town_s=0,
                actor=town.actor.role.value,
                key=f"{town.key}:supposed",
            )
        yield other
    finally:
        point.rollback()
