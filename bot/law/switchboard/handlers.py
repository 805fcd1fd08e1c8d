"""Reading and making law. Parses; rules are the service's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from aiogram import F

from bot.acts import Access, Act, GuardedRouter, act, at_town
from bot.features import Command, Feature
from bot.law.switchboard import views
from bot.law.switchboard.views import AskSwitch, LawGroup, OpenSwitch, ReadSwitch, SetSwitch
from bot.replies import Say
from services.kernel.errors import Usage
from services.kernel.town import Town
from services.law import switchboard
from services.workshops import votes

# `friends off`, `friends off in 3 days`, `friends off 3`, `friends off 3天后`, `friends off poll 2`
ENACTED = re.compile(
    r"(\S+)\s+(\S+)(?:\s+(?:in\s+)?([0-9]{1,4})\s*(?:days?|天后?|日后?)?)?"
    r"(?:\s+(?:poll|表决)\s*([0-9]{1,6}))?",
    re.IGNORECASE,
)

lawgivers = GuardedRouter("lawgivers", access=Access.WORKSHOP)
readers = GuardedRouter("law_readers", access=Access.ANYONE)


@lawgivers.command("law", magic=F.args.regexp(r"\S+\s+\S"))
def enact(words: str) -> Act:
    """`/law SWITCH VALUE [in N days] [poll N]`: make law, or bring what a vote has carried."""
    said = ENACTED.fullmatch(words)
    if said is None:
        raise Usage(command="law")
    switch, value, days, poll = said.groups()
    if poll:
        carried = act(votes.enact_carried, switch, value, poll=int(poll), in_days=int(days or 0))
        return carried.show(views.enacted)
    return act(switchboard.enact, switch, value, in_days=int(days or 0)).show(views.enacted)


def to_ask(town: Town, switch: str, value: str) -> tuple[switchboard.Statute, str | int]:
    """A switch and the value that was chosen. Raises `UnknownSwitch`, `UnknownValue`."""
    found = switchboard.statute(town, switch)
    return found, switchboard.read_value(found.clause.setting, value)


lawgivers.button(
    AskSwitch,
    lambda tap: act(at_town, tap.town, to_ask, tap.switch, tap.value).show(views.ask).also_paused(),
)
lawgivers.button(
    SetSwitch,
    lambda tap: act(at_town, tap.town, switchboard.enact, tap.switch, tap.value).show(views.made),
)
lawgivers.button(
    OpenSwitch, lambda tap: act(switchboard.statute, tap.switch).show(views.card).also_paused()
)


@readers.command("law")
def look(words: str) -> Act:
    """`/law`: the whole law; `/law SWITCH`: one switch of it."""
    if words:
        return act(switchboard.statute, words).show(views.card).also_paused()
    return act(switchboard.my_law).show(views.page).also_paused()


readers.button(
    LawGroup,
    lambda tap: act(switchboard.my_law).show(partial(views.group, tap.group)).also_paused(),
)
readers.button(ReadSwitch, lambda tap: act(switchboard.statute, tap.switch).show(views.card))


def news(town: Town, since: int, until: int) -> Iterator[Say]:
    enacted = switchboard.history(town)
    return views.news(one for one in enacted if since <= one.set_at < until)


FEATURE = Feature(
    name="law",
    routers=(lawgivers, readers),
    commands=(Command("law", Access.ANYONE, rank=52),),
    event_views={switchboard.LawEnacted: views.announced},
    news=(news,),
    # Only lawgivers ever get a switch as a card.
    cards={"law": lambda town, switch: views.card(switchboard.statute(town, switch))},
)
