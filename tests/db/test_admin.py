"""Rights by number, granted and taken; the last admin stays; what was done is written down."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest
from sqlalchemy import select

from services.kernel.audit_log import Chain, counts, latest, note, verify
from services.kernel.engine import write_engine
from services.kernel.errors import RuleError
from services.kernel.town import Role, UnitOfWork, Visitor
from services.people.identity import grant_role, has_role
from services.people.identity.tables import grants
from services.workshops import admin, power
from tests.support.world import Builder, World

BOT = 777
ADA = Visitor(bot_id=BOT, tg_user_id=401, first_name="Ada", username="ada", language="en")
MAX = Visitor(bot_id=BOT, tg_user_id=402, first_name="Max", username=None, language="en")


@pytest.fixture
def world(town_of: Builder) -> World:
    """An installation with one admin."""
    world = town_of("ana")
    with world.uow() as uow:
        assert grant_role(uow.conn, BOT, ADA.tg_user_id, Role.ADMIN, wall_ms=0)
    return world


def roles(world: World) -> set[tuple[int, str]]:
    return {tuple(row) for row in world.rows(select(grants.c.tg_user_id, grants.c.role))}


def test_granting_twice_is_once_and_opens_the_door(world: World):
    for changed in (True, False):
        with world.uow(ADA) as uow:
            done = admin.grant(uow, "402", "Facilitator")
            assert (done.number, done.role, done.changed) == (402, Role.FACILITATOR, changed)
    with world.uow(MAX) as uow:
        assert has_role(uow.conn, MAX, Role.FACILITATOR)
        assert not has_role(uow.conn, MAX, Role.ADMIN)


def test_a_right_holds_at_the_bot_it_was_granted_at(world: World):
    with world.uow(ADA) as uow:
        admin.grant(uow, "402", "facilitator")
        elsewhere = Visitor(
            bot_id=BOT + 1, tg_user_id=402, first_name="Max", username=None, language="en"
        )
        assert not has_role(uow.conn, elsewhere, Role.FACILITATOR)


@pytest.mark.parametrize(
    "typed",
    [
        "@max",
        "max",
        "",
        "-5",
        "0",
        "0402",
        "4e2",
        "４０２",
        "٤٠٢",
        "9" * 17,
        "402.0",
        "4-02",
        "40-2",
    ],
)
def test_rights_go_by_plain_numbers_only(world: World, typed: str):
    for verb in (admin.grant, admin.revoke):
        with world.uow(ADA) as uow, pytest.raises(admin.NotANumber):
            verb(uow, typed, "facilitator")


@pytest.mark.parametrize("typed", ["", "owner", "participant", "office", "admin; drop"])
def test_only_two_roles_can_be_granted(world: World, typed: str):
    with world.uow(ADA) as uow, pytest.raises(admin.NoSuchRole):
        admin.grant(uow, "402", typed)
    assert roles(world) == {(401, "admin")}


def test_the_database_alone_refuses_another_role(world: World):
    with world.uow(ADA) as uow, pytest.raises(Exception, match=r"(?i)check"):
        uow.conn.execute(
            grants.insert().values(bot_id=BOT, tg_user_id=5, role="owner", granted_ms=0)
        )


def test_nothing_is_given_before_one_is_sure_and_the_number_is_taken_as_it_is_read(world: World):
    number = admin.readable(8_301_222)
    assert number == "8-301-222"
    with world.uow(ADA) as uow:
        asked = admin.grant(uow, number, "admin", sure=False)
        assert (asked.number, asked.changed) == (8_301_222, True)
    assert roles(world) == {(401, "admin")}
    with world.uow(ADA) as uow:
        admin.grant(uow, number, "admin")
        assert not admin.grant(uow, "8301222", "admin", sure=False).changed
    assert roles(world) == {(401, "admin"), (8_301_222, "admin")}


def test_everybody_reads_what_they_are(world: World):
    found = {}
    for who in (ADA, MAX, world.visitors["ana"]):
        with world.uow(who) as uow:
            found[who.first_name] = admin.who_am_i(uow).roles
    assert found == {"Ada": (Role.ADMIN,), "Max": (), "Ana": (Role.PARTICIPANT,)}


def test_revoking_takes_effect_and_again_is_told(world: World):
    with world.uow(ADA) as uow:
        admin.grant(uow, "402", "facilitator")
        admin.revoke(uow, "402", "facilitator")
        assert not has_role(uow.conn, MAX, Role.FACILITATOR)
    with world.uow(ADA) as uow, pytest.raises(admin.NotGranted):
        admin.revoke(uow, "402", "facilitator")


def test_the_last_admin_stays(world: World):
    with world.uow(ADA) as uow, pytest.raises(admin.LastAdmin):
        admin.revoke(uow, "401", "admin")
    with world.uow(ADA) as uow:
        admin.grant(uow, "402", "admin")
        admin.revoke(uow, "401", "admin")
    assert roles(world) == {(402, "admin")}


def test_two_admins_who_revoke_each_other_leave_one(world: World):
    with world.uow(ADA) as uow:
        admin.grant(uow, "402", "admin")
    start = Barrier(2)

    def revoke(by: Visitor, other: Visitor) -> object:
        engine = write_engine(world.url)
        try:
            with engine.connect() as conn:
                start.wait(timeout=30)
                with conn.begin():
                    uow = UnitOfWork(conn, world.clock.ms, f"race:{by.tg_user_id}", b"", by)
                    return admin.revoke(uow, str(other.tg_user_id), "admin")
        except RuleError as refusal:
            return refusal
        finally:
            engine.dispose()

    with ThreadPoolExecutor(2) as threads:
        ends = list(threads.map(revoke, (ADA, MAX), (MAX, ADA)))
    assert len(roles(world)) == 1
    assert sum(isinstance(end, admin.LastAdmin) for end in ends) == 1


def test_overview_workshops_and_audit(world: World):
    with world.uow(ADA) as uow:
        admin.grant(uow, "402", "facilitator")
        assert admin.overview(uow) == admin.Overview(1, 1, 1, 1)
        assert [line.code for line in admin.workshops(uow)] == ["TOWN1"]
        page = admin.audit(uow)
        marks = {who: admin.who_am_i(replace(uow, visitor=who)).mark for who in (ADA, MAX)}
        [line] = page.lines
        assert (line.action, line.detail) == ("grant", f"facilitator {marks[MAX]}")
        assert line.actor == f"admin {marks[ADA]}"
        assert [line.action for line in admin.audit(uow).lines] == ["audit_read", "grant"]
    assert "402" not in str(page.lines)
    assert "Ada" not in str(page.lines)


# ── the log's seals ─────────────────────────────────────────────────────────


def chain(world: World) -> Chain:
    with world.uow() as uow:
        return verify(uow.conn)


def by_hand(world: World, statement: str) -> None:
    """Change the log as somebody can who may do everything to the database."""
    with world.uow() as uow:
        if uow.conn.dialect.name == "sqlite":
            uow.conn.exec_driver_sql("DROP TRIGGER audit_log_refuse_update")
            uow.conn.exec_driver_sql("DROP TRIGGER audit_log_refuse_delete")
        else:
            uow.conn.exec_driver_sql("ALTER TABLE audit_log DISABLE TRIGGER USER")
        uow.conn.exec_driver_sql(statement)


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ("UPDATE audit_log SET detail = 'admin' WHERE audit_id = 3", 3),
        ("UPDATE audit_log SET wall_ms = wall_ms + 1 WHERE audit_id = 2", 2),
        ("UPDATE audit_log SET workshop_id = 1 WHERE audit_id = 4", 4),
        ("UPDATE audit_log SET chain = '' WHERE audit_id = 1", 1),
        ("DELETE FROM audit_log WHERE audit_id = 2", 3),
        ("INSERT INTO audit_log VALUES (9, 1, 0, 'admin', 'grant', '', 'x')", 9),
    ],
)
def test_a_line_that_is_not_what_was_written_is_found(world: World, change: str, found: int):
    for number in ("402", "403", "404", "405"):
        with world.uow(ADA) as uow:
            admin.grant(uow, number, "facilitator")
    assert chain(world) == Chain(4, None)
    by_hand(world, change)
    assert chain(world).broken == found
    with world.uow(ADA) as uow:
        (fault,) = admin.audit_chain(uow.conn)
        assert f"line {found} " in fault.detail
        assert admin.verify_audit(uow).broken == found
    with world.uow() as uow:
        looked = [line.action for line in latest(uow.conn)]
        assert "audit_verify" in looked, "that somebody looked is written down"


def test_two_who_write_at_once_do_not_part_the_chain(world: World):
    start = Barrier(2)

    def grant(number: str) -> None:
        engine = write_engine(world.url)
        try:
            with engine.connect() as conn:
                start.wait(timeout=30)
                with conn.begin():
                    uow = UnitOfWork(conn, world.clock.ms, f"race:{number}", b"", ADA)
                    admin.grant(uow, number, "facilitator")
        finally:
            engine.dispose()

    with ThreadPoolExecutor(2) as threads:
        list(threads.map(grant, ("402", "403")))
    assert chain(world) == Chain(2, None)


def test_acts_are_counted_by_role_in_one_workshop_and_in_all(world: World, town_of: Builder):
    for town, times in ((world, 2), (town_of("bo"), 1)):
        for _ in range(times):
            with town.facilitating() as there:
                note(there, "card", "gala", role=Role.FACILITATOR)
    with world.uow() as uow:
        assert counts(uow.conn, world.workshop_id)["facilitator", "card"] == 2
        whole = power.power(uow)
    assert whole.done["facilitator", "card"] == 3
    assert (whole.explanation, whole.raters) == (None, ()), "nobody's town"
