"""What the law strikes counts no more, is purged at its time, and until then comes back."""

from __future__ import annotations

import pytest
from sqlalchemy import delete, update
from sqlalchemy.exc import IntegrityError

from services.law import clocks, switchboard
from services.living import errands, privacy
from services.living.errands.tables import errands as uses
from services.money import merchants
from services.people.facts import purges
from services.people.facts.tables import facts
from services.people.identity import ParticipantLeft
from services.standing import complaints, scores
from services.standing.complaints import Finding
from services.standing.lists.cameras import post
from tests.db.complaining import say
from tests.db.lawgiving import enact, look, remember
from tests.support.world import ON_SQLITE, Builder, World

DAYS = 10
KEEPERS = tuple({one.keeper.en: None for one in merchants.catalogue().values()})
AGENCIES = ("pay_score", "city_credit_office")
KINDS = {switch.value: one.kinds for switch, one in switchboard.catalogue().items() if one.kinds}


@pytest.fixture
def world(town_of: Builder) -> World:
    made = town_of("ana", "bo", timers=privacy.TIMERS)
    for name in ("ana", "bo"):
        remember(made, name, "joined")
    return made


def let(world: World, switch: str, value: str) -> None:
    """Make law, and let the town hear of it."""
    enact(world, switch, value)
    with world.office() as town:
        for event in world.emitted(switchboard.LawEnacted)[-1:]:
            privacy.follow_law(town, event)


def pass_days(world: World, days: int) -> None:
    world.forward(days=days)
    world.run_due()


def integers(world: World, name: str = "ana") -> list[int]:
    return [look(world, name, agency).standing.score for agency in AGENCIES]


def late(world: World, name: str = "ana") -> int:
    return world.fact_kinds(name).count("utility_late")


@ON_SQLITE
@pytest.mark.parametrize("switch", KINDS)
def test_striking_and_restoring_gives_back_the_same_integers(world: World, switch: str):
    let(world, "purge_days", str(DAYS))
    for number, kind in enumerate(KINDS[switch]):
        remember(world, "ana", kind, amount=7 + number)
    before = integers(world)
    let(world, switch, "off")
    integers(world)
    let(world, switch, "on")
    assert integers(world) == before
    pass_days(world, DAYS + 2)
    assert set(KINDS[switch]) <= set(world.fact_kinds("ana")), "restored in time, nothing is gone"


def test_at_its_time_what_is_struck_is_gone_and_the_report_names_nobody(world: World):
    for name, times in (("ana", 2), ("bo", 1)):
        for number in range(times):
            remember(world, name, "utility_late", key=f"late:{name}:{number}")
    pass_days(world, DAYS + 2)  # old before the law is made: its days count from the law
    counted = integers(world)
    let(world, "bills", "off")
    let(world, "purge_days", str(DAYS))
    assert integers(world) > counted
    pass_days(world, DAYS - 1)
    assert late(world) == 2, "not before its time"
    pass_days(world, 2)
    assert (late(world), late(world, "bo")) == (0, 0)
    with world.office() as town:
        [report] = purges(town)
    assert (report.kind, report.facts, report.people) == ("utility_late", 3, 2)
    [told] = world.emitted(privacy.FactsPurged)
    assert (told.kinds, told.facts, told.people) == (("utility_late",), 3, 2)
    [own] = [fact for fact in world.facts_of("ana") if fact.kind == "facts_purged"]
    assert own.amount == 2
    clean = integers(world)
    let(world, "bills", "on")
    assert integers(world) == clean, "what was purged does not come back"


def test_what_is_written_while_it_is_struck_goes_as_many_days_later(world: World):
    let(world, "purge_days", str(DAYS))
    let(world, "bills", "off")
    pass_days(world, DAYS // 2)
    remember(world, "ana", "utility_late")
    pass_days(world, DAYS // 2 + 1)
    assert late(world) == 1
    pass_days(world, DAYS)
    assert late(world) == 0
    assert len(world.emitted(privacy.FactsPurged)) == 1


def test_a_score_that_rested_on_it_says_that_the_facts_are_gone(world: World):
    remember(world, "ana", "utility_late")
    look(world)
    number = say(world).complaint.number
    with world.office() as town:
        old = complaints.complaint_of(town, number)
        assert scores.recheck(town, old.score_id) is None
    let(world, "bills", "off")
    let(world, "purge_days", str(DAYS))
    pass_days(world, DAYS + 2)
    with world.office() as town:
        found = scores.recheck(town, old.score_id)
        assert found is not None
        assert found.where == scores.FACTS_GONE
        assert not complaints.is_untrue(town, old)
    with world.acting("ana") as town:
        again = complaints.in_words(town, "Once more").complaint
    assert again.finding == Finding(agrees=False, where=scores.FACTS_GONE)
    look(world)
    with world.acting("ana") as town:
        assert scores.recheck(town, scores.last_given(town).score_id) is None


def test_pictures_of_the_camera_go_with_the_reports(world: World):
    remember(world, "ana", "jaywalking", source="crossing_cameras")
    with world.office() as town:
        assert post(town) == 1
    let(world, "traffic", "off")
    let(world, "purge_days", str(DAYS))
    pass_days(world, DAYS + 2)
    assert "jaywalking" not in world.fact_kinds("ana")


def test_the_database_lets_go_of_nothing_without_a_report(world: World):
    with pytest.raises(IntegrityError), world.office() as town:
        town.conn.execute(delete(facts))


@pytest.mark.parametrize(("law", "terms"), [("off", 0), ("on", 1)])
def test_whoever_leaves_is_answered_at_once_and_the_ledger_shows_it(
    world: World, law: str, terms: int
):
    enact(world, "data_rights", law)
    ana = world.ids["ana"]
    with world.office() as town:
        privacy.follow_leaving(town, ParticipantLeft(town.workshop_id, ana, "Ana"))
        found = clocks.stages(town, (f"erasure:{ana}",)).get(f"erasure:{ana}", ())
    assert len(found) == terms
    for one in found:
        assert (one.clock, one.is_overdue) == ("gdpr", False)
        assert one.ended == one.started


def test_a_use_whose_fact_was_purged_breaks_no_book_and_one_that_left_none_does(
    town_of: Builder,
):
    world = town_of("ana", "bo", residents=KEEPERS, timers=privacy.TIMERS, fen=500_00)
    with world.acting("ana") as town:
        errand = errands.start(town, "news")
        assert isinstance(errand, errands.Errand)
        errands.choose(town, errand.errand_id, 0, errand.service.steps[0].options[0].id)
    let(world, "reading", "off")
    let(world, "purge_days", str(DAYS))
    pass_days(world, DAYS + 2)
    assert "news_read" not in world.fact_kinds("ana")
    later = world.now() + 1  # than the purge, which then excuses nothing
    with world.engine.begin() as conn:
        assert errands.audit(conn) == []
        conn.execute(update(uses).values(used_town_s=later))
        [fault] = errands.audit(conn)
    assert fault.invariant == "errand_without_fact"
