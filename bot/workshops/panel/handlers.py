"""What facilitators type and press. Parses; rules are the services'."""

from __future__ import annotations

from aiogram import F, filters
from aiogram.enums import ChatType
from aiogram.types import CallbackQuery, Message

from bot.acts import Access, Act, GuardedRouter, act
from bot.arguments import SayIt, topic_of, whole_number
from bot.features import Command, Feature
from bot.workshops.panel import cockpit_views, people_views, views
from bot.workshops.panel.cockpit import cockpit_keys
from bot.workshops.panel.cockpit_views import CloseTown, ToTown
from bot.workshops.panel.tables import seating
from bot.workshops.panel.views import ShowAgain
from services.kernel.errors import Outdated, Usage
from services.kernel.town import WorkshopId
from services.living import seats
from services.people import mutes
from services.workshops import cockpit, scenarios, sessions
from services.workshops.sessions import NotAGroup, clockwork, opening, queries

facilitators = GuardedRouter("facilitators", access=Access.FACILITATOR)
panel = GuardedRouter("panel", access=Access.WORKSHOP)
OFF = ("off", "关", "关闭", "解除")


@facilitators.message(filters.Command("workshop"))
async def workshop(message: Message, command: filters.CommandObject) -> Act:
    """Make, show, open, close, take over a workshop; or bind the group this is typed in."""
    word, _, rest = (command.args or "").strip().partition(" ")
    if word.lower() == "here":
        return _bind(message)
    acts = {
        "new": act(opening.open_new, rest).show(views.opened),
        "code": act(opening.invitation).show(views.opened),
        "open": act(opening.reopen, rest).show(views.reopened),
        "close": _close(rest),
        "take": act(opening.take_over, rest).show(views.taken),
        "other": act(cockpit.my_others).show(cockpit_views.other_towns),
        "status": act(queries.my_status).show(views.status),
    }
    if word.lower() not in acts:
        raise Usage(command="workshop")
    return acts[word.lower()]


facilitators.button(CloseTown, lambda tap: act(opening.close, tap.code).show(views.closed))
facilitators.button(
    ToTown, lambda tap: act(cockpit.go_to, tap.town).show(cockpit_views.at_other_town)
)
panel.always("workshop", act(cockpit.panel).show(cockpit_views.card).also_paused(), magic=~F.args)
panel.always("pause", act(clockwork.pause).show(views.held))
panel.always("resume", act(clockwork.resume).show(views.held))


@facilitators.command("panic")
def panic(words: str) -> Act:
    """Blank the town at once; or, with "off", ask whether to show it again."""
    if words.lower() in OFF:
        return act(clockwork.blank_town).show(views.ask_show_again)
    if words:
        raise Usage(command="panic")
    return act(clockwork.panic).show(views.panicked)


facilitators.button(
    ShowAgain, lambda tap: act(clockwork.show_again, WorkshopId(tap.town)).show(views.shows_again)
)


@panel.command("forward")
def forward(words: str) -> Act:
    days = whole_number(words, command="forward", digits=4)
    return act(clockwork.forward, days).show(views.moved)


@panel.command("say")
def announce(words: str) -> Act:
    if not words:
        raise Usage(command="say")
    return act(clockwork.announce, words).show(views.announced)


@panel.callback_query(SayIt.filter())
async def say_it(tap: CallbackQuery) -> Act:
    """The words stand under the question, which is the bot's own message."""
    question = tap.message.text if isinstance(tap.message, Message) else None
    words = (question or "").partition("\n\n")[2]
    if not words:
        raise Outdated
    return act(scenarios.say_once, words).show(views.said)


def _close(code: str) -> Act:
    """Asks, with or without a code; the key does it."""
    return act(cockpit.to_close, code).show(cockpit_views.ask_close)


def _bind(message: Message) -> Act:
    if message.chat.type == ChatType.PRIVATE:
        raise NotAGroup
    title = message.chat.title or ""
    return act(opening.bind_group, message.chat.id, title, topic_of(message)).show(views.bound)


FEATURE = Feature(
    name="panel",
    routers=(panel, facilitators, cockpit_keys, seating),
    commands=(
        Command("workshop", Access.FACILITATOR, rank=20),
        Command("panel", Access.WORKSHOP, rank=21),
        Command("people", Access.WORKSHOP, rank=23),
        Command("tables", Access.WORKSHOP, rank=23),
        Command("table", Access.WORKSHOP, rank=23),
        Command("say", Access.WORKSHOP, rank=24),
        Command("pause", Access.WORKSHOP, rank=25),
        Command("resume", Access.WORKSHOP, rank=26),
        Command("forward", Access.WORKSHOP, rank=27),
        Command("panic", Access.WORKSHOP, rank=28),
    ),
    event_views=dict.fromkeys(cockpit_views.SHOWN, cockpit_views.changed)
    | {
        sessions.DeskActed: views.desk_acted,
        mutes.MuteChanged: people_views.muted,
        cockpit.SecondMade: people_views.second_made,
        seats.SentAway: people_views.sent_away,
    },
    cards={"panel": lambda town, _: cockpit_views.card(cockpit.panel(town))},
    facilitators_cards=frozenset({"panel"}),
)
