"""Wallets on two platforms: bringing money over, leaving, coming back. Parses only."""

from __future__ import annotations

from bot.acts import Access, Act, GuardedRouter, act
from bot.arguments import AskLeave
from bot.features import Command, Feature
from bot.money.platforms import views
from bot.money.platforms.views import ComeBack, LeavePlatform, TopUp
from services.kernel.errors import Usage
from services.kernel.money import Fen, parse_amount
from services.money import merchants, platforms

router = GuardedRouter("platforms", access=Access.PARTICIPANT)
OVERVIEW = act(merchants.overview).show(views.overview).also_paused()


@router.command("platforms")
def look(words: str) -> Act:
    """`/platforms` shows both; `/platforms alipay 25` brings that much over."""
    match words.split():
        case []:
            return OVERVIEW
        case [platform, amount] if platform.lower() in platforms.catalogue():
            return act(platforms.top_up_typed, platform.lower(), parse_amount(amount)).show(
                views.topped_up
            )
        case _:
            raise Usage(command="platforms")


router.button(
    TopUp,
    lambda tap: act(platforms.top_up, tap.platform, Fen(int(tap.fen)), key=tap.nonce).show(
        views.topped_up
    ),
)
router.button(
    AskLeave,
    lambda tap: act(merchants.overview).show(lambda found: views.price(found, tap.platform)),
)
router.button(LeavePlatform, lambda tap: act(platforms.leave, tap.platform).show(views.left))
router.button(ComeBack, lambda tap: act(platforms.come_back, tap.platform).show(views.came_back))

FEATURE = Feature(
    name="platforms",
    routers=(router,),
    commands=(Command("platforms", Access.PARTICIPANT, rank=25),),
)
