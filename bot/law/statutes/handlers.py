"""Statutes: read and drafted by everybody, passed by who runs the town. Parses; rules are the
service's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from aiogram import F

from bot.acts import Access, Act, GuardedRouter, act, at_town
from bot.features import Command, Feature
from bot.law.statutes import views
from bot.law.statutes.buttons import AskStatute, PassStatute, ReadStatute
from bot.replies import Say
from services.kernel.town import Town
from services.law import statutes
from services.law.statutes import Deed

SPOKEN = {
    "enact": Deed.ENACT,
    "施行": Deed.ENACT,
    "repeal": Deed.REPEAL,
    "废止": Deed.REPEAL,
    "preset": Deed.PRESET,
    "整套": Deed.PRESET,
}
# `enact reasons_law`, `repeal guideline_2020 tomorrow 08:00`, `preset everything 明天`
MADE = re.compile(rf"({'|'.join(SPOKEN)})\s+(\S+)(?:\s+(.+))?", re.IGNORECASE | re.DOTALL)
HISTORY = re.compile(r"history|历史|沿革", re.IGNORECASE)
STATUTES = re.compile(r"statutes?|法规", re.IGNORECASE)
PRESETS = re.compile(r"presets?|整套法律", re.IGNORECASE)

lawgivers = GuardedRouter("statute_makers", access=Access.WORKSHOP)
readers = GuardedRouter("statute_readers", access=Access.ANYONE)


@readers.command("law", magic=F.args.regexp(MADE))
def make(words: str) -> Act:
    """`/law enact STATUTE [WHEN]`, `repeal`, `preset`: looked at first, by whoever may pass it or
    move it.
    """
    said = MADE.fullmatch(words.strip())
    deed, what, when = said.groups() if said else ("enact", words, "")
    done = act(statutes.draft_typed, SPOKEN[deed.lower()], what, when or "")
    return done.show(views.draft).also_paused()


lawgivers.button(
    AskStatute,
    lambda tap: (
        act(at_town, tap.town, statutes.draft, tap.deed, tap.what, tap.at)
        .show(views.draft)
        .also_paused()
    ),
)
lawgivers.button(
    PassStatute,
    lambda tap: act(
        at_town, tap.town, statutes.pass_, tap.deed, tap.what, tap.at, book=tap.book
    ).show(views.passed),
)

look = act(statutes.all_statutes).show(views.page).also_paused()
look_at_sets = act(statutes.all_statutes).show(views.sets).also_paused()
look_back = act(statutes.timeline).show(views.timeline).also_paused()

readers.always("law", look, magic=F.args.regexp(STATUTES, mode="fullmatch"))
readers.always("law", look_at_sets, magic=F.args.regexp(PRESETS, mode="fullmatch"))
readers.always("law", look_back, magic=F.args.regexp(HISTORY, mode="fullmatch"))


@readers.command("statutes")
def read(words: str) -> Act:
    """All statutes, the sets, what was in force when, or one statute by its name."""
    if HISTORY.fullmatch(words):
        return look_back
    if PRESETS.fullmatch(words):
        return look_at_sets
    if words:
        return act(statutes.one_statute, words).show(views.card).also_paused()
    return look


readers.button(
    ReadStatute, lambda tap: act(statutes.one_statute, tap.what).show(views.card).also_paused()
)


def news(town: Town, since: int, until: int) -> Iterator[Say]:
    return views.news(statutes.passed_between(town, since, until))


FEATURE = Feature(
    name="statutes",
    routers=(lawgivers, readers),
    commands=(Command("statutes", Access.ANYONE, rank=53),),
    event_views={statutes.StatutesPassed: views.announced},
    news=(news,),
)
