"""What people and who runs the town ask of agencies and offices. Parses only."""

from __future__ import annotations

from aiogram import F

from bot.acts import Access, Act, GuardedRouter, act
from bot.features import Command, Feature, drawn
from bot.standing.agencies import heat_views, running_views, views
from bot.standing.agencies.views import (
    JoinAgency,
    LeaveAgency,
    OfficePage,
    ShareWithBureau,
    SwitchOffice,
)
from bot.words import read
from services.kernel.errors import Usage
from services.kernel.town import ParticipantId
from services.living import offices
from services.standing import agencies, rescoring
from services.standing.rescoring import replay

people = GuardedRouter("agencies", access=Access.PARTICIPANT, is_right=True)
keepers = GuardedRouter("agency_keepers", access=Access.WORKSHOP)
visitors = GuardedRouter("office_visitors", access=Access.ANYONE)

SWITCHES = {
    "on": offices.reopen,
    "open": offices.reopen,
    "off": offices.close,
    "close": offices.close,
}

people.always("agencies", act(agencies.memberships).show(views.card).also_paused())
people.button(JoinAgency, lambda tap: act(agencies.join, tap.agency).show(views.changed))
people.button(LeaveAgency, lambda tap: act(agencies.leave, tap.agency).show(views.changed))


@keepers.command("offices", magic=F.args)
def switch_by_words(words: str) -> Act:
    """`/offices NAME off`: close an office; `on` opens it again."""
    name, _space, word = words.rpartition(" ")
    if word.lower() not in SWITCHES:
        raise Usage(command="offices")
    return act(SWITCHES[word.lower()], name).show(running_views.switched)


visitors.always("scope", act(read, rescoring.heat_map).show(heat_views.page).also_paused())
visitors.always("offices", act(offices.all_offices).show(running_views.office_list).also_paused())
keepers.button(
    OfficePage,
    lambda tap: (
        act(offices.of_town)
        .show(lambda found: running_views.office_card(found, tap.page))
        .also_paused()
    ),
)
keepers.button(
    SwitchOffice,
    lambda tap: act(offices.reopen if tap.open else offices.close, tap.office).show(
        running_views.switched
    ),
)
keepers.always("bureau", act(agencies.bureau).show(running_views.bureau_card).also_paused())
keepers.button(
    ShareWithBureau,
    lambda tap: act(agencies.share, tap.agency, shares=tap.shares).show(running_views.shared),
)


@keepers.command("rescore")
def rescore(words: str) -> Act:
    """`/rescore [AGENCY]`: have scores computed anew."""
    return act(rescoring.rescore, words).show(running_views.run_card)


@keepers.command("whatif")
def what_if(words: str) -> Act:
    """`/whatif SWITCH VALUE` or `/whatif AGENCY DOCUMENT`: replay the town."""
    rule, _space, instead = words.partition(" ")
    if not instead.strip():
        raise Usage(command="whatif")
    return act(replay.what_if, rule, instead).show(running_views.what_if).also_paused()


FEATURE = Feature(
    name="agencies",
    routers=(people, keepers, visitors),
    commands=(
        Command("agencies", Access.PARTICIPANT, rank=54),
        Command("scope", Access.ANYONE, rank=59),
        Command("rescore", Access.WORKSHOP, rank=33),
        Command("whatif", Access.WORKSHOP, rank=34),
        Command("bureau", Access.WORKSHOP, rank=35),
        Command("offices", Access.ADMIN, rank=67),
    ),
    event_views={
        agencies.SharingChanged: running_views.sharing_changed,
        agencies.LicencesReviewed: running_views.licences_reviewed,
        rescoring.RescoringEnded: running_views.rescored,
    },
    cards={
        "agencies": lambda town, me: views.card(agencies.memberships(town, ParticipantId(me))),
        "offices": lambda town, page: running_views.office_card(offices.of_town(town), int(page)),
        "bureau": lambda town, _: running_views.bureau_card(agencies.bureau(town)),
        "rescoring": drawn(rescoring.look_at, running_views.run_card),
    },
    facilitators_cards=frozenset({"offices", "bureau", "rescoring"}),
)
