"""Names that nobody has, too much at once, nobody there: a clear word, and no changed book."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from bot.runtime.refusals import refused
from migrations.models import metadata
from services.kernel.errors import RuleError
from services.kernel.localized import LANGUAGES
from services.kernel.money import Fen
from services.kernel.town import Town
from services.money import transfers
from services.social import calls, friends, groups, messaging, moments, ratings, reports
from services.standing import profiles
from tests.support.world import ON_SQLITE, Builder, World
from tests.unit.bot.money_looks import TEXT_MAX, check_escaped, texts

NAMES = {
    "300 letters": "x" * 300,
    "300 signs": "名" * 300,
    "one letter more than fits": "x" * 31,
    "turned around": "\u202eevil\u202c",
    "turned inside": "a\u2066b\u2069c",
    "without width": "\u200b\u200d\ufeff",
    "with something unseen": "tea\u200b",
    "nothing but a picture": "🍵🍵",
    "a picture of many": "👩‍👩‍👧‍👦",
    "nothing": " ",
    "markup": '<b>x</b><a href="tg://user?id=1">',
    "a control sign": "\u0007\u001b[2J",
    "the sign of nothing": "\u0000a",
}
BY_NAME: dict[str, Callable[[Town, str], object]] = {
    "make": groups.make,
    "rename": lambda town, name: groups.rename(town, 1, name),
    "call": calls.ring,
    "write": lambda town, name: messaging.send(town, name, "hi"),
    "open": messaging.open_by_name,
    "befriend": friends.ask,
    "report": reports.report_by_name,
    "look up": profiles.look_up,
    "pay": lambda town, name: transfers.offer(town, name, Fen(100)),
    "rate": lambda town, name: ratings.rate_by_name(town, name, (5,), ""),
}
TOO_MUCH: dict[str, tuple[Callable[[Town], object], str, str]] = {
    "a moment of 4,096": (lambda town: moments.post(town, "x" * 4_096), "1000", "1000"),
    "a comment": (lambda town: moments.comment(town, 1, "x" * 201), "200", "200"),
    "a message": (lambda town: messaging.send(town, "bo", "x" * 501), "500", "500"),
    "a report": (lambda town: reports.report_by_name(town, "bo", "x" * 501), "500", "500"),
    "to a group": (lambda town: groups.write(town, 1, "x" * 501), "500", "500"),
    "to a group of one": (lambda town: groups.write(town, 1, "hi"), "alone", "只有您一个人"),
    "a call in it": (lambda town: calls.call_group(town, 1), "alone", "只有您一个人"),
    "a call of oneself": (lambda town: calls.ring(town, "ana"), "own line", "自己"),
    "a group of nobody's": (lambda town: groups.write(town, 99, "hi"), "", ""),
    "a rating of nothing": (
        lambda town: ratings.rate_by_name(town, "bo", (5,), "<b>x</b>"),
        "",
        "",
    ),
}


@pytest.fixture
def world(town_of: Builder) -> World:
    """Ana has a group of one, and a moment."""
    world = town_of("ana", "bo")
    with world.acting("ana") as town:
        groups.make(town, "Tea")
        moments.post(town, "a fine day")
    return world


def everything(world: World) -> dict[str, list[tuple[object, ...]]]:
    """The whole book."""
    return {t.name: [tuple(r) for r in world.rows(select(t))] for t in metadata.sorted_tables}


def told(world: World, act: Callable[..., object], *typed: str) -> list[str]:
    """What a refusal says, in each language."""
    with pytest.raises(RuleError) as refusal, world.acting("ana") as town:
        act(town, *typed)
    words = []
    for language in LANGUAGES:
        (said,) = texts(refused(refusal.value, button=False), language)
        assert 0 < len(said) <= TEXT_MAX
        check_escaped(said)
        words.append(said)
    return words


@ON_SQLITE
@pytest.mark.parametrize("verb", BY_NAME)
def test_a_name_that_nobody_has_or_can_have(world: World, verb: str):
    before = everything(world)
    for kind, name in NAMES.items():
        english, chinese = told(world, BY_NAME[verb], name)
        assert english != chinese, kind
        assert len(english) < 500, f"{kind}: what was typed is not thrown back whole"
    assert everything(world) == before


@ON_SQLITE
def test_too_much_or_to_nobody(world: World):
    before = everything(world)
    for kind, (act, *words) in TOO_MUCH.items():
        for said, wanted in zip(told(world, act), words, strict=True):
            assert wanted in said, kind
    assert everything(world) == before


@ON_SQLITE
def test_commands_in_what_is_said_are_words(world: World):
    before = world.balance("ana"), world.balance("bo")
    text = "/pay bo 50\n/groups new Mine /leave @Bo http://x.y"
    with world.acting("ana") as town:
        sent = messaging.send(town, "bo", text)
    assert sent is not None
    assert sent.text == text
    assert (world.balance("ana"), world.balance("bo")) == before
