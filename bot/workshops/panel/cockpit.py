"""The desk's keys: each leads to a page that says what comes of it. Parses; rules are elsewhere."""

from __future__ import annotations

from functools import partial

from bot.acts import Access, Act, GuardedRouter, act, at_town
from bot.workshops.panel import cockpit_views, people_views
from bot.workshops.panel.cockpit_views import AskFirst, GiveGala, HoldClock, MoveClock
from bot.workshops.panel.people_views import (
    AtDesk,
    ChooseCompany,
    DeskPage,
    MaskThem,
    MuteThem,
    RegulatorRole,
    RemoveThem,
    RolesPage,
    SetCompany,
    SetPost,
)
from services.workshops import cockpit, scenarios
from services.workshops.sessions import clockwork

cockpit_keys = GuardedRouter("cockpit", access=Access.WORKSHOP)


cockpit_keys.always("panel", act(cockpit.panel).show(cockpit_views.card).also_paused())
cockpit_keys.button(
    AskFirst,
    lambda tap: act(at_town, tap.town, cockpit.panel).show(partial(cockpit_views.ask, tap.step)),
)
cockpit_keys.button(
    HoldClock,
    lambda tap: act(at_town, tap.town, clockwork.pause if tap.pause else clockwork.resume).show(
        cockpit_views.held
    ),
)
cockpit_keys.button(
    MoveClock,
    lambda tap: act(at_town, tap.town, scenarios.move_on, tap.days, turn=tap.turn).show(
        cockpit_views.moved
    ),
)
cockpit_keys.button(
    GiveGala,
    lambda tap: act(at_town, tap.town, scenarios.run, GiveGala.CARD, turn=tap.turn).show(
        cockpit_views.given
    ),
)


@cockpit_keys.command("people", "find")
def people(words: str) -> Act:
    """`/people` lists them, `/people NAME` and `/find NAME` find some by a part of the name."""
    return act(cockpit.find, words).show(people_views.found).also_paused()


cockpit_keys.button(
    DeskPage,
    lambda tap: act(cockpit.find, tap.typed, tap.page).show(people_views.found).also_paused(),
)
cockpit_keys.button(
    AtDesk, lambda tap: act(cockpit.person, tap.who).show(people_views.person).also_paused()
)
cockpit_keys.button(
    MaskThem, lambda tap: act(cockpit.set_mask, tap.who, on=tap.on).show(people_views.person)
)
cockpit_keys.button(
    MuteThem, lambda tap: act(cockpit.set_mute, tap.who, on=tap.on).show(people_views.person)
)
cockpit_keys.button(
    RegulatorRole,
    lambda tap: act(cockpit.set_regulator, tap.who, on=tap.on).show(people_views.roles),
)
cockpit_keys.button(
    RolesPage, lambda tap: act(cockpit.person, tap.who).show(people_views.roles).also_paused()
)
cockpit_keys.button(
    SetPost,
    lambda tap: act(cockpit.set_post, tap.who, tap.post, on=tap.on).show(people_views.roles),
)
cockpit_keys.button(
    ChooseCompany,
    lambda tap: act(cockpit.person, tap.who).show(people_views.companies).also_paused(),
)
cockpit_keys.button(
    SetCompany,
    lambda tap: act(cockpit.set_company, tap.who, tap.company, on=tap.on).show(people_views.roles),
)


def remove(tap: RemoveThem) -> Act:
    """Asks twice."""
    if tap.asked < people_views.QUESTIONS:
        return act(cockpit.person, tap.who).show(partial(people_views.ask_remove, tap.asked))
    return act(cockpit.remove, tap.who).show(people_views.removed)


cockpit_keys.button(RemoveThem, remove)
