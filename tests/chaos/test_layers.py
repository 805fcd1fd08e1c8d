"""Guards that hide each other in a run, each tried alone: the others are taken away first."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Row
from sqlalchemy.exc import IntegrityError

from services.kernel.engine import write_engine
from services.kernel.money import Fen
from services.money import envelopes
from services.money.envelopes import Share, service
from tests.chaos.points import ON_POSTGRESQL, POINTS, Point
from tests.chaos.test_breaches import without_unique_share
from tests.support.clock import ManualClock
from tests.support.world import Builder, World


@pytest.fixture
def world(sqlite_template: Path, tmp_path: Path, clock: ManualClock) -> World:
    url = f"sqlite:///{shutil.copy(sqlite_template, tmp_path / 'town.db')}"
    without_unique_share(url)
    return Builder(write_engine(url), url, clock)("ana", "bo")


@pytest.fixture
def guarded(sqlite_template: Path, tmp_path: Path, clock: ManualClock) -> World:
    url = f"sqlite:///{shutil.copy(sqlite_template, tmp_path / 'guarded.db')}"
    return Builder(write_engine(url), url, clock)("ana", "bo")


def send(world: World) -> int:
    with world.acting("ana") as town:
        return envelopes.send(town, Fen(10_00), 4).envelope_id


def open_twice(world: World, envelope_id: int) -> list[Share]:
    opened = []
    for _ in range(2):
        with world.acting("bo") as town:
            opened.append(envelopes.open_share(town, envelope_id))
    return opened


def look_away(monkeypatch: pytest.MonkeyPatch) -> None:
    def own(_: Row[Any]) -> None:
        return None

    monkeypatch.setattr(service, "own", own)


def test_the_look_alone_keeps_it_at_one_share(world: World):
    first, second = open_twice(world, send(world))
    assert (first, second.again) == (second, True)
    world.check_books()


def test_the_constraint_alone_keeps_it_at_one_share(
    guarded: World, monkeypatch: pytest.MonkeyPatch
):
    look_away(monkeypatch)
    first, second = open_twice(guarded, send(guarded))
    assert (first, second.again) == (second, True)
    guarded.check_books()


def test_the_books_alone_pay_one_share(world: World, monkeypatch: pytest.MonkeyPatch):
    look_away(monkeypatch)
    with pytest.raises(IntegrityError):
        open_twice(world, send(world))
    assert world.balance("bo") < 110_00
    world.check_books()


@pytest.mark.parametrize("point", [*POINTS.values(), *ON_POSTGRESQL.values()])
def test_every_named_point_is_a_function_of_the_program(point: Point):
    assert callable(getattr(point.owner, point.name))
