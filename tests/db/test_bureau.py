"""The bureau's owners as data, and the review that leaves eight companies without a licence."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from services.kernel.audit_log import audit_log
from services.kernel.errors import NotAllowed, Outdated
from services.standing import agencies
from services.standing.agencies.tables import licence_reviews
from services.workshops import scenarios
from tests.db.lawgiving import enact
from tests.support.world import Builder, World


def licences(world: World) -> dict[str, bool]:
    with world.office() as town:
        return dict(agencies.bureau(town).licences)


def test_nine_shareholders_hold_the_whole(world: World):
    with world.office() as town:
        found = agencies.bureau(town)
    holders = found.ownership_records.shares.holders
    assert [one.percent for one in holders] == [36, *[8] * 8]
    assert sum(one.percent for one in holders) == 100
    assert all(
        found.ownership_records.percent_of(one.agency.agency_id) == 8 for one in found.companies
    )
    assert found.ownership_records.capital_yuan.amount == 1_000_000_000
    assert found.ownership_records.percent_of("court") == 0


def test_the_review_leaves_nobody_licensed_and_stands_in_the_log(world: World):
    assert licences(world) == {}
    with world.facilitating() as town:
        scenarios.run(town, "licence", turn=0)
    assert licences(world) == dict.fromkeys(licences(world), False)
    assert len(licences(world)) == 8
    [told] = world.emitted(agencies.LicencesReviewed)
    assert (told.companies, told.months, told.passed) == (8, 6, ())
    logged = world.rows(select(audit_log.c.detail).where(audit_log.c.action == "licence"))
    assert {row.detail for row in logged} == {f"{name}=no" for name in licences(world)}


def test_a_town_is_reviewed_once_and_another_is_not_touched(town_of: Builder):
    world, other = town_of("ana"), town_of("ana")
    with world.facilitating() as town:
        agencies.review_licences(town)
    with pytest.raises(agencies.ReviewedBefore), world.facilitating() as town:
        agencies.review_licences(town)
    assert len(world.emitted(agencies.LicencesReviewed)) == 1
    assert licences(other) == {}


def test_why_these_companies_is_sealed_until_a_law_opens_it(world: World):
    for value, is_open in (("off", False), ("on", True), ("off", False)):
        enact(world, "licence_consultation", value)
        with world.acting("ana") as town:
            found = agencies.choice(town)
        assert (found.opened is not None) is is_open
        assert found.known.lines[0].en.startswith("There has been no public information")
    made_up = agencies.ownership().choice.made_up
    assert made_up.provenance == "invented"


def test_the_room_judges_before_the_review_and_history_stays(world: World):
    with world.facilitating() as town:
        scenarios.run(town, "licence_question")
    for who, reasons in (("ana", ("data", "unasked")), ("bo", ("unasked",)), ("cy", ("thin",))):
        for reason in reasons:
            with world.acting(who) as town:
                agencies.judge(town, reason)
    with world.facilitating() as town:
        scenarios.run(town, "licence")
    [told] = world.emitted(agencies.LicencesReviewed)
    assert [(one.licenses, count) for one, count in told.said] == [(False, 2), (True, 1)]
    assert told.passed == ()
    with pytest.raises(agencies.ReviewedBefore), world.acting("ana") as town:
        agencies.judge(town, "data")
    with pytest.raises(agencies.ReviewedBefore), world.facilitating() as town:
        agencies.ask_room(town)


def test_a_reason_that_nobody_offered_is_of_an_older_card(world: World):
    with pytest.raises(Outdated), world.acting("ana") as town:
        agencies.judge(town, "because")
    with pytest.raises(NotAllowed), world.acting("ana") as town:
        agencies.ask_room(town)


def test_only_who_runs_the_town_holds_the_review(world: World):
    with pytest.raises(NotAllowed), world.acting("ana") as town:
        agencies.review_licences(town)


def test_the_database_alone_refuses_a_second_outcome(world: World):
    with world.facilitating() as town:
        agencies.review_licences(town)
    with pytest.raises(IntegrityError), world.office() as town:
        town.conn.execute(
            licence_reviews.insert().values(
                workshop_id=town.workshop_id, agency="koala_credit", passed=True, town_s=town.now
            )
        )
