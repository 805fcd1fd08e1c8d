"""Whatever is pressed or typed, with whatever numbers: done, refused, or leading nowhere.

Buttons and commands are discovered, not listed: a new one is tried without being named here.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from enum import Enum
from itertools import count
from typing import Any, TypeAlias

import pytest
from aiogram import Bot
from aiogram.filters import Command
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, Chat, Message, Update, User
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert, select

from bot.acts import Access, Admission, GuardedRouter, act
from bot.all_features import features
from bot.replies import nothing
from bot.runtime import inbox
from bot.runtime.board import TIMERS, Board, Run
from bot.runtime.composing import CAPTION_MAX, TEXT_MAX
from bot.runtime.cutting import length
from bot.runtime.perform import Cause, Outgoing, Performer
from bot.runtime.registry import Registry, Switchboard
from services.kernel.engine import write_engine
from services.kernel.errors import RuleError
from services.kernel.money import Fen
from services.kernel.town import Visitor
from services.kernel.towns import workshops
from services.modules import MODULES, Wiring
from services.money import envelopes, transfers
from services.people.identity.tables import grants, persons
from tests.support.clock import ManualClock
from tests.support.settling import BOT_ID
from tests.support.world import Builder, World

HOUSE = Registry(features(Board(runs={TIMERS: Run(TIMERS, 0)})))
MANY = settings(deadline=None, max_examples=400, suppress_health_check=[HealthCheck.too_slow])
WORDS = "bo @bo new open on off in days uphold all audit friends sesame 8.88 lucky facilitator"
EDGES = [0, -1, 1, 2**31, 2**53, 2**63 - 1, 2**63, -(2**63), -(2**63) - 1, 2**80]
NUMBERS = st.one_of(st.sampled_from(EDGES), st.integers())


def buttons(of: type[CallbackData] = CallbackData) -> Iterator[type[CallbackData]]:
    """Every kind of button of the registry."""
    for kind in of.__subclasses__():
        if kind.__module__.startswith("bot."):
            yield kind
        yield from buttons(kind)


def test_two_buttons_that_begin_alike_do_not_start():
    class Pays(CallbackData, prefix="zz"):
        row: int

    class Turns(CallbackData, prefix="zz"):
        page: int

    one, two = (GuardedRouter(name, access=Access.PARTICIPANT) for name in ("one", "two"))
    for router, kind in ((one, Pays), (two, Pays)):
        router.button(kind, lambda _: act(transfers.payees).show(nothing))
    Switchboard((one, two))
    two.button(Turns, lambda _: act(transfers.payees).show(nothing))
    with pytest.raises(ValueError, match="begin alike"):
        Switchboard((one, two))


def commands() -> list[str]:
    """Every command that any router hears."""
    routers = [router for feature in HOUSE.features for router in feature.routers]
    handlers = [handler for router in routers for handler in router.message.handlers]
    filters = [f.callback for handler in handlers for f in handler.filters or ()]
    found = {str(c) for one in filters if isinstance(one, Command) for c in one.commands}
    return sorted(found)


def typed_value(kind: Any) -> st.SearchStrategy[str]:
    if isinstance(kind, type) and issubclass(kind, Enum):
        return st.sampled_from([str(one.value) for one in kind])
    if kind is bool:
        return st.sampled_from(["0", "1"])
    if kind is int:
        return NUMBERS.map(str)
    return st.one_of(NUMBERS.map(str), st.sampled_from(WORDS.split()), st.just("0" * 12))


@st.composite
def pressed(draw: st.DrawFn) -> str:
    """The data of some button, its numbers anything."""
    kind = draw(st.sampled_from(sorted(set(buttons()), key=lambda one: one.__prefix__)))
    fields = kind.model_fields.values()
    values = [draw(typed_value(field.annotation)) for field in fields]
    return ":".join([kind.__prefix__, *values])


@st.composite
def typed(draw: st.DrawFn) -> str:
    """Some command with some words and numbers after it."""
    word = st.one_of(NUMBERS.map(str), st.sampled_from(WORDS.split()))
    return " ".join(["/" + draw(st.sampled_from(commands())), *draw(st.lists(word, max_size=4))])


Try: TypeAlias = Callable[[Update], Outgoing | None]


@pytest.fixture
def crowd() -> tuple[str, ...]:
    """Who else lives in the town."""
    return ()


def ruler(world: World, crowd: tuple[str, ...]) -> Visitor:
    """Ana, who has paid everybody, laid out envelopes, and been given every right."""
    visitor = world.visitors["ana"]
    for number, name in enumerate(crowd):
        with world.acting("ana") as town:
            transfers.offer(town, name, Fen(1), "words " * 10)
        if number < 5:
            with world.acting("ana") as town:
                envelopes.send(town, Fen(10_00), 100, envelopes.EnvelopeKind.LUCKY, "luck " * 10)
    with world.engine.begin() as conn:
        for role in ("facilitator", "admin"):
            keys = {"bot_id": BOT_ID, "tg_user_id": visitor.tg_user_id}
            conn.execute(insert(grants).values(**keys, role=role, granted_ms=1))
        her = select(persons.c.person_id).where(persons.c.tg_user_id == visitor.tg_user_id)
        conn.execute(workshops.update().values(facilitator=her.scalar_subquery()))
    return visitor


@pytest.fixture
def attempt(sqlite_url: str, clock: ManualClock, crowd: tuple[str, ...]) -> Iterator[Try]:
    """Feeds an update by Ana, who lives in a town, runs it and is an admin; undoes its effects."""
    engine = write_engine(sqlite_url)
    visitor = ruler(Builder(engine, sqlite_url, clock)("ana", "bo", residents=crowd), crowd)
    performer = Performer(HOUSE, b"s" * 32, Wiring(MODULES))
    dispatcher, bot = HOUSE.dispatcher(), Bot("777:TEST")
    bot._me = User(id=BOT_ID, is_bot=True, first_name="Bot", username="bot")
    loop = asyncio.new_event_loop()

    def feed(update: Update) -> Outgoing | None:
        cause = Cause(
            bot_id=BOT_ID,
            update_id=update.update_id,
            wall_ms=clock.ms,
            visitor=visitor,
            query_id="1" * bool(update.callback_query),
        )
        with engine.connect() as conn, suppress(RuleError):
            transaction = conn.begin()
            try:
                inbox.store(conn, BOT_ID, [{"update_id": update.update_id}], clock.ms)
                admission = loop.run_until_complete(dispatcher.feed_update(bot, update))
                if isinstance(admission, Admission):
                    return performer.update(conn, cause, admission)
            finally:
                transaction.rollback()
        return None

    yield feed
    loop.close()
    for feature in HOUSE.features:  # routers have one parent; the next dispatcher is theirs
        for router in feature.routers:
            router._parent_router = None
    engine.dispose()


IDS = count(1)
WHEN = datetime.fromtimestamp(0, tz=UTC)


def user(visitor_id: int = 9_001) -> User:
    return User(id=visitor_id, is_bot=False, first_name="Ana")


def message(text: str) -> Message:
    chat = Chat(id=9_001, type="private")
    return Message(message_id=9, date=WHEN, chat=chat, text=text, from_user=user())


def tap(data: str) -> Update:
    query = CallbackQuery(
        id="1", from_user=user(), chat_instance="1", message=message("card"), data=data
    )
    return Update(update_id=next(IDS), callback_query=query)


def test_whatever_a_button_carries_and_a_command_is_given_breaks_nothing(attempt: Try):
    done: set[bool] = set()

    @MANY
    @given(pressed(), typed())
    def try_both(data: str, text: str) -> None:
        done.add(attempt(tap(data)) is not None)
        done.add(attempt(Update(update_id=next(IDS), message=message(text))) is not None)

    try_both()
    assert done == {True, False}


def test_buttons_bound_every_number_before_anybody_reads_it():
    kinds = sorted(set(buttons()), key=lambda one: one.__prefix__)
    assert len(kinds) > 40

    @MANY
    @given(st.sampled_from(kinds), NUMBERS)
    def bounded(kind: type[CallbackData], number: int) -> None:
        fields = kind.model_fields.values()
        values = [str(number) if f.annotation is int else "1" for f in fields]
        with suppress(ValueError):
            read = kind.unpack(":".join([kind.__prefix__, *values]))
            assert all(abs(v) < 2**63 for v in dict(read).values() if isinstance(v, int))

    bounded()


def lengths(attempt: Try) -> Iterator[tuple[str, int, int]]:
    """Every answer to every command, alone and with a word: what was typed, length, limit."""
    for command in commands():
        for word in ("", *WORDS.split()):
            text = f"/{command} {word}".rstrip()
            found = attempt(Update(update_id=next(IDS), message=message(text)))
            for call in found.calls if found is not None else ():
                limit = CAPTION_MAX if "caption" in call.params else TEXT_MAX
                shown = call.params.get("caption") or call.params.get("text", "")
                yield text, length(shown), limit


@pytest.mark.parametrize("crowd", [tuple(f"{'x' * 32}{n}" for n in range(70))])
def test_no_answer_is_too_long_in_a_large_town(attempt: Try):
    found = list(lengths(attempt))
    assert [one for one in found if one[1] > one[2]] == []
    assert len(found) > 200


def test_no_two_kinds_of_buttons_begin_alike() -> None:
    kinds = Counter(one.__prefix__ for one in set(buttons()))

    assert [prefix for prefix, count in kinds.items() if count > 1] == []
