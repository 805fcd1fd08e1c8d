"""Reading and making law. Parses; rules are the service's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from aiogram import F

from bot.acts import Access, Act, GuardedRouter, act, at_town
from bot.features import Command, Feature
from bot.law.switchboard import views
from bot.law.switchboard.views import (
    AskSwitch,
    LawGroup,
    OpenSwitch,
    ReadSwitch,
    SetCarried,
    SetSwitch,
)
from bot.replies import Say
from services.kernel.errors import Usage
from services.kernel.town import Town
from services.law import statutes, switchboard
from services.workshops import votes

# `friends off`, `friends off in 3 days`, `friends off 3`, `friends off 3天后`, `kin off poll 2`;
# with `now` or 立即 behind it nothing is asked
ENACTED = re.compile(
    r"(\S+)\s+(\S+?)(?:\s+(?:in\s+)?([0-9]{1,4})\s*(?:days?|天后?|日后?)?)?"
    r"(?:\s+(?:poll|表决)\s*([0-9]{1,6}))?(?:\s+(now|at once)|\s*(立即|立刻))?",
    re.IGNORECASE,
)
AT_ONCE = r"(?is).*(?:\s(?:now|at once)|立即|立刻)\s*"

lawgivers = GuardedRouter("lawgivers", access=Access.WORKSHOP)
readers = GuardedRouter("law_readers", access=Access.ANYONE)


@lawgivers.command("law", magic=F.args.regexp(AT_ONCE, mode="fullmatch"))
def enact(words: str) -> Act:
    """`/law SWITCH VALUE [in N days] [poll N] now`: make law without being asked."""
    switch, value, days, poll = _read(words)
    if poll:
        carried = act(votes.enact_carried, switch, value, poll=poll, in_days=days)
        return carried.show(views.enacted)
    return act(switchboard.enact, switch, value, in_days=days).show(views.enacted)


def _read(words: str) -> tuple[str, str, int, int]:
    said = ENACTED.fullmatch(words)
    if said is None:
        raise Usage(command="law")
    switch, value, days, poll, *_ = said.groups()
    return switch, value, int(days or 0), int(poll or 0)


lawgivers.button(
    AskSwitch,
    lambda tap: (
        act(at_town, tap.town, statutes.draft_switch, tap.switch, tap.value)
        .show(views.ask)
        .also_paused()
    ),
)
lawgivers.button(
    SetSwitch,
    lambda tap: act(
        at_town, tap.town, switchboard.enact, tap.switch, tap.value, in_days=tap.days
    ).show(views.made),
)
lawgivers.button(
    SetCarried,
    lambda tap: act(
        at_town,
        tap.town,
        votes.enact_carried,
        tap.switch,
        tap.value,
        poll=tap.poll,
        in_days=tap.days,
    ).show(views.made),
)
lawgivers.button(
    OpenSwitch, lambda tap: act(switchboard.one_switch, tap.switch).show(views.card).also_paused()
)


@readers.command("law")
def look(words: str) -> Act:
    """`/law`: the whole law; `/law SWITCH`: one switch of it; `/law SWITCH VALUE [in N days] [poll
    N]`: what would come of it, for whoever may set it or move it.
    """
    if len(words.split()) > 1:
        switch, value, days, poll = _read(words)
        if poll:
            carried = act(votes.draft_carried, switch, value, poll=poll, in_days=days)
            return carried.show(partial(views.ask, poll=poll)).also_paused()
        return act(statutes.draft_switch, switch, value, days).show(views.ask).also_paused()
    if words:
        return act(switchboard.one_switch, words).show(views.card).also_paused()
    return act(switchboard.my_law).show(views.page).also_paused()


readers.button(
    LawGroup,
    lambda tap: act(switchboard.my_law).show(partial(views.group, tap.group)).also_paused(),
)
readers.button(ReadSwitch, lambda tap: act(switchboard.one_switch, tap.switch).show(views.card))


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
    cards={"law": lambda town, switch: views.card(switchboard.one_switch(town, switch))},
)
