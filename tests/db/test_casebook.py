"""Jurists' cases: facts, day, law, what comes out, and the provision without which it would not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from itertools import chain
from pathlib import Path
from typing import Annotated, Literal

import pytest
from pydantic import BaseModel, ConfigDict, Field, model_validator
from yaml import safe_load

from services.kernel import seeds
from services.kernel.errors import RuleError
from services.kernel.time import DAY_S, TownTime
from services.law import legitimacy, statutes, switchboard
from services.law.statutes import AT_ONCE, Deed
from services.law.switchboard import Course, Switch
from services.social import friends, kin
from services.social.kin import Relation
from services.standing import listings, sanctions, scores
from services.standing.listings import Colour
from tests.db.lawgiving import enact, remember
from tests.support.lawbooks import copied
from tests.support.world import World

LAW = Path(__file__).parents[1] / "law"
PAGE = Path(__file__).parents[2] / "docs/law.md"
PEOPLE, RESIDENT = ("ana", "bo"), "rui"
Who = Literal["ana", "bo", "rui"]


class NotYet(Exception):
    """Takes back what was only tried."""


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Happened(Strict):
    """What is known of somebody before anybody judges."""

    who: Who
    did: str | None = None  # a kind of fact
    times: int = 1
    listed_by: str | None = None
    parent_of: Who | None = None
    befriends: Who | None = None
    trusts: int | None = None  # what the town's mean of trust came to when they answered, in tenths


class Asked(Strict):
    """One question to the town, and of whom."""

    who: Who = "ana"
    wants: str | None = None  # a door: open or closed
    is_told_at: str | None = None  # a door: how much is explained there
    scored_by: str | None = None  # an agency: less, same or more than `beside`
    beside: Who | None = None
    lists: Who | None = None  # listed, or the refusal
    words: str = ""
    is_listed_still: bool = False  # listed or ended


class Case(Strict):
    tells: str
    facts: list[Happened] = []
    before: dict[str, str] = {}  # switches set by themselves on the first day
    law: dict[str, Annotated[int, Field(ge=1)]] = {}  # statutes, in the order of passing; from day
    asked: Asked
    day: Annotated[int, Field(ge=1)]
    expected: str
    decides: str  # statute.provision; a switch alone where no statute speaks
    without: str  # what comes out where that says nothing
    stands_on: str = ""  # what then decides the same way

    @model_validator(mode="after")
    def _is_decided(self) -> Case:
        if (self.expected == self.without) != bool(self.stands_on):
            raise ValueError(
                "without its provision something else comes out, or stands_on says why"
            )
        return self


class Casebook(Strict):
    format: Literal["casebook/1"]
    cases: dict[str, Case]


def cases() -> Iterator[tuple[str, Case]]:
    for path in sorted(LAW.glob("*.yaml")):
        yield from Casebook.model_validate(safe_load(path.read_text("utf-8"))).cases.items()


@pytest.mark.parametrize(("name", "case"), list(cases()), ids=lambda one: str(one)[:40])
def test_the_case_is_decided_by_the_provision_that_it_names(town_of, name: str, case: Case):
    assert play(town_of, case) == (case.expected, case.without), f"{name}: {case.tells}"


def test_what_the_page_says_of_writing_a_statute_and_a_case_is_so(town_of, tmp_path, monkeypatch):
    blocks = re.findall(r"^```yaml\n(.*?)^```$", PAGE.read_text("utf-8"), re.M | re.S)
    statute, book = blocks
    name = safe_load(statute)["id"]
    (copied(tmp_path) / "law/statutes" / f"{name}.yaml").write_text(statute, "utf-8")
    monkeypatch.setattr(seeds, "SEEDS", tmp_path)
    [case] = Casebook.model_validate(safe_load(book)).cases.values()
    assert play(town_of, case) == (case.expected, case.without)
    fields = {
        field.alias or field_name
        for field_name, field in chain(
            statutes.Statute.model_fields.items(), statutes.Provision.model_fields.items()
        )
    }
    named = set(re.findall(r"`(\w+)`", PAGE.read_text("utf-8"))) | {"format", "id", "title"}
    assert fields - {"provision_id", "provisions"} <= named


def play(town_of, case: Case) -> tuple[str, str]:
    """What comes out as the case stands, and without what decides it."""
    world = town_of(*PEOPLE, residents=(RESIDENT,))
    for person in (*PEOPLE, RESIDENT):
        remember(world, person, "joined")
    for one in case.facts:
        happen(world, one)
    for switch, value in case.before.items():
        enact(world, switch, value)
    for statute, day in case.law.items():
        pass_statute(world, statute, day)
    world.forward(days=case.day - 1)
    switch, course, now = decided(world, case)
    speaks = course.decisive(now)
    assert (speaks.provision.replace("/1.", ".") if speaks else "") == provision(case.decides)
    found = answer(world, case.asked)
    left = Course(course.setting, [one for one in course.decided if one is not speaks])
    if case.stands_on:
        other = left.decisive(now)
        assert other is not None
        assert other.provision.replace("/1.", ".") == case.stands_on
    enact(world, switch, str(otherwise(course, left, now)))
    return found, answer(world, case.asked)


def test_the_casebook_says_something_of_each_remedy_that_a_rule_obeys():
    told = {case.decides.partition(".")[0] for _, case in cases() if "." in case.decides}
    remedies = {statutes.find_statute(one).remedy for one in told}
    assert {"R01", "R03", "R04", "R06", "R09", "R10"} <= remedies
    assert len(dict(cases())) >= 10


def happen(world: World, one: Happened) -> None:
    who = world.ids[one.who]
    if one.did is not None:
        remember(world, one.who, *[one.did] * one.times)
    with world.office() as town:
        if one.listed_by is not None:
            listings.enter(town, one.listed_by, Colour.BLACK, who, basis=f"judgment:{one.who}")
            listings.publish_due(town)
        if one.parent_of is not None:
            kin.tie(town, who, Relation.PARENT, world.ids[one.parent_of])
        if one.trusts is not None:
            legitimacy.note_trust(town, 1, one.trusts)
        if one.befriends is not None:
            friends.acquaint(town, who, world.ids[one.befriends])


def pass_statute(world: World, statute: str, day: int) -> None:
    at = AT_ONCE if day == 1 else TownTime((day - 1) * DAY_S)
    with world.facilitating() as town:
        book = statutes.draft(town, Deed.ENACT, statute, at).book
        statutes.pass_(town, Deed.ENACT, statute, at, book=book)


def decided(world: World, case: Case) -> tuple[Switch, Course, int]:
    """The switch on which the case turns, what was decided on it, and when it is judged."""
    name, _, part = case.decides.partition(".")
    switch = statutes.find_statute(name).provisions[part].sets if part else Switch(name)
    with world.office() as town:
        return switch, switchboard.course(town, switch), town.now


def provision(decides: str) -> str:
    return decides if "." in decides else ""


def otherwise(course: Course, left: Course, now: int) -> str | int:
    """What would hold without what decides; where nothing does, the other end of the switch."""
    if course.decisive(now) is not None:
        return left.at(now)
    first, *_, last = course.setting.values
    return last if course.at(now) != last else first


def answer(world: World, asked: Asked) -> str:
    """What the town's own rules answer, as they would anybody."""
    if asked.lists is not None:
        return listed(world, asked.lists, asked.words)
    if asked.is_listed_still:
        return still_listed(world)
    with world.office() as town:
        who = world.ids[asked.who]
        if asked.scored_by is not None and asked.beside is not None:
            lawful, pair = scores.law_of(town), [who, world.ids[asked.beside]]
            found = scores.evaluate_for(town, pair, asked.scored_by, lawful)
            mine, other = (found[one].result.score for one in pair)
            return "same" if mine == other else "less" if mine < other else "more"
        found_closed = sanctions.closed(town, who, asked.wants or asked.is_told_at or "")
        if asked.is_told_at is not None:
            assert found_closed is not None
            return found_closed.explained.value
        return "open" if found_closed is None else "closed"


def listed(world: World, name: str, words: str) -> str:
    try:
        with world.facilitating() as town:
            return "listed" if listings.put_down(town, name, words).is_new else "known"
    except RuleError as refusal:
        return refusal.code


def still_listed(world: World) -> str:
    """What this evening would do, and does not yet."""
    ended = 0
    with suppress(NotYet), world.office() as town:
        ended = listings.lift_due(town)
        raise NotYet
    return "ended" if ended else "listed"
