"""Looking at the lists. Parses; rules are the service's."""

from __future__ import annotations

from aiogram import F

from bot.acts import Access, Act, GuardedRouter, act
from bot.features import Command, Feature
from bot.standing.lists import views
from bot.standing.lists.views import ShowCameras, ShowCompany
from services.standing import listings, lists

# The facilitator's question comes first: it is the same command, asked from another chair.
keepers = GuardedRouter("list_keepers", access=Access.WORKSHOP)
router = GuardedRouter("lists", access=Access.PARTICIPANT)

keepers.always(
    "lists",
    act(lists.camera_truth).show(views.truth).also_paused(),
    magic=F.args.casefold() == "truth",
)
router.always(
    "lists",
    act(lists.cameras).show(views.cameras).also_paused(),
    magic=F.args.casefold() == "cameras",
)


@router.command("lists", magic=F.args)
def company(words: str) -> Act:
    """`/lists COMPANY`: its own two lists."""
    return act(lists.company, words).show(views.company).also_paused()


router.always("lists", act(lists.ask).show(views.board).also_paused())
router.button(
    ShowCompany, lambda tap: act(lists.company, tap.agency).show(views.company).also_paused()
)
router.button(ShowCameras, lambda _: act(lists.cameras).show(views.cameras).also_paused())

FEATURE = Feature(
    name="lists",
    routers=(keepers, router),
    commands=(Command("lists", Access.PARTICIPANT, rank=51),),
    event_views={lists.ListsPublished: views.published},
    news=(lambda town, since, until: views.news(*listings.changes(town, since, until)),),
)
