"""What facilitators and admins type is parsed strictly; the unreadable is answered by usage."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.acts import Act, act, at_town
from bot.arguments import SayIt
from bot.runtime.cause import Cause
from bot.workshops.admin.handlers import admins
from bot.workshops.panel.handlers import panel, workshop
from bot.workshops.sessions.handlers import visitors
from services.kernel.errors import Usage
from services.workshops.sessions import NotAGroup, clockwork
from tests.support.handed import command, named, typed, written


@pytest.mark.parametrize("args", [None, "", "destroy", "newer"])
async def test_workshop_needs_a_word_it_knows(args: str | None):
    with pytest.raises(Usage):
        await workshop(written(), command("workshop", args))


@pytest.mark.parametrize("args", ["new", "NEW Monday <b>", "code", "open", "close", "status"])
async def test_workshop_knows_its_words(args: str):
    assert isinstance(await workshop(written(), command("workshop", args)), Act)


async def test_closing_asks_with_and_without_the_code():
    for args in ("close", "close BCDFGH"):
        assert (await workshop(written(), command("workshop", args))).name == "to_close"


def test_what_a_button_of_one_town_does_has_its_own_name_in_the_log():
    assert act(at_town, 1, clockwork.pause).name == "pause"


def test_all_taps_on_one_question_say_its_words_by_one_key():
    def tapped(update_id: int, message_id: int) -> str:
        cause = Cause(bot_id=1, update_id=update_id, wall_ms=0, typed=SayIt().pack(), query_id="q")
        return replace(cause, pressed=(5, message_id)).act_key

    assert tapped(1, 7) == tapped(2, 7) != tapped(3, 8)


async def test_here_is_meant_for_groups():
    with pytest.raises(NotAGroup):
        await workshop(written(), command("workshop", "here"))
    assert isinstance(await workshop(written(chat="supergroup"), command("workshop", "here")), Act)


@pytest.mark.parametrize("args", [None, "", "three", "-1", "1e3", "３", "٣", "3 days", "9" * 400])
async def test_forward_wants_plain_digits(args: str | None):
    with pytest.raises(Usage):
        await typed(panel, "forward", args)


@pytest.mark.parametrize("args", ["0", "3", "9999"])
async def test_forward_leaves_the_limits_to_the_town(args: str):
    assert named(await typed(panel, "forward", args)) == (clockwork.forward, int(args))


async def test_say_and_join_need_words():
    for router, name in ((panel, "say"), (visitors, "join")):
        with pytest.raises(Usage) as refused:
            await typed(router, name)
        assert refused.value.fields == {"command": name}


@pytest.mark.parametrize("args", [None, "402", "402 admin please"])
async def test_rights_need_a_number_and_a_role(args: str | None):
    for name in ("grant", "revoke"):
        with pytest.raises(Usage) as refused:
            await typed(admins, name, args)
        assert refused.value.fields == {"command": name}
