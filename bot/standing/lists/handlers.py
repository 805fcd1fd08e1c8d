"""Looking at the lists. Parses; rules are the service's."""

from __future__ import annotations

from collections.abc import Iterator

from aiogram import F

from bot.acts import Access, Act, GuardedRouter, act
from bot.arguments import MyListing
from bot.features import Command, Feature, Waiting, drawn
from bot.replies import say
from bot.standing.lists import entry_views, shame_views, signing_views, views
from bot.standing.lists.entry_views import Appeal, Contest, NeverTold, ShowListing, Withdraw
from bot.standing.lists.shame_views import SetMask
from bot.standing.lists.signing_views import Sign
from bot.standing.lists.views import ShowCameras, ShowCompany
from services.kernel.time import DAY_S
from services.kernel.town import Town
from services.people import masks
from services.standing import complaints, listings, lists

GONE_S = 2 * DAY_S

# The facilitator's question comes first: it is the same command, asked from another chair.
keepers = GuardedRouter("list_keepers", access=Access.WORKSHOP)
router = GuardedRouter("lists", access=Access.PARTICIPANT, is_right=True)
readers = GuardedRouter("list_readers", access=Access.ANYONE)

keepers.always(
    "lists",
    act(lists.camera_truth).show(views.truth).also_paused(),
    magic=F.args.casefold() == "truth",
)
router.always(
    "lists",
    act(lists.cameras).show(views.cameras).also_paused().also_runners(),
    magic=F.args.casefold() == "cameras",
)


@router.command("lists", magic=F.args)
def company(words: str) -> Act:
    """`/lists COMPANY`: its own two lists."""
    return act(lists.company, words).show(views.company).also_paused().also_runners()


router.always("lists", act(lists.ask).show(views.board).also_paused().also_runners())
router.button(
    ShowCompany,
    lambda tap: act(lists.company, tap.agency).show(views.company).also_paused().also_runners(),
)
router.button(
    ShowCameras, lambda _: act(lists.cameras).show(views.cameras).also_paused().also_runners()
)

readers.always("shame", act(lists.read_shame).show(shame_views.wall).also_paused())


@readers.command("courtlist")
def court_list(words: str) -> Act:
    """`/courtlist`, or `/courtlist NAME`."""
    return act(lists.court_list, words).show(shame_views.court_list).also_paused()


@keepers.command("mask", magic=F.args)
def mask(words: str) -> Act:
    """`/mask NAME`: whoever runs the town takes somebody off every public board."""
    return _masked(words, on=True)


@keepers.command("unmask", magic=F.args)
def unmask(words: str) -> Act:
    """`/unmask NAME`."""
    return _masked(words, on=False)


@keepers.command("blacklist")
def blacklist(words: str) -> Act:
    """`/blacklist`: who stands there; `/blacklist NAME WHY`: one more, at discretion."""
    name, _, why = words.partition(" ")
    if not name:
        return act(listings.book).show(entry_views.book).also_paused()
    return act(listings.put_down_or_propose, name, why).show(entry_views.put_down)


keepers.button(
    ShowListing,
    lambda tap: act(lists.any_listing, tap.listing_id).show(entry_views.page).also_paused(),
)
keepers.button(
    Withdraw, lambda tap: act(listings.withdraw, tap.listing_id).show(entry_views.withdrawn)
)
router.button(
    MyListing,
    lambda tap: act(lists.my_listing, tap.listing_id).show(entry_views.page).also_paused(),
)
router.button(
    Sign,
    lambda tap: act(listings.sign, tap.proposal_id, is_signed=tap.is_signed).show(
        signing_views.signed
    ),
)
router.button(
    Contest, lambda tap: act(complaints.contest, tap.listing_id).show(entry_views.contested)
)
router.button(Appeal, lambda tap: act(complaints.appeal, tap.listing_id).show(entry_views.appealed))
router.button(
    NeverTold,
    lambda tap: act(complaints.appeal, tap.listing_id, complaints.About.UNTOLD).show(
        entry_views.appealed
    ),
)


def _masked(name: str, *, on: bool) -> Act:
    show = shame_views.masked_another if name else shame_views.masked
    return act(masks.set_mask, name, on=on).show(show).also_paused(reads=False)


router.always("mask", _masked("", on=True))
router.always("unmask", _masked("", on=False))
router.button(SetMask, lambda tap: _masked("", on=tap.on))


def waits(town: Town) -> Iterator[Waiting]:
    """Whoever is on a list reads so at home, and for a while that they are off it again."""
    for one in listings.own_of_late(town, town.now - GONE_S):
        key = "waits.listed" if one.delisted is None else "waits.delisted"
        yield Waiting(
            say(key, agency=say(f"lists.agency_{one.agency}")), MyListing(listing_id=one.listing_id)
        )


FEATURE = Feature(
    name="lists",
    routers=(keepers, router, readers),
    commands=(
        Command("lists", Access.PARTICIPANT, rank=51),
        Command("courtlist", Access.ANYONE, rank=52),
        Command("shame", Access.ANYONE, rank=52),
        Command("blacklist", Access.WORKSHOP, rank=37),
        Command("mask", Access.PARTICIPANT, rank=53),
        Command("unmask", Access.PARTICIPANT, rank=53),
    ),
    event_views={
        lists.ListsPublished: shame_views.published,
        masks.MaskChanged: shame_views.changed,
        listings.ListingEnded: entry_views.ended,
        listings.ListingServed: entry_views.served,
        listings.ListingCleared: entry_views.cleared,
        listings.SignatureAsked: signing_views.asked,
        listings.SignatureGiven: signing_views.given,
    },
    cards={
        "shame": shame_views.draw,
        "signature": drawn(listings.proposal, signing_views.card),
    },
    waits=(waits,),
    news=(lambda town, since, until: views.news(*listings.changes(town, since, until)),),
)
