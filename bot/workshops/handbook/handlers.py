"""/help: every command of one's role, by what it is for. Made of what all features bring."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from itertools import chain

from bot.acts import Access, Act, GuardedRouter, act
from bot.features import Command, Feature
from bot.workshops.handbook import views
from bot.workshops.handbook.views import Handbook, HelpPage
from services.workshops.sessions import queries

HELP = Command("help", Access.ANYONE, rank=80)


def handbook_feature(features: Iterable[Feature]) -> Feature:
    """The help of a program with these features."""
    brought = chain.from_iterable(feature.commands for feature in features)
    book = Handbook.of((HELP, *brought))
    readers = GuardedRouter("handbook", access=Access.ANYONE)
    look = act(queries.visitor_status)

    def page(group: str = "") -> Act:
        return look.show(partial(views.page, book, group=group)).also_paused()

    readers.always("help", page())
    readers.button(HelpPage, lambda tap: page(tap.group))
    return Feature(name="handbook", routers=(readers,), commands=(HELP,))
