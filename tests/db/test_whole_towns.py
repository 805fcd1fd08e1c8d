"""A whole town: gone without a trace and without harm to others, or told without a name."""

from __future__ import annotations

import json
import re

import pytest
from sqlalchemy import func, select

from migrations.models import metadata
from services.kernel.audit_log import latest
from services.kernel.errors import RuleError
from services.kernel.money import Fen
from services.kernel.town import Role
from services.kernel.whole_towns import KEPT
from services.money import transfers
from services.people import identity
from services.people.identity import grant_role
from services.people.identity.tables import persons
from services.workshops import admin, questions
from services.workshops.sessions import opening
from tests.support.moving import BO, FAY, acting, installation, joined, made, visitor
from tests.support.world import Builder, World

ANA = visitor(987_654_321)


@pytest.fixture
def world(town_of: Builder) -> World:
    """An installation that Bo keeps; the fixture's own town is another than the one removed."""
    world = installation(town_of)
    with world.uow() as uow:
        grant_role(uow.conn, BO.bot_id, BO.tg_user_id, Role.ADMIN, wall_ms=0)
    return world


def lived(world: World) -> opening.Opened:
    """A town that has lived: residents have moved in, and Ana has paid somebody."""
    with acting(world, FAY) as (uow, _):
        opened = opening.open_new(uow, "Secret title")
    joined(world, opened.code, ANA)
    with world.uow(ANA) as uow:
        town = identity.participant_town(uow)
        somebody = next(n for n in identity.neighbours(town) if n.name != town.actor.name)
        transfers.offer(town, somebody.name, Fen(5_00), note="for the tea, Ana")
    return opened


def close(world: World, opened: opening.Opened) -> None:
    with world.uow(FAY) as uow:
        opening.close(uow, opened.code)


def counts(world: World) -> dict[str, int]:
    tables = [table for table in metadata.sorted_tables if table.name not in KEPT]
    with world.uow() as uow:
        return {
            table.name: uow.conn.scalar(select(func.count()).select_from(table)) or 0
            for table in tables
        }


def rules(world: World) -> set[str]:
    """The database's own guards."""
    query = "SELECT tgname || tgenabled::text FROM pg_trigger WHERE NOT tgisinternal"
    if world.url.startswith("sqlite"):
        query = "SELECT sql FROM sqlite_master WHERE type = 'trigger'"
    with world.engine.connect() as conn:
        return {row[0] for row in conn.exec_driver_sql(query)}


def test_a_purged_town_leaves_what_was_there_before_it(world: World):
    before, guards = counts(world), rules(world)
    opened = lived(world)
    assert sum(counts(world).values()) > sum(before.values()) + 100
    close(world, opened)
    with world.uow(BO) as uow:
        assert admin.look_at(uow, opened.code).people == 1
        removed = admin.purge(uow, opened.code, opened.code.lower())
    assert removed.title == "Secret title"
    assert counts(world) == before
    assert rules(world) == guards, "what guards the books stands as before"
    assert world.rows(select(persons).where(persons.c.tg_user_id == ANA.tg_user_id)) == []
    with world.uow() as uow:
        assert (latest(uow.conn)[0].action, latest(uow.conn)[0].detail) == ("purge", opened.code)
        assert admin.audit_chain(uow.conn) == []
    world.check_books()


def test_nothing_is_removed_that_is_open_or_not_named_twice(world: World):
    opened = made(world)
    before = counts(world)

    def refused(again: str) -> str:
        with world.uow(BO) as uow, pytest.raises(RuleError) as refusal:
            admin.purge(uow, opened.code, again)
        return refusal.value.code

    assert refused(opened.code) == "still_open"
    close(world, opened)
    assert refused("BCDFGH") == "not_the_code"
    assert counts(world) == before


def test_an_export_names_nobody_and_keeps_who_did_what_with_whom(world: World):
    opened = lived(world)
    with world.uow(ANA) as uow:
        town = identity.participant_town(uow)
        named = [(one.participant_id, one.name) for one in identity.neighbours(town)]
        me = town.actor.name
    with world.uow(BO) as uow:
        text = admin.export(uow, opened.code).text
    tables = json.loads(text)["tables"]
    assert len(tables["participants"]) == len(named)
    for participant_id, name in named:
        assert participant_id not in text
        assert f'"{name}"' not in text
    for hidden in (str(ANA.tg_user_id), "for the tea", "secret", f'"{me.casefold()}"'):
        assert hidden not in text, hidden
    (payment,) = tables["payments"]
    ids = {one["participant_id"] for one in tables["participants"]}
    assert {payment["payer"], payment["receiver"]} <= ids


def test_an_export_holds_the_wall_and_nobodys_name_in_its_words(world: World):
    opened = lived(world)
    with world.uow(ANA) as uow:
        town = identity.participant_town(uow)
        name = next(one.name for one in identity.neighbours(town))
        in_chinese = identity.in_language(name, "zh")
        questions.ask(town, f"Why is {name.upper()} listed, {in_chinese}, and not {name}ish?")
    with world.uow(BO) as uow:
        wall = json.loads(admin.export(uow, opened.code).text)["wall"]
    assert [one["from"] for one in wall[-2:]] == ["paper", "town"]
    assert re.fullmatch(rf"Why is (P\d+) listed, \1, and not {name}ish\?", wall[-1]["words"])
    assert wall[-1]["answer"] is None
