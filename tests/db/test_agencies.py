"""Whom agencies rate, whom they hear, when they compute, and what another rule would give."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from services.kernel.audit_log import audit_log
from services.kernel.errors import NotAllowed
from services.kernel.time import DAY_S, FIRST_DAY, TownTime
from services.kernel.town import ParticipantId
from services.people.facts import Fact, record
from services.standing import agencies
from services.standing.agencies.catalogue import AgencyKind, catalogue
from services.standing.agencies.tables import agency_members
from tests.support.world import Builder, World

RESIDENTS = tuple(f"res{number}" for number in range(12))


@pytest.fixture
def world(town_of: Builder) -> World:
    return town_of("ana", "bo", "cy")


def told(world: World, name: str, kind: str, *, source: str = "super_app", times: int = 1) -> None:
    with world.office() as town:
        record(
            town,
            *(
                Fact(world.ids[name], kind, 100, source=source, key=f"{name}{kind}{source}{n}")
                for n in range(times)
            ),
        )


def is_member(world: World, name: str, agency: str, at: int | None = None) -> bool:
    with world.office() as town:
        then = town if at is None else replace(town, now=TownTime(at))
        return agencies.member(then, world.ids[name], agency)


# The agencies of the default town


def test_the_default_town_has_every_kind_of_rater_that_has_a_document():
    kinds = {one.kind for one in catalogue().values()}
    assert kinds >= {
        AgencyKind.CITY,
        AgencyKind.COURT,
        AgencyKind.SCHOOL,
        AgencyKind.PLATFORM,
        AgencyKind.COMPANY,
        AgencyKind.BUREAU,
    }
    companies = [one for one in catalogue().values() if one.kind is AgencyKind.COMPANY]
    assert len(companies) == 8
    assert sum(one.shares_with_bureau for one in companies) == 3
    refusers = {"tencent_credit", "sesame_credit"}
    assert not any(one.shares_with_bureau for one in companies if one.agency_id in refusers)


def test_every_agency_has_a_document_that_names_it(world: World):
    with world.office() as town:
        for one in agencies.catalogue().values():
            document = agencies.document(town, one.agency_id)
            assert document.id == one.document_id
            assert document.agency == one.run_by


def test_documents_follow_the_town_calendar_and_begin_with_their_newest(world: World):
    with world.office() as town:
        early = agencies.document(town, "pay_score")
        late, first_day = (
            agencies.document(
                replace(town, now=TownTime((day - FIRST_DAY).days * DAY_S)), "pay_score"
            )
            for day in (date(2030, 1, 1), date(2020, 6, 3))
        )
    assert (early.version, first_day.version, late.version) == (2, 1, 2)


def test_an_agency_is_found_by_id_and_by_either_name():
    for typed in ("sesame_credit", " Sesame  Credit ", "芝麻信用", "sesame", "芝麻"):
        assert agencies.find(typed).agency_id == "sesame_credit"
    assert agencies.find("city").agency_id == "city_credit_office"
    for several in ("", "t"):  # "t" begins several names; nobody guesses which
        with pytest.raises(agencies.NoSuchAgency):
            agencies.find(several)
    with pytest.raises(agencies.NoSuchAgency) as refused:
        agencies.find("x" * 400)
    assert len(str(refused.value.fields["typed"])) <= 40
    assert "baihang" in str(refused.value.fields["known"])


# Membership


def test_some_rate_everybody_and_some_only_who_signed_up(world: World):
    with world.acting("ana") as town:
        stands = {m.agency.agency_id: m.is_member for m in agencies.memberships(town).memberships}
    assert stands["city_credit_office"]
    assert stands["pay_score"]
    assert not stands["koala_credit"]


def test_signing_up_and_leaving_are_remembered_with_their_day(world: World):
    with world.acting("ana") as town:
        joined = agencies.join(town, "koala_credit")
    assert (joined.is_member, joined.changed) == (True, True)
    world.forward(days=2)
    with world.acting("ana") as town:
        left = agencies.leave(town, "koala_credit")
    assert (left.is_member, left.changed) == (False, True)
    assert [is_member(world, "ana", "koala_credit", day * DAY_S) for day in (0, 1, 3)] == [
        False,
        True,
        False,
    ]
    assert world.fact_kinds("ana") == ["agency_joined", "agency_left"]
    assert not is_member(world, "bo", "koala_credit")


def test_signing_up_twice_is_once(world: World):
    for key in ("7:1", "7:1", "7:2"):
        with world.acting("ana", key=key) as town:
            assert agencies.join(town, "koala_credit").is_member
    assert len(world.rows(select(agency_members))) == 1
    assert world.fact_kinds("ana") == ["agency_joined"]


def test_two_taps_at_once_are_one_membership(world: World):
    done = world.race_all_done(*[("ana", lambda town: agencies.join(town, "koala_credit"))] * 2)
    assert sorted(one.changed for one in done) == [False, True]
    assert len(world.rows(select(agency_members))) == 1


@pytest.mark.parametrize("agency", ["city_credit_office", "court", "baihang"])
def test_nobody_leaves_an_agency_that_does_not_ask(world: World, agency: str):
    with pytest.raises(agencies.NotVoluntary), world.acting("ana") as town:
        agencies.leave(town, agency)
    with pytest.raises(agencies.NoSuchAgency), world.acting("ana") as town:
        agencies.join(town, "nobody")
    assert world.fact_kinds("ana") == []


def test_residents_sign_up_by_the_towns_own_chance(town_of: Builder):
    first = town_of("ana", residents=RESIDENTS)
    second = town_of("ana", residents=RESIDENTS)
    found = []
    for world in (first, second):
        for _ in range(2):
            with world.office() as town:
                agencies.enrol_residents(town)
        assert not is_member(world, "ana", "koala_credit"), "people are asked"
        found.append([name for name in RESIDENTS if is_member(world, name, "koala_credit")])
    assert found[0] == found[1], "one seed, one story"
    assert 0 < len(found[0]) < len(RESIDENTS)


def test_the_database_itself_keeps_an_entry_once(world: World):
    def row() -> None:
        with world.office() as town:
            town.conn.execute(
                insert(agency_members).values(
                    workshop_id=world.workshop_id,
                    agency="koala_credit",
                    participant_id=world.ids["ana"],
                    is_member=True,
                    town_s=0,
                    key="k",
                )
            )

    row()
    with pytest.raises(IntegrityError):
        row()


# Whom they hear


def test_moving_tencent_to_share_lets_coverage_jump(world: World):
    told(world, "ana", "loan_repaid", source="koala_credit")
    for name in ("ana", "bo", "cy"):
        told(world, name, "loan_repaid", source="tencent_credit")

    def coverage() -> agencies.Coverage:
        with world.office() as town:
            return agencies.bureau(town).coverage

    assert (coverage().known, coverage().people, coverage().percent) == (1, 3, 33)
    with world.facilitating() as town:
        assert agencies.share(town, "tencent_credit", shares=True).changed
    assert coverage().percent == 100
    with world.facilitating() as town:
        assert not agencies.share(town, "tencent_credit", shares=True).changed
    told_of = world.emitted(agencies.SharingChanged)
    assert [(one.agency_id, one.shares) for one in told_of] == [("tencent_credit", True)]
    logged = world.rows(select(audit_log.c.detail).where(audit_log.c.action == "feed_open"))
    assert [row.detail for row in logged] == ["tencent_credit>bureau"]


def test_what_was_heard_on_a_day_is_told_as_of_that_day(world: World):
    before = world.now()
    world.forward(days=1)
    with world.facilitating() as town:
        agencies.share(town, "koala_credit", shares=False)
    with world.office() as town:
        assert agencies.hearing(replace(town, now=before), "baihang").hears("koala_credit")
        assert not agencies.hearing(town, "baihang").hears("koala_credit")


def test_only_companies_share_and_only_who_runs_the_town_moves_them(world: World):
    with pytest.raises(agencies.NotACompany), world.facilitating() as town:
        agencies.share(town, "court", shares=True)
    with pytest.raises(NotAllowed), world.acting("ana") as town:
        agencies.share(town, "koala_credit", shares=False)
    with pytest.raises(NotAllowed), world.acting("ana") as town:
        agencies.close_source(town, "library")


def test_a_closed_source_is_heard_by_nobody(world: World):
    with world.facilitating() as town:
        assert agencies.close_source(town, "library")
        assert not agencies.close_source(town, "library")
    with world.office() as town:
        assert agencies.closed_sources(town) == {"library"}
        assert not agencies.hearing(town, "city_credit_office").hears("library")
    with world.facilitating() as town:
        assert agencies.open_source(town, "library")
    with world.office() as town:
        assert agencies.closed_sources(town) == frozenset()


# Files


def test_every_company_has_rules_of_its_own_and_the_court_alone_is_heard_on_lines():
    companies = [one for one in catalogue().values() if one.kind is AgencyKind.COMPANY]
    rules = [one.lists for one in companies if one.lists]
    assert len({(r.red, r.black) for r in rules}) == 8
    assert {r.provenance for r in rules} == {"invented"}
    heard = {one.agency_id: one.notice for one in catalogue().values() if one.notice}
    assert heard.keys() == {"court"}
    assert heard["court"].provenance == "local_pilot"
    assert "court defaulters" in heard["court"].source


def test_ids_of_two_towns_stay_apart(town_of: Builder):
    one, other = town_of("ana"), town_of("bo")
    with one.office() as town:
        assert agencies.members(town, "court") == [ParticipantId(one.ids["ana"])]
    with one.facilitating() as town:
        agencies.close_source(town, "library")
    with other.office() as town:
        assert agencies.closed_sources(town) == frozenset()
