"""The map of power: read off the program, so that a new command is on it without anybody's help."""

from __future__ import annotations

import csv
from collections.abc import Callable
from io import StringIO

import pytest
from aiogram.filters.callback_data import CallbackData

from bot.acts import Access, Act, GuardedRouter, act
from bot.all_features import features
from bot.features import Command, Feature
from bot.replies import Message, TextFile
from bot.runtime.board import Board
from bot.words import Read, words_for
from bot.workshops.power import power_feature, views
from bot.workshops.power.matrix import CHAIRS, Chair, Right, matrix
from bot.workshops.power.traces import Traces, roles, traces
from services.kernel.errors import Usage
from services.kernel.localized import LANGUAGES
from services.kernel.town import Town, UnitOfWork
from services.standing import agencies, courts, listings
from services.standing.scores import Explanation
from services.workshops import power
from tests.unit.bot.money_looks import HOSTILE, check, check_words

ALL = features(Board())
RATERS = tuple(power.Rater(one.title, 10**3, 10**3) for one in agencies.catalogue().values())
KEEPERS = {Chair.FACILITATOR, Chair.ADMIN}


def verb(_: UnitOfWork) -> None:
    """Does nothing."""


def nothing(_: object) -> Message:
    return Message(views.say("nothing"))


class Ghost(CallbackData, prefix="ghost"):
    number: int


LOOK, DO = act(verb).show(nothing).also_paused(), act(verb).show(nothing)


@pytest.mark.parametrize("access", Access)
def test_a_new_command_is_on_the_map_of_whoever_may_type_it(access: Access):
    router = GuardedRouter("new", access=access)
    router.always("look_around", LOOK)
    router.always("do_it", DO)

    @router.command("in_words")
    def in_words(words: str) -> Act:
        if words == "x":
            raise Usage(command="in_words")
        return LOOK

    rights = matrix((*ALL, Feature(name="new", routers=(router,))))
    assert rights["look_around"] == dict.fromkeys(CHAIRS[access], Right.READS)
    assert rights["do_it"] == rights["in_words"] == dict.fromkeys(CHAIRS[access], Right.CHANGES)


def test_every_command_of_the_program_is_on_it():
    rights = matrix(ALL)
    for feature in ALL:
        for command in feature.commands:
            assert set(CHAIRS[command.access]) <= rights[command.name].keys(), command.name
    assert rights["power"] == dict.fromkeys(KEEPERS, Right.READS)
    assert rights["purge"] == {Chair.ADMIN: Right.CHANGES}
    assert rights["truth"].keys() == KEEPERS
    assert rights["law"][Chair.PARTICIPANT] is Right.READS
    assert rights["law"][Chair.FACILITATOR] is Right.CHANGES


def test_a_command_that_is_heard_in_its_own_way_is_on_it_too():
    rights = matrix((Feature(name="own", commands=(Command("own", Access.ADMIN),)),))
    assert rights == {"own": {Chair.ADMIN: Right.CHANGES}}


def test_no_role_can_change_a_score_without_a_trace():
    found = traces(ALL)
    assert [one.unseen for one in found.values()] == [()] * len(Chair)
    assert roles(found) == 0
    assert found[Chair.FACILITATOR].changes > 20
    assert found[Chair.PARTICIPANT].changes > 50


def strikes(town: Town, number: int) -> None:
    """Takes somebody off a list, and writes down nothing."""
    listings.strike(town, listings.listing_of(town, number))


@pytest.mark.parametrize("access", [Access.WORKSHOP, Access.FACILITATOR, Access.ADMIN])
@pytest.mark.parametrize(("verb", "name"), [(strikes, "strike"), (courts.enforce, "enforce")])
def test_a_role_that_changes_scores_unseen_is_counted_and_named(
    access: Access, verb: Callable[[Town, int], object], name: str
):
    typed, pressed = (GuardedRouter(name, access=access) for name in ("typed", "pressed"))
    typed.command("ghost")(lambda words: act(verb, len(words)).show(nothing))
    pressed.button(Ghost, lambda tap: act(verb, tap.number).show(nothing))
    for router in (typed, pressed):
        found = traces((*ALL, Feature(name="ghost", routers=(router,))))
        assert roles(found) == len(CHAIRS[access])
        assert all(one.unseen[0].endswith(f".{name}") for one in found.values() if one.unseen)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("explanation", [None, *Explanation])
def test_the_page_and_its_file_can_be_sent(explanation: Explanation | None, language: str):
    done = {("facilitator", "card"): 3, ("somebody", "refused"): 1}
    found = power.Power(explanation, RATERS if explanation else (), done)
    seen = {chair: Traces(2, (f"{HOSTILE}.strike",) if explanation else ()) for chair in Chair}
    replies = views.page(Read(found, words_for(language)), matrix(ALL), seen)
    check(replies, language)
    file = replies[-1].file if isinstance(replies[-1], Message) else None
    assert isinstance(file, TextFile)
    rows = list(csv.reader(StringIO(file.text.removeprefix(views.BOM))))
    assert ["purge", "–", "–", "–", "changes"] in rows
    assert ["facilitator", "card", "3"] in rows
    assert ["visitor", "2", " ".join(seen[Chair.VISITOR].unseen)] in rows
    check_words(power_feature(()), (), language)
