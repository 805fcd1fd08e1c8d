"""How platforms look: a wallet on each, what leaving one costs. Pure: values in, replies out."""

from __future__ import annotations

from aiogram.filters.callback_data import CallbackData

from bot.arguments import AskLeave, Go, Nonce, PlatformId, Typed, go, screen
from bot.replies import Button, Keyboard, Replies, Say, say
from services.kernel.errors import Outdated
from services.kernel.money import Money
from services.money import merchants, platforms


class TopUp(CallbackData, prefix="pu"):
    """Bring so much to a platform; the nonce makes one of all taps on one screen."""

    platform: PlatformId
    fen: Typed
    nonce: Nonce


class LeavePlatform(CallbackData, prefix="py"):
    platform: PlatformId


class ComeBack(CallbackData, prefix="pz"):
    platform: PlatformId


TOP_UP_FEN = 20_00


def overview(found: merchants.Overview) -> Replies:
    """Both platforms, and what can be done about each."""
    lines = tuple(_line(one, found.shops) for one in found.standings)
    rows: Keyboard = tuple(_row(one, found.nonce) for one in found.standings)
    provenance = say(f"provenance.{found.standings[0].holding.platform.provenance}")
    text = say("platforms.overview", lines=lines, provenance=provenance)
    return (screen(text, (*rows, (go("agencies"), go("wallet")))),)


def price(found: merchants.Overview, platform: str) -> Replies:
    """What leaving a platform costs, before it is done. Raises `Outdated` where there is none."""
    named = (one for one in found.standings if one.holding.platform.platform_id == platform)
    one = next(named, None)
    if one is None:
        raise Outdated
    is_first = platform == platforms.first()
    text = say(
        "platforms.price",
        title=one.holding.platform.title,
        money=say("platforms.money_stays" if is_first else "platforms.money_home"),
        balance=Money(one.holding.balance),
        lost=one.lost or (say("platforms.none_lost"),),
        count=len(one.lost),
        shops=found.shops,
        exits=one.exits,
    )
    leave = Button(say("platforms.leave_now"), LeavePlatform(platform=platform))
    return (screen(text, ((leave,),), back=Go(command="platforms")),)


def topped_up(found: tuple[platforms.Holding, ...]) -> Replies:
    return _said("platforms.topped_up", found)


def left(found: tuple[platforms.Holding, ...]) -> Replies:
    return _said("platforms.left", found)


def came_back(found: tuple[platforms.Holding, ...]) -> Replies:
    return _said("platforms.came_back", found)


def _said(key: str, found: tuple[platforms.Holding, ...]) -> Replies:
    lines = tuple(
        say("platforms.held", title=one.platform.title, balance=Money(one.balance)) for one in found
    )
    keyboard = ((go("platforms"), go("shops")),)
    return (screen(say(key, lines=lines), keyboard),)


def _line(one: merchants.Standing, shops: int) -> Say:
    held = one.holding
    return say(
        "platforms.line_left" if held.is_left else "platforms.line",
        title=held.platform.title,
        balance=Money(held.balance),
        lost=len(one.lost),
        shops=shops,
        exits=one.exits,
    )


def _row(one: merchants.Standing, nonce: str) -> tuple[Button, ...]:
    platform = one.holding.platform
    name = platform.platform_id
    if one.holding.is_left:
        back = say("platforms.come_back_to", title=platform.title)
        return (Button(back, ComeBack(platform=name)),)
    more = say("platforms.top_up", amount=Money(TOP_UP_FEN), title=platform.title)
    return (
        Button(more, TopUp(platform=name, fen=str(TOP_UP_FEN), nonce=nonce)),
        Button(say("platforms.leave", title=platform.title), AskLeave(platform=name)),
    )
