"""A button that stands for a command is answered by the command's own room."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from aiogram import Bot, Dispatcher
from aiogram.dispatcher.event.bases import UNHANDLED
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Chat, Message, Update, User

from bot.acts import Access, Act, Admission, GuardedRouter, act
from bot.arguments import Go
from bot.replies import nothing
from bot.workshops.sessions.handlers import go

ANA = User(id=601, is_bot=False, first_name="Ana")
GROUP = Chat(id=-5, type="group", title="Us")


def tap(command: str) -> Update:
    card = Message(message_id=9, date=datetime.fromtimestamp(0, tz=UTC), chat=GROUP, text="card")
    query = CallbackQuery(
        id="1",
        from_user=ANA,
        chat_instance="1",
        message=card,
        data=Go(command=command).pack(),
    )
    return Update(update_id=1, callback_query=query)


@pytest.fixture
def heard() -> list[Message]:
    return []


@pytest.fixture
def dispatcher(heard: list[Message]) -> Dispatcher:
    wallet = GuardedRouter("wallet", access=Access.PARTICIPANT)
    ways = GuardedRouter("test ways", access=Access.ANYONE)
    ways.callback_query(Go.filter())(go)

    @wallet.message(Command("wallet"))
    async def look(message: Message) -> Act:
        heard.append(message)
        return act(lambda _: None).show(nothing)

    made = Dispatcher(disable_fsm=True)
    made.include_routers(ways, wallet)
    return made


async def test_the_commands_own_room_decides_who_may_come_in(
    dispatcher: Dispatcher, heard: list[Message]
):
    answer = await dispatcher.feed_update(Bot("42:TEST"), tap("wallet"))
    assert isinstance(answer, Admission)
    assert answer.access is Access.PARTICIPANT
    (typed,) = heard
    assert typed.text == "/wallet"
    assert typed.from_user is not None
    assert typed.from_user.id == ANA.id
    assert (typed.chat.id, typed.chat.type) == (ANA.id, "private"), "not the group it hangs in"


async def test_a_forged_command_is_handled_by_nobody(dispatcher: Dispatcher, heard: list[Message]):
    for command in ("no_such", "wallet_", "", "/wallet"):
        assert await dispatcher.feed_update(Bot("42:TEST"), tap(command)) is UNHANDLED
    assert heard == []
