"""Statutes come into force, prevail, end; what they set aside holds again, and days before stay."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from services.kernel import seeds
from services.kernel.audit_log import audit_log
from services.kernel.errors import NotAllowed, Outdated
from services.kernel.time import DAY_S, HOUR_S, TownTime
from services.law import statutes, switchboard
from services.law.statutes import AT_ONCE, Deed
from services.law.switchboard import Switch
from services.standing import listings, scores
from services.standing.listings import Colour
from tests.db.lawgiving import enact, look, remember
from tests.support.lawbooks import copied
from tests.support.world import Builder, World

TWICE = "9:9"
AGENCIES = ("pay_score", "city_credit_office")


@pytest.fixture
def world(town_of: Builder) -> World:
    return town_of("ana", "bo")


def done(
    world: World, deed: Deed, what: str, at: int = AT_ONCE, *, by_town: bool = False
) -> statutes.Draft:
    """Looked at, and passed; by the town itself, which needs no poll."""
    with world.facilitating() as town:
        book = statutes.draft(town, deed, what, at).book
    with world.office() if by_town else world.facilitating() as town:
        return statutes.pass_(town, deed, what, at, book=book)


def said(world: World, switch: Switch, at: int | None = None) -> str | int:
    with world.office() as town:
        return switchboard.value(town, switch, at)


def law(world: World, at: int | None = None) -> switchboard.Law:
    with world.office() as town:
        return switchboard.at(town, at)


def test_a_statute_sets_all_its_values_and_its_repeal_gives_back_what_held(world: World):
    enact(world, "camera_error", "3")
    before = law(world).values
    found = done(world, Deed.ENACT, "guideline_2020")
    assert {str(one.switch): (one.before, one.value) for one in found.changes} == {
        "petty": ("on", "off"),
        "legal_basis": ("off", "on"),
        "shame_wall": ("on", "off"),
        "caller_notice": ("plain", "off"),
    }
    assert law(world).provision(Switch.PETTY) == "guideline_2020/1.petty"
    world.forward(days=1)
    gone = done(world, Deed.REPEAL, "guideline_2020")
    assert gone.goes == ("guideline_2020/1",)
    assert law(world).values == before
    with world.facilitating() as town, pytest.raises(statutes.NotInForce):
        statutes.draft(town, Deed.REPEAL, "guideline_2020")


@pytest.mark.parametrize(
    "order", [("reasons_law", "disclosure_law"), ("disclosure_law", "reasons_law")]
)
def test_the_one_that_prevails_does_in_either_order_and_the_other_holds_when_it_ends(
    world: World, order: tuple[str, str]
):
    for one in order:
        done(world, Deed.ENACT, one)
    assert said(world, Switch.EXPLANATION) == "receipt"
    with world.facilitating() as town:
        reasons = statutes.one_statute(town, "reasons_law").state
    assert reasons.set_aside == (Switch.EXPLANATION,)
    done(world, Deed.REPEAL, "disclosure_law")
    assert said(world, Switch.EXPLANATION) == "reasons"
    done(world, Deed.REPEAL, "reasons_law")
    assert said(world, Switch.EXPLANATION) == "vague"


def test_what_is_set_by_itself_later_stands_over_a_statute_until_it_is_enacted_again(world: World):
    done(world, Deed.ENACT, "guideline_2020")
    enact(world, "petty", "on")
    assert said(world, Switch.PETTY) == "on"
    assert law(world).provision(Switch.PETTY) == ""
    assert [one.switch for one in done(world, Deed.ENACT, "guideline_2020").changes] == ["petty"]
    assert said(world, Switch.PETTY) == "off"


def test_a_statute_can_wait_for_its_time_and_be_repealed_before_it(world: World):
    with world.facilitating() as town:
        at = statutes.read_when(town, "tomorrow 08:00")
    assert at == DAY_S + 8 * HOUR_S
    assert done(world, Deed.ENACT, "minors_law", at).at == at
    assert (said(world, Switch.KIN, at - 1), said(world, Switch.KIN, at)) == ("on", "off")
    with world.facilitating() as town:
        clause = switchboard.one_switch(town, "kin").clause
        state = statutes.one_statute(town, "minors_law").state
    assert (clause.value, clause.next_value, clause.next_from) == ("on", "off", at)
    assert (state.now, state.coming and state.coming.since) == (None, at)
    done(world, Deed.REPEAL, "minors_law")
    assert said(world, Switch.KIN, at) == "on"


def test_a_whole_law_is_alone_in_force_and_as_found_ends_everything(world: World):
    begun = law(world).values
    enact(world, "friends", "off")
    enact(
        world,
        "camera_error",
        "0",
    )
    done(world, Deed.ENACT, "listing_law")
    done(world, Deed.PRESET, "data_laws")
    values = law(world).values
    changed = {name for name, value in values.items() if value != begun[name]}
    assert changed == {"purchases", "reading", "online_hours", "location", "friends", "proxies"} | {
        *("consent_to_share", "data_rights", "purge_days")
    }
    with world.facilitating() as town:
        page = statutes.all_statutes(town)
    assert page.preset == statutes.presets()["data_laws"]
    assert not done(world, Deed.PRESET, "data_laws").is_new
    enact(world, "consent_to_share", "off")
    done(world, Deed.PRESET, "data_laws")
    assert said(world, Switch.CONSENT_TO_SHARE) == "on"
    done(world, Deed.PRESET, "everything")
    done(world, Deed.PRESET, "as_found", by_town=True)
    assert law(world).values == begun
    with world.facilitating() as town:
        assert statutes.all_statutes(town).preset == statutes.presets()["as_found"]


def test_it_is_told_once_stands_in_the_log_with_its_diff_and_in_the_history(world: World):
    for _ in range(2):
        with world.facilitating(key=TWICE) as town:
            statutes.pass_(town, Deed.ENACT, "guideline_2020", book=0)
    assert len(world.emitted(statutes.StatutesPassed)) == 1
    assert len(world.emitted(switchboard.LawEnacted)) == 4
    [line] = world.rows(select(audit_log.c.detail).where(audit_log.c.action == "statute"))
    assert line.detail.startswith("enact guideline_2020 at once; +guideline_2020/1; ")
    assert "petty: on > off" in line.detail
    start = world.now()
    world.forward(days=2)
    done(world, Deed.REPEAL, "guideline_2020")
    with world.uow(world.visitors["ana"]) as uow:
        [span] = statutes.timeline(uow).spans
    assert (span.name, span.since, span.to) == ("guideline_2020/1", start, world.now())
    with world.office() as town:
        passed = statutes.passed_between(town, 0, town.now + 1)
    assert [(one.ends, one.at_once) for one in passed] == [(False, True), (True, True)]


def test_only_who_runs_the_town_passes_and_only_what_was_looked_at(world: World):
    with pytest.raises(NotAllowed), world.acting("ana") as town:
        statutes.draft(town, Deed.ENACT, "reasons_law")
    with pytest.raises(NotAllowed), world.acting("ana") as town:
        statutes.pass_(town, Deed.ENACT, "reasons_law", book=0)
    enact(world, "friends", "off")
    with pytest.raises(Outdated), world.facilitating() as town:
        statutes.pass_(town, Deed.ENACT, "reasons_law", book=0)
    with pytest.raises(Outdated), world.facilitating() as town:
        statutes.draft(town, Deed.ENACT, "reasons_law", town.now)
    with pytest.raises(statutes.UnknownStatute), world.facilitating() as town:
        statutes.draft(town, Deed.ENACT, "weather_law")
    assert said(world, Switch.EXPLANATION) == "vague"


@pytest.mark.parametrize(
    ("typed", "day", "hour"),
    [
        ("tomorrow", 1, 8),
        ("明天 09:30", 1, 9.5),
        ("in 3 days", 3, 0),
        ("３天后", 3, 0),
        ("day 12 at 20:00", 11, 20),
        ("第12天", 11, 8),
        ("20:00", 0, 20),
        ("07:00", 1, 7),
    ],
)
def test_town_times_are_read_in_both_languages(world: World, typed: str, day: int, hour: float):
    with world.facilitating() as town:
        assert statutes.read_when(town, typed) == day * DAY_S + hour * HOUR_S


@pytest.mark.parametrize("typed", ["day 1", "第0天", "25:00", "12:60", "soon", "in x days"])
def test_what_is_no_town_time_to_come_is_refused(world: World, typed: str):
    with world.facilitating() as town, pytest.raises(statutes.NoSuchMoment):
        statutes.read_when(town, typed)


def test_the_days_before_a_change_are_the_same_to_the_byte(world: World):
    """A town lives some days, the law changes, and all that it said and gave before is the same."""

    def before(until: TownTime) -> str:
        seen: list[object] = []
        with world.office() as town:
            for moment in range(0, until, 6 * HOUR_S):
                town.now = TownTime(moment)
                lawful, whom = scores.law_of(town), [world.ids["ana"]]
                given = [scores.evaluate_for(town, whom, one, lawful) for one in AGENCIES]
                seen += [sorted(lawful.switches.items()), given]
        return repr(seen)

    remember(world, "ana", "joined", "jaywalking", "purchase")
    for kind in ("purchase", "jaywalking", "news_read"):
        world.forward(days=1)
        remember(world, "ana", kind)
    look(world)
    enact(world, "friends", "off")
    world.forward(days=1)
    until = world.now()
    lived = before(until)
    done(world, Deed.PRESET, "everything")
    assert before(until) == lived
    world.forward(days=1)
    done(world, Deed.REPEAL, "scope_law", world.now() + DAY_S, by_town=True)
    assert before(until) == lived
    assert said(world, Switch.PURCHASES) == "off"


def test_no_entry_of_the_town_outlives_the_longest_stay_of_the_law(world: World):
    with world.office() as town:
        listings.enter(town, "court", Colour.BLACK, world.ids["ana"], basis="judgment:1")
        listings.publish_due(town)
    world.forward(days=300)
    done(world, Deed.ENACT, "repair_2026")
    with world.office() as town:
        assert listings.lift_due(town) == 0
    world.forward(days=60)
    with world.office() as town:
        assert listings.lift_due(town) == 1


def test_a_provision_holds_on_its_own_days_and_a_new_version_replaces_the_old(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    old, new = copied(tmp_path / "old"), copied(tmp_path / "new")
    for folder, changes in (
        (old, {"value: 12,": "value: 12, from: 2, to: 5,"}),
        (new, {"value: 12,": "value: 6,", "version: 1": "version: 2", "a_year:": "half_a_year:"}),
    ):
        file = folder / "law/statutes/repair_2026.yaml"
        text = file.read_text("utf-8")
        for was, becomes in changes.items():
            text = text.replace(was, becomes)
        file.write_text(text, "utf-8")
    monkeypatch.setattr(seeds, "SEEDS", old)
    done(world, Deed.ENACT, "repair_2026")
    by_day = [said(world, Switch.LISTING_MONTHS, day * DAY_S) for day in range(1, 7)]
    assert by_day == [0, 12, 12, 12, 0, 0]
    world.forward(days=3)
    monkeypatch.setattr(seeds, "SEEDS", new)
    assert said(world, Switch.LISTING_MONTHS) == 12, "what was passed stays as it was passed"
    found = done(world, Deed.ENACT, "repair_2026")
    assert ([one.name for one in found.comes], found.goes) == (
        ["repair_2026/2"],
        ("repair_2026/1",),
    )
    assert said(world, Switch.LISTING_MONTHS, 6 * DAY_S) == 6
    assert said(world, Switch.LISTING_MONTHS, 3 * DAY_S - 1) == 12


def test_once_the_town_is_to_be_consulted_no_statute_is_passed_by_hand(world: World):
    enact(world, "consultation", "on")
    before = law(world).values
    with pytest.raises(statutes.StatuteNeedsPoll) as told:
        done(world, Deed.ENACT, "minors_law")
    assert told.value.fields["motion"] == "enact minors_law"
    assert law(world).values == before
    with world.facilitating() as town:
        statutes.pass_(town, Deed.ENACT, "minors_law", book=1, poll=3)
    assert law(world).provision(Switch.KIN) == "minors_law/1.no_kin"
