"""What comes late says so, others hear nothing of it, and no right comes late."""

from __future__ import annotations

from dataclasses import replace

import pytest
from aiogram.filters import Command

from bot import all_features
from bot.acts import Access, GuardedRouter
from bot.replies import Answer, Message, RemoveButtons, To, say
from bot.runtime.slow_line import AT_ONCE, told_late
from services.kernel.town import ParticipantId

PAGE = Message(say("trouble"))
LATE = replace(PAGE, text=say("slow_line.late", told=PAGE.text, seconds=4))
ELSEWHERE = Message(say("trouble"), to=To(ParticipantId("p-2")))
RIGHTS = (
    *("leave", "help", "privacy", "doors", "lists", "score", "complain", "complaints"),
    *("mydata", "lift", "agencies", "law", "ask", "whoami"),
)


def test_the_first_page_says_that_it_is_late():
    assert told_late((ELSEWHERE, PAGE, PAGE), 4, pressed=False) == (ELSEWHERE, LATE, PAGE)
    assert told_late(PAGE, 4, pressed=True) == (LATE, AT_ONCE)


@pytest.mark.parametrize("shown", [(Answer(say("trouble")),), (ELSEWHERE,), (RemoveButtons(),)])
def test_what_shows_the_actor_no_page_stays_as_it_is(shown):
    assert told_late(shown, 4, pressed=True) == shown


def test_a_button_that_is_answered_is_answered_once():
    shown = (PAGE, Answer(say("trouble")))
    assert told_late(shown, 4, pressed=True) == (LATE, shown[1])


def routers_of(command: str) -> list[GuardedRouter]:
    """The routers that take a command."""
    found = []
    for feature in all_features.TOWN:
        for router in feature.routers:
            filters = [f.callback for h in router.message.handlers for f in h.filters or ()]
            wanted = [name for f in filters if isinstance(f, Command) for name in f.commands]
            found += [router] if command in wanted else []
    return found


@pytest.mark.parametrize("command", RIGHTS)
def test_no_right_is_slowed(command):
    routers = routers_of(command)
    assert all(r.access is not Access.PARTICIPANT or r.is_right for r in routers)


def test_most_of_what_one_does_can_be_slowed():
    for command in ("pay", "services", "rent", "wallet"):
        assert any(r.access is Access.PARTICIPANT and not r.is_right for r in routers_of(command))
